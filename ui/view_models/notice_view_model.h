// The one place where sentences for the listener appear: trouble stays until it is dismissed, news goes by
// itself, and what can be undone offers it. GUI thread. Nothing fails.
#pragma once

#include "ui/background.h"
#include "ui/player_follower.h"

#include <functional>

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class NoticeViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(QString error READ error NOTIFY changed)
    /// The file it is about, in full; empty when it is about none.
    Q_PROPERTY(QString errorFile READ error_file NOTIFY changed)
    /// What is sensible to do about it.
    Q_PROPERTY(Remedy remedy READ remedy NOTIFY changed)
    Q_PROPERTY(QString news READ news NOTIFY changed)
    Q_PROPERTY(QString action READ action NOTIFY changed)
    /// Rises with every piece of news, so that its time on the screen starts again.
    Q_PROPERTY(int serial READ serial NOTIFY changed)
  public:
    enum class Remedy {
        Nothing,
        /// Playback has come to rest on a file that cannot be played, and something follows it.
        Skip,
        /// The sound has nowhere to go.
        ChooseDevice
    };
    Q_ENUM(Remedy)

    NoticeViewModel(Background& background, Player& player, PlayerFollower& follower,
                    QObject* parent = nullptr);

    const QString& error() const { return error_; }
    const QString& error_file() const { return error_file_; }
    Remedy remedy() const { return remedy_; }
    const QString& news() const { return news_; }
    /// What act() is called ("Undo"); empty when there is nothing to do.
    const QString& action() const { return action_; }
    int serial() const { return serial_; }

    /// News with something to do about it; `act` may be empty.
    void tell(const QString& text, const QString& action = {}, std::function<void()> act = {});

    /// Trouble with a file, or with none.
    void tell_trouble(const Error& error);
    /// In words of the listener's language already.
    void tell_trouble(const QString& text, const QString& file);

    /// The language has changed; news of a moment ago goes.
    void retranslate();
    Q_INVOKABLE void dismissError();
    /// Leaves the file that cannot be played, for the one behind it.
    Q_INVOKABLE void skip();
    Q_INVOKABLE void dismissNews();
    Q_INVOKABLE void act();

  Q_SIGNALS:
    void changed();

  private:
    void take(const PlayerState& state);
    void show_error(const QString& text, const QString& file, Remedy remedy, bool from_player);

    Player& player_;
    PlayerFollower& follower_;
    QString error_, error_file_, news_, action_;
    Remedy remedy_ = Remedy::Nothing;
    /// The error shown is the player's, who wants to be told that it was seen.
    bool from_player_ = false;
    std::function<void()> act_;
    int serial_ = 0;
};

}  // namespace refrain
