// What the transport bar shows and does. GUI thread; commands are posted to the player and return at once.
// What can fail is told by the player's state and shown by NoticeViewModel.
#pragma once

#include "ui/player_follower.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class PlayerViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(bool hasTrack READ has_track NOTIFY trackChanged)
    Q_PROPERTY(qint64 trackId READ track_id NOTIFY trackChanged)
    Q_PROPERTY(QString title READ title NOTIFY trackChanged)
    Q_PROPERTY(QString artist READ artist NOTIFY trackChanged)
    Q_PROPERTY(QString album READ album NOTIFY trackChanged)
    Q_PROPERTY(QString reason READ reason NOTIFY trackChanged)
    Q_PROPERTY(bool playing READ playing NOTIFY stateChanged)
    Q_PROPERTY(bool queueEmpty READ queue_empty NOTIFY stateChanged)
    Q_PROPERTY(qint64 position READ position NOTIFY positionChanged)
    Q_PROPERTY(qint64 duration READ duration NOTIFY positionChanged)
    Q_PROPERTY(QString positionText READ position_text NOTIFY positionChanged)
    Q_PROPERTY(QString durationText READ duration_text NOTIFY positionChanged)
    Q_PROPERTY(double volume READ volume WRITE set_volume NOTIFY volumeChanged)
    Q_PROPERTY(bool muted READ muted WRITE set_muted NOTIFY volumeChanged)
    Q_PROPERTY(bool shuffle READ shuffle WRITE set_shuffle NOTIFY orderChanged)
    Q_PROPERTY(Repeat repeat READ repeat WRITE set_repeat NOTIFY orderChanged)
    /// 0.5 to 3.
    Q_PROPERTY(double speed READ speed WRITE set_speed NOTIFY speedChanged)
    /// "1.5×"; empty at the natural speed.
    Q_PROPERTY(QString speedText READ speed_text NOTIFY speedChanged)
    /// An audiobook, a podcast, a set: skipping by seconds is of use.
    Q_PROPERTY(bool longAudio READ long_audio NOTIFY trackChanged)
    /// "12:34" while it is worth saying that playback was taken up there; else empty.
    Q_PROPERTY(QString resumedText READ resumed_text NOTIFY resumedChanged)
  public:
    enum class Repeat { Off, All, One };
    Q_ENUM(Repeat)

    static constexpr double slowest = 0.5;
    static constexpr double fastest = 3.0;
    /// How long into the resumed track the offer to start over stays, ms.
    static constexpr qint64 resumed_notice_ms = 60'000;

    PlayerViewModel(Player& player, PlayerFollower& follower, QObject* parent = nullptr);

    bool has_track() const { return entry_.track.valid() || !entry_.path.empty(); }
    qint64 track_id() const { return entry_.track.value(); }
    QString title() const;
    QString artist() const;
    QString album() const;
    /// Why Guess You Like queued it; empty for what the listener chose.
    QString reason() const;
    bool playing() const { return playback_ == PlaybackState::playing; }
    bool queue_empty() const { return queue_empty_; }
    /// Milliseconds, both.
    qint64 position() const { return position_; }
    qint64 duration() const { return duration_; }
    QString position_text() const;
    QString duration_text() const;
    double volume() const { return volume_; }
    bool muted() const { return muted_; }

    bool shuffle() const { return shuffle_; }
    Repeat repeat() const { return repeat_; }
    double speed() const { return speed_; }
    QString speed_text() const;
    bool long_audio() const { return entry_.long_audio; }
    QString resumed_text() const;

    void set_volume(double volume);
    void set_muted(bool muted);
    void set_shuffle(bool on);
    void set_repeat(Repeat repeat);
    void set_speed(double speed);

    /// Off, then all, then one, then off.
    Q_INVOKABLE void turnRepeat();
    Q_INVOKABLE void toggle();
    Q_INVOKABLE void next();
    Q_INVOKABLE void previous();
    Q_INVOKABLE void seek(qint64 position_ms);
    /// Forward or, negative, back from here.
    Q_INVOKABLE void seekBy(qint64 delta_ms);
    /// The resumed track from its beginning.
    Q_INVOKABLE void startOver();
    Q_INVOKABLE void notForMe();
    /// A place of the track as the clock shows it: "12:34".
    Q_INVOKABLE static QString timeText(qint64 position_ms);
    /// "1.25×".
    Q_INVOKABLE static QString speedName(double speed);

  Q_SIGNALS:
    void trackChanged();
    void stateChanged();
    void positionChanged();
    void volumeChanged();
    void orderChanged();
    void speedChanged();
    void resumedChanged();

  private:
    void take(const PlayerState& state);
    void take_position(qint64 position, qint64 duration);

    Player& player_;
    QueueEntry entry_;
    PlaybackState playback_ = PlaybackState::stopped;
    bool queue_empty_ = true;
    qint64 position_ = 0;
    qint64 duration_ = 0;
    double volume_ = 1.0;
    bool muted_ = false;
    bool shuffle_ = false;
    Repeat repeat_ = Repeat::Off;
    double speed_ = 1.0;
    qint64 resumed_from_ = 0;
};

}  // namespace refrain
