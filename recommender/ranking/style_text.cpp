#include "recommender/ranking/style_text.h"

#include <algorithm>
#include <array>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace refrain::ranking {
namespace {

constexpr std::array<std::string_view, 9> kNoStyle{
    "unknown", "unknown genre", "other", "misc", "miscellaneous", "none", "undefined", "genre", "default"};

bool plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

std::string case_folded(std::string_view text) {
    std::string folded;
    if (plain_ascii(text)) {  // most tags; a tenth of the cost
        folded.assign(text);
        for (char& c : folded) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        return folded;
    }
    const auto source =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString target;
    if (U_SUCCESS(status)) {
        target = normalizer->normalize(source, status);
    }
    (U_SUCCESS(status) ? target : source).toUTF8String(folded);
    return folded;
}

/// Parts artist and album in the subject of a reaction: no blank itself, and blanks beside it are ends.
constexpr char kUnit = '\x1f';

bool blank(char c) {
    return static_cast<unsigned char>(c) <= 0x20U && c != kUnit;
}

/// Runs of blanks (and of `also`, where given) become one blank; none at the ends.
std::string spaced(std::string_view text, std::string_view also) {
    std::string out;
    out.reserve(text.size());
    bool pending = false;
    for (const char c : text) {
        if (blank(c) || also.find(c) != std::string_view::npos) {
            pending = !out.empty() && out.back() != kUnit;
            continue;
        }
        if (pending && c != kUnit) {
            out.push_back(' ');
        }
        pending = false;
        out.push_back(c);
    }
    return out;
}

}  // namespace

std::string fold_name(std::string_view text) {
    return spaced(case_folded(text), {});
}

std::string fold_style(std::string_view genre) {
    std::string style = spaced(case_folded(genre), "-_");
    // "Folk, World, & Country" parted at its commas leaves an ampersand in front.
    if (style.rfind("& ", 0) == 0) {
        style.erase(0, 2);
    }
    if (std::find(kNoStyle.begin(), kNoStyle.end(), style) != kNoStyle.end()) {
        return {};
    }
    return style;
}

std::vector<std::string> styles_in(std::string_view genre_tag) {
    std::vector<std::string> styles;
    std::size_t from = 0;
    while (from <= genre_tag.size()) {
        const std::size_t to = std::min(genre_tag.find_first_of(";/|,", from), genre_tag.size());
        std::string style = fold_style(genre_tag.substr(from, to - from));
        if (!style.empty() && std::find(styles.begin(), styles.end(), style) == styles.end()) {
            styles.push_back(std::move(style));
        }
        from = to + 1;
    }
    return styles;
}

}  // namespace refrain::ranking
