// The real player on a private session bus, driven by a client as a desktop would.
#include "app/desktop/mpris.h"
#include "app/desktop/mpris_view.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <csignal>
#include <fstream>
#include <functional>
#include <sys/prctl.h>

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QDBusPendingReply>
#include <QProcess>
#include <QTimer>
#include <gtest/gtest.h>

namespace refrain {
namespace {

const QString kService = QStringLiteral("org.mpris.MediaPlayer2.refrain");
const QString kObject = QStringLiteral("/org/mpris/MediaPlayer2");
const QString kRoot = QStringLiteral("org.mpris.MediaPlayer2");
const QString kPlayer = QStringLiteral("org.mpris.MediaPlayer2.Player");
const QString kProperties = QStringLiteral("org.freedesktop.DBus.Properties");

/// Lives through events until the condition holds. The limit only ends a test that has failed.
::testing::AssertionResult reached(const std::function<bool()>& condition) {
    bool late = false;
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, [&late] { late = true; });
    limit.start(30'000);
    // Conditions of the player's thread raise no event here.
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

/// A message bus of the test's own.
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
        daemon_.kill();
        daemon_.waitForFinished();
    }
    QDBusConnection connect(const QString& name) const {
        return QDBusConnection::connectToBus(address_, name);
    }

  private:
    QProcess daemon_;
    QString address_;
};

/// 16 bit mono at 8 kHz: enough for a player to chew on.
std::string wav_file(const std::filesystem::path& path, int seconds) {
    constexpr std::uint32_t rate = 8000;
    const auto data_bytes = static_cast<std::uint32_t>(seconds) * rate * 2;
    std::ofstream out(path, std::ios::binary);
    const auto put = [&out](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            out.put(static_cast<char>(value >> (8 * i) & 0xff));
        }
    };
    out << "RIFF";
    put(36 + data_bytes, 4);
    out << "WAVEfmt ";
    put(16, 4);
    put(1, 2);
    put(1, 2);
    put(rate, 4);
    put(rate * 2, 4);
    put(2, 2);
    put(16, 2);
    out << "data";
    put(data_bytes, 4);
    for (std::uint32_t i = 0; i < data_bytes / 2; ++i) {
        put(static_cast<std::uint32_t>(std::lround(8000 * std::sin(0.345 * i))) & 0xffff, 2);
    }
    return path.native();
}

/// What a desktop sees: the signals.
class Client : public QObject {
    Q_OBJECT
  public:
    explicit Client(QDBusConnection bus) : bus_(bus) {
        bus_.connect(kService, kObject, kProperties, QStringLiteral("PropertiesChanged"), this,
                     SLOT(changed(QString, QVariantMap, QStringList)));
        bus_.connect(kService, kObject, kPlayer, QStringLiteral("Seeked"), this, SLOT(seeked(qlonglong)));
    }

    /// Server and client share this thread, so a call must not block it.
    QDBusMessage call(const QString& interface, const QString& method, const QVariantList& arguments = {}) {
        auto message = QDBusMessage::createMethodCall(kService, kObject, interface, method);
        message.setArguments(arguments);
        const auto pending = bus_.asyncCall(message);
        EXPECT_TRUE(reached([&] { return pending.isFinished(); })) << method.toStdString();
        return pending.reply();
    }
    QVariant property(const QString& interface, const char* name) {
        const auto reply = call(kProperties, QStringLiteral("Get"), {interface, QString::fromLatin1(name)})
                               .arguments()
                               .value(0);
        return reply.value<QDBusVariant>().variant();
    }
    void set_property(const char* name, const QVariant& value) {
        call(kProperties, QStringLiteral("Set"),
             {kPlayer, QString::fromLatin1(name), QVariant::fromValue(QDBusVariant(value))});
    }

    QVariantMap told;
    std::vector<qlonglong> jumps;

  public Q_SLOTS:
    void changed(const QString& interface, const QVariantMap& values, const QStringList& /*invalidated*/) {
        EXPECT_EQ(interface, kPlayer);
        told.insert(values);
    }
    void seeked(qlonglong position) { jumps.push_back(position); }

  private:
    QDBusConnection bus_;
};

