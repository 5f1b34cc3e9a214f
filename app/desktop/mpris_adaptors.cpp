#include "app/desktop/mpris_adaptors.h"

#include "app/desktop/mpris.h"
#include "app/desktop/mpris_view.h"

#include <algorithm>
#include <cmath>

#include <QHash>

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
    QStringList types;
    for (const char* type :
         {"audio/flac",       "audio/mpeg",        "audio/ogg",        "audio/x-vorbis+ogg", "audio/opus",
          "audio/x-opus+ogg", "audio/mp4",         "audio/x-m4b",      "audio/aac",          "audio/x-wav",
          "audio/x-aiff",     "audio/x-wavpack",   "audio/x-musepack", "audio/x-ape",        "audio/x-tta",
          "audio/x-dsf",      "audio/x-dff",       "audio/x-mod",      "audio/x-xm",         "audio/x-it",
          "audio/x-s3m",      "application/x-cue", "inode/directory"}) {
        types.append(QString::fromLatin1(type));
    }
    return types;
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

QString MprisPlayer::loop_status() const {
    return told("LoopStatus").toString();
}

void MprisPlayer::set_loop_status(const QString& status) {
    if (const auto mode = repeat_mode_of(status)) {
        mpris_.player().set_repeat(*mode);
    }
}

double MprisPlayer::rate() const {
    return told("Rate").toDouble();
}

void MprisPlayer::set_rate(double rate) {
    // The specification: a rate of 0 acts as Pause; any other one outside the limits is left alone.
    if (rate == 0.0) {
        Pause();
    } else if (rate >= mpris_slowest && rate <= mpris_fastest) {
        mpris_.player().set_speed(rate);
    }
}

double MprisPlayer::minimum_rate() const {
    return mpris_slowest;
}

double MprisPlayer::maximum_rate() const {
    return mpris_fastest;
}

bool MprisPlayer::shuffle() const {
    return told("Shuffle").toBool();
}

void MprisPlayer::set_shuffle(bool on) {
    mpris_.player().set_shuffle(on);
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
    mpris_.player().set_volume(std::clamp(volume, 0.0, 1.0));
    if (volume > 0.0) {
        mpris_.player().set_muted(false);
    }
}

qlonglong MprisPlayer::position() const {
    return mpris_.follower_.position().count() * 1000;
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
    if (mpris_can_go_next(mpris_.player().state())) {
        mpris_.player().next_at_rest();
    }
}

void MprisPlayer::Previous() {
    mpris_.player().previous_at_rest();
}

void MprisPlayer::Pause() {
    mpris_.player().pause();
}

void MprisPlayer::PlayPause() {
    if (!can_pause()) {
        mpris_.refuse(QStringLiteral("There is nothing to play"));
        return;
    }
    mpris_.player().toggle();
}

void MprisPlayer::Stop() {
    mpris_.player().stop();
}

void MprisPlayer::Play() {
    mpris_.player().play();
}

void MprisPlayer::Seek(qlonglong offset_us) {
    mpris_.apply(mpris_seek(mpris_.player().state(), offset_us));
}

void MprisPlayer::SetPosition(const QDBusObjectPath& track_id, qlonglong position_us) {
    mpris_.apply(mpris_set_position(mpris_.player().state(), track_id.path(), position_us));
}

void MprisPlayer::OpenUri(const QString& uri) {
    const auto path = path_of_url(uri);
    if (mpris_.callbacks_.open_file && path) {
        mpris_.callbacks_.open_file(*path);
    } else {
        mpris_.refuse(QStringLiteral("Refrain opens files of this machine only: file:///…"));
    }
}

MprisTrackList::MprisTrackList(Mpris& mpris) : QDBusAbstractAdaptor(&mpris), mpris_(mpris) {}

QList<QDBusObjectPath> MprisTrackList::tracks() const {
    return mpris_.tracks_;
}

QList<QVariantMap> MprisTrackList::GetTracksMetadata(const QList<QDBusObjectPath>& ids) {
    const PlayerState& state = mpris_.follower_.state();
    const auto range = mpris_track_range(state);
    QHash<QString, int> places;
    for (int i = range.begin; i < range.end; ++i) {
        places.insert(mpris_track_id(state.queue[static_cast<std::size_t>(i)].id), i);
    }
    QList<QVariantMap> answer;
    for (const auto& id : ids) {
        // Each once: a client's list may be longer than the tracks there are.
        const auto place = places.find(id.path());
        if (place == places.end()) {
            continue;
        }
        const auto& entry = state.queue[static_cast<std::size_t>(*place)];
        answer.append(mpris_metadata(entry, *place == state.current ? state.duration : entry.duration,
                                     mpris_.facts_of(entry)));
        places.erase(place);
    }
    return answer;
}

void MprisTrackList::AddTrack(const QString& /*uri*/, const QDBusObjectPath& /*after*/,
                              bool /*set_as_current*/) {}

void MprisTrackList::RemoveTrack(const QDBusObjectPath& /*id*/) {}

void MprisTrackList::GoTo(const QDBusObjectPath& id) {
    // Only what is among the tracks told, as the specification wants.
    if (const auto entry = entry_of_track_id(id.path()); entry && mpris_.tracks_.contains(id)) {
        mpris_.player().jump_to(*entry);
    }
}

}  // namespace refrain
