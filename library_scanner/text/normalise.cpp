#include "library_scanner/text/normalise.h"

#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <cassert>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace refrain {
namespace {

/// Diacritics in the sense of "somebody leaves them out when typing". Not every combining mark is one.
bool is_diacritic(UChar32 c) {
    return (c >= 0x0300 && c <= 0x036f)     // combining diacritical marks: Latin, Greek, Cyrillic
           || (c >= 0x1ab0 && c <= 0x1aff)  // their extensions
           || (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe20 && c <= 0xfe2f) ||
           (c >= 0x0591 && c <= 0x05bd)  // Hebrew accents and points
           || c == 0x05bf || c == 0x05c1 || c == 0x05c2 || c == 0x05c4 || c == 0x05c5 || c == 0x05c7 ||
           (c >= 0x064b && c <= 0x065f)    // Arabic vowel signs
           || c == 0x0670 || c == 0x0640;  // superscript alef; tatweel only stretches a word
}

/// Letters and signs that Unicode does not take apart, as they are typed; nullptr for all others.
const char16_t* spelled_out(UChar32 c) {
    switch (c) {
        case 0x00e6:
            return u"ae";
        case 0x0153:
            return u"oe";
        case 0x00f8:
            return u"o";
        case 0x0142:
            return u"l";
        case 0x0111:
        case 0x00f0:
            return u"d";
        case 0x0127:
            return u"h";
        case 0x0131:
            return u"i";
        case 0x0167:
            return u"t";
        case 0x00fe:
            return u"th";
        case 0x2018:
        case 0x2019:
        case 0x201b:
        case 0x02bc:
            return u"'";
        case 0x201c:
        case 0x201d:
        case 0x201e:
        case 0x201f:
            return u"\"";
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212:
            return u"-";
        default:
            return nullptr;
    }
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Adds characters with white space collapsed: a gap is written only between two things.
class Collapser {
  public:
    template <class Text, class Character>
    void add(Text& to, Character c, bool space) {
        if (space) {
            gap_ = !first_;
            return;
        }
        if (gap_) {
            to += static_cast<Character>(' ');
            gap_ = false;
        }
        first_ = false;
        to += c;
    }

  private:
    bool gap_ = false;
    bool first_ = true;
};

/// Most tags are plain ASCII; this is what the way below gives for them, at a fraction of its time.
std::string normalise_ascii(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    Collapser collapser;
    for (const char c : text) {
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        const bool upper = c >= 'A' && c <= 'Z';
        collapser.add(result, upper ? static_cast<char>(c - 'A' + 'a') : c, space);
    }
    return result;
}

icu::UnicodeString fold(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* case_fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto* decompose = icu::Normalizer2::getNFDInstance(status);
    // The data of these forms is inside the library; without it nothing of ICU works.
    assert(U_SUCCESS(status));
    icu::UnicodeString folded;
    decompose->normalize(case_fold->normalize(text, status), folded, status);

    icu::UnicodeString result;
    Collapser collapser;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        const UChar32 c = folded.char32At(i);
        if (is_diacritic(c)) {
            continue;
        }
        if (const auto* letters = spelled_out(c)) {
            for (; *letters != 0; ++letters) {
                collapser.add(result, static_cast<UChar32>(*letters), false);
            }
        } else {
            collapser.add(result, c, u_isUWhiteSpace(c) != 0);
        }
    }
    return icu::Normalizer2::getNFCInstance(status)->normalize(result, status);
}

}  // namespace

std::string normalise(std::string_view text) {
    if (is_ascii(text)) {
        return normalise_ascii(text);
    }
    std::string result;
    fold(icu::UnicodeString::fromUTF8(to_display(text))).toUTF8String(result);
    return result;
}

}  // namespace refrain
