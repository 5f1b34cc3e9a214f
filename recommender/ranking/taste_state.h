// What the history amounts to, kept up to date listen by listen: counts of tracks, what followed what, the
// session going on. What fades with time is not kept: Taste (activation.h) and features.h work that out for
// one instant from here. Listen by listen or all at once, the result is the same.
// One thread at a time; nothing fails.
#pragma once

#include "recommender/ranking/events.h"

#include <cstdint>
#include <span>
#include <vector>

namespace refrain::ranking {

/// What is known of a track that was heard. Browsing past a track is not hearing it.
struct TrackFacts {
    TrackIndex track = kNone;
    int heard = 0, finished = 0, skipped = 0;
    /// Skips since it was last finished; -1, 0 or 1: how its last listen ended.
    int skips_in_a_row = 0, last_sign = 0;
    UtcTime first_heard{}, last_heard{}, last_finished{};
};

/// What came after a track.
struct Follower {
    TrackIndex to = kNone;
    int finished = 0, skipped = 0;
    /// Times it was not skipped.
    int stayed = 0;
    /// Sum of the evidence.
    double net = 0.0;
    /// When it last came and was not skipped.
    UtcTime last{};
};

/// How often a track stood near another in sessions.
struct Neighbour {
    TrackIndex to = kNone;
    double weight = 0.0;
};

class TasteState {
  public:
    /// A listen reduced to what sums over all listens need.
    struct Row {
        double hours = 0.0;  // since 1970
        /// Place in tracks(); kNone when the library has no such track.
        std::uint32_t place = kNone;
        ArtistIndex artist = kNone;
        AlbumIndex album = kNone;
        ProfileIndex profile = kNone;
        float evidence = 0.0F;
        /// The first listen of its track.
        bool first = false;
        /// The player chose it.
        bool automatic = false;
    };
    struct SessionTrack {
        TrackIndex track = kNone;
        ArtistIndex artist = kNone;
        float evidence = 0.0F;
    };

    /// Half-lives of the fading counts: what was on this week, and what is worn out today.
    static constexpr double kWeekHours = 168.0, kHalfDayHours = 12.0;
    /// Plays that were not skipped, so far back in a session, are neighbours; each weighs 1 / distance.
    static constexpr int kNear = 6;

    TasteState() = default;
    TasteState(const Catalogue& catalogue, std::span<const Event> events);

    /// Events come in the order of the log.
    void append(const Catalogue& catalogue, const Event& event);
    std::size_t appended() const { return appended_; }

    /// Browsing is in none of these.
    const std::vector<Row>& rows() const { return rows_; }
    /// By first hearing.
    const std::vector<TrackFacts>& tracks() const { return tracks_; }
    /// Place in tracks(); kNone for a track never heard.
    std::uint32_t place_of(TrackIndex track) const { return track < place_.size() ? place_[track] : kNone; }
    const TrackFacts* facts(TrackIndex track) const {
        const std::uint32_t place = place_of(track);
        return place == kNone ? nullptr : &tracks_[place];
    }

    /// What came after a track in its session, skipped ones between them passed over.
    std::span<const Follower> after(TrackIndex track) const { return of(after_, track); }
    /// What came right after it, whatever became of it.
    std::span<const Follower> right_after(TrackIndex track) const { return of(right_after_, track); }
    std::span<const Neighbour> near(TrackIndex track) const { return of(near_, track); }

    /// Finishes (positive) and skips of a place, fading with kWeekHours, at `now`; finishes with
    /// kHalfDayHours.
    double finished_lately(std::uint32_t place, UtcTime now) const;
    double skipped_lately(std::uint32_t place, UtcTime now) const;
    double finished_today(std::uint32_t place, UtcTime now) const;

    /// Listens of the last session, oldest first.
    std::span<const SessionTrack> session() const { return session_; }
    /// Is that session still going on at `now`?
    bool in_session(UtcTime now) const { return !session_.empty() && now - session_end_ <= kSessionGap; }
    UtcTime session_end() const { return session_end_; }
    /// Listens with a verdict (finished or skipped), and of them the skipped ones.
    int verdicts() const { return verdicts_; }
    int skips() const { return skips_; }

  private:
    struct Fading {
        double week_finished = 0.0, week_skipped = 0.0, half_day_finished = 0.0;
        UtcTime at{};
    };
    template <class T>
    std::span<const T> of(const std::vector<std::vector<T>>& lists, TrackIndex track) const {
        const std::uint32_t place = place_of(track);
        return place == kNone ? std::span<const T>{} : std::span<const T>(lists[place]);
    }
    std::uint32_t place_for(const Event& event);
    void count(const Event& event, std::uint32_t place);
    void follow(const Event& event);
    static Follower& entry(std::vector<Follower>& list, TrackIndex to);

    std::vector<Row> rows_;
    std::vector<TrackFacts> tracks_;
    std::vector<std::uint32_t> place_;
    std::vector<Fading> fading_;
    std::vector<std::vector<Follower>> after_, right_after_;
    std::vector<std::vector<Neighbour>> near_;
    std::vector<SessionTrack> session_;
    UtcTime session_end_{};
    std::size_t appended_ = 0;
    int verdicts_ = 0, skips_ = 0;
};

}  // namespace refrain::ranking
