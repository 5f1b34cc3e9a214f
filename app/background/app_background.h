// The application behind the window: scans, Guess You Like, training, reactions, export and import, each on a
// thread of its own, reported through Background's signals on the GUI thread.
// GUI thread only. Services and player outlive it. What can fail is told by the signals, in words.
#pragma once

#include "app/background/analyzer_duties.h"
#include "app/background/database_care.h"
#include "app/background/scan_controller.h"
#include "app/background/steering.h"
#include "app/background/tag_editing.h"
#include "app/guess_queue.h"
#include "app/services.h"
#include "app/settings.h"
#include "app/training_scheduler.h"
#include "player/player.h"
#include "ui/background.h"

#include <atomic>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include <QElapsedTimer>
#include <QThreadPool>

namespace refrain::app {

class AppBackground : public Background, private PlayerObserver {
    Q_OBJECT
  public:
    AppBackground(Services& services, Player& player, Settings& settings, QObject* parent = nullptr);
    ~AppBackground() override;

    TagEditService& tag_edits() { return tag_edits_; }
    GuessSteering& steering() { return steering_; }

    /// After the first frame: reads library, history and model, then looks at the disk.
    void load();

    void add_folder(const QString& path) override;
    void remove_folder(const std::string& path) override;
    void rescan() override;
    void believe_missing() override { scans_.scan({}, true); }
    void cancel_scan() override;
    std::vector<WatchedRoot> watched_roots() const override { return scans_.watched(); }
    void start_guess() override;
    GuessList current_guess() const override;
    void lift(const QString& style) override;
    using Background::react;
    void react(const std::vector<Reaction>& reactions) override;
    void train_now() override;
    void cancel_training() override;
    void measure_loudness() override { analyzer_.start(AnalysisDuty::loudness); }
    void cancel_loudness() override { analyzer_.stop(AnalysisDuty::loudness); }
    LoudnessProgress loudness_progress() const override { return analyzer_.loudness().progress(); }
    void find_duplicates() override { analyzer_.start(AnalysisDuty::duplicates); }
    void cancel_duplicates() override { analyzer_.stop(AnalysisDuty::duplicates); }
    DuplicatesProgress duplicates_progress() const override { return analyzer_.duplicates().progress(); }
    AnalysisProgress analysis_progress() const override { return analyzer_.progress(); }
    void stop_analysis() override { analyzer_.stop(); }
    bool listens_to_songs() const override;
    void set_listens_to_songs(bool on) override;
    void keep_history(TrackId kept) override;
    void give_history_back(TrackId kept) override;
    void show_in_folder(const std::string& path) override;
    void export_history(const QString& file, const QString& format) override;
    void import_history(const QString& file) override;

    /// Opens files, folders and cue sheets, given as bytes: they come behind the current entry, the first is
    /// played at once, the rest of the queue stays.
    void open_files(std::vector<std::string> paths);
    bool loved(TrackId track) const { return loved_.contains(track); }

  private:
    void listen_ended(const Listen& listen) override;
    void scan_ended(const ScanReport& report, const QString& error);
    /// keep_one() or undo_keep(), and what must be read anew after it.
    void move_histories(TrackId kept, bool back);
    /// Hands Guess You Like what songs sound like, once it is read.
    void take_sounds();
    /// Takes them while they are still being listened to, not for each of them.
    void follow_analysis(const AnalysisProgress& progress);
    void training_ended(const QString& generation, const QString& text);
    /// Runs `work` on the pool; it may emit signals.
    void behind(std::function<void()> work);
    void tell_history_trouble();
    /// What is loved by what is stored.
    void read_loved();
    void catch_up();
    FollowerSetup follower_setup();
    void take_merged_histories();
    /// Reads all that is kept of histories, on a thread beside the GUI's; then calls `done` on that.
    void read_histories(const std::function<void()>& done);

    Services& services_;
    Player& player_;
    Settings& settings_;
    DatabaseCare care_;
    LibraryFollower follower_;
    ScanController scans_;
    TrainingScheduler training_;
    AnalyzerDuties analyzer_;
    QElapsedTimer sounds_taken_;
    TagEditing tag_edits_;
    GuessQueue guess_queue_;
    Steering steering_;
    QString told_trouble_;
    std::unordered_set<TrackId> loved_;
    /// As merges_in_short() told when histories were read. Of the follower's thread, once that runs.
    std::string merges_;
    /// The library has been read; before it what is to be opened waits.
    bool loaded_ = false;
    std::vector<std::string> waiting_files_;
    std::atomic<bool> ending_{false};
    /// Last: its destructor waits for work that uses the members above.
    QThreadPool pool_;
};

}  // namespace refrain::app
