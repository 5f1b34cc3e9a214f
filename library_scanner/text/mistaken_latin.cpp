#include "library_scanner/text/mistaken_latin.h"

#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <array>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

namespace refrain {
namespace {

using Byte = unsigned char;

bool is_high(Byte byte) {
    return byte >= 0x80;
}

bool is_ascii_letter(Byte byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// A letter of Windows-1252, which is what programs mean by Latin-1.
bool is_western_letter(Byte byte) {
    constexpr std::string_view more = "\x8a\x8c\x8e\x9a\x9c\x9e\x9f";  // Š Œ Ž š œ ž Ÿ
    return (byte >= 0xc0 && byte != 0xd7 && byte != 0xf7) ||
           more.find(static_cast<char>(byte)) != std::string_view::npos;
}

/// Signs that stand inside or beside a word: quotes, dashes, apostrophes, ordinals, question marks of Spain.
bool is_western_sign(Byte byte) {
    constexpr std::string_view signs =
        "\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa1\xa9\xaa\xab\xae\xb0"
        "\xb4\xb7\xba\xbb\xbf";
    return signs.find(static_cast<char>(byte)) != std::string_view::npos;
}

/// What stands between blanks.
template <class Visit>
void each_word(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" \t\r\n"), text.size());
        if (end > 0) {
            visit(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Parts of a word that hold nothing but letters, plain or high ones.
template <class Visit>
void each_letter_run(std::string_view text, Visit visit) {
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const bool letter = i < text.size() && (is_ascii_letter(static_cast<Byte>(text[i])) ||
                                                is_high(static_cast<Byte>(text[i])));
        if (!letter) {
            if (i > start) {
                visit(text.substr(start, i - start));
            }
            start = i + 1;
        }
    }
}

bool is_sensible_word(std::string_view word) {
    std::size_t plain = 0, accented = 0, run = 0, longest = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto byte = static_cast<Byte>(word[i]);
        if (is_western_letter(byte)) {
            ++accented;
            longest = std::max(longest, ++run);
            continue;
        }
        run = 0;
        plain += is_ascii_letter(byte) ? 1 : 0;
        if (!is_high(byte)) {
            continue;
        }
        // A sign may open or close a word, or stand alone between letters as an apostrophe does.
        const bool beside_high = (i > 0 && is_high(static_cast<Byte>(word[i - 1])) &&
                                  !is_western_letter(static_cast<Byte>(word[i - 1]))) ||
                                 (i + 1 < word.size() && is_high(static_cast<Byte>(word[i + 1])) &&
                                  !is_western_letter(static_cast<Byte>(word[i + 1])));
        if (!is_western_sign(byte) || beside_high) {
            return false;
        }
    }
    // "Björk", "Sigur Rós", "créée"; alone "À", "É".
    return accented <= 1 || (plain > 0 && accented <= plain + 1 && longest <= 2);
}

/// How the double bytes of a text spread over an encoding.
struct Spread {
    bool valid = true;
    std::size_t pairs = 0, common = 0, neutral = 0;
    /// Plain letters in words that hold pairs.
    std::size_t letters_beside = 0;

