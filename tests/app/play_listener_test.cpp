// What the play command makes of what the player tells.
#include "app/cli/play_listener.h"

#include <sstream>

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

class PlayListenerTest : public ::testing::Test {
  protected:
    static PlayerState state(PlaybackState playback) {
        PlayerState state;
        state.state = playback;
        QueueEntry entry;
        entry.id = QueueEntryId(1);
        entry.title = "Song";
        state.queue = {entry};
        state.current = 0;
        return state;
    }
    std::ostringstream out, err;
    Output output{false, out, err};
    PlayListener listener{output};
};

TEST_F(PlayListenerTest, EndsWithAnErrorWhenItsDeviceGoesAwayForNobodyCouldPressPlayAgain) {
    listener.player_changed(state(PlaybackState::playing));
    listener.player_changed(state(PlaybackState::paused));
    listener.wait();
    ASSERT_TRUE(listener.error());
    EXPECT_EQ(listener.error()->code, ErrorCode::not_found);
    EXPECT_NE(err.str().find("The audio device went away"), std::string::npos) << err.str();
}

TEST_F(PlayListenerTest, EndsInPeaceWhenPlaybackStopsByItself) {
    listener.player_changed(state(PlaybackState::playing));
    listener.player_changed(state(PlaybackState::stopped));
    listener.wait();
    EXPECT_FALSE(listener.error());
    EXPECT_EQ(out.str(), "Playing Song\n");
    EXPECT_EQ(err.str(), "");
}

TEST_F(PlayListenerTest, SaysAnErrorOnceAndGoesOn) {
    PlayerState broken = state(PlaybackState::playing);
    broken.error = Error{ErrorCode::malformed, "The file was cut short", "/music/a.flac"};
    listener.player_changed(broken);
    listener.player_changed(broken);
    EXPECT_EQ(err.str(), "refrain: The file was cut short: /music/a.flac\n");
    listener.interrupt();
    listener.wait();
    EXPECT_EQ(listener.error()->path, "/music/a.flac");
}

}  // namespace
}  // namespace refrain::app
