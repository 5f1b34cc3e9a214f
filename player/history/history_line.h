// One line of a JSON Lines history file, read into a listen. The bytes are foreign: anything may stand in
// them. Pure, any thread. What can fail: the line; the reason is one sentence for the user.
#pragma once

#include "library_scanner/core/listen.h"

#include <string>
#include <string_view>
#include <variant>

namespace refrain {

/// Longer lines are not looked at.
inline constexpr std::size_t longest_history_line = 1 << 20;

struct HistoryLine {
    Listen listen;
    /// False: the file does not say how long the track is; the library may know.
    bool duration_given = false;
};

struct Rejected {
    std::string reason;
};

/// An object with the fields of history_fields.h. Unknown and derived fields are passed over, null is as
/// absent, of a key given twice the last counts. Required: started_at, and title with artist or a path.
/// An open listen reads as interrupted; without a source_key one is derived from what was heard and when.
std::variant<HistoryLine, Rejected> read_history_line(std::string_view line);

/// "x-" and 32 hexadecimal digits of XXH3-128 over started_at, title, artist, album and path: the same
/// content has the same key in every run and on every machine.
std::string derived_source_key(const Listen& listen);

}  // namespace refrain