    double share() const {
        const auto judged = pairs - neutral;
        return judged == 0 ? 0 : static_cast<double>(common) / static_cast<double>(judged);
    }
};

enum class Kind { common, rare, neutral, none };

/// What a pair of bytes is in that encoding: rows of a character set are in the order of use, so that the
/// first level is what people write. (GB 2312, Big5, JIS X 0208, KS X 1001)
Kind kind_of(Byte lead, Byte trail, LegacyEncoding encoding) {
    const auto in = [](Byte byte, int first, int last) { return byte >= first && byte <= last; };
    switch (encoding) {
        case LegacyEncoding::gbk:
            if (!in(lead, 0x81, 0xfe) || trail == 0x7f || !in(trail, 0x40, 0xfe)) {
                return Kind::none;
            }
            return trail < 0xa1           ? Kind::rare
                   : in(lead, 0xa1, 0xa3) ? Kind::neutral
                   : in(lead, 0xb0, 0xd7) ? Kind::common
                                          : Kind::rare;
        case LegacyEncoding::big5:
            if (!in(lead, 0xa1, 0xf9) || !(in(trail, 0x40, 0x7e) || in(trail, 0xa1, 0xfe))) {
                return Kind::none;
            }
            return in(lead, 0xa1, 0xa3) ? Kind::neutral : in(lead, 0xa4, 0xc6) ? Kind::common : Kind::rare;
        case LegacyEncoding::shift_jis:
            if (!(in(lead, 0x81, 0x9f) || in(lead, 0xe0, 0xfc)) || trail == 0x7f || !in(trail, 0x40, 0xfc)) {
                return Kind::none;
            }
            return lead == 0x81 ? Kind::neutral : in(lead, 0x82, 0x97) ? Kind::common : Kind::rare;
        case LegacyEncoding::euc_kr:
            if (!in(lead, 0xa1, 0xfe) || !in(trail, 0xa1, 0xfe)) {
                return Kind::none;
            }
            return in(lead, 0xa1, 0xa3) ? Kind::neutral : in(lead, 0xb0, 0xc8) ? Kind::common : Kind::rare;
        default:
            return Kind::none;
    }
}

void spread_word(std::string_view word, LegacyEncoding encoding, Spread& spread) {
    std::size_t letters = 0, pairs = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto byte = static_cast<Byte>(word[i]);
        if (!is_high(byte)) {
            letters += is_ascii_letter(byte) ? 1 : 0;
            continue;
        }
        if (i + 1 == word.size()) {
            // ID3v1 cuts where its room ends.
            spread.valid = spread.valid && pairs > 0;
            break;
        }
        const auto kind = kind_of(byte, static_cast<Byte>(word[i + 1]), encoding);
        spread.valid = spread.valid && kind != Kind::none;
        ++pairs;
        spread.common += kind == Kind::common ? 1 : 0;
        spread.neutral += kind == Kind::neutral ? 1 : 0;
        ++i;
    }
    spread.pairs += pairs;
    spread.letters_beside += pairs > 0 ? letters : 0;
}

Spread spread_of(const std::vector<std::string>& texts, LegacyEncoding encoding) {
    Spread spread;
    for (const auto& text : texts) {
        each_word(text, [&](std::string_view word) { spread_word(word, encoding, spread); });
    }
    return spread;
}

const char* name_of(LegacyEncoding encoding) {
    switch (encoding) {
        case LegacyEncoding::utf8:
            return "UTF-8";
        case LegacyEncoding::gbk:
            return "GBK";
        case LegacyEncoding::big5:
            return "Big5";
        case LegacyEncoding::shift_jis:
            return "windows-31j";
        case LegacyEncoding::euc_kr:
            return "windows-949";
        case LegacyEncoding::windows_1251:
            return "windows-1251";
        case LegacyEncoding::koi8_r:
            return "KOI8-R";
    }
    return "";
}

std::optional<std::string> decoded_whole(std::string_view bytes, LegacyEncoding encoding) {
    struct Close {
        void operator()(UConverter* converter) const { ucnv_close(converter); }
    };
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, Close> converter(ucnv_open(name_of(encoding), &error));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    if (U_FAILURE(error)) {
        return std::nullopt;
    }
    const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), error);
    if (U_FAILURE(error)) {
        return std::nullopt;
    }
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

/// Cyrillic words: of high bytes alone, in small letters, capitals, or with one capital in front; with
/// vowels.
bool is_cyrillic(const std::vector<std::string>& texts, LegacyEncoding encoding) {
    constexpr std::u16string_view vowels = u"аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄ";
    constexpr std::size_t fewest_letters = 5;
    std::size_t letters = 0, long_words = 0, with_vowels = 0;
    bool well = true, any_small = false, any_capital = false;
    for (const auto& text : texts) {
        each_letter_run(text, [&](std::string_view run) {
            const auto high =
                std::count_if(run.begin(), run.end(), [](char c) { return is_high(static_cast<Byte>(c)); });
            if (high == 0) {
                return;
            }
            const auto utf8 = decoded_whole(run, encoding);
            const auto word = icu::UnicodeString::fromUTF8(utf8.value_or(""));
            bool small_before = false, vowel = false;
            for (int32_t i = 0; i < word.length(); ++i) {
                const char16_t letter = word[i];
                const bool capital = (letter >= u'А' && letter <= u'Я') || letter == u'Ё' || letter == u'І' ||
                                     letter == u'Ї' || letter == u'Є';
                const bool small = (letter >= u'а' && letter <= u'я') || letter == u'ё' || letter == u'і' ||
                                   letter == u'ї' || letter == u'є';
                const bool quote = letter == u'«' || letter == u'»' || letter == u'№' || letter == u'–' ||
                                   letter == u'—' || letter == u'…';
                well = well && (capital || small || quote) && !(capital && small_before);
                small_before = small;
                any_small = any_small || small;
                any_capital = any_capital || capital;
                vowel = vowel || vowels.find(letter) != std::u16string_view::npos;
                letters += capital || small ? 1 : 0;
            }
            well = well && word.length() > 0;
            long_words += word.length() >= 3 ? 1 : 0;
            with_vowels += word.length() >= 3 && vowel ? 1 : 0;
        });
    }
    // Titles have both; accented capitals of the West ("ÆØÅ") come out as one or the other.
    return well && any_small && any_capital && letters >= fewest_letters && long_words > 0 &&
           with_vowels * 4 >= long_words * 3;
}

