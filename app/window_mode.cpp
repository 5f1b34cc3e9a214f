#include "app/window_mode.h"

#include "app/background/app_background.h"
#include "app/desktop/application_service.h"
#include "app/desktop/desktop_id.h"
#include "app/desktop_session.h"
#include "app/display.h"
#include "app/environment.h"
#include "app/logging.h"
#include "app/output.h"
#include "app/paths.h"
#include "app/playback_keeper.h"
#include "app/quit_signals.h"
#include "app/services.h"
#include "app/settings.h"
#include "app/single_instance.h"
#include "app/teardown_guard.h"
#include "library_scanner/scan/ask_reader.h"
#include "library_scanner/scan/file_asker.h"
#include "player/player.h"
#include "player/queue/database_memory.h"
#include "ui/window.h"

#include <iostream>
#include <memory>

#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QIcon>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QThreadPool>
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

std::filesystem::path thumbnail_folder() {
    const auto cache = cache_directory();
    return cache.empty() ? cache : cache / "covers";
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

/// A drawing that has to be read and rendered: 10 ms that the first frame does not wait for.
void set_icon() {
    if (const auto icon = find_resource("app-icon/refrain.svg"); !icon.empty()) {
        QGuiApplication::setWindowIcon(QIcon(QString::fromStdString(icon.string())));
    }
}

/// Reads the system's list of fonts beside what else there is to do: the first text needs it. Its end waits
/// for that: Qt ends a program that asks for fonts without an application.
class EarlyFonts {
  public:
    EarlyFonts() {
        pool_.start([] { (void)QFontDatabase::families(); });
    }

  private:
    QThreadPool pool_;
};

/// A press of a key while no window was open yet, or in the one that is.
void press(Player& player, const std::string& key) {
    if (key == "toggle") {
        player.toggle();
    } else if (key == "next") {
        player.next();
    }
}

}  // namespace

int run_window(int argc, char** argv, const DataPaths& paths, const WindowOptions& options) {
    TeardownGuard teardown;
    const bool software = prefer_software_renderer(graphics_facts());
    if (software) {
        qputenv("QT_QUICK_BACKEND", "software");
    }
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("refrain"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Refrain"));
    QGuiApplication::setDesktopFileName(desktop_id);
    QGuiApplication::setQuitOnLastWindowClosed(false);

    if (auto created = paths.create(); !created) {
        return fail(created.error());
    }
    log_to_file(paths.log());
    SingleInstance instance(paths);
    if (instance.claim(options.request) == SingleInstance::Role::second) {
        std::cerr << "refrain: already running; the window that is open was told\n";
        return static_cast<int>(ExitCode::done);
    }

    const EarlyFonts fonts;
    auto opened = Services::open(paths);
    if (!opened) {
        return fail(opened.error());
    }
    Services& services = *opened.value();
    Settings settings(services.database());
    if (auto loaded = settings.load(); !loaded) {
        return fail(loaded.error());
    }
    // In the order of their dependence: each lives shorter than what it uses.
    DatabaseMemory memory(services.database());
    Player player(services.history(), audio_sink(options), &memory, kept_playback_settings(settings));
    if (const auto volume = take_volume_of_old(settings)) {
        player.set_volume(*volume);
    }
    const PlaybackKeeper playback(player, settings);
    AppBackground background(services, player, settings);
    // Its parts look at files and at the bus: there from the first frame to the end of the event loop.
    std::unique_ptr<DesktopSession> desktop;
    const auto load_cover = cover_loader(std::make_shared<FileAsker>(find_program("refrain-tagreader")));
    Window window(UiServices{
        .library = services.library(),
        .player = player,
        .history = services.history(),
        .ratings = services.ratings(),
        .playlists = services.playlists(),
        .background = background,
        .tag_edits = background.tag_edits(),
        .steering = background.steering(),
        .cover_loader = load_cover,
        .thumbnail_folder = thumbnail_folder(),
        .suggested_music_folder = music_folder(),
        .software_hint = software || qgetenv("QT_QUICK_BACKEND") == "software",
        .read_setting =
            [&settings](const QString& key) { return from_setting(settings.text(key.toStdString())); },
        .write_setting =
            [&settings, &desktop](const QString& key, const QVariant& value) {
                settings.set(key.toStdString(), to_setting(value));
                if (desktop) {
                    desktop->setting_changed(key);
                }
            },
        .lyrics = [reader = find_program("refrain-tagreader")](
                      const std::string& path) { return find_lyrics(reader, path); },
        .search_context = [&services] { return services.search_context(); },
        .duplicate_groups = [&services] { return duplicate_groups(services.database()); },
    });
    ApplicationService service({
        .activate = [&] { window.raise(); },
        .open = [&](const std::vector<std::string>& files) { background.open_files(files); },
        .press = [&](const std::string& key) { press(player, key); },
    });
    QObject::connect(&instance, &SingleInstance::requested, &window, [&](const WindowRequest& request) {
        background.open_files(request.files);
        press(player, request.press);
        if (request.press.empty()) {
            window.raise();
        }
    });
    const QuitSignals signals_to_quit;
    QObject::connect(&signals_to_quit, &QuitSignals::quit_wanted, &application, &QGuiApplication::quit);
    QObject::connect(&window, &Window::closed, &application, [&desktop] {
        if (!desktop || !desktop->stays_in_tray()) {
            QGuiApplication::quit();
        }
    });
    // The window first, the database's content next, the disk last.
    QObject::connect(&window, &Window::first_frame, &window, [&] {
        spdlog::info("First frame");
        set_icon();
        desktop =
            std::make_unique<DesktopSession>(services.library(), settings, background, window, load_cover);
        if (auto on_bus = service.start(); !on_bus) {
            spdlog::info("{}", on_bus.error().text());
        }
        background.load();
        background.open_files(options.request.files);
        press(player, options.request.press);
    });
    if (auto shown = window.load(); !shown) {
        return fail(shown.error());
    }
    if (!options.page.empty()) {
        window.show_page(QString::fromStdString(options.page));
    }
    const int code = QGuiApplication::exec();
    player.quit();
    if (auto kept = services.history().flush(); !kept) {
        spdlog::error("{}", kept.error().text());
    }
    teardown.begin(code);
    desktop.reset();
    return code;
}

}  // namespace refrain::app
