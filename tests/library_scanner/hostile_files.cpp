#include "tests/library_scanner/hostile_files.h"

#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string_view>
#include <vector>
#include <zlib.h>

namespace refrain::testing {
namespace {

using Files = std::map<std::string, std::string>;
using namespace std::string_literals;
using namespace std::string_view_literals;

std::string big(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) {
        text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
}

std::string little(std::uint64_t value, int bytes) {
    auto text = big(value, bytes);
    std::reverse(text.begin(), text.end());
    return text;
}

std::string times(int count, std::string_view piece) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += piece;
    }
    return text;
}

std::string random_bytes(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    for (auto& byte : bytes) {
        byte = static_cast<char>(random());
    }
    return bytes;
}

/// Kinds that ffmpeg cannot make, as far as a reader of tags looks at them.
Files made_by_hand() {
    Files files;
    files["sv8.mpc"] = "MPCKSH" + big(16, 1) + big(0, 4) + "\x08" + big(0x8fff, 2) + big(0, 1) + "\x0b\x10" +
                       "RG" + big(12, 1) + "\x01" + big(0, 8) + "AP" + big(100, 1) + std::string(100, '\x55');
    files["sv7.mpc"] = "MP+\x07" + little(1000, 4) + std::string(2000, '\x55');
    files["old.ape"] = "MAC " + little(3990, 2) + little(0, 2) + little(52, 4) + little(24, 4) +
                       little(0, 4) + little(32, 4) + little(1000, 4) + little(0, 4) + little(0, 4) +
                       std::string(16, '\0') + little(2000, 2) + little(0, 2) + little(73728, 4) +
                       little(1000, 4) + little(2, 4) + little(16, 2) + little(2, 2) + little(44100, 4) +
                       std::string(3000, '\x55');
    files["a.dsf"] = "DSD " + little(28, 8) + little(28 + 52 + 12 + 8192, 8) + little(0, 8) + "fmt " +
                     little(52, 8) + little(1, 4) + little(0, 4) + little(2, 4) + little(2, 4) +
                     little(2822400, 4) + little(1, 4) + little(32768, 8) + little(4096, 4) + little(0, 4) +
                     "data" + little(12 + 8192, 8) + std::string(8192, '\x69');
    files["a.dff"] = "FRM8" + big(4 + 16 + 74 + 12 + 8192, 8) + "DSD " + "FVER" + big(4, 8) +
                     big(0x01050000, 4) + "PROP" + big(62, 8) + "SND " + "FS  " + big(4, 8) +
                     big(2822400, 4) + "CHNL" + big(10, 8) + big(2, 2) + "SLFTSRGT" + "CMPR" + big(20, 8) +
                     "DSD \x0enot compressed\0" + "DSD " + big(8192, 8) + std::string(8192, '\x69');
    files["a.mod"] = std::string(20, 'm') + std::string(930, '\0') + "\x01\x7f" + std::string(128, '\0') +
                     "M.K." + std::string(1024, '\0');
    files["a.xm"] = "Extended Module: " + std::string(20, 'x') + "\x1a" + std::string(20, 't') +
                    little(0x104, 2) + little(276, 4) + little(1, 2) + little(0, 2) + little(2, 2) +
                    little(1, 2) + little(1, 2) + little(0, 2) + little(6, 2) + little(125, 2) +
                    std::string(256, '\0') + std::string(600, '\0');
    files["a.it"] = "IMPM" + std::string(26, 'i') + little(0, 2) + little(1, 2) + little(1, 2) +
                    little(1, 2) + little(1, 2) + little(0x214, 2) + little(0x200, 2) +
                    std::string(800, '\0');
    files["a.s3m"] = std::string(28, 's') + "\x1a\x10" + little(0, 2) + little(2, 2) + little(1, 2) +
                     little(1, 2) + little(0, 2) + little(0x1320, 2) + little(2, 2) + "SCRM" +
                     std::string(700, '\0');
    return files;
}

/// One small real file of every kind.
Files real_files(const std::filesystem::path& scratch) {
    auto files = made_by_hand();
    std::filesystem::create_directories(scratch);
    for (const auto* name : {"a.mp3", "a.flac", "a.ogg", "a.opus", "a.m4a", "a.aac", "a.wav", "a.aiff",
                             "a.wv", "a.tta", "a.wma"}) {
        encode(scratch / name, 0.5,
               "-metadata title=Title -metadata artist=Artist -metadata album=Album -metadata genre=Folk");
        files[name] = read_file(scratch / name);
    }
    files["tagged.mp3"] =
        id3v2({{"TIT2", utf8_text("T")}, {"APIC", picture_frame(tiny_jpeg())}}) + silent_mp3(20);
    return files;
}

