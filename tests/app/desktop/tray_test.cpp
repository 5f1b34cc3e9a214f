// The icon in the tray: what its menu says, and a tray of the test's own that shows it.
#include "app/desktop/tray.h"

#include "tests/app/desktop/playing_fixture.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QTranslator>

namespace refrain {
namespace {

using test::reached;

const TrayWords words{"Show", "Play", "Pause", "Next", "Previous", "Love", "Quit"};

TrayLine line_of(const std::vector<TrayLine>& lines, TrayAction action) {
    for (const TrayLine& line : lines) {
        if (line.action == action) {
            return line;
        }
    }
    return {};
}

PlayerState playing_first_of_two() {
    PlayerState state;
    std::vector<QueueEntry> queue;
    for (int i = 1; i <= 2; ++i) {
        QueueEntry entry;
        entry.id = QueueEntryId(i);
        entry.title = "Snow_White & <Co>";
        entry.artist = "Artist";
        queue.push_back(entry);
    }
    state.queue = queue;
    state.current = 0;
    state.state = PlaybackState::playing;
    return state;
}

TEST(TrayMenu, OffersWhatHasAMeaningNow) {
    auto state = playing_first_of_two();
    auto lines = tray_menu(state, false, words);
    EXPECT_EQ(line_of(lines, TrayAction::toggle).label, "Pause");
    EXPECT_TRUE(line_of(lines, TrayAction::next).enabled);
    EXPECT_EQ(line_of(lines, TrayAction::love).checked, false);
    state.state = PlaybackState::paused;
    state.current = 1;
    lines = tray_menu(state, std::nullopt, words);
    EXPECT_EQ(line_of(lines, TrayAction::toggle).label, "Play");
    EXPECT_FALSE(line_of(lines, TrayAction::next).enabled);
    EXPECT_TRUE(line_of(lines, TrayAction::previous).enabled);
    EXPECT_FALSE(line_of(lines, TrayAction::love).enabled) << "a file that is not of the library";
    lines = tray_menu(PlayerState{}, std::nullopt, words);
    EXPECT_FALSE(line_of(lines, TrayAction::toggle).enabled);
    EXPECT_TRUE(line_of(lines, TrayAction::quit).enabled);
}

TEST(TrayTitle, IsPlainTextAndTheProgramsNameWhenNothingPlays) {
    auto state = playing_first_of_two();
    EXPECT_EQ(tray_title(state), "Snow_White & <Co> – Artist");
    state.state = PlaybackState::stopped;
    EXPECT_EQ(tray_title(state), "Refrain");
}

TEST(MenuLabel, ShowsAnUnderscoreInsteadOfUnderlining) {
    EXPECT_EQ(menu_label(QStringLiteral("a_b")), "a__b");
}

TEST(TrayAction, IsTakenOnlyFromIdsOfTheMenu) {
    EXPECT_EQ(tray_action(2), TrayAction::toggle);
    for (const int id : {0, -1, 7, 8, 1000}) {
        EXPECT_EQ(tray_action(id), TrayAction::none) << id;
    }
}

const QString kWatcher = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString kItem = QStringLiteral("org.kde.StatusNotifierItem");
const QString kMenu = QStringLiteral("com.canonical.dbusmenu");

class FakeWatcher : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ has_host)
  public:
    bool has_host() const { return host; }
    bool host = true;
    QStringList items;

  public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString& service) { items.append(service); }

  Q_SIGNALS:
    void StatusNotifierHostRegistered();
    void StatusNotifierHostUnregistered();
};

class InATray : public test::PlayingOnABus {
  protected:
    void serve() {
        auto server = bus.connect(QStringLiteral("watcher"));
        ASSERT_TRUE(server.registerObject(QStringLiteral("/StatusNotifierWatcher"), &watcher,
                                          QDBusConnection::ExportAllSlots |
                                              QDBusConnection::ExportAllSignals |
                                              QDBusConnection::ExportAllProperties));
        ASSERT_TRUE(server.registerService(kWatcher));
    }
    void start() {
        TrayCallbacks callbacks;
        callbacks.show = [this] { ++shown; };
        callbacks.quit = [this] { ++quit; };
        callbacks.loved = [this](const QueueEntry&) { return std::optional(loved); };
        callbacks.love = [this](const QueueEntry&, bool love) { loved = love; };
        tray = std::make_unique<Tray>(*follower, callbacks, TrayPixmaps{{1, 1, QByteArray(4, '\xff')}},
                                      bus.connect(QStringLiteral("player")));
    }
    void TearDown() override { tray.reset(); }

    QVariantList ask(const QString& path, const QString& interface, const QString& method,
                     const QVariantList& arguments = {}) {
        auto message = QDBusMessage::createMethodCall(watcher.items.value(0), path, interface, method);
        message.setArguments(arguments);
        const auto reply = test::call(bus.connect(QStringLiteral("host")), message);
        EXPECT_EQ(reply.type(), QDBusMessage::ReplyMessage) << reply.errorMessage().toStdString();
        return reply.arguments();
    }
    QVariant item_property(const char* name) {
        return ask(QStringLiteral("/StatusNotifierItem"), QStringLiteral("org.freedesktop.DBus.Properties"),
                   QStringLiteral("Get"), {kItem, QString::fromLatin1(name)})
            .value(0)
            .value<QDBusVariant>()
            .variant();
    }
    MenuLayout menu() {
        const auto answer =
            ask(QStringLiteral("/MenuBar"), kMenu, QStringLiteral("GetLayout"), {0, -1, QStringList()});
        return qdbus_cast<MenuLayout>(answer.value(1));
    }
    /// The id of the line with that label; 0 where there is none.
    int line(const QString& label) {
        for (const auto& child : menu().children) {
            if (child.properties.value("label") == label) {
                return child.id;
            }
        }
        return 0;
    }
    void click(const QString& label) {
        ask(QStringLiteral("/MenuBar"), kMenu, QStringLiteral("Event"),
            {line(label), QStringLiteral("clicked"), QVariant::fromValue(QDBusVariant(0)), 0u});
    }

