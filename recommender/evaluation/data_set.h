// Interactions by user, in the order they happened: the one form that every file format is read into, and
// that protocols, baselines and models work on. A row takes 16 bytes, so that tens of millions of them fit
// into memory. Plain values and one builder; one thread while building, then any. What can fail: nothing
// here; the builder is told only what a reader has checked.
#pragma once

#include "library_scanner/core/judgement.h"
#include "library_scanner/core/listen.h"
#include "library_scanner/core/track.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace refrain::evaluation {

/// Number of a user or an item: its place in DataSet::user_ids or item_ids.
using UserNumber = std::uint32_t;
using ItemNumber = std::uint32_t;

struct Interaction {
    ItemNumber item = 0;
    /// Seconds since the data set's own beginning of time (1970 where it has dates); 0 where it has no times.
    std::uint32_t time_s = 0;
    /// Play rate in [0, 1]; below 0 = unknown.
    float rate = -1.0F;
    /// Audio heard, in seconds, at most 65,535; 0 where unknown.
    std::uint16_t heard_s = 0;
    std::uint8_t intent_code = 0;
    /// The judgement in the two lowest bits, how it ended in the others.
    std::uint8_t outcome_code = 0;

    Intent intent() const { return static_cast<Intent>(intent_code); }
    Judgement judgement() const { return static_cast<Judgement>(outcome_code & 3U); }
    EndReason end() const { return static_cast<EndReason>(outcome_code >> 2U); }
    void set_outcome(Judgement judgement, EndReason end) {
        outcome_code =
            static_cast<std::uint8_t>(static_cast<unsigned>(end) << 2U | static_cast<unsigned>(judgement));
    }
    std::optional<PlayRate> play_rate() const {
        return rate < 0.0F ? std::nullopt : std::optional(PlayRate(static_cast<double>(rate)));
    }
};
static_assert(sizeof(Interaction) == 16);

/// A longer silence than this ends a session (recommender design, section 4).
inline constexpr std::uint32_t session_gap_s = 30 * 60;

class DataSet {
  public:
    std::vector<std::string> user_ids, item_ids;
    /// What is known of the items beside their ids (artist, album, title, duration): one each, or none at
    /// all.
    std::vector<Track> tracks;
    bool has_times = false, has_rates = false;
    /// Rows of the file that count for nothing, by reason, as the report tells them.
    struct Dropped {
        std::string reason;
        std::size_t rows = 0;
    };
    std::vector<Dropped> dropped;

    std::size_t users() const { return by_user_.size(); }
    std::size_t items() const { return item_ids.size(); }
    std::size_t interactions() const;
    /// Ascending in time; what came first in the file comes first among equal times.
    std::span<const Interaction> of(UserNumber user) const { return by_user_[user]; }
    /// Earlier interactions of this user that the reader was told not to keep.
    std::size_t forgotten(UserNumber user) const { return forgotten_[user]; }
    /// Does a new session begin with this one? Without times, a user has one session.
    bool begins_session(UserNumber user, std::size_t position) const;

  private:
    friend class DataSetBuilder;
    std::vector<std::vector<Interaction>> by_user_;
    std::vector<std::size_t> forgotten_;
};

struct BuildOptions {
    JudgementThresholds thresholds;
    /// Of each user only the newest so many are kept; 0: all. Bounds the memory whatever the file's length.
    std::size_t newest_per_user = 0;
    /// Users beyond the first so many of the file are left out; 0: none is.
    std::size_t most_users = 0;
};

/// What a reader knows of one row.
struct Row {
    std::uint32_t time_s = 0;
    /// Unknown rate: no value.
    std::optional<double> rate;
    double heard_s = 0.0;
    Intent intent = Intent::unknown;
    EndReason end = EndReason::unknown;
};

class DataSetBuilder {
  public:
    explicit DataSetBuilder(const BuildOptions& options) : options_(options) {}

    /// Numbers by first sight; nothing when the user is beyond `most_users`.
    std::optional<UserNumber> user(std::string_view id);
    ItemNumber item(std::string_view id);
    /// Judged by judge() of library_scanner/core/judgement.h.
    void add(UserNumber user, ItemNumber item, const Row& row);
    void drop(std::string_view reason, std::size_t rows = 1);

    /// For files that say when a listen was and how much was heard, but not why it ended: a listen that
    /// its user left for another one within a minute was ended by them, all others by something unknown.
    void infer_ends() { infers_ends_ = true; }
    void has_times() { data_.has_times = true; }
    std::vector<Track>& tracks() { return data_.tracks; }

    DataSet finish() &&;

  private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Numbers = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

    void keep_newest(UserNumber user);
    void judge_by_what_followed(std::vector<Interaction>& listens) const;

    BuildOptions options_;
    DataSet data_;
    Numbers users_, items_;
    bool infers_ends_ = false;
    std::optional<UserNumber> latest_;
};

}  // namespace refrain::evaluation
