// What the window asks of the application behind it, and what it is told. The application implements it.
// GUI thread only; every call returns at once, the work runs elsewhere and reports through the signals.
#pragma once

#include "library_scanner/core/reaction.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/watch/folder_watch.h"
#include "recommender/serving/guess.h"

#include <string>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

namespace refrain {

/// How far the measuring of loudness has come, for music whose tags do not state it.
struct LoudnessProgress {
    /// Tracks without ReplayGain, and how many of them have been measured or given up.
    qint64 wanted = 0, measured = 0;
    bool running = false;

    friend bool operator==(const LoudnessProgress&, const LoudnessProgress&) = default;
};

/// How far the listening for songs that are there twice has come.
struct DuplicatesProgress {
    /// Songs to be listened to in this run, and how many of them have been.
    qint64 total = 0, done = 0;
    bool running = false;

    friend bool operator==(const DuplicatesProgress&, const DuplicatesProgress&) = default;
};

/// What the analyzer finds out about songs, one after the other: how loud they are, what they sound like,
/// which of them are there twice.
enum class AnalysisDuty { loudness, sound, duplicates };

/// How far the analyzer has come with the duty it is at.
struct AnalysisProgress {
    AnalysisDuty duty = AnalysisDuty::loudness;
    /// Songs to be analyzed in this run, and how many of them have been.
    qint64 total = 0, done = 0;
    /// Negative when unknown.
    double eta_seconds = -1.0;
    bool running = false;

    friend bool operator==(const AnalysisProgress&, const AnalysisProgress&) = default;
};

class Background : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// Adds a folder to the library and scans it.
    virtual void add_folder(const QString& path) = 0;
    /// Leaves a folder of the library (its bytes) out from now on; its tracks count as missing, nothing is
    /// deleted. Ends with scan_finished().
    virtual void remove_folder(const std::string& path) = 0;
    /// Scans every folder of the library again.
    virtual void rescan() = 0;
    /// The same, and what is not found was deleted, however much it is at once.
    virtual void believe_missing() {}
    virtual void cancel_scan() = 0;

    /// How the folders of the library are watched for changes; none where nothing is.
    virtual std::vector<WatchedRoot> watched_roots() const { return {}; }

    /// Fills the queue with Guess You Like and plays, from the mood of the latest listens.
    virtual void start_guess() = 0;
    /// The list last computed; the queue's automatic entries come from it.
    virtual GuessList current_guess() const = 0;
    /// Ends the holding back of a style.
    virtual void lift(const QString& style) = 0;
    /// All at once; several are one change of everything that follows them.
    virtual void react(const std::vector<Reaction>& reactions) = 0;
    void react(const Reaction& reaction) { react(std::vector{reaction}); }

    virtual void train_now() = 0;
    virtual void cancel_training() = 0;

    /// Measures how loud the music is whose tags do not say so, beside everything else; what was measured
    /// before is kept. An application that cannot measure leaves these as they are: nothing is wanted.
    virtual void measure_loudness() {}
    virtual void cancel_loudness() {}
    virtual LoudnessProgress loudness_progress() const { return {}; }

    /// Looks for songs that sound alike, beside everything else; what was found before is kept. An
    /// application that cannot look leaves these as they are: nothing is found.
    virtual void find_duplicates() {}
    virtual void cancel_duplicates() {}
    virtual DuplicatesProgress duplicates_progress() const { return {}; }
    /// What the analyzer is at, whoever asked for it.
    virtual AnalysisProgress analysis_progress() const { return {}; }
    /// Ends what the analyzer is at, and nothing follows it unasked until the next scan. What was found is
    /// kept.
    virtual void stop_analysis() {}
    /// Whether songs are listened to for Guess You Like, in the background.
    virtual bool listens_to_songs() const { return true; }
    virtual void set_listens_to_songs(bool /*on*/) {}
    /// The history of all copies of one recording becomes that of `kept`; no file is touched. Ends with
    /// histories_moved().
    virtual void keep_history(TrackId /*kept*/) {}
    /// Takes back the last keep_history() of that track.
    virtual void give_history_back(TrackId /*kept*/) {}
    /// Shows a file (its bytes) in the listener's file manager.
    virtual void show_in_folder(const std::string& /*path*/) {}

    /// format: "csv" or "jsonl".
    virtual void export_history(const QString& file, const QString& format) = 0;
    virtual void import_history(const QString& file) = 0;

  Q_SIGNALS:
    void scan_started();
    void scan_progress(const refrain::ScanProgress& progress);
    /// Comes without scan_started() when the watch has noticed something.
    void scan_finished(const refrain::ScanReport& report, const QString& error);
    /// watched_roots() is another.
    void watch_changed();
    /// phase in words, share in [0, 1] or negative when unknown, seconds left or negative when unknown.
    void training_progress(const QString& phase, double share, double eta_seconds);
    /// `generation` is empty when none came of it; `message` says what happened, for the user.
    void training_finished(const QString& generation, const QString& message);
    /// At most a few times a second.
    void loudness_changed(const refrain::LoudnessProgress& progress);
    /// At most a few times a second.
    void duplicates_changed(const refrain::DuplicatesProgress& progress);
    /// At most a few times a second.
    void analysis_changed(const refrain::AnalysisProgress& progress);
    /// So many copies gave their history to `kept`, or have it back when `back`.
    void histories_moved(refrain::TrackId kept, int others, bool back);
    void guess_changed(const refrain::GuessList& list);
    /// The listener has loved, banned or lifted something, wherever: in the window, the tray, MPRIS.
    void reacted(const std::vector<refrain::Reaction>& reactions);
    void history_changed();
    /// A sentence for the user; `error` for trouble.
    void message(const QString& text, bool error);
};

}  // namespace refrain
