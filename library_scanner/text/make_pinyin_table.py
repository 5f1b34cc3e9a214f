#!/usr/bin/env python3
"""Makes pinyin_table.cpp from Unicode's Unihan_Readings.txt, which Debian's package unicode-data holds.

Use: make_pinyin_table.py /usr/share/unicode/Unihan_Readings.txt.bz2 > pinyin_table.cpp

A character has the readings of today's standard dictionaries, without tones, the most frequent first: kMandarin,
kHanyuPinlu (by frequency), kTGHZ2013, and kXHC1983 for characters that the former do not have. A name is looked
for by whoever knows how it is read, so that a rare reading too many does less harm than one that is missing.
"""
import bz2
import re
import sys
import unicodedata

FIRST, LAST = 0x4E00, 0x9FFF
# More has no character of today.
MOST = 4


def plain(reading):
    """Without its tone; the vowel of lü as v, which is what keyboards have."""
    text = unicodedata.normalize("NFD", reading.lower())
    text = text.replace("u\u0308", "v").replace("e\u0302", "e")
    return "".join(c for c in text if "a" <= c <= "z")


def readings(fields):
    found = []
    sources = [fields.get("kMandarin", "").split()]
    sources.append([re.sub(r"\(\d+\)", "", r) for r in fields.get("kHanyuPinlu", "").split()])
    located = fields.get("kTGHZ2013") or fields.get("kXHC1983") or ""
    sources.append([r for entry in located.split() for r in entry.split(":")[1].split(",")])
    for reading in (plain(r) for source in sources for r in source):
        if reading and reading not in found and any(v in reading for v in "aeiouv"):
            found.append(reading)
    return found[:MOST]


def main():
    fields = {}
    with bz2.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, field, value = line.rstrip("\n").split("\t")
                fields.setdefault(int(code[2:], 16), {})[field] = value
    table = {code: readings(fields.get(code, {})) for code in range(FIRST, LAST + 1)}
    # The kind of reading that each character has: most share theirs with many others.
    lists = sorted({" ".join(r) for r in table.values()})
    number = {text: i for i, text in enumerate(lists)}
    print("// Made by make_pinyin_table.py from Unicode's Unihan database (version 15.0); not to be edited.")
    print('#include "library_scanner/text/pinyin_table.h"\n')
    print("namespace refrain::pinyin_table {\n")
    print("// clang-format off")
    print(f"const std::array<const char*, {len(lists)}> readings{{")
    for start in range(0, len(lists), 8):
        print("    " + " ".join(f'"{text}",' for text in lists[start : start + 8]))
    print("};\n")
    print(f"const std::array<std::uint16_t, {LAST - FIRST + 1}> of_character{{")
    codes = list(range(FIRST, LAST + 1))
    for start in range(0, len(codes), 24):
        print("    " + "".join(f"{number[' '.join(table[c])]}," for c in codes[start : start + 24]))
    print("};")
    print("// clang-format on\n")
    print("}  // namespace refrain::pinyin_table")
    return len(lists)


main()
