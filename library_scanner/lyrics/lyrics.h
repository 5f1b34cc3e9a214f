// The words of a track, line by line, with times where somebody took them. Plain values, any thread, nothing
// fails.
#pragma once

#include "library_scanner/core/time.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

struct LyricLine {
    /// When it is sung, from the start of the file; nothing where that is not known.
    std::optional<Milliseconds> at;
    /// Empty between verses.
    std::string text;

    friend bool operator==(const LyricLine&, const LyricLine&) = default;
};

struct Lyrics {
    /// Those with times in the order of their times, one without behind the line that it followed.
    std::vector<LyricLine> lines;
    /// Three letters as ISO 639-2 has them, in small letters; empty where nobody says.
    std::string language;
    /// What somebody called them ("Refrain only"); mostly empty.
    std::string description;

    bool timed() const {
        return std::any_of(lines.begin(), lines.end(),
                           [](const LyricLine& line) { return line.at.has_value(); });
    }
    friend bool operator==(const Lyrics&, const Lyrics&) = default;
};

}  // namespace refrain
