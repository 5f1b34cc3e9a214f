// The listening history as the ranker reads it: one small row a listen, ascending in time, resolved against a
// catalogue. A projection of the history: built at once or row by row, the result is the same.
// Pure, any thread. Nothing fails: listens of tracks that are not in the library keep what is known of them.
#pragma once

#include "library_scanner/core/judgement.h"
#include "library_scanner/core/listen.h"
#include "recommender/ranking/catalogue.h"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace refrain::ranking {

/// A longer silence than this ends a session (recommender design, section 4).
inline constexpr std::chrono::minutes kSessionGap{30};

struct Event {
    UtcTime at{};
    /// started_at + heard + paused.
    UtcTime ended{};
    /// kNone when no track of the catalogue matches.
    TrackIndex track = kNone;
    ArtistIndex artist = kNone;
    /// The track before it in the same session that was not skipped; kNone when there is none.
    TrackIndex after = kNone;
    /// What it says for (> 0) or against (< 0) its track: see evidence().
    float evidence = 0.0F;
    Intent intent = Intent::unknown;
    /// Nothing = unknown.
    std::optional<PlayRate> rate;
    bool not_for_me = false;
    bool browsing = false;
};

/// +1 for a positive listen, -1 for a negative one, 0 for all else (judgement.h decides). +0.5 for an
/// imported listen without play rate and end reason: its program logged it as played, and nobody knows how
/// much of it.
float evidence(const Listen& listen);

/// One listen, as if it were the first of its session (`after` is kNone).
Event event_of(const Catalogue& catalogue, const Listen& listen);

/// Appends listens to events, oldest first. A copy shares the events held so far and costs nothing; appending
/// to either leaves the other as it was. One thread appends at a time; reading a copy beside that is safe.
class EventLog {
  public:
    /// Private and open listens add nothing. False, and nothing appended, when the listen started before the
    /// last one appended: the caller then rebuilds.
    bool append(const Catalogue& catalogue, const Listen& listen);

    /// Stays valid while this log or a copy of it lives and nothing is appended to this one.
    std::span<const Event> all() const { return {first_, size_}; }
    /// What had started by `now`. What lies in the future (the clock was set back, or the question is about
    /// an earlier time) does not count yet.
    std::span<const Event> until(UtcTime now) const;

  private:
    /// Only its newest log appends to it, and never so that what others read moves.
    std::shared_ptr<std::vector<Event>> events_;
    /// Into events_, whose own words about its size are the appending thread's alone.
    const Event* first_ = nullptr;
    std::size_t size_ = 0;
};

/// `listens` ascending by started_at.
EventLog project(const Catalogue& catalogue, const std::vector<Listen>& listens);

}  // namespace refrain::ranking