class MprisOnABus : public ::testing::Test {
  protected:
    void SetUp() override {
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened.ok());
        database = std::move(opened).value();
        history = std::make_unique<ListeningHistory>(*database);
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        player = std::make_unique<Player>(*history, sink);
        MprisCallbacks callbacks;
        callbacks.raise = [this] { ++raised; };
        callbacks.quit = [this] { ++quit; };
        callbacks.cover_path = [](const QueueEntry&) { return std::string("/covers/a b.png"); };
        callbacks.open_file = [this](const std::string& path) { opened_file = path; };
        mpris = std::make_unique<Mpris>(*player, callbacks);
        ASSERT_TRUE(mpris->start(bus.connect(QStringLiteral("player"))).ok());
        client = std::make_unique<Client>(bus.connect(QStringLiteral("client")));
        for (int i = 1; i <= 3; ++i) {
            QueueEntry entry;
            entry.path = wav_file(folder / (std::to_string(i) + ".wav"), 60);
            entry.title = "Title " + std::to_string(i);
            entries.push_back(entry);
        }
    }
    void TearDown() override {
        client.reset();
        mpris.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("player"));
        QDBusConnection::disconnectFromBus(QStringLiteral("client"));
    }
    void start_playing() {
        player->play(entries);
        ASSERT_TRUE(reached([&] {
            return client->told["PlaybackStatus"] == "Playing" && told_title() == "Title 1" &&
                   client->told["CanSeek"].toBool();
        }));
    }
    QVariantMap told_metadata() const { return qdbus_cast<QVariantMap>(client->told["Metadata"]); }
    QString told_title() const { return told_metadata()["xesam:title"].toString(); }

    test::TemporaryFolder folder;
    PrivateBus bus;
    std::unique_ptr<Database> database;
    std::unique_ptr<ListeningHistory> history;
    std::unique_ptr<Player> player;
    std::unique_ptr<Mpris> mpris;
    std::unique_ptr<Client> client;
    std::vector<QueueEntry> entries;
    int raised = 0, quit = 0;
    std::string opened_file;
};

TEST_F(MprisOnABus, SaysWhoItIsAndRaisesAndQuits) {
    EXPECT_EQ(client->property(kRoot, "Identity"), "Refrain");
    EXPECT_EQ(client->property(kRoot, "DesktopEntry"), "refrain");
    EXPECT_EQ(client->property(kRoot, "CanRaise"), true);
    EXPECT_EQ(client->property(kRoot, "HasTrackList"), false);
    client->call(kRoot, QStringLiteral("Raise"));
    client->call(kRoot, QStringLiteral("Quit"));
    EXPECT_EQ(raised, 1);
    EXPECT_EQ(quit, 1);
}

TEST_F(MprisOnABus, NothingIsPlayingAtFirst) {
    EXPECT_EQ(client->property(kPlayer, "PlaybackStatus"), "Stopped");
    EXPECT_EQ(client->property(kPlayer, "CanControl"), true);
    EXPECT_EQ(client->property(kPlayer, "CanGoNext"), false);
    EXPECT_EQ(client->property(kPlayer, "Position"), 0);
    EXPECT_NE(client->call(kPlayer, QStringLiteral("Next")).type(), QDBusMessage::ErrorMessage);
}

TEST_F(MprisOnABus, TellsWhatPlaysAndFollowsPauseAndPlay) {
    start_playing();
    EXPECT_EQ(told_metadata()["mpris:artUrl"], "file:///covers/a%20b.png");
    EXPECT_EQ(told_metadata()["mpris:length"].toLongLong(), 60'000'000);
    EXPECT_EQ(client->told["CanGoNext"], true);
    client->call(kPlayer, QStringLiteral("Pause"));
    EXPECT_TRUE(reached([&] { return client->told["PlaybackStatus"] == "Paused"; }));
    EXPECT_EQ(player->state().state, PlaybackState::paused);
    client->call(kPlayer, QStringLiteral("Play"));
    EXPECT_TRUE(reached([&] { return client->told["PlaybackStatus"] == "Playing"; }));
    client->call(kPlayer, QStringLiteral("PlayPause"));
    EXPECT_TRUE(reached([&] { return client->told["PlaybackStatus"] == "Paused"; }));
    client->call(kPlayer, QStringLiteral("Stop"));
    EXPECT_TRUE(reached([&] { return client->told["PlaybackStatus"] == "Stopped"; }));
}

