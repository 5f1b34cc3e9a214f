// The parts that a command or the window needs, opened in the right order and closed in the reverse.
// Created on one thread, then shared: each part says itself which threads may use it. What can fail: the data
// folder, the database, the history; as Result with words for the user. A model that is refused is no
// failure: Guess You Like goes on without, and model_note() says why.
#pragma once

#include "app/paths.h"
#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"
#include "library_scanner/database/health.h"
#include "library_scanner/library.h"
#include "library_scanner/playlists/playlists.h"
#include "library_scanner/ratings/ratings.h"
#include "library_scanner/search/search_index.h"
#include "player/history/impressions.h"
#include "player/history/listening_history.h"
#include "recommender/content/feature_reader.h"
#include "recommender/serving/guess_service.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace refrain::app {

class Services {
  public:
    /// What happens to a damaged database: a backup takes its place, or it is only told.
    enum class IfDamaged { restore, tell };
    /// Opens the database and nothing else; the library's snapshot is empty until load_library().
    static Result<std::unique_ptr<Services>> open(const DataPaths& paths,
                                                  IfDamaged if_damaged = IfDamaged::restore);

    /// What took the place of a damaged database at the start; nothing on other days.
    const std::optional<Recovery>& recovery() const { return recovery_; }

    const DataPaths& paths() const { return paths_; }
    Database& database() { return *database_; }
    Library& library() { return *library_; }
    Ratings& ratings() { return *ratings_; }
    Playlists& playlists() { return *playlists_; }
    ListeningHistory& history() { return *history_; }
    Impressions& impressions() { return *impressions_; }
    GuessService& guesses() { return *guesses_; }

    /// Reads all tracks and hands them to Guess You Like. Blocks on disk.
    Status load_library();
    /// Reads these tracks anew, as a scan changes them. What Guess You Like keeps of a library costs as much
    /// as the whole of it: it is handed over when a quarter has come in addition, else by share_library().
    /// Any thread. Blocks on disk.
    Status refresh_library(std::span<const TrackId> ids);
    /// Hands the tracks to Guess You Like as they are now.
    void share_library();
    /// Reads what the listener rates. Blocks on disk.
    Status load_ratings() { return ratings_->reload(); }
    /// What searches know beside the library: history and ratings as they are now. The first time the whole
    /// history is read, then what came since. Any thread. Blocks on disk.
    Result<SearchContext> search_context();
    /// Gives Guess You Like the history and the newest sound model. Blocks on disk.
    Status load_guesses();
    /// The history alone.
    Status load_histories();
    /// Gives Guess You Like what the tracks sound like, as far as the analyzer has come. Blocks on disk, and
    /// for a second where 100,000 tracks are new.
    Status load_sounds();
    /// Takes the newest sound model into service; a refused one is told by model_note().
    void load_model();
    /// Why the newest model was refused; empty when none was.
    const std::string& model_note() const { return model_note_; }

  private:
    explicit Services(DataPaths paths) : paths_(std::move(paths)) {}

    DataPaths paths_;
    std::optional<Recovery> recovery_;
    /// Longer than the database.
    std::optional<FileLock> in_use_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Library> library_;
    std::unique_ptr<Ratings> ratings_;
    std::unique_ptr<Playlists> playlists_;
    std::unique_ptr<ListeningHistory> history_;
    std::unique_ptr<Impressions> impressions_;
    std::unique_ptr<GuessService> guesses_;
    std::unique_ptr<AudioSpaceKeeper> sounds_;
    std::string model_note_;
    FactTable facts_;
    /// The history has rows that `facts_` has not seen; shared with the history's own thread.
    std::shared_ptr<std::atomic<bool>> heard_more_ = std::make_shared<std::atomic<bool>>(true);
    /// The size of the library that Guess You Like has; any thread may hand over a newer one.
    std::atomic<std::size_t> shared_size_{0};
};

}  // namespace refrain::app
