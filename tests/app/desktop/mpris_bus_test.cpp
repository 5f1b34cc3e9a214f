// The real player on a private session bus, driven by a client as a desktop would.
#include "app/desktop/mpris.h"
#include "app/desktop/mpris_view.h"
#include "app/desktop/track_art.h"
#include "tests/app/desktop/private_bus.h"
#include "tests/app/sound_file.h"
#include "tests/support/temporary_folder.h"

#include <fstream>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QMap>
#include <QXmlStreamReader>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::PrivateBus;
using test::reached;

const QString kService = QStringLiteral("org.mpris.MediaPlayer2.refrain");
const QString kObject = QStringLiteral("/org/mpris/MediaPlayer2");
const QString kRoot = QStringLiteral("org.mpris.MediaPlayer2");
const QString kPlayer = QStringLiteral("org.mpris.MediaPlayer2.Player");
const QString kTrackList = QStringLiteral("org.mpris.MediaPlayer2.TrackList");
const QString kProperties = QStringLiteral("org.freedesktop.DBus.Properties");

/// The start of a PNG, enough to be taken for a picture.
const std::string kPicture = std::string("\x89PNG\r\n\x1a\n", 8) + "and then the rest";

/// An ID3v2.3 tag with one picture in it (APIC: encoding, type, 3 = front cover, description, bytes).
std::string tag_with_picture() {
    const auto big = [](std::size_t value) {
        std::string text;
        for (int shift : {24, 16, 8, 0}) {
            text += static_cast<char>(value >> shift & 0xff);
        }
        return text;
    };
    const std::string frame = std::string("\0image/png\0\x03\0", 13) + kPicture;
    const std::string body = "APIC" + big(frame.size()) + std::string(2, '\0') + frame;
    // Shorter than 128 bytes, so that the size's seven bits a byte are plain.
    return std::string("ID3\x03\0\0\0\0\0", 9) + static_cast<char>(body.size()) + body;
}

/// What a desktop sees: the signals.
class Client : public QObject {
    Q_OBJECT
  public:
    explicit Client(QDBusConnection bus) : bus_(bus) {
        bus_.connect(kService, kObject, kProperties, QStringLiteral("PropertiesChanged"), this,
                     SLOT(changed(QString, QVariantMap, QStringList)));
        bus_.connect(kService, kObject, kPlayer, QStringLiteral("Seeked"), this, SLOT(seeked(qlonglong)));
        bus_.connect(kService, kObject, kTrackList, QStringLiteral("TrackListReplaced"), this,
                     SLOT(replaced(QList<QDBusObjectPath>, QDBusObjectPath)));
    }

