// Steers Guess You Like behind the window: hands what the listener wants to the queue that guesses fill, and
// keeps a private session to itself. GUI thread only. Services, player and queue outlive it. What can fail is
// told by message().
#pragma once

#include "app/guess_queue.h"
#include "app/services.h"
#include "player/player.h"
#include "ui/guess_steering.h"

#include <functional>

#include <QString>
#include <QThreadPool>

namespace refrain::app {

class Steering : public GuessSteering {
    Q_OBJECT
  public:
    Steering(Services& services, Player& player, GuessQueue& queue, QObject* parent = nullptr);
    ~Steering() override;

    /// Library and history have been read: from here on a change makes a new list.
    void loaded();
    /// Another list became the tail.
    void list_changed();

    void start_from(const GuessSeed& seed) override;
    void start_from_playlist(PlaylistId playlist) override;
    void end_seed() override;
    GuessSeed seed() const override { return queue_.seed(); }
    void set_familiar(std::optional<double> share) override;
    void set_goes_on(bool on) override;
    void set_private_session(bool on) override;
    bool private_session() const override { return private_session_; }

  Q_SIGNALS:
    /// A sentence for the user about what went wrong.
    void trouble(const QString& text);

  private:
    void refresh();
    /// Gives Guess You Like what is stored, and nothing else.
    void forget_unstored();

    Services& services_;
    Player& player_;
    GuessQueue& queue_;
    bool loaded_ = false;
    bool private_session_ = false;
    /// Last: its destructor waits for work that uses the members above. One thread: in the order asked for.
    QThreadPool pool_;
};

}  // namespace refrain::app
