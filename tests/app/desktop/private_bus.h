// A message bus of the test's own, and waiting for what happens on it. The test's main thread, with a
// QCoreApplication. A missing dbus-daemon fails the test that uses the bus.
#pragma once

#include <csignal>
#include <functional>
#include <sys/prctl.h>

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QProcess>
#include <QTimer>
#include <gtest/gtest.h>

namespace refrain::test {

/// Lives through events until the condition holds. The limit only ends a test that has failed.
inline ::testing::AssertionResult reached(const std::function<bool()>& condition) {
    bool late = false;
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, [&late] { late = true; });
    limit.start(60'000);
    // Conditions of other threads raise no event here.
    QTimer look;
    look.start(5);
    while (!condition()) {
        if (late) {
            return ::testing::AssertionFailure() << "not reached";
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return ::testing::AssertionSuccess();
}

class PrivateBus {
  public:
    PrivateBus() {
        // It ends with the test, however the test ends.
        daemon_.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        daemon_.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                                      QStringLiteral("--print-address=1")});
        while (!daemon_.canReadLine() && daemon_.waitForReadyRead(30'000)) {
        }
        address_ = QString::fromUtf8(daemon_.readLine()).trimmed();
    }
    ~PrivateBus() {
        for (const QString& name : names_) {
            QDBusConnection::disconnectFromBus(name);
        }
        daemon_.kill();
        daemon_.waitForFinished();
    }
    QString address() const { return address_; }

    /// One connection a name; all are closed with the bus.
    QDBusConnection connect(const QString& name) {
        names_.append(name);
        return QDBusConnection::connectToBus(address_, name);
    }
    static void disconnect(const QString& name) { QDBusConnection::disconnectFromBus(name); }

  private:
    QProcess daemon_;
    QString address_;
    QStringList names_;
};

/// Server and client share this thread, so a call must not block it.
inline QDBusMessage call(const QDBusConnection& bus, const QDBusMessage& message) {
    const auto pending = bus.asyncCall(message);
    EXPECT_TRUE(reached([&] { return pending.isFinished(); })) << message.member().toStdString();
    return pending.reply();
}

}  // namespace refrain::test
