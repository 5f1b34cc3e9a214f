#include "app/background/app_background.h"

#include "app/background/history_transfer.h"
#include "app/desktop/file_manager.h"
#include "app/open_music.h"
#include "app/paths.h"
#include "library_scanner/identity/duplicates.h"
#include "library_scanner/identity/merge.h"
#include "ui/view_models/reactions_view_model.h"

#include <exception>
#include <iterator>
#include <utility>

#include <QFile>
#include <QMetaObject>
#include <SQLiteCpp/Database.h>
#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

constexpr auto listens_key = "analysis/listens";
/// New sounds come into the guesses so often while songs are listened to.
constexpr qint64 take_sounds_every_ms = 60'000;

GuessQueueOptions guess_options(const Settings& settings, Impressions& impressions,
                                std::function<void(const GuessList&)> on_list) {
    GuessQueueOptions options;
    options.continue_after_queue = settings.flag("guess/continue_after_queue", true);
    options.impressions = &impressions;
    options.on_list = std::move(on_list);
    return options;
}

std::filesystem::path to_path(const QString& path) {
    return QFile::encodeName(path).toStdString();
}

}  // namespace

AppBackground::AppBackground(Services& services, Player& player, Settings& settings, QObject* parent)
    : Background(parent),
      services_(services),
      player_(player),
      settings_(settings),
      care_(services),
      follower_(services.database(), follower_setup()),
      scans_(services, follower_),
      training_(services.paths(), settings),
      analyzer_(services, {machine_state, [this] { return listens_to_songs(); }}),
      tag_edits_(services, player),
      guess_queue_(player, services.guesses(), services.library(),
                   guess_options(settings, services.impressions(),
                                 [this](const GuessList& list) { Q_EMIT guess_changed(list); })),
      steering_(services, player, guess_queue_) {
    qRegisterMetaType<GuessList>();
    connect(&scans_, &ScanController::started, this, &Background::scan_started);
    connect(&scans_, &ScanController::progress, this, &Background::scan_progress);
    connect(&scans_, &ScanController::finished, this, &AppBackground::scan_ended);
    connect(&care_, &DatabaseCare::message, this, &Background::message);
    connect(&scans_, &ScanController::watch_changed, this, &Background::watch_changed);
    connect(&training_, &TrainingScheduler::progress, this, &Background::training_progress);
    connect(&analyzer_, &AnalyzerDuties::progressed, this, &Background::analysis_changed);
    connect(&analyzer_, &AnalyzerDuties::progressed, this, &AppBackground::follow_analysis);
    connect(&analyzer_.sound(), &AnalyzerDuty::found, this, &AppBackground::take_sounds);
    connect(&analyzer_, &AnalyzerDuties::message, this, &Background::message);
    connect(&analyzer_.loudness(), &LoudnessMeasuring::changed, this, &Background::loudness_changed);
    connect(&analyzer_.loudness(), &AnalyzerDuty::found, this, &AppBackground::catch_up);
    connect(&analyzer_.duplicates(), &DuplicateSearch::changed, this, &Background::duplicates_changed);
    connect(&tag_edits_, &TagEditService::finished, this, &AppBackground::catch_up);
    connect(&training_, &TrainingScheduler::finished, this, &AppBackground::training_ended);
    connect(this, &Background::guess_changed, &steering_, &Steering::list_changed);
    connect(&steering_, &Steering::trouble, this,
            [this](const QString& text) { Q_EMIT message(text, true); });
    connect(&steering_, &GuessSteering::private_session_changed, this, [this](bool on) {
        if (!on) {
            read_loved();
        }
    });
    player_.add_observer(this);
}

AppBackground::~AppBackground() {
    player_.remove_observer(this);
    ending_ = true;
    scans_.cancel();
    pool_.waitForDone();
}

void AppBackground::behind(std::function<void()> work) {
    pool_.start(std::move(work));
}

void AppBackground::load() {
    behind([this] {
        try {
            merges_ = merges_in_short(*services_.database().reader());
        } catch (const std::exception& exception) {
            spdlog::warn("{}", exception.what());
        }
        follower_.start();
        for (const auto& step : {&Services::load_library, &Services::load_ratings, &Services::load_guesses}) {
            if (auto loaded = (services_.*step)(); !loaded) {
                Q_EMIT message(QString::fromStdString(loaded.error().text()), true);
            }
        }
        spdlog::info("Library of {} tracks loaded", services_.library().snapshot()->size());
        if (!services_.model_note().empty()) {
            Q_EMIT message(QString::fromStdString(services_.model_note()), true);
        }
        auto listens = services_.history().listens();
        const auto reactions = services_.history().reactions();
        auto loved = reactions ? loved_tracks(reactions.value()) : std::unordered_set<TrackId>();
        QMetaObject::invokeMethod(this, [this, listens = std::move(listens), loved = std::move(loved)] {
            loved_ = loved;
            loaded_ = true;
            steering_.loaded();
            open_files(std::exchange(waiting_files_, {}));
            if (listens) {
                training_.set_history(listens.value());
            }
            Q_EMIT history_changed();
            guess_queue_.refresh();
            care_.start();
            tag_edits_.start();
            scans_.start(settings_.flag("library/scan_at_start", true));
            analyzer_.look();
        });
        if (auto sounds = services_.load_sounds(); !sounds) {
            Q_EMIT message(QString::fromStdString(sounds.error().text()), true);
        }
    });
}

