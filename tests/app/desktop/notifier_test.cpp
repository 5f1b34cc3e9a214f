// What is told when another track begins: the words, and a notification server of the test's own.
#include "app/desktop/notifier.h"

#include "tests/app/desktop/playing_fixture.h"

#include <QCoreApplication>
#include <QDBusArgument>

namespace refrain {
namespace {

using test::reached;

const NotificationLabels labels{QStringLiteral("Next"), QStringLiteral("Pause"), QStringLiteral("Show")};

QueueEntry hostile_entry() {
    QueueEntry entry;
    entry.path = "/m/x.flac";
    entry.title = "<b>Rock & Roll</b>\nand\tmore";
    entry.artist = "<img src=\"file:///etc/passwd\"/>";
    entry.album = "A & B";
    return entry;
}

TEST(TrackNotification, EscapesTheBodyOnlyWhereTheServerReadsMarkup) {
    const auto marked = track_notification(hostile_entry(), "", {true, false}, labels);
    EXPECT_EQ(marked.summary, "<b>Rock & Roll</b> and more") << "a summary is plain text everywhere";
    EXPECT_EQ(marked.body, "&lt;img src=&quot;file:///etc/passwd&quot;/&gt; – A &amp; B");
    const auto plain = track_notification(hostile_entry(), "", {false, false}, labels);
    EXPECT_EQ(plain.body, "<img src=\"file:///etc/passwd\"/> – A & B");
}

TEST(TrackNotification, HasButtonsOnlyWhereTheServerShowsThem) {
    EXPECT_TRUE(track_notification(hostile_entry(), "", {false, false}, labels).actions.isEmpty());
    EXPECT_EQ(track_notification(hostile_entry(), "", {false, true}, labels).actions,
              (QStringList{"default", "Show", "pause", "Pause", "next", "Next"}));
}

TEST(TrackNotification, NamesTheFileWithoutATitleAndLeavesOutWhatIsNotKnown) {
    QueueEntry entry;
    entry.path = "/m/x.flac";
    const auto told = track_notification(entry, "/art/a b.png", {}, labels);
    EXPECT_EQ(told.summary, "x.flac");
    EXPECT_TRUE(told.body.isEmpty());
    EXPECT_EQ(told.hints["image-path"], "file:///art/a%20b.png");
    EXPECT_FALSE(track_notification(entry, "", {}, labels).hints.contains("image-path"));
}

TEST(TrackNotification, IsNoLongerThanAnyoneReadsAndSurvivesBytesThatAreNoText) {
    QueueEntry entry;
    entry.title = std::string(100'000, 'x');
    entry.artist = "\xff\xfe\x01";
    const auto told = track_notification(entry, "", {}, labels);
    EXPECT_EQ(told.summary.size(), 200);
    EXPECT_FALSE(told.body.contains(QChar(1)));
}

TEST(TrackBegan, OnceForEachEntryThatReallyPlays) {
    PlayerState state;
    QueueEntryId last;
    EXPECT_FALSE(track_began(state, last));
    std::vector<QueueEntry> queue(2);
    queue[0].id = QueueEntryId(1);
    queue[1].id = QueueEntryId(2);
    state.queue = queue;
    state.current = 0;
    state.state = PlaybackState::paused;
    EXPECT_FALSE(track_began(state, last)) << "restored at the start, not playing";
    state.state = PlaybackState::playing;
    EXPECT_TRUE(track_began(state, last));
    EXPECT_FALSE(track_began(state, last));
    state.state = PlaybackState::paused;
    EXPECT_FALSE(track_began(state, last));
    state.state = PlaybackState::playing;
    EXPECT_FALSE(track_began(state, last)) << "the same goes on after a pause";
    state.current = 1;
    EXPECT_TRUE(track_began(state, last));
}

class FakeServer : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
  public:
    struct Told {
        uint replaces = 0, id = 0;
        QString summary;
        QStringList actions;
        QVariantMap hints;
    };
    std::vector<Told> told;
    QList<uint> taken_away;
    int asked = 0;

  public Q_SLOTS:
    QStringList GetCapabilities() {
        ++asked;
        return {QStringLiteral("actions"), QStringLiteral("body"), QStringLiteral("body-markup")};
    }
    uint Notify(const QString& /*name*/, uint replaces, const QString& /*icon*/, const QString& summary,
                const QString& /*body*/, const QStringList& actions, const QVariantMap& hints,
                int /*expires*/) {
        const uint id = replaces != 0 ? replaces : ++last_;
        told.push_back({replaces, id, summary, actions, hints});
        return id;
    }
    void CloseNotification(uint id) { taken_away.append(id); }

  Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);

