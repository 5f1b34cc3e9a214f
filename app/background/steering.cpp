#include "app/background/steering.h"

#include "app/playlist_songs.h"

#include <utility>

#include <QMetaObject>

namespace refrain::app {

Steering::Steering(Services& services, Player& player, GuessQueue& queue, QObject* parent)
    : GuessSteering(parent), services_(services), player_(player), queue_(queue) {
    pool_.setMaxThreadCount(1);
}

Steering::~Steering() {
    pool_.waitForDone();
}

void Steering::loaded() {
    loaded_ = true;
}

void Steering::list_changed() {
    Q_EMIT seed_changed();
}

void Steering::start_from(const GuessSeed& seed) {
    queue_.start_from(seed);
}

void Steering::start_from_playlist(PlaylistId id) {
    pool_.start([this, id] {
        const auto playlist = services_.playlists().find(id);
        auto seed = playlist ? seed_of(services_, playlist.value()) : Result<GuessSeed>(playlist.error());
        if (seed) {
            queue_.start_from(std::move(seed).value());
        } else {
            Q_EMIT trouble(QString::fromStdString(seed.error().text()));
        }
    });
}

void Steering::end_seed() {
    queue_.end_seed();
}

void Steering::set_familiar(std::optional<double> share) {
    queue_.set_familiar(share);
    refresh();
}

void Steering::set_goes_on(bool on) {
    queue_.set_continue_after_queue(on);
    refresh();
}

void Steering::refresh() {
    // Before, a list would be made of an empty library, and take the place of the tail of last time.
    if (loaded_) {
        queue_.refresh();
    }
}

void Steering::set_private_session(bool on) {
    if (on == private_session_) {
        return;
    }
    private_session_ = on;
    player_.set_private_session(on);
    queue_.set_private_session(on);
    if (on) {
        Q_EMIT private_session_changed(true);
        return;
    }
    pool_.start([this] {
        forget_unstored();
        QMetaObject::invokeMethod(this, [this] {
            queue_.refresh();
            Q_EMIT private_session_changed(private_session_);
        });
    });
}

void Steering::forget_unstored() {
    for (const Status& step : {services_.history().flush(), services_.load_guesses()}) {
        if (!step) {
            Q_EMIT trouble(QString::fromStdString(step.error().text()));
        }
    }
}

}  // namespace refrain::app
