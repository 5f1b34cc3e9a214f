#include "app/desktop_session.h"

#include <utility>

#include <QGuiApplication>
#include <QIcon>
#include <QImage>
#include <QPixmap>
#include <QQuickWindow>
#include <QtEndian>
#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

const std::string tray_key = "desktop/tray";
const std::string close_to_tray_key = "desktop/close_to_tray";
const std::string notifications_key = "desktop/notifications";

TrayPixmap tray_pixmap(const QIcon& icon, int size) {
    const QImage image = icon.pixmap(QSize(size, size), 1.0).toImage().convertToFormat(QImage::Format_ARGB32);
    QByteArray pixels;
    pixels.reserve(image.sizeInBytes());
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const quint32 big = qToBigEndian(image.pixel(x, y));
            pixels.append(reinterpret_cast<const char*>(&big), sizeof big);  // NOLINT: bytes on the bus
        }
    }
    return {image.width(), image.height(), pixels};
}

/// The icon by its name where the theme has it, else its pixels in the sizes that trays have.
TrayPixmaps tray_icon() {
    if (QIcon::hasThemeIcon(QStringLiteral("refrain"))) {
        return {};
    }
    TrayPixmaps pixmaps;
    for (const int size : {22, 44}) {
        if (auto pixmap = tray_pixmap(QGuiApplication::windowIcon(), size); pixmap.width > 0) {
            pixmaps.append(std::move(pixmap));
        }
    }
    return pixmaps;
}

QString text(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

}  // namespace

DesktopSession::DesktopSession(Library& library, const Settings& settings, AppBackground& background,
                               Window& window, CoverLoader load_cover, QObject* parent)
    : QObject(parent),
      library_(library),
      settings_(settings),
      background_(background),
      window_(window),
      follower_(window.player_follower()),
      art_(
          follower_, [this](const QueueEntry& entry) { return track_of(entry); }, std::move(load_cover),
          default_art_folder()),
      mpris_(follower_, mpris_callbacks()),
      sleep_(follower_) {
    connect(&art_, &TrackArt::found, &mpris_, &Mpris::set_art);
    connect(&background_, &Background::reacted, this, &DesktopSession::library_or_love_changed);
    connect(&window_, &Window::language_changed, this, [this] {
        if (tray_) {
            tray_->refresh();
        }
    });
    subscription_ = library_.subscribe([this](const LibraryPtr& /*now*/, const LibraryDelta& /*delta*/) {
        QMetaObject::invokeMethod(this, &DesktopSession::library_or_love_changed, Qt::QueuedConnection);
    });
    if (auto on_bus = mpris_.start(); !on_bus) {
        spdlog::info("{}", on_bus.error().text());
    }
    show_tray();
    show_notifications();
}

DesktopSession::~DesktopSession() {
    library_.unsubscribe(subscription_);
}

void DesktopSession::setting_changed(const QString& key) {
    if (key.toStdString() == tray_key) {
        show_tray();
    } else if (key.toStdString() == notifications_key) {
        show_notifications();
    }
}

bool DesktopSession::stays_in_tray() const {
    return tray_ && tray_->visible() && settings_.flag(close_to_tray_key, false);
}

void DesktopSession::show_tray() {
    if (!settings_.flag(tray_key, true) || !QDBusConnection::sessionBus().isConnected()) {
        tray_.reset();
        return;
    }
    if (tray_) {
        return;
    }
    TrayCallbacks callbacks;
    callbacks.show = [this] { window_.raise(); };
    callbacks.quit = [] { QGuiApplication::quit(); };
    callbacks.loved = [this](const QueueEntry& entry) { return loved(entry); };
    callbacks.love = [this](const QueueEntry& entry, bool love) {
        Reaction reaction;
        reaction.kind = love ? ReactionKind::love : ReactionKind::unlove;
        reaction.track = entry.track;
        reaction.at = utc_now();
        background_.react(reaction);
    };
    tray_ = std::make_unique<Tray>(follower_, std::move(callbacks), tray_icon());
    // A window that was closed to a tray that is gone would be lost.
    connect(tray_.get(), &Tray::visible_changed, this, [this] {
        if (!tray_->visible() && !window_.quick_window()->isVisible()) {
            window_.raise();
        }
    });
}

void DesktopSession::show_notifications() {
    if (!settings_.flag(notifications_key, true) || !QDBusConnection::sessionBus().isConnected()) {
        notifier_.reset();
        return;
    }
    if (notifier_) {
        return;
    }
    NotifierCallbacks callbacks;
    callbacks.wanted = [] { return QGuiApplication::applicationState() != Qt::ApplicationActive; };
    callbacks.raise = [this] { window_.raise(); };
    notifier_ = std::make_unique<Notifier>(follower_, art_, std::move(callbacks));
}

std::optional<Track> DesktopSession::track_of(const QueueEntry& entry) const {
    const LibraryPtr snapshot = library_.snapshot();
    const auto track = snapshot->find(entry.track);
    return track ? std::optional(copy_of(*track)) : std::nullopt;
}

std::optional<bool> DesktopSession::loved(const QueueEntry& entry) const {
    return entry.track.valid() ? std::optional(background_.loved(entry.track)) : std::nullopt;
}

MprisCallbacks DesktopSession::mpris_callbacks() {
    MprisCallbacks callbacks;
    callbacks.raise = [this] { window_.raise(); };
    callbacks.quit = [] { QGuiApplication::quit(); };
    callbacks.facts_of = [this](const QueueEntry& entry) {
        MprisTrackFacts facts;
        const LibraryPtr snapshot = library_.snapshot();
        if (const auto track = snapshot->find(entry.track)) {
            for (const std::string& genre : track->genres) {
                facts.genres.append(text(genre));
            }
            if (!track->composer.empty()) {
                facts.composers = {text(track->composer)};
            }
            facts.track_number = track->track_number;
            facts.disc_number = track->disc_number;
            facts.year = track->year;
            if (background_.loved(track->id)) {
                facts.rating = 1.0;
            }
        }
        return facts;
    };
    callbacks.open_file = [this](const std::string& path) { background_.open_files({path}); };
    return callbacks;
}

void DesktopSession::library_or_love_changed() {
    mpris_.refresh();
    art_.look_again();
    if (tray_) {
        tray_->refresh();
    }
}

}  // namespace refrain::app
