// The machine stays awake while music plays, and only then: services of the test's own in the place of
// login1, of the desktop's power manager and of the portal.
#include "app/desktop/sleep_inhibitor.h"

#include "tests/app/desktop/playing_fixture.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDBusContext>
#include <QDBusObjectPath>

namespace refrain {
namespace {

using test::reached;

/// A lock is held as long as the other end of its pipe is open.
class Lock {
  public:
    Lock() {
        int ends[2];
        EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        read_end_ = ends[0];
        given = QDBusUnixFileDescriptor(ends[1]);
        ::close(ends[1]);
    }
    ~Lock() { ::close(read_end_); }
    bool held() const {
        pollfd end{read_end_, POLLIN, 0};
        return ::poll(&end, 1, 0) == 0;
    }
    QDBusUnixFileDescriptor given;

  private:
    int read_end_ = -1;
};

class FakeLogin1 : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")
  public:
    int held(const QString& mode) const {
        int count = 0;
        for (const auto& [lock_mode, lock] : locks) {
            count += lock_mode == mode && lock->held() ? 1 : 0;
        }
        return count;
    }
    std::vector<std::pair<QString, std::unique_ptr<Lock>>> locks;
    QStringList asked;

  public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString& what, const QString& who, const QString& /*why*/,
                                    const QString& mode) {
        asked.append(what + u' ' + who + u' ' + mode);
        locks.emplace_back(mode, std::make_unique<Lock>());
        return std::exchange(locks.back().second->given, {});
    }

  Q_SIGNALS:
    void PrepareForSleep(bool before);
};

class FakePowerManagement : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PowerManagement.Inhibit")
  public:
    QList<uint> held;

  public Q_SLOTS:
    uint Inhibit(const QString& /*application*/, const QString& /*reason*/) {
        held.append(++last_);
        return last_;
    }
    void UnInhibit(uint cookie) { held.removeAll(cookie); }

  private:
    uint last_ = 40;
};

class FakeRequest : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Request")
  public:
    bool open = false;
  public Q_SLOTS:
    void Close() { open = false; }
};

class FakePortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Inhibit")
  public:
    FakeRequest request;
    uint flags = 0;
  public Q_SLOTS:
    QDBusObjectPath Inhibit(const QString& /*window*/, uint what, const QVariantMap& /*options*/) {
        flags = what;
        request.open = true;
        return QDBusObjectPath(QStringLiteral("/request/1"));
    }
};

class Sleep : public test::PlayingOnABus {
  protected:
    QDBusConnection serve(const QString& name, const QString& path, QObject* object) {
        auto server = bus.connect(name);
        EXPECT_TRUE(server.registerObject(
            path, object, QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        EXPECT_TRUE(server.registerService(name));
        return server;
    }
    void serve_login1() {
        serve(QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"), &login1);
    }
    void start() {
        const auto connection = bus.connect(QStringLiteral("player"));
        const auto give = [connection] { return connection; };
        inhibitor = std::make_unique<SleepInhibitor>(*follower, give, give);
    }
    void TearDown() override { inhibitor.reset(); }

    FakeLogin1 login1;
    FakePowerManagement power;
    FakePortal portal;
    std::unique_ptr<SleepInhibitor> inhibitor;
};

TEST_F(Sleep, IsForbiddenFromTheFirstSoundToThePause) {
    serve_login1();
    start();
    EXPECT_TRUE(login1.asked.isEmpty()) << "nobody is asked before anything plays";
    start_playing();
    ASSERT_TRUE(reached([&] { return login1.held("block") == 1 && login1.held("delay") == 1; }));
    EXPECT_EQ(login1.asked.first(), "sleep Refrain block");
    player->pause();
    ASSERT_TRUE(reached([&] { return login1.held("block") == 0 && login1.held("delay") == 0; }));
    player->play();
    ASSERT_TRUE(reached([&] { return login1.held("block") == 1; }));
    player->stop();
    ASSERT_TRUE(reached([&] { return login1.held("block") == 0; }));
}

TEST_F(Sleep, IsAllowedAgainWhenTheProgramEnds) {
    serve_login1();
    start();
    start_playing();
    ASSERT_TRUE(reached([&] { return login1.held("block") == 1; }));
    inhibitor.reset();
    EXPECT_TRUE(reached([&] { return login1.held("block") == 0 && login1.held("delay") == 0; }));
}

TEST_F(Sleep, HastyPressesOfPauseLeaveNoLockBehind) {
    serve_login1();
    start();
    start_playing();
    for (int i = 0; i < 20; ++i) {
        player->toggle();
        QCoreApplication::processEvents();
    }
    ASSERT_TRUE(is(PlaybackState::playing));
    EXPECT_TRUE(reached([&] { return login1.held("block") == 1; }));
    player->pause();
    EXPECT_TRUE(reached([&] { return login1.held("block") == 0 && login1.held("delay") == 0; }));
}

TEST_F(Sleep, ThatComesAllTheSamePausesFirst) {
    serve_login1();
    start();
    start_playing();
    ASSERT_TRUE(reached([&] { return login1.held("delay") == 1; }));
    Q_EMIT login1.PrepareForSleep(true);
    EXPECT_TRUE(is(PlaybackState::paused));
    EXPECT_TRUE(reached([&] { return login1.held("delay") == 0; })) << "the machine need not wait any longer";
    Q_EMIT login1.PrepareForSleep(false);
    EXPECT_TRUE(is(PlaybackState::paused)) << "waking up starts no music";
}

TEST_F(Sleep, WithoutLogin1ThePowerManagerOfTheDesktopIsAsked) {
    serve(QStringLiteral("org.freedesktop.PowerManagement"),
          QStringLiteral("/org/freedesktop/PowerManagement/Inhibit"), &power);
    start();
    start_playing();
    ASSERT_TRUE(reached([&] { return power.held == QList<uint>{41}; }));
    player->pause();
    EXPECT_TRUE(reached([&] { return power.held.isEmpty(); }));
}

TEST_F(Sleep, WithoutBothThePortalIsAsked) {
    auto server = serve(QStringLiteral("org.freedesktop.portal.Desktop"),
                        QStringLiteral("/org/freedesktop/portal/desktop"), &portal);
    ASSERT_TRUE(server.registerObject(QStringLiteral("/request/1"), &portal.request,
                                      QDBusConnection::ExportAllSlots));
    start();
    start_playing();
    ASSERT_TRUE(reached([&] { return portal.request.open; }));
    EXPECT_EQ(portal.flags, 4u) << "suspend, nothing else";
    player->stop();
    EXPECT_TRUE(reached([&] { return !portal.request.open; }));
}

TEST_F(Sleep, WithNobodyToAskTheMusicPlaysAllTheSame) {
    start();
    start_playing();
    player->pause();
    EXPECT_TRUE(is(PlaybackState::paused));
}

}  // namespace
}  // namespace refrain

#include "sleep_inhibitor_test.moc"
