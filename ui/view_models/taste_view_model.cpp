#include "ui/view_models/taste_view_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <string>
#include <utility>

namespace refrain {

namespace {

const QString goes_on_setting = QStringLiteral("guess/continue_after_queue");
/// From 0 to 1; "own" for the listener's own share.
const QString familiar_setting = QStringLiteral("guess/familiar");
const QString own = QStringLiteral("own");

}  // namespace

TasteViewModel::TasteViewModel(const AppearanceViewModel::ReadSetting& read,
                               AppearanceViewModel::WriteSetting write, GuessSteering& steering,
                               LibraryChanges& library, QObject* parent)
    : QObject(parent), write_(std::move(write)), steering_(steering), library_(library) {
    if (read) {
        const QVariant goes_on = read(goes_on_setting);
        goes_on_ = !goes_on.isValid() || goes_on.toBool();
        bool number = false;
        const double share = read(familiar_setting).toDouble(&number);
        if (number && share >= 0.0 && share <= 1.0) {
            familiar_ = share;
        }
    }
    steering_.set_goes_on(goes_on_);
    steering_.set_familiar(familiar_);
    connect(&steering_, &GuessSteering::private_session_changed, this, &TasteViewModel::changed);
    connect(&steering_, &GuessSteering::seed_changed, this, &TasteViewModel::show_seed);
    show_seed();
}

void TasteViewModel::set_private_session(bool on) {
    if (on != private_session()) {
        steering_.set_private_session(on);
        Q_EMIT changed();
    }
}

void TasteViewModel::set_goes_on(bool on) {
    if (on == goes_on_) {
        return;
    }
    goes_on_ = on;
    if (write_) {
        write_(goes_on_setting, on);
    }
    steering_.set_goes_on(on);
    Q_EMIT changed();
}

void TasteViewModel::set_familiar(double share) {
    share = std::clamp(share, 0.0, 1.0);
    if (familiar_ == share) {
        return;
    }
    familiar_ = share;
    if (write_) {
        write_(familiar_setting, share);
    }
    steering_.set_familiar(familiar_);
    Q_EMIT changed();
}

void TasteViewModel::resetFamiliar() {
    if (!familiar_) {
        return;
    }
    familiar_.reset();
    if (write_) {
        write_(familiar_setting, own);
    }
    steering_.set_familiar(familiar_);
    Q_EMIT changed();
}

void TasteViewModel::startFromTrack(qint64 id) {
    if (const auto track = library_.current()->find(TrackId(id))) {
        GuessSeed seed{SeedKind::track, {track->id}, std::string(track->title)};
        steering_.start_from(seed);
    }
}

void TasteViewModel::startFromArtist(qint64 id) {
    const auto track = library_.current()->find(TrackId(id));
    if (track && !track->artist.empty()) {
        steering_.start_from({SeedKind::artist, {}, std::string(track->artist)});
    }
}

void TasteViewModel::startFromStyle(qint64 id) {
    const auto track = library_.current()->find(TrackId(id));
    if (track && !track->genres.empty()) {
        steering_.start_from({SeedKind::style, {}, *track->genres.begin()});
    }
}

void TasteViewModel::startFromPlaylist(qint64 playlist) {
    steering_.start_from_playlist(PlaylistId(playlist));
}

void TasteViewModel::endSeed() {
    steering_.end_seed();
}

void TasteViewModel::show_seed() {
    QString seed = plain_text(steering_.seed().name);
    if (seed != seed_) {
        seed_ = std::move(seed);
        Q_EMIT changed();
    }
}

}  // namespace refrain