std::string stem_and(const std::string& name, const std::string& what) {
    const auto dot = name.rfind('.');
    return name.substr(0, dot) + " " + what + name.substr(dot);
}

/// Cut at twenty places, most of them where the head is.
void add_cut(Files& to, const std::string& name, const std::string& bytes) {
    for (std::size_t i = 0; i < 20; ++i) {
        const auto at = i < 12 ? std::min(bytes.size(), 1 + i * i * 4) : bytes.size() * (i - 11) / 9;
        to[stem_and(name, "cut " + std::to_string(i))] = bytes.substr(0, std::min(at, bytes.size() - 1));
    }
}

/// Lengths, counts and rates of nothing, of all, and just over what a signed number holds, wherever one may
/// stand: in the head and, where tags are behind the sound, in the tail.
void add_wrong_numbers(Files& to, const std::string& name, const std::string& bytes) {
    constexpr std::array values{"\0\0\0\0"sv, "\xff\xff\xff\xff"sv, "\x7f\xff\xff\xff"sv, "\x80\0\0\0"sv,
                                "\0\0\0\x01"sv};
    for (std::size_t place = 0; place < 24; ++place) {
        const auto from_end = place >= 20;
        const auto at =
            from_end ? bytes.size() - 4 - (place - 20) * 8 : 4 + place * 4 + (place > 12 ? place * 8 : 0);
        if (at + 4 > bytes.size()) {
            continue;
        }
        for (std::size_t value = 0; value < values.size(); ++value) {
            auto changed = bytes;
            changed.replace(at, 4, values[value]);
            to[stem_and(name, "number " + std::to_string(place) + "-" + std::to_string(value))] =
                std::move(changed);
        }
    }
}