    FakeWatcher watcher;
    std::unique_ptr<Tray> tray;
    int shown = 0, quit = 0;
    bool loved = false;
};

TEST_F(InATray, ShowsWhatPlaysAndDrivesThePlayer) {
    serve();
    start();
    ASSERT_TRUE(reached([&] { return tray->visible(); }));
    EXPECT_EQ(item_property("Status"), "Active");
    EXPECT_EQ(qdbus_cast<TrayPixmaps>(item_property("IconPixmap")).size(), 1);
    start_playing();
    EXPECT_EQ(qdbus_cast<TrayToolTip>(item_property("ToolTip")).title, "Title 1");

    click(QStringLiteral("Pause"));
    ASSERT_TRUE(is(PlaybackState::paused));
    click(QStringLiteral("Play"));
    ASSERT_TRUE(is(PlaybackState::playing));
    click(QStringLiteral("Next"));
    ASSERT_TRUE(reached([&] { return follower->state().current == 1; }));
    EXPECT_EQ(qdbus_cast<TrayToolTip>(item_property("ToolTip")).title, "Title 2");
    click(QStringLiteral("Love"));
    EXPECT_TRUE(loved);
    for (const auto& child : menu().children) {
        if (child.properties.value("label") == "Love") {
            EXPECT_EQ(child.properties.value("toggle-state"), 1);
        }
    }
    click(QStringLiteral("Show Refrain"));
    click(QStringLiteral("Quit"));
    ask(QStringLiteral("/StatusNotifierItem"), kItem, QStringLiteral("Activate"), {0, 0});
    EXPECT_EQ(shown, 2);
    EXPECT_EQ(quit, 1);
    const auto before = player->state().volume;
    ask(QStringLiteral("/StatusNotifierItem"), kItem, QStringLiteral("Scroll"),
        {-120, QStringLiteral("vertical")});
    EXPECT_TRUE(reached([&] { return follower->state().volume < before; }));
}

/// Knows one word.
class OneWord : public QTranslator {
  public:
    QString translate(const char* context, const char* text, const char* /*comment*/,
                      int /*n*/) const override {
        return qstrcmp(context, "refrain::Tray") == 0 && qstrcmp(text, "Quit") == 0 ? QStringLiteral("退出")
                                                                                    : QString();
    }
    bool isEmpty() const override { return false; }
};

TEST_F(InATray, SpeaksAnotherLanguageAsSoonAsItIsToldTo) {
    serve();
    start();
    ASSERT_TRUE(reached([&] { return tray->visible(); }));
    EXPECT_NE(line(QStringLiteral("Quit")), 0);
    OneWord word;
    QCoreApplication::installTranslator(&word);
    tray->refresh();
    EXPECT_NE(line(QStringLiteral("退出")), 0);
    QCoreApplication::removeTranslator(&word);
    tray->refresh();
    EXPECT_NE(line(QStringLiteral("Quit")), 0);
}

TEST_F(InATray, ClicksOnWhatIsNotThereDoNothing) {
    serve();
    start();
    ASSERT_TRUE(reached([&] { return tray->visible(); }));
    for (const int id : {0, -5, 99}) {
        ask(QStringLiteral("/MenuBar"), kMenu, QStringLiteral("Event"),
            {id, QStringLiteral("clicked"), QVariant::fromValue(QDBusVariant(0)), 0u});
    }
    const auto events = QVariant::fromValue(
        MenuEventList{{99, QStringLiteral("clicked"), 0, 0}, {1, QStringLiteral("hovered"), 0, 0}});
    const auto unknown = ask(QStringLiteral("/MenuBar"), kMenu, QStringLiteral("EventGroup"), {events});
    EXPECT_EQ(qdbus_cast<QList<int>>(unknown.value(0)), QList<int>{99});
    EXPECT_EQ(shown + quit, 0);
    const auto some = ask(QStringLiteral("/MenuBar"), kMenu, QStringLiteral("GetGroupProperties"),
                          {QVariant::fromValue(QList<int>{6}), QStringList{QStringLiteral("label")}});
    const auto properties = qdbus_cast<MenuPropertiesList>(some.value(0));
    ASSERT_EQ(properties.size(), 1);
    EXPECT_EQ(properties[0].properties["label"], "Quit");
}

TEST_F(InATray, IsNotVisibleWithoutSomebodyWhoShowsIt) {
    watcher.host = false;
    serve();
    start();
    ASSERT_TRUE(reached([&] { return watcher.items.size() == 1; }));
    EXPECT_FALSE(tray->visible());
    watcher.host = true;
    Q_EMIT watcher.StatusNotifierHostRegistered();
    EXPECT_TRUE(reached([&] { return tray->visible(); }));
    watcher.host = false;
    Q_EMIT watcher.StatusNotifierHostUnregistered();
    EXPECT_TRUE(reached([&] { return !tray->visible(); }));
}

TEST_F(InATray, ATrayThatComesLaterGetsTheIconAndOneThatGoesTakesIt) {
    start();
    EXPECT_FALSE(tray->visible());
    serve();
    ASSERT_TRUE(reached([&] { return tray->visible(); }));
    test::PrivateBus::disconnect(QStringLiteral("watcher"));
    EXPECT_TRUE(reached([&] { return !tray->visible(); }));
}

}  // namespace
}  // namespace refrain

#include "tray_test.moc"
