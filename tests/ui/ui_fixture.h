// A window's surroundings for tests and screenshots: a real database in a temporary folder with a made-up
// library, the real history and the real player on a silent sink, and a Background that does nothing by
// itself but can be told to speak. GUI thread. No file of any user is touched.
#pragma once

#include "library_scanner/database/database.h"
#include "library_scanner/library.h"
#include "player/history/listening_history.h"
#include "player/player.h"
#include "ui/background.h"
#include "ui/tag_edit_service.h"
#include "ui/window.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QString>
#include <QTemporaryDir>
#include <QVariant>

namespace refrain::test {

/// Answers nothing by itself; remembers what it was asked.
class ToldBackground : public Background {
  public:
    void add_folder(const QString& path) override { folders.push_back(path); }
    void remove_folder(const std::string& path) override { removed_folders.push_back(path); }
    void rescan() override { ++rescans; }
    void cancel_scan() override { ++cancelled_scans; }
    void start_guess() override { ++started; }
    GuessList current_guess() const override { return guess; }
    void lift(const QString& style) override { lifted.push_back(style); }
    using Background::react;
    void react(const std::vector<Reaction>& several) override {
        reactions.insert(reactions.end(), several.begin(), several.end());
        Q_EMIT reacted(several);
    }
    void train_now() override { ++trainings; }
    void cancel_training() override { ++cancelled_trainings; }
    void measure_loudness() override { ++measurings; }
    void cancel_loudness() override { ++cancelled_measurings; }
    LoudnessProgress loudness_progress() const override { return loudness; }
    void find_duplicates() override { ++duplicate_searches; }
    void cancel_duplicates() override { ++cancelled_duplicate_searches; }
    DuplicatesProgress duplicates_progress() const override { return duplicates; }
    AnalysisProgress analysis_progress() const override { return analysis; }
    void stop_analysis() override { ++stopped_analyses; }
    bool listens_to_songs() const override { return listens; }
    void set_listens_to_songs(bool on) override { listens = on; }
    void keep_history(TrackId track) override { kept.push_back(track); }
    void give_history_back(TrackId track) override { given_back.push_back(track); }
    void show_in_folder(const std::string& path) override { shown.push_back(path); }
    void export_history(const QString& file, const QString& format) override {
        exports.push_back({file, format});
    }
    void import_history(const QString& file) override { imports.push_back(file); }

    /// A new list, as the application would announce it.
    void announce(GuessList list) {
        guess = std::move(list);
        Q_EMIT guess_changed(guess);
    }

    GuessList guess;
    LoudnessProgress loudness;
    DuplicatesProgress duplicates;
    AnalysisProgress analysis;
    bool listens = true;
    std::vector<QString> folders, lifted, imports;
    std::vector<std::string> removed_folders, shown;
    std::vector<TrackId> kept, given_back;
    std::vector<Reaction> reactions;
    std::vector<std::pair<QString, QString>> exports;
    int rescans = 0, cancelled_scans = 0, started = 0, trainings = 0, cancelled_trainings = 0;
    int measurings = 0, cancelled_measurings = 0;
    int stopped_analyses = 0;
    int duplicate_searches = 0, cancelled_duplicate_searches = 0;
};

/// Remembers what it was asked.
class ToldSteering : public GuessSteering {
  public:
    void start_from(const GuessSeed& seed) override { tell(seed); }
    void start_from_playlist(PlaylistId playlist) override { playlists.push_back(playlist); }
    void end_seed() override { tell({}); }
    GuessSeed seed() const override { return from; }
    void set_familiar(std::optional<double> share) override { familiar = share; }
    void set_goes_on(bool on) override { goes_on = on; }
    void set_private_session(bool on) override {
        in_private = on;
        Q_EMIT private_session_changed(on);
    }
    bool private_session() const override { return in_private; }

    GuessSeed from;
    std::vector<PlaylistId> playlists;
    std::optional<double> familiar;
    bool goes_on = false, in_private = false;

  private:
    void tell(const GuessSeed& seed) {
        from = seed;
        Q_EMIT seed_changed();
    }
};

/// Edits real files and the real database, at once and on the thread that asks, without the process of a
/// tag reader.
class DirectTagEdits : public TagEditService {
  public:
    DirectTagEdits(Database& database, Library& library)
        : library_(library), edits_(database, {.trusts_files = true}) {}

    void apply(std::vector<PlannedEdit> edits) override;
    void undo(std::int64_t batch) override;
    void cancel() override { ++cancelled; }
    std::optional<TagEditBatch> newest() const override { return edits_.newest().value(); }

    int cancelled = 0;

  private:
    void tell(Kind kind, const Result<TagEditReport>& report);

    Library& library_;
    TagEdits edits_;
};

/// The real parts below the window.
struct Services {
    Services();

    QTemporaryDir folder;
    std::unique_ptr<Database> database;
    std::unique_ptr<Library> library;
    std::unique_ptr<ListeningHistory> history;
    std::unique_ptr<Ratings> ratings;
    std::unique_ptr<Playlists> playlists;
    std::unique_ptr<Player> player;
    std::unique_ptr<DirectTagEdits> tag_edits;
    ToldBackground background;
    ToldSteering steering;

    /// A file with so many seconds of a quiet tone, so that something can really play.
    std::string tone(int seconds) const;

    /// Writes rows into the library's tables and reloads; ids are given from 1 on.
    void fill(const std::vector<Track>& tracks);
};

/// What a window over these parts is made of, with no covers and no settings: one place for tests,
/// screenshots and benchmarks, that a new part of the window is named once.
UiServices parts_of(Services& services, Player& player);

/// What the listener has set, by its key.
using KeptSettings = std::map<QString, QVariant>;

/// A window over these parts, not yet loaded, for tracks without covers; it reads and writes `settings`,
/// which, as the services, must outlive it.
std::unique_ptr<Window> window_over(Services& services, KeptSettings& settings);

/// Turns the event loop until `holds`; false when it never did.
bool wait_until(const std::function<bool()>& holds);

/// A track with these tags and an id.
Track track(std::int64_t id, const std::string& title, const std::string& artist, const std::string& album,
            std::int64_t seconds = 200, int number = 1);

}  // namespace refrain::test
