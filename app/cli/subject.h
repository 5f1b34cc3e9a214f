// What a command is about: a track by its number, or an artist, a style, a playlist by its name. Pure, any
// thread. What can fail: words that say none of these.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"

#include <string>
#include <string_view>

namespace refrain::app {

struct Subject {
    enum class Kind { track, artist, style, playlist };
    Kind kind = Kind::track;
    /// Of a track.
    TrackId track;
    /// Of the others; never empty.
    std::string name;
};

/// "17", "artist:Nils Frahm", "style:ambient", "playlist:Sunday".
Result<Subject> parse_subject(std::string_view text);

}  // namespace refrain::app
