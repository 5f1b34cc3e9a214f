// What Guess You Like put forward and what came of it: the ground on which its choices can be judged later,
// with the probability of each. Written for every list that becomes the tail of the queue; a private session
// writes none.
//
// Kept are the newest `most_requests` lists: a hundred days of fifty songs a day, 100,000 rows, some 10 MB.
//
// Threads: thread-safe. queued() and heard() hand the writing to the database's thread and return at once;
// all() blocks on disk. What can fail: the disk. Then these rows are missing; nothing that plays needs them.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <future>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// What became of a track that was put forward. `partly`: neither to its end nor skipped, or nobody can tell.
enum class ImpressionOutcome : std::uint8_t { open, heard, skipped, partly, not_reached };

namespace words {
inline constexpr std::array impression_outcome{
    std::pair{ImpressionOutcome::open, ""sv}, std::pair{ImpressionOutcome::heard, "heard"sv},
    std::pair{ImpressionOutcome::skipped, "skipped"sv}, std::pair{ImpressionOutcome::partly, "partly"sv},
    std::pair{ImpressionOutcome::not_reached, "not_reached"sv}};
}  // namespace words

/// What a listen says of the impression it came from. Pure.
ImpressionOutcome outcome_of(const Listen& listen);

/// A list as it was put forward.
struct ImpressionRequest {
    struct Shown {
        TrackId track;
        bool familiar = false;
        std::string route;
        double score = 0.0;
        /// In (0, 1]; 0 is not known.
        double propensity = 0.0;
    };
    UtcTime at{};
    std::string surface = "queue";
    /// What the list started from, and that in words.
    std::string mode = "none", seed;
    /// Candidates that were ranked, heard before and not.
    std::int64_t pool_familiar = 0, pool_new = 0;
    std::string model_generation;
    /// What plays and what played shortly before: their impressions, of earlier lists, stay open, for a
    /// listen is told when its sound has faded, and that may be later.
    std::vector<TrackId> reached;
    std::vector<Shown> shown;
};

/// One row, as it is exported.
struct Impression {
    std::int64_t request = 0;
    UtcTime at{};
    std::string surface, mode, seed;
    std::int64_t pool_familiar = 0, pool_new = 0;
    std::string model_generation;
    std::int64_t position = 0;
    /// Invalid and without words when the track is gone from the library.
    TrackId track;
    std::string title, artist;
    /// "familiar" or "new".
    std::string list;
    std::string route;
    double score = 0.0, propensity = 0.0;
    ImpressionOutcome outcome = ImpressionOutcome::open;
    /// source_key of the listen that told the outcome; empty when none did.
    std::string listen_key;
};

class Impressions {
  public:
    static constexpr std::int64_t most_requests = 5000;

    explicit Impressions(Database& database) : database_(database) {}

    /// What was put forward before and not reached is closed as such. A list that is the rest of
    /// the one before is none.
    void queued(ImpressionRequest request);
    /// Closes the open impression that the listen came from: the newest before it began. A private listen,
    /// and one of a track that the listener found elsewhere, closes none.
    void heard(const Listen& listen);
    /// Waits for what was written; what the newest write said.
    Status flush();

    /// By list, then position.
    Result<std::vector<Impression>> all() const;

  private:
    Database& database_;
    std::mutex mutex_;
    // Under mutex_.
    std::vector<ImpressionRequest::Shown> last_;
    std::future<Status> newest_;
};

}  // namespace refrain
