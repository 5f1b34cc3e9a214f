#include "library_scanner/text/legacy_text.h"

#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

namespace refrain {
namespace {

struct Close {
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

/// What is not a letter of that encoding becomes U+FFFD.
std::string convert(std::string_view bytes, const char* encoding) {
    const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), encoding);
    std::string utf8;
    text.toUTF8String(utf8);
    return to_display(utf8);
}

/// Plain text in UTF-16 without a mark has its zeros in every second byte.
const char* unmarked_utf16(std::string_view bytes) {
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
    }
    const auto half = bytes.size() / 2, most = std::max(zeros[0], zeros[1]);
    if (half == 0 || most == 0 || most < half * 4 / 10) {
        return nullptr;
    }
    return zeros[1] > zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

const char* guess(std::string_view bytes) {
    constexpr const char* western = "windows-1252";
    constexpr int least_confidence = 20;
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, Close> detector(ucsdet_open(&error));
    ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(bytes.size()), &error);
    const auto* match = ucsdet_detect(detector.get(), &error);
    if (U_FAILURE(error) || match == nullptr || ucsdet_getConfidence(match, &error) < least_confidence ||
        U_FAILURE(error)) {
        return western;
    }
    const auto* name = ucsdet_getName(match, &error);
    return U_FAILURE(error) || name == nullptr ? western : name;
}

}  // namespace

std::string to_utf8(std::string_view bytes) {
    int32_t mark_length = 0;
    UErrorCode error = U_ZERO_ERROR;
    const auto* marked =
        ucnv_detectUnicodeSignature(bytes.data(), static_cast<int32_t>(bytes.size()), &mark_length, &error);
    if (U_SUCCESS(error) && marked != nullptr) {
        return convert(bytes.substr(static_cast<std::size_t>(mark_length)), marked);
    }
    if (const auto* encoding = unmarked_utf16(bytes)) {
        return convert(bytes, encoding);
    }
    return is_valid_utf8(bytes) ? std::string(bytes) : convert(bytes, guess(bytes));
}

}  // namespace refrain
