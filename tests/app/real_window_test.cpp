// The real window through kills, ends of the session and second starts: nothing of the listener's is lost.
#include "tests/app/real_window.h"

#include <algorithm>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

class WindowThatEnds : public RealWindow {
  protected:
    /// Numbers of two digits, so that order by name is order by number.
    static constexpr int first = 10, tracks = 12;

    void SetUp() override {
        for (int i = first; i < first + tracks; ++i) {
            const std::string number = std::to_string(i);
            write_wav(folder / "music" / (number + ".wav"), {"Title " + number, "", "", "", 120.0, 440.0});
        }
    }
    void play_the_folder_shuffled() {
        open_window({folder / "music"});
        ASSERT_TRUE(status_is("Playing"));
        set("Shuffle", true);
        set("LoopStatus", QStringLiteral("Playlist"));
        set("Volume", 0.25);
        ASSERT_TRUE(reached([&] {
            return player_property("Shuffle").toBool() && player_property("Volume").toDouble() == 0.25;
        }));
        press(QStringLiteral("Next"));
        ASSERT_TRUE(reached([&] { return title() != "Title 10"; }));
        ASSERT_TRUE(reached([&] { return player_property("CanSeek").toBool(); }));
        press(QStringLiteral("Seek"), {qlonglong{60'000'000}});
        ASSERT_TRUE(reached([&] { return position_ms() >= 60'000; }));
    }
    /// What the next start will be told.
    std::int64_t remembered_position() const {
        const SQLite::Database database((folder / "data" / "refrain.sqlite").string(), SQLite::OPEN_READONLY,
                                        60'000);
        SQLite::Statement place(database, "SELECT position_ms FROM player_place");
        return place.executeStep() ? place.getColumn(0).getInt64() : 0;
    }
    nlohmann::json last_listen() const { return refrain({"--json", "history"}).json().back(); }
};

TEST_F(WindowThatEnds, KilledWhileItPlaysItComesBackAsItWas) {
    play_the_folder_shuffled();
    ASSERT_TRUE(reached([&] { return remembered_position() >= 60'000; }));
    const auto queue_before = queue();
    const auto title_before = title();
    EXPECT_EQ(end_with(SIGKILL), 128 + SIGKILL);

    open_window();
    ASSERT_TRUE(reached([&] { return title() == title_before; }));
    EXPECT_EQ(queue(), queue_before);
    EXPECT_TRUE(player_property("Shuffle").toBool());
    EXPECT_EQ(player_property("LoopStatus").toString(), "Playlist");
    EXPECT_EQ(player_property("Volume").toDouble(), 0.25);
    EXPECT_EQ(player_property("PlaybackStatus").toString(), "Stopped") << "nobody asked for sound";
    EXPECT_TRUE(reached([&] { return position_ms() >= 60'000; })) << "the place comes after the title";
    EXPECT_EQ(last_listen()["end_reason"], "interrupted");

    press(QStringLiteral("Play"));
    ASSERT_TRUE(status_is("Playing"));
    EXPECT_EQ(title(), title_before);
    EXPECT_TRUE(reached([&] { return position_ms() >= 60'000; }));
    // The order that was drawn goes on; without shuffle it is the one of the folder again.
    const auto at = std::find(queue_before.begin(), queue_before.end(), title_before);
    press(QStringLiteral("Next"));
    EXPECT_TRUE(reached([&] { return title() == *(at + 1); }));
    set("Shuffle", false);
    EXPECT_TRUE(reached([&] {
        const auto now = queue();
        return now.size() == queue_before.size() && std::is_sorted(now.begin(), now.end());
    }));
}

TEST_F(WindowThatEnds, AnEndOfTheSessionOrOfTheTerminalIsAnOrderlyOne) {
    for (const int signal : {SIGTERM, SIGHUP}) {
        play_the_folder_shuffled();
        const auto title_before = title();
        EXPECT_EQ(end_with(signal), 0);
        EXPECT_EQ(last_listen()["end_reason"], "quit");
        EXPECT_EQ(last_listen()["title"], title_before);
        EXPECT_GE(remembered_position(), 60'000);
    }
}

TEST_F(WindowThatEnds, ASecondStartHandsItsFilesToTheWindowThatIsThere) {
    const std::string strange[] = {"a b.wav", "new\nline.wav", "caf\xE9.wav", "100% \xE5\xA4\x9C#?.wav"};
    for (const auto& name : strange) {
        write_wav(folder / "others" / name,
                  {std::string("In ").append(name, 0, 3), "", "", "", 120.0, 440.0});
    }
    write_wav(folder / "others" / "url.wav", {"By URL", "", "", "", 120.0, 440.0});
    open_window();
    std::vector<std::string> files;
    for (const auto& name : strange) {
        files.push_back(folder / "others" / name);
    }
    files.push_back("file://" + (folder / "others").string() + "/%75rl.wav");
    const auto second = refrain(files);
    EXPECT_EQ(second.code, 0) << second.err;
    EXPECT_THAT(second.err, testing::HasSubstr("the window that is open was told"));
    ASSERT_TRUE(status_is("Playing"));
    const std::vector<std::string> titles{"In a b", "In new", "In caf", "In 100", "By URL"};
    EXPECT_TRUE(reached([&] { return queue() == titles; })) << testing::PrintToString(queue());
}

}  // namespace
}  // namespace refrain::app
