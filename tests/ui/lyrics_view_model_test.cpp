// The words of what plays: which line is sung now, over the real player.
#include "ui/view_models/lyrics_view_model.h"

#include "library_scanner/lyrics/lrc.h"
#include "tests/ui/ui_fixture.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QAbstractItemModelTester>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;

TEST(LineAt, IsTheLastOneThatHasBegun) {
    const Lyrics lyrics = parse_lyrics("[00:01.00]one\n[00:02.00]two\n[00:02.00]together\n[00:04.00]four\n");
    EXPECT_EQ(line_at(lyrics, Milliseconds(0)), -1);
    EXPECT_EQ(line_at(lyrics, Milliseconds(999)), -1);
    EXPECT_EQ(line_at(lyrics, Milliseconds(1000)), 0);
    EXPECT_EQ(line_at(lyrics, Milliseconds(2000)), 2);
    EXPECT_EQ(line_at(lyrics, Milliseconds(3999)), 2);
    EXPECT_EQ(line_at(lyrics, Milliseconds(3'600'000)), 3);
    EXPECT_EQ(line_at(parse_lyrics("no times\nat all"), Milliseconds(5000)), -1);
    EXPECT_EQ(line_at({}, Milliseconds(5000)), -1);
}

class LyricsInTheWindow : public testing::Test {
  protected:
    LyricsInTheWindow() { model_.set_shown(true); }

    Result<std::vector<Lyrics>> answer(const std::string& path) {
        ++asked_;
        const auto found = words_.find(path);
        if (found == words_.end()) {
            return std::vector<Lyrics>();
        }
        return found->second;
    }
    /// Plays a tone that has these words, and holds it at its beginning.
    void hold(int seconds, const std::string& words) {
        QueueEntry entry;
        entry.path = services_.tone(seconds);
        if (!words.empty()) {
            words_.insert_or_assign(entry.path, std::vector{parse_lyrics(words)});
        }
        services_.player->play({entry});
        services_.player->pause();
        ASSERT_TRUE(wait_until([&] { return model_.loaded() && (model_.count() > 0) == !words.empty(); }));
    }
    bool sings(int line) {
        return wait_until([&] { return model_.current_line() == line; });
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    /// Written before anybody may ask for it.
    std::map<std::string, Result<std::vector<Lyrics>>> words_;
    std::atomic<int> asked_{0};
    LyricsViewModel model_{[this](const std::string& path) { return answer(path); }, *services_.player,
                           follower_};
    QAbstractItemModelTester tester_{&model_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(LyricsInTheWindow, AreFollowedWhileItIsHeldThroughSeeks) {
    hold(60, "[00:10.00]ten\n[00:20.00]twenty\n[00:30.00]thirty\n");
    EXPECT_TRUE(model_.timed());
    EXPECT_TRUE(sings(-1));
    services_.player->seek(Milliseconds(25'000));
    EXPECT_TRUE(sings(1));
    services_.player->seek(Milliseconds(12'000));
    EXPECT_TRUE(sings(0));
    model_.seekTo(2);
    EXPECT_TRUE(sings(2));
    services_.player->settle();
    EXPECT_EQ(services_.player->state().position, Milliseconds(30'000));
}

TEST_F(LyricsInTheWindow, GoAlongWithTheMusicAtAnySpeed) {
    hold(60, "[00:00.20]a\n[00:00.90]b\n[00:01.60]c\n");
    services_.player->set_speed(2.0);
    services_.player->play();
    std::vector<int> sung;
    EXPECT_TRUE(wait_until([&] {
        if (sung.empty() || sung.back() != model_.current_line()) {
            sung.push_back(model_.current_line());
        }
        return model_.current_line() == 2;
    }));
    EXPECT_TRUE(std::is_sorted(sung.begin(), sung.end())) << "never back";
    EXPECT_GE(follower_.position(), Milliseconds(1600)) << "never early";
}

TEST_F(LyricsInTheWindow, WithoutTimesAreShownWhole) {
    hold(20, "first\n\n第二行\n");
    EXPECT_FALSE(model_.timed());
    ASSERT_EQ(model_.count(), 3);
    EXPECT_EQ(model_.data(model_.index(2), LyricsViewModel::TextRole).toString(), QStringLiteral("第二行"));
    services_.player->seek(Milliseconds(5000));
    services_.player->settle();
    EXPECT_EQ(model_.current_line(), -1);
}

TEST_F(LyricsInTheWindow, OfTheNextTrackTakeTheirPlaceAndNoneIsSaidSo) {
    hold(20, "[00:00.00]words");
    hold(21, "");
    EXPECT_TRUE(model_.loaded());
    EXPECT_EQ(model_.count(), 0);
    EXPECT_TRUE(model_.trouble().isEmpty());
}

TEST_F(LyricsInTheWindow, AreReadOnlyWhileSomebodyLooks) {
    model_.set_shown(false);
    QueueEntry entry;
    entry.path = services_.tone(20);
    words_.insert_or_assign(entry.path, std::vector{parse_lyrics("words")});
    services_.player->play({entry});
    services_.player->pause();
    ASSERT_TRUE(wait_until([&] { return follower_.state().current_entry() != nullptr; }));
    EXPECT_EQ(asked_, 0);
    model_.set_shown(true);
    EXPECT_TRUE(wait_until([&] { return model_.count() == 1; }));
}

TEST_F(LyricsInTheWindow, OfAFileThatCannotBeReadSayWhy) {
    QueueEntry entry;
    entry.path = services_.tone(20);
    words_.insert_or_assign(entry.path, Error{ErrorCode::unreadable, "is empty", entry.path});
    services_.player->play({entry});
    EXPECT_TRUE(wait_until([&] { return model_.loaded() && !model_.trouble().isEmpty(); }));
    EXPECT_EQ(model_.trouble(), QStringLiteral("is empty"));
}

TEST_F(LyricsInTheWindow, OfAWholeFileAreNotThoseOfItsParts) {
    QueueEntry part;
    part.path = services_.tone(20);
    part.cue_end = CdFrames(75 * 10);
    words_.insert_or_assign(part.path, std::vector{parse_lyrics("words")});
    services_.player->play({part});
    EXPECT_TRUE(wait_until([&] { return follower_.state().current_entry() && model_.loaded(); }));
    EXPECT_EQ(model_.count(), 0);
    EXPECT_EQ(asked_, 0);
}

}  // namespace
}  // namespace refrain