void add_noise(Files& to, const std::string& name, const std::string& bytes) {
    for (unsigned seed = 0; seed < 6; ++seed) {
        // The sign of its kind, and then anything.
        const auto kept = std::min<std::size_t>(bytes.size(), 4 + seed * 16);
        to[stem_and(name, "noise " + std::to_string(seed))] =
            bytes.substr(0, kept) + random_bytes(20'000, seed);
        auto scratched = bytes;
        std::mt19937 random(seed);
        for (std::size_t i = 0; i < 40 && !scratched.empty(); ++i) {
            scratched[random() % std::min<std::size_t>(scratched.size(), 2000)] = static_cast<char>(random());
        }
        to[stem_and(name, "scratched " + std::to_string(seed))] = scratched;
    }
}

// --- MP4

std::string atom(std::string_view name, const std::string& content) {
    return big(8 + content.size(), 4) + std::string(name) + content;
}

/// Each inside the one before it, as deep as that.
std::string nested_atoms(std::string_view name, int depth) {
    const auto whole = static_cast<std::uint64_t>(depth) * 8;
    std::string bytes;
    for (int i = 0; i < depth; ++i) {
        bytes += big(whole - static_cast<std::uint64_t>(i) * 8, 4) + std::string(name);
    }
    return bytes;
}

void add_mp4(Files& to, const std::string& real) {
    const auto head = atom("ftyp", "M4A " + big(0, 4));
    const auto file = [&](const std::string& name, const std::string& bytes) {
        to[name + ".m4a"] = head + bytes;
    };
    file("atoms in atoms", nested_atoms("moov", 100'000));
    file("tags in tags", atom("moov", atom("udta", atom("meta", big(0, 4) + nested_atoms("ilst", 50'000)))));
    file("atom that holds itself", big(8, 4) + "moov" + big(0, 4) + "moov" + big(0, 4) + "moov");
    file("atom of no size", times(1000, big(0, 4) + "free"));
    file("atom of one byte", big(1, 4) + "moov" + big(0, 8) + atom("moov", ""));
    file("atom of all bytes", big(1, 4) + "moov" + big(~std::uint64_t{0}, 8));
    file("atom of half of all", big(1, 4) + "moov" + big(~std::uint64_t{0} / 2, 8));
    file("atom with its size behind", big(7, 4) + "moov" + times(100, "moov"));
    file("chunks without an end",
         atom("moov",
              atom("trak",
                   atom("mdia", atom("minf", atom("stbl", atom("stco", big(0, 4) + big(0xffffffff, 4)) +
                                                              atom("stsd", big(0, 4) + big(1, 4))))))));
    const auto tags = [&](const std::string& list) {
        return atom("moov", atom("udta", atom("meta", big(0, 4) + atom("ilst", list))));
    };
    file("tag without data",
         tags(atom("\xa9nam", "") + atom("covr", atom("data", "")) + atom("trkn", atom("data", "\0"))));
    file("tag larger than its list",
         tags(big(0x7fffffff, 4) + "\xa9nam" + big(0x7fffffff, 4) + "data" + big(1, 8)));
    file("a hundred thousand tags", tags(times(100'000, atom("\xa9"
                                                             "ART",
                                                             atom("data", big(1, 8) + "x")))));
    auto without_rate = real;
    if (const auto at = without_rate.find("mdhd"); at != std::string::npos) {
        without_rate.replace(at + 4, 20, std::string(20, '\0'));
    }
    to["no time scale.m4a"] = without_rate;
}

// --- ID3v2

/// That many zeros in a thousandth of their length.
std::string packed_zeros(std::size_t size) {
    const std::string zeros(size, '\0');
    auto length = compressBound(zeros.size());
    std::string packed(length, '\0');
    if (compress2(reinterpret_cast<Bytef*>(packed.data()), &length,
                  reinterpret_cast<const Bytef*>(zeros.data()), zeros.size(), 9) != Z_OK) {
        throw std::runtime_error("zlib cannot pack zeros");
    }
    packed.resize(length);
    return packed;
}

std::string synchsafe(std::size_t value) {
    std::string text;
    for (int i = 3; i >= 0; --i) {
        text += static_cast<char>(value >> (7 * i) & 0x7f);
    }
    return text;
}

std::string id3_tag(const std::string& frames, char version = 4, char flags = 0) {
    return std::string("ID3") + version + '\0' + flags + synchsafe(frames.size()) + frames;
}

std::string id3_frame(std::string_view name, const std::string& content, char flags = 0) {
    return std::string(name) + synchsafe(content.size()) + '\0' + flags + content;
}

/// Chapters in chapters.
std::string nested_chapters(int depth) {
    const auto head = std::string("c\0", 2) + big(0, 16);
    std::string inner;
    std::vector<std::string> heads;
    std::size_t size = 0;
    for (int i = 0; i < depth; ++i) {
        size += head.size();
        heads.push_back("CHAP" + synchsafe(size) + std::string(2, '\0') + head);
        size += 10;
    }
    for (auto each = heads.rbegin(); each != heads.rend(); ++each) {
        inner += *each;
    }
    return inner;
}

void add_id3(Files& to) {
    const auto sound = silent_mp3(20);
    const auto file = [&](const std::string& name, const std::string& tag) {
        to[name + ".mp3"] = tag + sound;
    };
    constexpr char packed = 0x09;
    file("a gigabyte of zeros",
         id3_tag(times(
             8, id3_frame("TXXX", synchsafe(0x0fffffff) + packed_zeros(std::size_t{128} << 20), packed))));
    file("packed nothing", id3_tag(id3_frame("TIT2", synchsafe(100), packed)));
    file("packed rubbish", id3_tag(id3_frame("TIT2", synchsafe(100) + random_bytes(500, 1), packed)));
    file("chapters in chapters", id3_tag(nested_chapters(20'000)));
    file("contents that hold themselves", id3_tag(id3_frame("CTOC", std::string("a\0\x03\x02"
                                                                                "a\0a\0",
                                                                                8)) +
                                                  id3_frame("CTOC", std::string("a\0\x01\xff"
                                                                                "a\0",
                                                                                6))));
    file("a frame of all bytes", id3_tag("TIT2\x7f\x7f\x7f\x7f" + std::string(2, '\0') + "x"));
    file("a tag of all bytes", "ID3\x04" + std::string(2, '\0') + "\x7f\x7f\x7f\x7f");
    file("a longer head than its tag", id3_tag("\x7f\x7f\x7f\x7f" + std::string(10, '\xff'), 4, '\x40'));
    file("a longer head of 2.3", id3_tag("\xff\xff\xff\xff" + std::string(10, '\xff'), 3, '\x40'));
    file("frames of no size", id3_tag(times(200'000, std::string("TIT2") + std::string(6, '\0'))));
    file("unsynchronised for ever", id3_tag(times(500'000, std::string("\xff\0", 2)), 4, '\x80'));
    file("a picture without an end", id3_tag(id3_frame("APIC", "\x01image/")));
    file("ten thousand tags", times(10'000, id3_tag("")));
    to["two to the 31 frames.mp3"] = xing_frame(0x7fffffff, 0xffffffff) + sound;
    to["frames of no bytes.mp3"] = xing_frame(1, 0) + sound;
    to["an ape tag of all bytes.mp3"] = sound + "APETAGEX" + little(2000, 4) + little(0xffffffff, 4) +
                                        little(0xffffffff, 4) + little(0x80000000, 4) + std::string(8, '\0');
    to["an ape tag of many things.mp3"] =
        sound + "APETAGEX" + little(2000, 4) + little(64, 4) + little(0x7fffffff, 4) + little(0xa0000000, 4) +
        std::string(8, '\0') + "APETAGEX" + little(2000, 4) + little(64, 4) + little(0x7fffffff, 4) +
        little(0x80000000, 4) + std::string(8, '\0');
}

// --- all others

void add_flac(Files& to) {
    const auto info = [](std::uint64_t rate_and_samples) {
        return std::string("fLaC\0", 5) + big(34, 3) + big(4096, 2) + big(4096, 2) + big(0, 6) +
               big(rate_and_samples, 8) + std::string(16, '\0');
    };
    const std::uint64_t cd = std::uint64_t{44100} << 44 | std::uint64_t{1} << 41 | std::uint64_t{15} << 36;
    to["no rate.flac"] = info(1000);
    to["all samples.flac"] = info(cd | 0xfffffffffULL) + std::string(100, '\0');
    to["blocks of no size.flac"] = info(cd | 44100) + times(200'000, std::string("\x01\0\0\0", 4));
    to["a block of all bytes.flac"] = info(cd | 44100) + "\x04\xff\xff\xff" + "x";
    const auto comments = [&](const std::string& block) {
        return info(cd | 44100) + "\x84" + big(block.size(), 3) + block + std::string(5000, '\x55');
    };
    to["all comments.flac"] = comments(little(0, 4) + little(0xffffffff, 4) + little(3, 4) + "A=b");
    to["a maker of all bytes.flac"] = comments(little(0xffffffff, 4) + "x");
    to["a comment of all bytes.flac"] = comments(little(0, 4) + little(1, 4) + little(0xffffffff, 4));
    const auto picture = big(3, 4) + big(0xfffffff0, 4) + "image/png" + big(0xffffffff, 4);
    to["a picture of all bytes.flac"] = info(cd | 44100) + "\x86" + big(picture.size(), 3) + picture;
    const auto sheet = std::string(128 + 8 + 259, '\0') + "\xff" + std::string(36 * 3, '\xff');
    to["a sheet of many tracks.flac"] = info(cd | 44100) + "\x85" + big(sheet.size(), 3) + sheet;
}

void add_chunks(Files& to) {
    const auto riff = [](const std::string& chunks) {
        return "RIFF" + little(4 + chunks.size(), 4) + "WAVE" + chunks;
    };
    const auto format = [](std::uint32_t rate, std::uint32_t bytes, std::uint16_t block) {
        return "fmt " + little(16, 4) + little(1, 2) + little(2, 2) + little(rate, 4) + little(bytes, 4) +
               little(block, 2) + little(16, 2);
    };
    to["no rate.wav"] = riff(format(0, 0, 0) + "data" + little(1000, 4) + std::string(1000, '\0'));
    to["all rate.wav"] = riff(format(0xffffffff, 0xffffffff, 0xffff) + "data" + little(4, 4) + "abcd");
    to["chunks of no size.wav"] = riff(times(200'000, "LIST" + little(0, 4)));
    to["a chunk of all bytes.wav"] = riff("LIST" + little(0xffffffff, 4) + format(44100, 176400, 4));
    to["lists in lists.wav"] = riff(times(50'000, "LIST" + little(0x7fffffff, 4) + "INFO"));
    to["a bare head.wav"] = "RIFF" + little(0xffffffff, 4) + "WAVE";
    const auto aiff = [](const std::string& chunks) {
        return "FORM" + big(4 + chunks.size(), 4) + "AIFF" + chunks;
    };
    const auto common = [](const std::string& rate) {
        return "COMM" + big(18, 4) + big(2, 2) + big(0xffffffff, 4) + big(16, 2) + rate;
    };
    to["rate of infinity.aiff"] =
        aiff(common("\x7f\xff" + std::string(8, '\xff')) + "SSND" + big(8, 4) + big(0, 8));
    to["no rate.aiff"] = aiff(common(std::string(10, '\0')) + "SSND" + big(8, 4) + big(0, 8));
    to["chunks of no size.aiff"] = aiff(times(200'000, "ANNO" + big(0, 4)));
}

void add_objects(Files& to) {
    const std::string header = "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"s;
    const std::string content = "\x33\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"s;
    const auto file = [&](const std::string& name, std::uint32_t count, const std::string& objects) {
        to[name + ".wma"] = header + little(30 + objects.size(), 8) + little(count, 4) + "\x01\x02" + objects;
    };
    file("objects of no size", 0xffffffff, times(50'000, content + little(0, 8)));
    file("an object of all bytes", 1, content + little(~std::uint64_t{0}, 8));
    file("an object of half of all", 1, content + little(~std::uint64_t{0} / 2, 8));
    file("a title of all bytes", 1, content + little(34, 8) + times(5, little(0xffff, 2)));
    file("all objects", 0xffffffff, "");
}

void add_pages(Files& to, const std::string& real) {
    const auto page = [](std::uint8_t flags, std::uint32_t number, const std::string& lengths,
                         const std::string& content) {
        return std::string("OggS\0", 5) + static_cast<char>(flags) + little(0, 8) + little(1, 4) +
               little(number, 4) + little(0, 4) + static_cast<char>(lengths.size()) + lengths + content;
    };
    to["pages of nothing.ogg"] = page(2, 0, "", "") + times(100'000, page(0, 1, "", ""));
    to["a packet without an end.ogg"] =
        real.substr(0, std::min<std::size_t>(58, real.size())) +
        times(3000,
              page(1, 1, std::string(255, '\xff'), std::string(std::size_t{255} * 255, 'x')).substr(0, 400));
    to["all comments.opus"] =
        page(2, 0, "\x13", "OpusHead\x01\x02" + little(312, 2) + little(48000, 4) + little(0, 3)) +
        page(0, 1, "\x14", "OpusTags" + little(0, 4) + little(0xffffffff, 4) + "abcd");
    to["an opus of no rate.opus"] = page(2, 0, "\x13", "OpusHead\x01" + std::string(11, '\0')) +
                                    page(4, 1, "\x10", "OpusTags" + std::string(8, '\0'));
}

void add_others(Files& to) {
    const std::string zero_length("\xff\xf1\x50\x80\x00\x1f\xfc", 7);
    to["frames of no size.aac"] = times(100'000, zero_length);
    to["packets of no size.mpc"] = "MPCK" + times(100'000, std::string("SH\0", 3));
    to["a packet of all bytes.mpc"] = "MPCKSH" + std::string(9, '\xff') + "\x7f";
    to["all frames.mpc"] = "MP+\x07" + little(0xffffffff, 4) + std::string(2000, '\x55');
    to["a dff of no size.dff"] = "FRM8" + big(0, 8) + "DSD " + times(100'000, "PROP" + big(0, 8));
    to["a dff of all bytes.dff"] =
        "FRM8" + big(~std::uint64_t{0}, 8) + "DSD " + "PROP" + big(~std::uint64_t{0}, 8) + "SND ";
    to["tags at the head.dsf"] =
        "DSD " + little(28, 8) + little(92, 8) + little(0, 8) + std::string(64, '\0');
    to["tags far behind.dsf"] = "DSD " + little(28, 8) + little(92, 8) + little(~std::uint64_t{0} / 2, 8) +
                                "fmt " + little(52, 8) + std::string(64, '\xff');
    to["blocks of no size.wv"] = times(50'000, "wvpk" + little(0, 4) + std::string(24, '\0'));
    to["a block of all bytes.wv"] = "wvpk" + little(0xffffffff, 4) + std::string(24, '\xff');
    to["no rate.tta"] =
        "TTA1" + little(1, 2) + little(2, 2) + little(16, 2) + little(0, 4) + little(0xffffffff, 4);
    to["nothing.mp3"] = "";
    to["one byte.flac"] = "f";
    to["zeros.mp3"] = std::string(3'000'000, '\0');
    to["sync words.mp3"] = std::string(3'000'000, '\xff');
}

}  // namespace

std::map<std::string, std::string> hostile_files(const std::filesystem::path& scratch) {
    const auto real = real_files(scratch);
    Files files;
    for (const auto& [name, bytes] : real) {
        add_cut(files, name, bytes);
        add_wrong_numbers(files, name, bytes);
        add_noise(files, name, bytes);
    }
    add_mp4(files, real.at("a.m4a"));
    add_id3(files);
    add_flac(files);
    add_chunks(files);
    add_objects(files);
    add_pages(files, real.at("a.ogg"));
    add_others(files);
    return files;
}

}  // namespace refrain::testing