    QDBusMessage call(const QString& interface, const QString& method, const QVariantList& arguments = {}) {
        auto message = QDBusMessage::createMethodCall(kService, kObject, interface, method);
        message.setArguments(arguments);
        return test::call(bus_, message);
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
    QStringList invalidated;
    QList<QDBusObjectPath> tracks;
    QString current_track;

  public Q_SLOTS:
    void changed(const QString& interface, const QVariantMap& values, const QStringList& invalid) {
        EXPECT_TRUE(interface == kPlayer || values.isEmpty());
        told.insert(values);
        invalidated += invalid;
    }
    void replaced(const QList<QDBusObjectPath>& ids, const QDBusObjectPath& current) {
        tracks = ids;
        current_track = current.path();
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
        callbacks.facts_of = [](const QueueEntry& entry) {
            MprisTrackFacts facts;
            facts.track_number = entry.title == "Title 2" ? 2 : 1;
            return facts;
        };
        callbacks.open_file = [this](const std::string& path) { opened_file = path; };
        follower = std::make_unique<PlayerFollower>(*player);
        mpris = std::make_unique<Mpris>(*follower, callbacks);
        ASSERT_TRUE(mpris->start(bus.connect(QStringLiteral("player"))).ok());
        client = std::make_unique<Client>(bus.connect(QStringLiteral("client")));
        for (int i = 1; i <= 3; ++i) {
            QueueEntry entry;
            entry.title = "Title " + std::to_string(i);
            entry.path = folder / (std::to_string(i) + ".wav");
            app::write_wav(entry.path, {entry.title, "", "", "", 60.0, 440.0});
            entries.push_back(entry);
        }
    }
    void TearDown() override {
        client.reset();
        mpris.reset();
        follower.reset();
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
    std::unique_ptr<PlayerFollower> follower;
    std::unique_ptr<Mpris> mpris;
    std::unique_ptr<Client> client;
    std::vector<QueueEntry> entries;
    int raised = 0, quit = 0;
    std::string opened_file;
};

TEST_F(MprisOnABus, SaysWhoItIsAndRaisesAndQuits) {
    EXPECT_EQ(client->property(kRoot, "Identity"), "Refrain");
    EXPECT_EQ(client->property(kRoot, "DesktopEntry"), "org.refrain.Refrain");
    EXPECT_EQ(client->property(kRoot, "CanRaise"), true);
    EXPECT_EQ(client->property(kRoot, "HasTrackList"), true);
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
    EXPECT_EQ(told_metadata()["xesam:trackNumber"], 1);
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
    for (const char* other : {"http://example.org/x.mp3", "/m/x.flac", "file://server/x.flac", ""}) {
        EXPECT_EQ(client->call(kPlayer, QStringLiteral("OpenUri"), {QString::fromLatin1(other)}).type(),
                  QDBusMessage::ErrorMessage)
            << other;
    }
    EXPECT_EQ(opened_file, "/m/\xff x.flac");
}

TEST_F(MprisOnABus, PlayPauseIsRefusedWhereThereIsNothingToPlayAndPauseDoesNothing) {
    EXPECT_EQ(client->call(kPlayer, QStringLiteral("PlayPause")).type(), QDBusMessage::ErrorMessage);
    EXPECT_EQ(client->call(kPlayer, QStringLiteral("Pause")).type(), QDBusMessage::ReplyMessage);
    EXPECT_EQ(client->call(kPlayer, QStringLiteral("Play")).type(), QDBusMessage::ReplyMessage);
    EXPECT_EQ(client->property(kPlayer, "PlaybackStatus"), "Stopped");
}

TEST_F(MprisOnABus, SaysOfWhichPropertiesAClientIsNotTold) {
    const auto told =
        client->call(QStringLiteral("org.freedesktop.DBus.Introspectable"), QStringLiteral("Introspect"))
            .arguments()
            .value(0)
            .toString();
    QXmlStreamReader xml(told);
    QString interface, property;
    QMap<QString, QString> emits, types;
    while (!xml.atEnd()) {
        xml.readNext();
        const auto name = xml.attributes().value(QStringLiteral("name")).toString();
        if (!xml.isStartElement()) {
            continue;
        }
        if (xml.name() == QLatin1String("interface")) {
            interface = name;
        } else if (xml.name() == QLatin1String("property")) {
            property = name;
            types[interface + u'.' + name] = xml.attributes().value(QStringLiteral("type")).toString();
        } else if (name == QLatin1String("org.freedesktop.DBus.Property.EmitsChangedSignal")) {
            emits[interface + u'.' + property] = xml.attributes().value(QStringLiteral("value")).toString();
        }
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    EXPECT_EQ(emits, (QMap<QString, QString>{{kPlayer + QStringLiteral(".Position"), "false"},
                                             {kPlayer + QStringLiteral(".CanControl"), "false"},
                                             {kTrackList + QStringLiteral(".Tracks"), "invalidates"}}));
    // As the specification lists them.
    const QMap<QString, QString> wanted{{"PlaybackStatus", "s"}, {"LoopStatus", "s"},    {"Rate", "d"},
                                        {"Shuffle", "b"},        {"Metadata", "a{sv}"},  {"Volume", "d"},
                                        {"Position", "x"},       {"MinimumRate", "d"},   {"MaximumRate", "d"},
                                        {"CanGoNext", "b"},      {"CanGoPrevious", "b"}, {"CanPlay", "b"},
                                        {"CanPause", "b"},       {"CanSeek", "b"},       {"CanControl", "b"}};
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        EXPECT_EQ(types[kPlayer + u'.' + it.key()], it.value()) << it.key().toStdString();
    }
    EXPECT_EQ(types[kTrackList + QStringLiteral(".Tracks")], "ao");
}

TEST_F(MprisOnABus, ATrackThatIsRepeatedIsAJumpToItsStartEachTime) {
    app::write_wav(entries[0].path, {"Short", "", "", "", 3.0, 440.0});
    player->set_repeat(RepeatMode::one);
    start_playing();
    ASSERT_TRUE(reached([&] { return client->jumps.size() >= 2; }));
    EXPECT_LT(client->jumps.back(), 1'500'000);
    EXPECT_EQ(told_title(), "Title 1");
}

TEST_F(MprisOnABus, ShuffleRepeatAndRateGoBothWays) {
    start_playing();
    EXPECT_EQ(client->property(kPlayer, "MinimumRate").toDouble(), 0.5);
    EXPECT_EQ(client->property(kPlayer, "MaximumRate").toDouble(), 3.0);
    client->set_property("Shuffle", true);
    client->set_property("LoopStatus", QStringLiteral("Playlist"));
    client->set_property("Rate", 1.5);
    EXPECT_TRUE(reached([&] {
        return client->told["Shuffle"].toBool() && client->told["LoopStatus"] == "Playlist" &&
               client->told["Rate"].toDouble() == 1.5;
    }));
    EXPECT_EQ(player->state().repeat, RepeatMode::all);
    client->set_property("LoopStatus", QStringLiteral("Sometimes"));
    client->set_property("Rate", 17.0);
    player->set_repeat(RepeatMode::one);
    EXPECT_TRUE(reached([&] { return client->told["LoopStatus"] == "Track"; }));
    EXPECT_EQ(player->state().speed, 1.5) << "outside the limits: left alone";
    client->set_property("Rate", 0.0);
    EXPECT_TRUE(reached([&] { return client->told["PlaybackStatus"] == "Paused"; }));
}

TEST_F(MprisOnABus, BackToTheStartIsAJumpAndPlayingOnIsNone) {
    start_playing();
    client->jumps.clear();
    player->seek(Milliseconds(10'000));
    ASSERT_TRUE(reached([&] { return !client->jumps.empty(); }));
    EXPECT_GE(client->jumps.back(), 10'000'000);
    const auto after_seek = client->jumps.size();
    // A second of playing: many positions, no jump.
    ASSERT_TRUE(reached([&] { return follower->position() > Milliseconds(11'000); }));
    EXPECT_EQ(client->jumps.size(), after_seek);
    client->call(kPlayer, QStringLiteral("Previous"));
    ASSERT_TRUE(reached([&] { return client->jumps.size() > after_seek; }));
    EXPECT_LT(client->jumps.back(), 10'000'000);
    EXPECT_EQ(told_title(), "Title 1");
}

TEST_F(MprisOnABus, AStretchThatIsPlayedAgainIsAJumpEachTime) {
    start_playing();
    client->jumps.clear();
    player->set_stretch(RepeatStretch{Milliseconds(5'000), Milliseconds(5'300)});
    player->seek(Milliseconds(5'000));
    // The seek, and twice from B to A.
    ASSERT_TRUE(reached([&] { return client->jumps.size() >= 3; }));
    EXPECT_LT(client->jumps.back(), 6'000'000);
}

TEST_F(MprisOnABus, TheQueueAroundTheCurrentTrackCanBeSeenAndGoneTo) {
    start_playing();
    ASSERT_TRUE(reached([&] { return client->tracks.size() == 3; }));
    EXPECT_EQ(client->current_track, told_metadata()["mpris:trackid"].value<QDBusObjectPath>().path());
    EXPECT_TRUE(reached([&] { return client->invalidated.contains(QStringLiteral("Tracks")); }));
    EXPECT_EQ(client->property(kTrackList, "CanEditTracks"), false);

    const auto stranger = QDBusObjectPath(QStringLiteral("/org/refrain/queue/999"));
    const auto reply = client->call(
        kTrackList, QStringLiteral("GetTracksMetadata"),
        {QVariant::fromValue(QList<QDBusObjectPath>{client->tracks[2], stranger, client->tracks[1]})});
    const auto told = qdbus_cast<QList<QVariantMap>>(reply.arguments().value(0));
    ASSERT_EQ(told.size(), 2);
    EXPECT_EQ(told[0]["xesam:title"].toString(), "Title 3");
    EXPECT_EQ(told[1]["xesam:trackNumber"].toInt(), 2);

    client->call(kTrackList, QStringLiteral("GoTo"), {QVariant::fromValue(stranger)});
    client->call(kTrackList, QStringLiteral("GoTo"), {QVariant::fromValue(client->tracks[2])});
    EXPECT_TRUE(reached([&] { return told_title() == "Title 3"; }));
}

TEST_F(MprisOnABus, APictureInsideTheFileBecomesAFileOfItsOwn) {
    const auto music = folder / "with picture.wav";
    app::write_wav(music, {"Pictured", "", "", "", 60.0, 440.0});
    // A chunk more at the end, and the size in the header with it.
    const auto chunk = app::riff::chunk("id3 ", tag_with_picture());
    std::ofstream(music, std::ios::binary | std::ios::app) << chunk;
    std::fstream header(music, std::ios::binary | std::ios::in | std::ios::out);
    header.seekp(4);
    header << app::riff::little(static_cast<std::uint32_t>(std::filesystem::file_size(music)) - 8, 4);
    header.close();
    entries[0].path = music;

    TrackArt art(
        *follower, [](const QueueEntry&) { return std::nullopt; },
        [](const TrackView& track, const std::atomic<bool>*) { return read_cover(track); }, folder / "art");
    QObject::connect(&art, &TrackArt::found, mpris.get(), &Mpris::set_art);
    start_playing();
    ASSERT_TRUE(reached([&] { return told_metadata().contains("mpris:artUrl"); }));
    const auto file = path_of_url(told_metadata()["mpris:artUrl"].toString());
    ASSERT_TRUE(file);
    std::ifstream picture(*file, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(picture), {}), kPicture);
    client->call(kPlayer, QStringLiteral("Next"));
    EXPECT_TRUE(reached([&] {
        return told_title() == "Title 2" && !told_metadata().contains("mpris:artUrl");
    })) << "the picture of another track is not shown";
}

TEST_F(MprisOnABus, ASecondPlayerTakesANameOfItsOwn) {
    Mpris second(*follower, {});
    ASSERT_TRUE(second.start(bus.connect(QStringLiteral("second"))).ok());
    EXPECT_TRUE(second.service_name().startsWith(kService + QStringLiteral(".instance")));
}

TEST_F(MprisOnABus, WithoutABusItSaysSoAndThePlayerPlaysOn) {
    Mpris none(*follower, {});
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

#include "mpris_bus_test.moc"
