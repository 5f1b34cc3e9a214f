// A listen: one row of the listening history (design: the listening history). The words of the table and of
// the export files are the strings given here; they never change meaning.
// Plain values, any thread. Parsing an unknown word gives nothing, never a guess.
#pragma once

#include "library_scanner/core/play_rate.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace refrain {

/// How the listener got to the track. `unknown` is for rows of other programs that do not say.
enum class Intent {
    unknown,
    track,
    album,
    artist,
    style,
    playlist,
    search,
    shuffle,
    guess,
    radio,
    resume,
    remote,
    import
};
enum class StartReason { unknown, chosen, next, previous, track_ended, resumed, remote };
/// Why a listen ended. `open` is a listen still going on; found at start-up it becomes `interrupted`.
enum class EndReason {
    open,
    unknown,
    finished,
    next,
    previous,
    chose_other,
    not_for_me,
    stopped,
    sleep_timer,
    error,
    quit,
    interrupted
};

namespace words {
using namespace std::string_view_literals;
inline constexpr std::array intent{
    std::pair{Intent::unknown, "unknown"sv}, std::pair{Intent::track, "track"sv},
    std::pair{Intent::album, "album"sv},     std::pair{Intent::artist, "artist"sv},
    std::pair{Intent::style, "style"sv},     std::pair{Intent::playlist, "playlist"sv},
    std::pair{Intent::search, "search"sv},   std::pair{Intent::shuffle, "shuffle"sv},
    std::pair{Intent::guess, "guess"sv},     std::pair{Intent::radio, "radio"sv},
    std::pair{Intent::resume, "resume"sv},   std::pair{Intent::remote, "remote"sv},
    std::pair{Intent::import, "import"sv}};
inline constexpr std::array start_reason{std::pair{StartReason::unknown, "unknown"sv},
                                         std::pair{StartReason::chosen, "chosen"sv},
                                         std::pair{StartReason::next, "next"sv},
                                         std::pair{StartReason::previous, "previous"sv},
                                         std::pair{StartReason::track_ended, "track_ended"sv},
                                         std::pair{StartReason::resumed, "resumed"sv},
                                         std::pair{StartReason::remote, "remote"sv}};
inline constexpr std::array end_reason{std::pair{EndReason::open, "open"sv},
                                       std::pair{EndReason::unknown, "unknown"sv},
                                       std::pair{EndReason::finished, "finished"sv},
                                       std::pair{EndReason::next, "next"sv},
                                       std::pair{EndReason::previous, "previous"sv},
                                       std::pair{EndReason::chose_other, "chose_other"sv},
                                       std::pair{EndReason::not_for_me, "not_for_me"sv},
                                       std::pair{EndReason::stopped, "stopped"sv},
                                       std::pair{EndReason::sleep_timer, "sleep_timer"sv},
                                       std::pair{EndReason::error, "error"sv},
                                       std::pair{EndReason::quit, "quit"sv},
                                       std::pair{EndReason::interrupted, "interrupted"sv}};

template <class Table, class E>
constexpr std::string_view word(const Table& table, E value) {
    for (const auto& [key, text] : table) {
        if (key == value) {
            return text;
        }
    }
    return "unknown";
}
template <class Table>
constexpr auto value(const Table& table, std::string_view text)
    -> std::optional<typename std::decay_t<decltype(table[0])>::first_type> {
    for (const auto& [key, name] : table) {
        if (name == text) {
            return key;
        }
    }
    return std::nullopt;
}
}  // namespace words

constexpr std::string_view to_word(Intent v) {
    return words::word(words::intent, v);
}
constexpr std::string_view to_word(StartReason v) {
    return words::word(words::start_reason, v);
}
constexpr std::string_view to_word(EndReason v) {
    return words::word(words::end_reason, v);
}
constexpr std::optional<Intent> intent_from(std::string_view text) {
    return words::value(words::intent, text);
}
constexpr std::optional<StartReason> start_reason_from(std::string_view text) {
    return words::value(words::start_reason, text);
}
constexpr std::optional<EndReason> end_reason_from(std::string_view text) {
    return words::value(words::end_reason, text);
}

/// Was the track queued by the player rather than picked by the listener?
constexpr bool auto_queued(Intent intent) {
    return intent == Intent::guess || intent == Intent::radio || intent == Intent::shuffle;
}

struct Listen {
    ListenId id;
    std::string profile = "default";
    /// Invalid when no track of the library matches; the snapshot below then still tells what it was.
    TrackId track;
    std::string title, artist, album, path;
    Milliseconds duration{0};

    UtcTime started_at{};
    /// Minutes east of UTC where and when it was heard.
    std::int32_t tz_offset_min = 0;
    /// Audio really rendered: pauses and seeks excluded.
    Milliseconds heard{0};
    /// The furthest position reached in the track.
    Milliseconds furthest{0};
    Milliseconds paused{0};
    std::int32_t seeks_forward = 0;
    std::int32_t seeks_back = 0;

    Intent intent = Intent::unknown;
    /// Which album, playlist, query or queue it came from, in words: "album:Spaces", "search:frahm".
    std::string origin;
    std::int32_t queue_position = -1;
    /// 0 when it was not shuffled.
    std::int64_t shuffle_pool = 0;
    std::int64_t shuffle_seed = 0;
    StartReason start_reason = StartReason::unknown;
    EndReason end_reason = EndReason::open;
    SessionId session;
    bool muted = false;
    bool private_session = false;
    /// Left after a few seconds on the way to something else, several times in a row: no verdict on the
    /// track.
    bool browsing = false;

    /// What put it into the queue; empty and 0 for what the listener chose.
    std::string model_generation, route;
    double score = 0.0;
    /// Probability with which the queue showed it, in (0, 1]; 0 = not logged.
    double propensity = 0.0;

    /// "refrain" for our own, else the program it was imported from. (source, source_key) is unique.
    std::string source = "refrain", source_key;

    /// heard / duration, nothing when the duration is unknown.
    std::optional<PlayRate> rate() const { return play_rate(heard, duration); }
};

}  // namespace refrain