  private:
    uint last_ = 6;
};

class Notifications : public test::PlayingOnABus {
  protected:
    void SetUp() override {
        PlayingOnABus::SetUp();
        art = std::make_unique<TrackArt>(
            *follower, [](const QueueEntry&) { return std::nullopt; },
            [](const TrackView& track, const std::atomic<bool>*) { return read_cover(track); },
            folder / "art");
    }
    void serve() {
        auto connection = bus.connect(QStringLiteral("server"));
        ASSERT_TRUE(
            connection.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &server,
                                      QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        ASSERT_TRUE(connection.registerService(QStringLiteral("org.freedesktop.Notifications")));
    }
    void start() {
        NotifierCallbacks callbacks;
        callbacks.wanted = [this] { return wanted; };
        callbacks.raise = [this] { ++raised; };
        notifier =
            std::make_unique<Notifier>(*follower, *art, callbacks, bus.connect(QStringLiteral("player")));
    }
    void TearDown() override {
        notifier.reset();
        art.reset();
    }
    ::testing::AssertionResult shown(const QString& title) {
        return reached([&] { return !server.told.empty() && server.told.back().summary == title; });
    }

    FakeServer server;
    bool wanted = true;
    int raised = 0;
    std::unique_ptr<TrackArt> art;
    std::unique_ptr<Notifier> notifier;
};

TEST_F(Notifications, OneForATrackReplacedByTheNext) {
    serve();
    start();
    start_playing();
    ASSERT_TRUE(shown("Title 1"));
    EXPECT_EQ(server.told.back().replaces, 0u);
    player->next();
    ASSERT_TRUE(shown("Title 2"));
    EXPECT_EQ(server.told.back().replaces, 7u);
    EXPECT_EQ(server.asked, 1);
    Q_EMIT server.NotificationClosed(7, 2);
    ASSERT_TRUE(reached([&] { return notifier->shown() == 0; }));
    player->next();
    ASSERT_TRUE(shown("Title 3"));
    EXPECT_EQ(server.told.back().replaces, 0u) << "what was closed is not there to be replaced";
    ASSERT_TRUE(reached([&] { return notifier->shown() == 8; }));
    notifier.reset();
    EXPECT_TRUE(reached([&] { return server.taken_away == QList<uint>{8}; }));
}

TEST_F(Notifications, NoneWhileTheWindowIsLookedAt) {
    serve();
    wanted = false;
    start();
    start_playing();
    player->next();
    ASSERT_TRUE(reached([&] { return follower->state().current == 1; }));
    wanted = true;
    player->next();
    ASSERT_TRUE(shown("Title 3"));
    EXPECT_EQ(server.told.size(), 1u);
}

TEST_F(Notifications, FiftyHastyPressesOfNextShowOneNotification) {
    serve();
    for (int i = 0; i < 60; ++i) {
        entries.push_back(entries[static_cast<std::size_t>(i) % 3]);
        entries.back().title = "Copy " + std::to_string(i);
    }
    start();
    start_playing();
    for (int i = 0; i < 50; ++i) {
        player->next();
        QCoreApplication::processEvents();
    }
    ASSERT_TRUE(reached([&] { return follower->state().current == 50; }));
    ASSERT_TRUE(shown(QString::fromStdString(entries[50].title)));
    for (const auto& told : server.told) {
        EXPECT_EQ(told.id, 7u);
    }
}

TEST_F(Notifications, ItsButtonsDriveThePlayerAndThoseOfOthersDoNot) {
    serve();
    start();
    start_playing();
    ASSERT_TRUE(shown("Title 1"));
    // The answer that names it has to have come back.
    ASSERT_TRUE(reached([&] { return notifier->shown() == 7; }));
    Q_EMIT server.ActionInvoked(3, QStringLiteral("pause"));
    Q_EMIT server.ActionInvoked(7, QStringLiteral("next"));
    ASSERT_TRUE(reached([&] { return follower->state().current == 1; }));
    EXPECT_EQ(follower->state().state, PlaybackState::playing);
    Q_EMIT server.ActionInvoked(7, QStringLiteral("default"));
    ASSERT_TRUE(reached([&] { return raised == 1; }));
    Q_EMIT server.ActionInvoked(7, QStringLiteral("pause"));
    EXPECT_TRUE(is(PlaybackState::paused));
}

TEST_F(Notifications, WithoutAServerTheMusicPlaysAllTheSame) {
    start();
    start_playing();
    player->next();
    EXPECT_TRUE(reached([&] { return follower->state().current == 1; }));
}

}  // namespace
}  // namespace refrain

#include "notifier_test.moc"
