// How the listener steers Guess You Like, as the window asks it of the application behind it: the private
// session, familiar or new, what guesses start from, whether it goes on behind a queue. GUI thread only;
// every call returns at once, and what came of it is told by the signals.
#pragma once

#include "library_scanner/playlists/playlist.h"
#include "recommender/serving/guess.h"

#include <optional>

#include <QObject>

namespace refrain {

class GuessSteering : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// Fills the queue with Guess You Like from there and plays: until the listener plays something else.
    virtual void start_from(const GuessSeed& seed) = 0;
    virtual void start_from_playlist(PlaylistId playlist) = 0;
    /// What is heard counts again.
    virtual void end_seed() = 0;
    /// What the newest guesses started from.
    virtual GuessSeed seed() const = 0;
    /// Of the songs to come, how many are familiar, 0 to 1; nothing: the listener's own share.
    virtual void set_familiar(std::optional<double> share) = 0;
    /// Guess You Like goes on behind a queue of the listener's own.
    virtual void set_goes_on(bool on) = 0;
    /// While it lasts nothing that is heard or said is learned; off at every start.
    virtual void set_private_session(bool on) = 0;
    virtual bool private_session() const = 0;

  Q_SIGNALS:
    /// At its end what was said in it is forgotten already.
    void private_session_changed(bool on);
    void seed_changed();
};

}  // namespace refrain
