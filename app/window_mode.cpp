#include "app/window_mode.h"

#include "app/background/app_background.h"
#include "app/desktop/mpris.h"
#include "app/display.h"
#include "app/logging.h"
#include "app/output.h"
#include "app/queue_entries.h"
#include "app/quit_signals.h"
#include "app/services.h"
#include "app/settings.h"
#include "app/single_instance.h"
#include "player/player.h"
#include "ui/window.h"

#include <algorithm>
#include <iostream>

#include <QFileInfo>
#include <QGuiApplication>
#include <QIcon>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

int fail(const Error& error) {
    spdlog::error("{}", error.text());
    return static_cast<int>(Output(false, std::cout, std::cerr).fail(error));
}

/// A setting of the window as text, type kept: JSON in an array of one.
std::string to_setting(const QVariant& value) {
    return QJsonDocument(QJsonArray{QJsonValue::fromVariant(value)})
        .toJson(QJsonDocument::Compact)
        .toStdString();
}

QVariant from_setting(const std::optional<std::string>& text) {
    if (!text) {
        return {};
    }
    const QJsonArray values = QJsonDocument::fromJson(QByteArray::fromStdString(*text)).array();
    return values.isEmpty() ? QVariant() : values.first().toVariant();
}

QString music_folder() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    return QFileInfo(folder).isDir() ? folder : QString();
}

AudioSinkOptions audio_sink(const WindowOptions& options) {
    AudioSinkOptions sink;
    sink.kind =
        options.audio_sink == "fake" ? AudioSinkOptions::Kind::fake : AudioSinkOptions::Kind::automatic;
    return sink;
}

/// What the desktop's keys, lock screen and playerctl may do with the program.
MprisCallbacks desktop_callbacks(Window& window, Player& player, Library& library) {
    MprisCallbacks callbacks;
    callbacks.raise = [&window] { window.raise(); };
    callbacks.quit = [] { QGuiApplication::quit(); };
    callbacks.cover_path = [&library](const QueueEntry& entry) {
        // A picture beside the music; one inside a file is no file to point at.
        const LibraryPtr snapshot = library.snapshot();
        const Track* track = snapshot->find(entry.track);
        return track != nullptr && track->cover == CoverKind::folder ? track->cover_path : std::string();
    };
    callbacks.open_file = [&player, &library](const std::string& path) {
        const LibraryPtr snapshot = library.snapshot();
        const auto& tracks = snapshot->tracks();
        const auto known = std::find_if(tracks.begin(), tracks.end(),
                                        [&](const Track& track) { return track.path == path; });
        player.play({known != tracks.end() ? queue_entry(*known, Intent::remote, "desktop")
                                           : queue_entry_of_file(path, Intent::remote, "desktop")},
                    0, StartReason::remote);
    };
    return callbacks;
}

}  // namespace

int run_window(int argc, char** argv, const DataPaths& paths, const WindowOptions& options) {
    const bool software = prefer_software_renderer(graphics_facts());
    if (software) {
        qputenv("QT_QUICK_BACKEND", "software");
    }
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("refrain"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Refrain"));
    QGuiApplication::setDesktopFileName(QStringLiteral("refrain"));
    QGuiApplication::setQuitOnLastWindowClosed(false);
    if (const auto icon = find_resource("app-icon/refrain.svg"); !icon.empty()) {
        QGuiApplication::setWindowIcon(QIcon(QString::fromStdString(icon.string())));
    }

    if (auto created = paths.create(); !created) {
        return fail(created.error());
    }
    log_to_file(paths.log());
    SingleInstance instance(paths);
    if (instance.claim() == SingleInstance::Role::second) {
        std::cerr << "refrain: already running; its window comes to the front\n";
        return static_cast<int>(ExitCode::done);
    }

    auto opened = Services::open(paths);
    if (!opened) {
        return fail(opened.error());
    }
    Services& services = *opened.value();
    Settings settings(services.database());
    if (auto loaded = settings.load(); !loaded) {
        return fail(loaded.error());
    }
    services.history().start_session(utc_now());
    // In the order of their dependence: each lives shorter than what it uses.
    Player player(services.history(), audio_sink(options));
    AppBackground background(services, player, settings);
    Window window(UiServices{
        .library = services.library(),
        .player = player,
        .history = services.history(),
        .background = background,
        .suggested_music_folder = music_folder(),
        .software_hint = software || qgetenv("QT_QUICK_BACKEND") == "software",
        .read_setting =
            [&settings](const QString& key) { return from_setting(settings.text(key.toStdString())); },
        .write_setting = [&settings](
                             const QString& key,
                             const QVariant& value) { settings.set(key.toStdString(), to_setting(value)); },
    });
    QObject::connect(&instance, &SingleInstance::raise_wanted, &window, &Window::raise);
    const QuitSignals signals_to_quit;
    QObject::connect(&signals_to_quit, &QuitSignals::quit_wanted, &application, &QGuiApplication::quit);
    QObject::connect(&window, &Window::closed, &application, &QGuiApplication::quit);
    QObject::connect(&window, &Window::first_frame, &window, [] { spdlog::info("First frame"); });
    // The window first, the database's content next, the disk last.
    QObject::connect(&window, &Window::first_frame, &background, &AppBackground::load);
    Mpris mpris(player, desktop_callbacks(window, player, services.library()));
    if (auto shown = window.load(); !shown) {
        return fail(shown.error());
    }
    if (!options.page.empty()) {
        window.show_page(QString::fromStdString(options.page));
    }
    if (auto on_bus = mpris.start(); !on_bus) {
        spdlog::info("The desktop's keys do not reach the player: {}", on_bus.error().text());
    }
    return QGuiApplication::exec();
}

}  // namespace refrain::app
