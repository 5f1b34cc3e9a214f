// Keeps the machine from suspending while music really plays, and pauses before it suspends all the same.
//
// Asked in this order: org.freedesktop.login1 on the system bus (a lock that is a file descriptor, so a crash
// gives it back), org.freedesktop.PowerManagement and the desktop portal on the session bus (given back with
// the connection). Nothing is asked before the first sound.
// Lives on the Qt thread of its creator, that of the follower. What can fail: nobody is there to be asked;
// said once in the log, and the machine sleeps when it likes.
#pragma once

#include "ui/player_follower.h"

#include <functional>
#include <optional>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusUnixFileDescriptor>
#include <QObject>
#include <QString>

namespace refrain {

class SleepInhibitor : public QObject {
    Q_OBJECT
  public:
    /// Gives a bus when it is first needed.
    using Bus = std::function<QDBusConnection()>;

    SleepInhibitor(
        PlayerFollower& follower, Bus system = [] { return QDBusConnection::systemBus(); },
        Bus session = [] { return QDBusConnection::sessionBus(); }, QObject* parent = nullptr);
    /// Lets the machine sleep.
    ~SleepInhibitor() override;

  private Q_SLOTS:
    void prepare_for_sleep(bool before);

  private:
    enum class Way { none, login1, power_management, portal };

    void follow();
    void begin();
    void end();
    void ask_login1();
    void ask_power_management();
    void ask_portal();
    void ask(const QDBusConnection& bus, const QDBusMessage& message, Way way,
             void (SleepInhibitor::*otherwise)());
    void hold(Way way, const QDBusMessage& reply);
    void give_up();

    PlayerFollower& follower_;
    Bus system_, session_;
    bool listening_ = false;
    bool wanted_ = false;
    /// A question is on its way; its answer decides what is next.
    bool asking_ = false;
    bool told_that_nobody_is_there_ = false;

    Way held_by_ = Way::none;
    /// login1: one that forbids sleep, and one that delays it where it is forced, for the fade of a pause.
    QDBusUnixFileDescriptor block_, delay_;
    uint cookie_ = 0;
    QString request_;
};

}  // namespace refrain
