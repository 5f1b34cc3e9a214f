// The settings of playback as the window shows and changes them: a change is seen here at once and posted to
// the player. GUI thread. Nothing fails; the player clips what lies outside the ranges.
#pragma once

#include "ui/player_follower.h"

#include <deque>
#include <utility>

#include <QObject>

namespace refrain {

class PlaybackEditor : public QObject {
    Q_OBJECT
  public:
    PlaybackEditor(Player& player, PlayerFollower& follower, QObject* parent = nullptr);

    const PlaybackSettings& settings() const { return settings_; }

    /// `edit` is called with the settings to change.
    template <class Edit>
    void change(Edit edit) {
        PlaybackSettings next = settings_;
        edit(next);
        apply(std::move(next));
    }

    /// See Player.
    void look_for_devices() { player_.look_for_devices(); }

  Q_SIGNALS:
    void changed();

  private:
    void apply(PlaybackSettings next);
    void take(const PlaybackSettings& reported);

    Player& player_;
    PlaybackSettings settings_;
    /// Posted and not yet reported back, oldest first: a report of an older change must not take back a newer
    /// one on the screen.
    std::deque<PlaybackSettings> sent_;
};

}  // namespace refrain