/// Of these two, the one that ICU's detector takes the texts for: it knows which letters are written most.
std::optional<LegacyEncoding> detected(const std::vector<std::string>& texts, LegacyEncoding a,
                                       LegacyEncoding b) {
    struct Close {
        void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
    };
    std::string all;
    for (const auto& text : texts) {
        all.append(text).append("\n");
    }
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, Close> detector(ucsdet_open(&error));
    ucsdet_setText(detector.get(), all.data(), static_cast<int32_t>(all.size()), &error);
    int32_t count = 0;
    const auto* matches = ucsdet_detectAll(detector.get(), &count, &error);
    const auto is = [](std::string_view name, LegacyEncoding encoding) {
        return (encoding == LegacyEncoding::gbk && name == "GB18030") ||
               (encoding == LegacyEncoding::big5 && name == "Big5") ||
               (encoding == LegacyEncoding::shift_jis && name == "Shift_JIS") ||
               (encoding == LegacyEncoding::euc_kr && name == "EUC-KR");
    };
    // With ten letters or fewer it says 10 for all of them.
    constexpr int says_nothing = 10;
    for (int32_t i = 0; U_SUCCESS(error) && i < count; ++i) {
        const auto* name = ucsdet_getName(matches[i], &error);
        if (U_FAILURE(error) || ucsdet_getConfidence(matches[i], &error) <= says_nothing) {
            break;
        }
        if (is(name, a) || is(name, b)) {
            return is(name, a) ? a : b;
        }
    }
    return std::nullopt;
}

std::optional<LegacyEncoding> east_asian(const std::vector<std::string>& texts) {
    constexpr std::size_t fewest_pairs = 3;
    struct Candidate {
        LegacyEncoding encoding;
        double least_share;
    };
    // Korean first: its letters lie among those of Chinese.
    constexpr std::array candidates{Candidate{LegacyEncoding::euc_kr, 0.95},
                                    Candidate{LegacyEncoding::gbk, 0.8}, Candidate{LegacyEncoding::big5, 0.9},
                                    Candidate{LegacyEncoding::shift_jis, 0.8}};
    std::vector<LegacyEncoding> plausible;
    std::size_t pairs = 0;
    for (const auto& candidate : candidates) {
        const auto spread = spread_of(texts, candidate.encoding);
        if (spread.valid && spread.pairs >= fewest_pairs && spread.share() >= candidate.least_share &&
            spread.letters_beside <= spread.pairs) {
            plausible.push_back(candidate.encoding);
            pairs = spread.pairs;
        }
    }
    const auto is_plausible = [&](LegacyEncoding encoding) {
        return std::find(plausible.begin(), plausible.end(), encoding) != plausible.end();
    };
    if (plausible.size() <= 1) {
        return plausible.empty() ? std::nullopt : std::optional(plausible.front());
    }
    if (is_plausible(LegacyEncoding::euc_kr) && is_plausible(LegacyEncoding::gbk)) {
        if (const auto known = detected(texts, LegacyEncoding::euc_kr, LegacyEncoding::gbk)) {
            return known;
        }
        // Of six Chinese letters, one in twenty texts has none outside the Korean ones.
        return pairs >= 6 ? std::optional(LegacyEncoding::euc_kr) : std::nullopt;
    }
    return detected(texts, plausible[0], plausible[1]);
}

}  // namespace

std::optional<std::string> latin1_bytes(std::string_view utf8) {
    std::string bytes;
    const auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
    for (int32_t i = 0; i < text.length(); ++i) {
        if (text[i] > 0xff) {
            return std::nullopt;
        }
        bytes += static_cast<char>(text[i]);
    }
    return bytes;
}

bool is_sensible_latin1(std::string_view bytes) {
    bool sensible = true;
    each_word(bytes, [&](std::string_view word) { sensible = sensible && is_sensible_word(word); });
    return sensible;
}

std::optional<LegacyEncoding> guess_encoding(const std::vector<std::string>& texts) {
    std::vector<std::string> high;
    std::size_t strange = 0, utf8 = 0;
    for (const auto& text : texts) {
        if (std::any_of(text.begin(), text.end(), [](char c) { return is_high(static_cast<Byte>(c)); }) &&
            std::find(high.begin(), high.end(), text) == high.end()) {
            high.push_back(text);
            strange += is_sensible_latin1(text) ? 0 : 1;
            utf8 += is_valid_utf8(text) ? 1 : 0;
        }
    }
    if (!high.empty() && utf8 == high.size()) {
        return LegacyEncoding::utf8;
    }
    // Three texts of four: one that looks Western by chance does not speak for all.
    if (high.empty() || strange * 4 < high.size() * 3) {
        return std::nullopt;
    }
    for (const auto encoding : {LegacyEncoding::windows_1251, LegacyEncoding::koi8_r}) {
        if (is_cyrillic(high, encoding)) {
            return encoding;
        }
    }
    return east_asian(high);
}

std::optional<std::string> decoded(std::string_view bytes, LegacyEncoding encoding) {
    auto text = decoded_whole(bytes, encoding);
    if (!text && !bytes.empty()) {
        text = decoded_whole(bytes.substr(0, bytes.size() - 1), encoding);
    }
    return text;
}

}  // namespace refrain