void AppBackground::add_folder(const QString& path) {
    scans_.scan({to_path(path)});
}

void AppBackground::remove_folder(const std::string& path) {
    // A scan that runs would find the folder again.
    scans_.cancel();
    behind([this, path] {
        if (const Status removed = services_.library().remove_root(path); !removed) {
            Q_EMIT message(QString::fromStdString(removed.error().text()), true);
        }
        if (auto seen = follower_.catch_up(); !seen) {
            Q_EMIT message(QString::fromStdString(seen.error().text()), true);
        }
        services_.share_library();
        scans_.roots_changed();
        Q_EMIT scan_finished({}, {});
    });
}

void AppBackground::rescan() {
    scans_.scan({});
}

void AppBackground::cancel_scan() {
    scans_.cancel();
}

void AppBackground::scan_ended(const ScanReport& report, const QString& error) {
    Q_EMIT scan_finished(report, error);
    guess_queue_.refresh();
    if (report.added > 0) {
        behind([this] {
            if (const Status merged = services_.guesses().merge_new_tracks(); !merged) {
                spdlog::warn("{}", merged.error().text());
            }
        });
    }
    if (report.added + report.updated > 0 || analyzer_.loudness().due()) {
        analyzer_.look();
    }
}

void AppBackground::take_sounds() {
    behind([this] {
        if (auto loaded = services_.load_sounds(); !loaded) {
            Q_EMIT message(QString::fromStdString(loaded.error().text()), true);
            return;
        }
        QMetaObject::invokeMethod(this, [this] { guess_queue_.refresh(); });
    });
}

void AppBackground::follow_analysis(const AnalysisProgress& progress) {
    if (progress.duty != AnalysisDuty::sound || progress.done == 0) {
        sounds_taken_.start();
    } else if (sounds_taken_.hasExpired(take_sounds_every_ms)) {
        sounds_taken_.start();
        take_sounds();
    }
}

bool AppBackground::listens_to_songs() const {
    return settings_.flag(listens_key, true);
}

void AppBackground::set_listens_to_songs(bool on) {
    settings_.set(listens_key, on ? "true" : "false");
    if (on) {
        analyzer_.look();
    } else {
        analyzer_.stop(AnalysisDuty::sound);
    }
}

void AppBackground::keep_history(TrackId kept) {
    move_histories(kept, false);
}

void AppBackground::give_history_back(TrackId kept) {
    move_histories(kept, true);
}

void AppBackground::move_histories(TrackId kept, bool back) {
    behind([this, kept, back] {
        const auto moved =
            back ? undo_keep(services_.database(), kept) : keep_one(services_.database(), kept, utc_now());
        if (!moved) {
            Q_EMIT message(QString::fromStdString(moved.error().text()), true);
            return;
        }
        read_histories(
            [this, kept, back, others = moved.value()] { Q_EMIT histories_moved(kept, others, back); });
    });
}

void AppBackground::show_in_folder(const std::string& path) {
    show_in_file_manager(path);
}

void AppBackground::catch_up() {
    behind([this] {
        if (auto seen = follower_.catch_up(); !seen) {
            Q_EMIT message(QString::fromStdString(seen.error().text()), true);
        }
    });
}

FollowerSetup AppBackground::follower_setup() {
    FollowerSetup setup;
    setup.refresh = [this](const LibraryDelta& delta) {
        return delta.everything ? services_.load_library() : services_.refresh_library(delta.changed);
    };
    setup.written = [this] {
        if (auto seen = services_.playlists().catch_up(); !seen) {
            spdlog::warn("{}", seen.error().text());
        }
    };
    setup.quiet = [this] {
        services_.share_library();
        take_merged_histories();
    };
    setup.trouble = [](const Error& error) { spdlog::warn("{}", error.text()); };
    return setup;
}

/// A scan may have found that a track is another one that moved, and given it the history of that.
void AppBackground::take_merged_histories() {
    try {
        auto now = merges_in_short(*services_.database().reader());
        if (std::exchange(merges_, now) != now) {
            read_histories({});
        }
    } catch (const std::exception& exception) {
        spdlog::warn("{}", exception.what());
    }
}

void AppBackground::read_histories(const std::function<void()>& done) {
    for (const auto& step : {&Services::load_ratings, &Services::load_histories}) {
        if (auto loaded = (services_.*step)(); !loaded) {
            Q_EMIT message(QString::fromStdString(loaded.error().text()), true);
        }
    }
    const auto reactions = services_.history().reactions();
    QMetaObject::invokeMethod(
        this,
        [this, done, loved = reactions ? loved_tracks(reactions.value()) : std::unordered_set<TrackId>()] {
            loved_ = loved;
            guess_queue_.refresh();
            Q_EMIT history_changed();
            if (done) {
                done();
            }
        });
}

