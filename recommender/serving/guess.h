// What Guess You Like asks and answers. Plain values, any thread.
#pragma once

#include "library_scanner/core/score_term.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

enum class SeedKind : std::uint8_t { none, track, artist, album, style, playlist };

/// Where the listener asked the guesses to start from. What belongs to it comes first; when that is
/// exhausted the list goes on with what is near, then with the rest, and its note says so.
struct GuessSeed {
    SeedKind kind = SeedKind::none;
    /// track, album, playlist: which.
    std::vector<TrackId> tracks{};
    /// artist, style: which, in any spelling; the others: the name for the words.
    std::string name{};
};

struct GuessRequest {
    UtcTime at{};
    int count = 20;
    /// The track playing now; continuation and spacing start from it.
    std::optional<TrackId> current;
    /// Queued already: not proposed again.
    std::vector<TrackId> queued;
    GuessSeed seed{};
    /// Share of familiar tracks: 0 = all new to you, 1 = all familiar. Nothing: the listener's own share.
    std::optional<double> familiar{};
    /// 0 calm … 1 lively; nothing: no matter.
    std::optional<double> energy{};
    /// In a private session what is heard in it counts for this evening's lists, and for nothing else.
    bool private_session = false;
    /// In folders or playlists that the listener left out: never proposed.
    std::vector<TrackId> kept_out{};
};

struct Guess {
    TrackId track;
    double score = 0.0;
    /// The route with the largest share: "encoder_familiar", "album_continuation", …
    std::string route;
    /// One plain sentence for the listener.
    std::string reason;
    /// Every term of the score; they sum to it.
    std::vector<ScoreTerm> terms;
    /// Heard before: of the familiar list, not of the one new to you.
    bool familiar = false;
    /// Probability that this slot held this track: below 1 where it was drawn, in (0, 1].
    double propensity = 1.0;
};

/// A style that recent skips hold back.
struct HeldBack {
    std::string style;
    /// What tracks of exactly this style lose now, in the unit of the score; > 0.
    double amount = 0.0;
    /// When less than a tenth of the largest possible amount will be left.
    UtcTime until{};
};

struct GuessList {
    /// Name of the model generation in service; empty when none is.
    std::string model;
    std::vector<HeldBack> held_back;
    std::vector<Guess> tracks;
    /// One sentence when the list is short, empty, or made without a model: why.
    std::string note;
};

}  // namespace refrain
