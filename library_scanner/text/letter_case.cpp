#include "library_scanner/text/letter_case.h"

#include <cstdint>

#include <unicode/locid.h>
#include <unicode/ucasemap.h>
#include <unicode/unistr.h>

namespace refrain {
namespace {

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

}  // namespace

std::string upper_case(std::string_view text, const std::string& language) {
    return to_utf8(from_utf8(text).toUpper(icu::Locale(language.c_str())));
}

std::string lower_case(std::string_view text, const std::string& language) {
    return to_utf8(from_utf8(text).toLower(icu::Locale(language.c_str())));
}

std::string title_case(std::string_view text, const std::string& language, Capitals capitals) {
    const std::uint32_t options =
        capitals == Capitals::of_each_word ? 0 : static_cast<std::uint32_t>(U_TITLECASE_SENTENCES);
    return to_utf8(from_utf8(text).toTitle(nullptr, icu::Locale(language.c_str()), options));
}

}  // namespace refrain