TEST_F(MprisOnABus, NextAndPreviousMoveThroughTheQueueAndTheTrackIdFollows) {
    start_playing();
    const auto first = client->property(kPlayer, "Metadata");
    client->call(kPlayer, QStringLiteral("Next"));
    EXPECT_TRUE(reached([&] { return told_title() == "Title 2"; }));
    client->call(kPlayer, QStringLiteral("Next"));
    EXPECT_TRUE(reached([&] { return told_title() == "Title 3" && client->told["CanGoNext"] == false; }));
    client->call(kPlayer, QStringLiteral("Previous"));
    EXPECT_TRUE(reached([&] { return told_title() == "Title 2"; }));
}

TEST_F(MprisOnABus, VolumeGoesBothWays) {
    client->set_property("Volume", 0.25);
    EXPECT_TRUE(reached([&] { return client->told["Volume"].toDouble() == 0.25; }));
    EXPECT_EQ(player->state().volume, 0.25);
    client->set_property("Volume", -3.0);
    EXPECT_TRUE(reached([&] { return client->told["Volume"].toDouble() == 0.0; }));
    player->set_volume(0.5);
    EXPECT_TRUE(reached([&] { return client->property(kPlayer, "Volume").toDouble() == 0.5; }));
}

TEST_F(MprisOnABus, AJumpIsSignalledAndAStaleOneIgnored) {
    start_playing();
    player->pause();
    ASSERT_TRUE(reached([&] { return client->told["PlaybackStatus"] == "Paused"; }));
    const auto current = told_metadata()["mpris:trackid"].value<QDBusObjectPath>();
    client->jumps.clear();
    client->call(
        kPlayer, QStringLiteral("SetPosition"),
        {QVariant::fromValue(QDBusObjectPath(QStringLiteral("/org/refrain/queue/999"))), 50'000'000LL});
    client->call(kPlayer, QStringLiteral("SetPosition"), {QVariant::fromValue(current), 20'000'000LL});
    ASSERT_TRUE(reached([&] { return !client->jumps.empty(); }));
    EXPECT_EQ(client->jumps.front(), 20'000'000) << "the stale request came first and moved nothing";
    EXPECT_EQ(client->property(kPlayer, "Position").toLongLong(), 20'000'000);
    client->call(kPlayer, QStringLiteral("Seek"), {-5'000'000LL});
    ASSERT_TRUE(reached([&] { return client->jumps.back() == 15'000'000; }));
}

TEST_F(MprisOnABus, OpensAFileWhateverItsBytes) {
    client->call(kPlayer, QStringLiteral("OpenUri"), {QStringLiteral("file:///m/%FF%20x.flac")});
    EXPECT_EQ(opened_file, "/m/\xff x.flac");
    client->call(kPlayer, QStringLiteral("OpenUri"), {QStringLiteral("http://example.org/x.mp3")});
    EXPECT_EQ(opened_file, "/m/\xff x.flac");
}

TEST_F(MprisOnABus, ASecondPlayerTakesANameOfItsOwn) {
    Mpris second(*player, {});
    ASSERT_TRUE(second.start(bus.connect(QStringLiteral("second"))).ok());
    EXPECT_TRUE(second.service_name().startsWith(kService + QStringLiteral(".instance")));
    QDBusConnection::disconnectFromBus(QStringLiteral("second"));
}

TEST_F(MprisOnABus, WithoutABusItSaysSoAndThePlayerPlaysOn) {
    Mpris none(*player, {});
    const auto status =
        none.start(QDBusConnection::connectToBus(QStringLiteral("unix:path=/nowhere"), "none"));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().message, "Desktop keys cannot control the player: there is no session bus");
    EXPECT_TRUE(none.service_name().isEmpty());
    start_playing();
    QDBusConnection::disconnectFromBus(QStringLiteral("none"));
}

}  // namespace
}  // namespace refrain

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}

#include "mpris_bus_test.moc"
