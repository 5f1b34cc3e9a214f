// Where guesses come from: each route proposes tracks with a score of its own; a candidate keeps the routes
// that proposed it (recommender design, section 7). Pure, any thread, nothing fails: a route with nothing to
// say proposes nothing. No route walks the whole catalogue, save `library` where nearly all of it is ruled
// out.
#pragma once

#include "recommender/ranking/activation.h"
#include "recommender/ranking/focus.h"
#include "recommender/ranking/restrictions.h"
#include "recommender/ranking/views.h"

#include <array>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace refrain::ranking {

enum class Route : std::uint8_t {
    encoder_familiar,
    encoder_new,
    activation,
    album_continuation,
    same_artist,
    transition,
    tag_neighbour,
    forgotten_favourite,
    newly_added,
    content_neighbour,
    seed,
    library
};
inline constexpr std::size_t kRoutes = 12;
std::string_view to_word(Route route);

struct RouteOptions {
    std::size_t nearest = 300, familiar = 150, artists = 5, per_artist = 30, styles = 3, per_style = 100,
                newly_added = 50, forgotten = 50, library = 300, content_seeds = 5, per_content_seed = 40;
    /// Score of the next track of the album, and the factor from one to the following.
    double album_step = 0.7;
    int album_ahead = 5;
    double forgotten_days = 90.0;
    int forgotten_finishes = 3;
    double new_days = 30.0;
};

/// What all routes start from.
struct Situation {
    const Catalogue& catalogue;
    const Taste& taste;
    const Restrictions& restrictions;
    UtcTime now{};
    /// The track playing, else the last one not skipped in a session still going on, else kNone.
    TrackIndex anchor = kNone;
    /// The track playing; kNone when none plays.
    TrackIndex current = kNone;
    /// Current, queued or kept out: not proposed.
    std::unordered_set<TrackIndex> taken{};
    /// Some are taken because the listener left them out.
    bool kept_out = false;
    /// Where the listener asked to start from.
    Focus focus{};
    /// When tracks were last heard in this evening's private session.
    std::unordered_map<TrackIndex, UtcTime> in_private{};

    /// Its file is there, it is not banned and not taken.
    bool allowed(TrackIndex track) const {
        return !catalogue.row(track).missing && !taken.contains(track) && !restrictions.banned(track);
    }
};

struct Candidate {
    TrackIndex track = kNone;
    /// By Route, in [0, 1]; below 0: this route did not propose it.
    std::array<double, kRoutes> routes{};
    /// By `content_neighbour`: the track it sounds like.
    TrackIndex sounds_like = kNone;
    bool by(Route route) const { return score(route) >= 0.0; }
    double score(Route route) const { return routes[static_cast<std::size_t>(route)]; }
};

/// The candidates of all routes, each track once, all of them allowed. Where a route has more than it may
/// propose it draws by the UTC day, so that lists stay the same within a day and change from day to day.
std::vector<Candidate> find_candidates(const Situation& situation, const Views& views,
                                       const RouteOptions& options = {});

/// A number in [0, 1) that a track draws for a UTC day.
double lot(TrackId track, UtcTime now);

}  // namespace refrain::ranking