void AppBackground::start_guess() {
    guess_queue_.start();
}

GuessList AppBackground::current_guess() const {
    return guess_queue_.current();
}

void AppBackground::lift(const QString& style) {
    Reaction reaction;
    reaction.kind = ReactionKind::lift;
    reaction.scope = ReactionScope::style;
    reaction.subject = style.toStdString();
    reaction.at = utc_now();
    react(reaction);
}

void AppBackground::react(const std::vector<Reaction>& reactions) {
    for (const Reaction& reaction : reactions) {
        if (!steering_.private_session()) {
            services_.history().react(reaction);
        }
        if (reaction.scope == ReactionScope::track && reaction.kind == ReactionKind::love) {
            loved_.insert(reaction.track);
        } else if (reaction.scope == ReactionScope::track && reaction.kind == ReactionKind::unlove) {
            loved_.erase(reaction.track);
        }
    }
    services_.guesses().add_reactions(reactions);
    guess_queue_.refresh();
    Q_EMIT reacted(reactions);
}

void AppBackground::read_loved() {
    behind([this] {
        const auto reactions = services_.history().reactions();
        auto loved = reactions ? loved_tracks(reactions.value()) : std::unordered_set<TrackId>();
        QMetaObject::invokeMethod(this, [this, loved = std::move(loved)] { loved_ = loved; });
    });
}

void AppBackground::train_now() {
    training_.train_now();
}

void AppBackground::cancel_training() {
    training_.cancel();
}

void AppBackground::training_ended(const QString& generation, const QString& text) {
    if (generation.isEmpty()) {
        Q_EMIT training_finished(generation, text);
        return;
    }
    behind([this, generation, text] {
        if (const auto fitted = services_.guesses().fit_ranker(); !fitted) {
            spdlog::warn("{}", fitted.error().text());
        }
        services_.load_model();
        const std::string& refused = services_.model_note();
        if (refused.empty()) {
            guess_queue_.refresh();
        }
        Q_EMIT training_finished(refused.empty() ? generation : QString(),
                                 refused.empty() ? text : QString::fromStdString(refused));
    });
}

void AppBackground::export_history(const QString& file, const QString& format) {
    behind([this, file, format] {
        const auto written = write_history(services_.history(), to_path(file), format.toStdString());
        Q_EMIT message(written ? tr("%1 listens written to %2").arg(written.value()).arg(file)
                               : QString::fromStdString(written.error().text()),
                       !written);
    });
}

void AppBackground::import_history(const QString& file) {
    behind([this, file] {
        const auto taken = take_history(services_, to_path(file));
        if (!taken) {
            Q_EMIT message(QString::fromStdString(taken.error().text()), true);
            return;
        }
        if (auto loaded = services_.load_guesses(); !loaded) {
            Q_EMIT message(QString::fromStdString(loaded.error().text()), true);
        }
        guess_queue_.refresh();
        Q_EMIT history_changed();
        Q_EMIT message(tr("%1 listens read, %2 new, %3 matched to the library")
                           .arg(taken.value().read)
                           .arg(taken.value().imported)
                           .arg(taken.value().matched),
                       false);
    });
}

void AppBackground::open_files(std::vector<std::string> paths) {
    if (paths.empty()) {
        return;
    }
    if (!loaded_) {
        std::move(paths.begin(), paths.end(), std::back_inserter(waiting_files_));
        return;
    }
    behind([this, paths = std::move(paths)] {
        FileAsker asker(find_program("refrain-tagreader"));
        const MusicOpener opener(services_.library().snapshot(),
                                 {Intent::remote, "desktop", &ending_, read_tags(asker)});
        std::vector<QueueEntry> entries;
        for (const std::string& path : paths) {
            auto opened = opener.open(path);
            if (!opened) {
                Q_EMIT message(QString::fromStdString(opened.error().text()), true);
                continue;
            }
            std::move(opened.value().begin(), opened.value().end(), std::back_inserter(entries));
        }
        if (entries.empty() || ending_) {
            return;
        }
        player_.settle();
        if (player_.state().queue.empty()) {
            player_.play(std::move(entries), 0, StartReason::remote);
            return;
        }
        player_.play_next(std::move(entries));
        player_.settle();
        const auto state = player_.state();
        const auto next = static_cast<std::size_t>(state.current + 1);
        if (next < state.queue.size()) {
            player_.jump_to(state.queue[next].id);
        }
    });
}

void AppBackground::listen_ended(const Listen& listen) {
    // On the player's thread: hand over.
    QMetaObject::invokeMethod(this, [this, listen] {
        training_.add_listen(listen);
        tell_history_trouble();
        Q_EMIT history_changed();
    });
}

void AppBackground::tell_history_trouble() {
    const auto trouble = services_.history().last_error();
    const QString text = trouble ? QString::fromStdString(trouble->text()) : QString();
    if (text != told_trouble_ && !text.isEmpty()) {
        Q_EMIT message(text, true);
    }
    told_trouble_ = text;
}

}  // namespace refrain::app
