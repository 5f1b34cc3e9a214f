// The real program with its window, which nobody sees, on a bus and in folders of the test's own; and a
// client on that bus, as a desktop's keys are one. The test's main thread, with a QCoreApplication.
#pragma once

#include "tests/app/desktop/private_bus.h"
#include "tests/app/program.h"
#include "tests/app/sound_file.h"

#include <csignal>
#include <cstdlib>
#include <string>
#include <sys/prctl.h>
#include <utility>
#include <vector>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QStringList>
#include <QVariantMap>

namespace refrain::app {

using test::reached;

class RealWindow : public testing::Test {
  protected:
    static void SetUpTestSuite() { qDBusRegisterMetaType<QList<QVariantMap>>(); }
    ~RealWindow() override {
        if (window_ > 0) {
            end_with(SIGKILL);
        }
    }

    std::vector<std::string> command(const std::vector<std::string>& words) const {
        std::vector<std::string> all{REFRAIN_PROGRAM, "--data-dir", folder / "data", "--audio-sink", "fake"};
        all.insert(all.end(), words.begin(), words.end());
        return all;
    }
    /// The environment of a listener who has nothing but what the test gives.
    void use_own_places() const {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const std::string home = folder.path();
        for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
                 {"HOME", home},
                 {"XDG_RUNTIME_DIR", home},
                 {"XDG_CACHE_HOME", home + "/cache"},
                 {"QT_QPA_PLATFORM", "offscreen"},
                 {"QT_QUICK_BACKEND", "software"},
                 {"LC_ALL", "C.UTF-8"},
                 {"DBUS_SESSION_BUS_ADDRESS", bus.address().toStdString()},
                 {"DBUS_SYSTEM_BUS_ADDRESS", bus.address().toStdString()},
                 {"PULSE_SERVER", "unix:" + home + "/nowhere"}}) {
            ::setenv(name.c_str(), value.c_str(), 1);
        }
    }
    Outcome refrain(const std::vector<std::string>& words) const {
        return run(command(words), [this] { use_own_places(); });
    }
    /// Opens the window and waits until it is on the bus.
    void open_window(const std::vector<std::string>& words = {}) {
        window_ = start(command(words), folder / "out", folder / "err", [this] { use_own_places(); });
        ASSERT_TRUE(reached([&] { return !player_property("PlaybackStatus").toString().isEmpty(); }))
            << text_of(folder / "err");
    }
    /// Its exit code, or 128 + the signal.
    int end_with(int signal) {
        ::kill(window_, signal);
        return wait_for(std::exchange(window_, -1));
    }

    QDBusMessage call(const QString& interface, const QString& method, const QVariantList& arguments = {}) {
        auto message =
            QDBusMessage::createMethodCall(QStringLiteral("org.mpris.MediaPlayer2.refrain"),
                                           QStringLiteral("/org/mpris/MediaPlayer2"), interface, method);
        message.setArguments(arguments);
        return test::call(client, message);
    }
    QDBusMessage press(const QString& method, const QVariantList& arguments = {}) {
        return call(QStringLiteral("org.mpris.MediaPlayer2.Player"), method, arguments);
    }
    QVariant property(const QString& interface, const QString& name) {
        const auto reply =
            call(QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"), {interface, name});
        return reply.arguments().value(0).value<QDBusVariant>().variant();
    }
    QVariant player_property(const char* name) {
        return property(QStringLiteral("org.mpris.MediaPlayer2.Player"), QString::fromLatin1(name));
    }
    QDBusMessage set(const char* name, const QVariant& value) {
        return call(QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Set"),
                    {QStringLiteral("org.mpris.MediaPlayer2.Player"), QString::fromLatin1(name),
                     QVariant::fromValue(QDBusVariant(value))});
    }
    QVariantMap metadata() { return qdbus_cast<QVariantMap>(player_property("Metadata")); }
    std::string title() { return metadata()[QStringLiteral("xesam:title")].toString().toStdString(); }
    std::int64_t position_ms() { return player_property("Position").toLongLong() / 1000; }
    testing::AssertionResult status_is(const char* status) {
        return reached([&] { return player_property("PlaybackStatus").toString() == QLatin1String(status); });
    }
    /// The titles of the queue, in its order.
    std::vector<std::string> queue() {
        const QString list = QStringLiteral("org.mpris.MediaPlayer2.TrackList");
        const auto ids = property(list, QStringLiteral("Tracks"));
        const auto reply = call(list, QStringLiteral("GetTracksMetadata"),
                                {QVariant::fromValue(qdbus_cast<QList<QDBusObjectPath>>(ids))});
        std::vector<std::string> titles;
        for (const auto& one : qdbus_cast<QList<QVariantMap>>(reply.arguments().value(0))) {
            titles.push_back(one[QStringLiteral("xesam:title")].toString().toStdString());
        }
        return titles;
    }

    TemporaryFolder folder;
    test::PrivateBus bus;
    QDBusConnection client = bus.connect(QStringLiteral("client"));

  private:
    pid_t window_ = -1;
};

}  // namespace refrain::app
