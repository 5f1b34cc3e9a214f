#include "app/desktop/mpris_adaptors.h"

#include "app/desktop/mpris.h"
#include "app/desktop/mpris_view.h"

#include <algorithm>
#include <cmath>

namespace refrain {

MprisRoot::MprisRoot(Mpris& mpris) : QDBusAbstractAdaptor(&mpris), mpris_(mpris) {}

bool MprisRoot::can_quit() const {
    return static_cast<bool>(mpris_.callbacks_.quit);
}

bool MprisRoot::can_raise() const {
    return static_cast<bool>(mpris_.callbacks_.raise);
}

QStringList MprisRoot::uri_schemes() const {
    return mpris_.callbacks_.open_file ? QStringList{QStringLiteral("file")} : QStringList{};
}

QStringList MprisRoot::mime_types() const {
    if (!mpris_.callbacks_.open_file) {
        return {};
    }
    return {QStringLiteral("audio/flac"), QStringLiteral("audio/mpeg"), QStringLiteral("audio/ogg"),
            QStringLiteral("audio/opus"), QStringLiteral("audio/mp4"),  QStringLiteral("audio/x-wav")};
}

void MprisRoot::Raise() {
    if (mpris_.callbacks_.raise) {
        mpris_.callbacks_.raise();
    }
}

void MprisRoot::Quit() {
    if (mpris_.callbacks_.quit) {
        mpris_.callbacks_.quit();
    }
}

MprisPlayer::MprisPlayer(Mpris& mpris) : QDBusAbstractAdaptor(&mpris), mpris_(mpris) {}

QVariant MprisPlayer::told(const char* name) const {
    return mpris_.properties_.value(QString::fromLatin1(name));
}

QString MprisPlayer::playback_status() const {
    return told("PlaybackStatus").toString();
}

void MprisPlayer::set_rate(double rate) {
    // The specification: a rate of 0 acts as Pause; any other one outside the limits is left alone.
    if (rate == 0.0) {
        Pause();
    }
}

QVariantMap MprisPlayer::metadata() const {
    return told("Metadata").toMap();
}

double MprisPlayer::volume() const {
    return told("Volume").toDouble();
}

void MprisPlayer::set_volume(double volume) {
    if (std::isnan(volume)) {
        return;
    }
    mpris_.player_.set_volume(std::clamp(volume, 0.0, 1.0));
    if (volume > 0.0) {
        mpris_.player_.set_muted(false);
    }
}

qlonglong MprisPlayer::position() const {
    return mpris_.player_.state().position.count() * 1000;
}

bool MprisPlayer::can_go_next() const {
    return told("CanGoNext").toBool();
}

bool MprisPlayer::can_go_previous() const {
    return told("CanGoPrevious").toBool();
}

bool MprisPlayer::can_play() const {
    return told("CanPlay").toBool();
}

bool MprisPlayer::can_pause() const {
    return told("CanPause").toBool();
}

bool MprisPlayer::can_seek() const {
    return told("CanSeek").toBool();
}

void MprisPlayer::Next() {
    if (mpris_can_go_next(mpris_.player_.state())) {
        mpris_.player_.next();
    }
}

void MprisPlayer::Previous() {
    mpris_.player_.previous();
}

void MprisPlayer::Pause() {
    mpris_.player_.pause();
}

void MprisPlayer::PlayPause() {
    mpris_.player_.toggle();
}

void MprisPlayer::Stop() {
    mpris_.player_.stop();
}

void MprisPlayer::Play() {
    mpris_.player_.play();
}

void MprisPlayer::Seek(qlonglong offset_us) {
    mpris_.apply(mpris_seek(mpris_.player_.state(), offset_us));
}

void MprisPlayer::SetPosition(const QDBusObjectPath& track_id, qlonglong position_us) {
    mpris_.apply(mpris_set_position(mpris_.player_.state(), track_id.path(), position_us));
}

void MprisPlayer::OpenUri(const QString& uri) {
    const QString scheme = QStringLiteral("file://");
    if (mpris_.callbacks_.open_file && uri.startsWith(scheme)) {
        const auto path = QByteArray::fromPercentEncoding(uri.mid(scheme.size()).toUtf8());
        mpris_.callbacks_.open_file(path.toStdString());
    }
}

}  // namespace refrain
