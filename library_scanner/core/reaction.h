// Love, ban and lift: what the listener says outright, beside what the listens say. Plain values, any thread.
#pragma once

#include "library_scanner/core/listen.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace refrain {

/// `lift` ends the damping of a style at once; listens before it no longer hold that style back.
enum class ReactionKind { love, unlove, ban, unban, lift };
enum class ReactionScope { track, artist, album, style };

namespace words {
inline constexpr std::array reaction_kind{
    std::pair{ReactionKind::love, "love"sv}, std::pair{ReactionKind::unlove, "unlove"sv},
    std::pair{ReactionKind::ban, "ban"sv}, std::pair{ReactionKind::unban, "unban"sv},
    std::pair{ReactionKind::lift, "lift"sv}};
inline constexpr std::array reaction_scope{
    std::pair{ReactionScope::track, "track"sv}, std::pair{ReactionScope::artist, "artist"sv},
    std::pair{ReactionScope::album, "album"sv}, std::pair{ReactionScope::style, "style"sv}};
}  // namespace words

constexpr std::string_view to_word(ReactionKind v) {
    return words::word(words::reaction_kind, v);
}
constexpr std::string_view to_word(ReactionScope v) {
    return words::word(words::reaction_scope, v);
}
constexpr std::optional<ReactionKind> reaction_kind_from(std::string_view t) {
    return words::value(words::reaction_kind, t);
}
constexpr std::optional<ReactionScope> reaction_scope_from(std::string_view t) {
    return words::value(words::reaction_scope, t);
}

struct Reaction {
    ReactionKind kind = ReactionKind::love;
    ReactionScope scope = ReactionScope::track;
    /// Set when the scope is track.
    TrackId track;
    /// The artist, "album artist \x1f album", or style when the scope is not track.
    std::string subject;
    UtcTime at{};
    /// When a ban ends by itself; nothing = for good.
    std::optional<UtcTime> until;
};

}  // namespace refrain
