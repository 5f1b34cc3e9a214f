#include "library_scanner/scan/cover_names.h"

#include "library_scanner/core/ascii.h"

#include <algorithm>
#include <array>
#include <string>

namespace refrain {
namespace {

using namespace std::string_view_literals;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Does `word` stand in `text` as a word of its own?
bool holds_word(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) {
            return true;
        }
    }
    return false;
}

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Of a name in small letters without its ending; negative when it names no cover.
int stem_rank(std::string_view stem) {
    constexpr std::array words{"cover"sv, "folder"sv, "front"sv, "albumart"sv};
    const auto exact = std::find(words.begin(), words.end(), stem);
    if (exact != words.end()) {
        return static_cast<int>(exact - words.begin());
    }
    constexpr int large = 4, with_word = 5, small = 6;
    // "AlbumArt_{5FA05D35-A682-4AF6-96F7-0773E42D4D16}_Large" and "..._Small", "AlbumArtSmall".
    if (starts_with(stem, "albumart_{") && ends_with(stem, "_large")) {
        return large;
    }
    if (stem == "albumartsmall"sv || (starts_with(stem, "albumart_{") && ends_with(stem, "_small"))) {
        return small;
    }
    constexpr std::array others{"back"sv, "rear"sv, "inside"sv,  "inlay"sv,  "inner"sv, "tray"sv, "cd"sv,
                                "disc"sv, "disk"sv, "booklet"sv, "matrix"sv, "label"sv, "obi"sv,  "spine"sv};
    const auto is_held = [&](std::string_view word) { return holds_word(stem, word); };
    if (std::any_of(others.begin(), others.end(), is_held)) {
        return -1;
    }
    return holds_word(stem, "front") || holds_word(stem, "cover") ? with_word : -1;
}

}  // namespace

int cover_rank(std::string_view file_name) {
    constexpr std::array endings{"jpg"sv, "jpeg"sv, "png"sv, "webp"sv};
    const auto dot = file_name.rfind('.');
    // Most files are music: what does not end as a picture is not looked at any further.
    if (dot == std::string_view::npos || dot == 0 || file_name.size() - dot > 5) {
        return -1;
    }
    const auto ending = std::find(endings.begin(), endings.end(), lower_ascii(file_name.substr(dot + 1)));
    const int rank = ending == endings.end() ? -1 : stem_rank(lower_ascii(file_name.substr(0, dot)));
    return rank < 0 ? -1
                    : rank * static_cast<int>(endings.size()) + static_cast<int>(ending - endings.begin());
}

bool is_artwork_folder(std::string_view name) {
    constexpr std::array names{"scans"sv,  "scan"sv,  "artwork"sv,   "artworks"sv, "art"sv,
                               "covers"sv, "cover"sv, "cover art"sv, "coverart"sv};
    return name.size() <= 10 && std::find(names.begin(), names.end(), lower_ascii(name)) != names.end();
}

}  // namespace refrain
