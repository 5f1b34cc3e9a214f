// The playback settings outlive the program: kept in the database, given to the player at the next start.
#include "app/playback_keeper.h"

#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

class KeptPlayback : public testing::Test {
  protected:
    /// What the player has after a start of the program; `change` is what the listener does then.
    PlaybackSettings run(const std::function<void(Player&)>& change = {}) {
        auto opened = Database::open(folder / "library.db");
        EXPECT_TRUE(opened.ok());
        const auto database = std::move(opened).value();
        Settings settings(*database);
        EXPECT_TRUE(settings.load().ok());
        ListeningHistory history(*database);
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        Player player(history, sink, nullptr, kept_playback_settings(settings));
        const PlaybackKeeper keeper(player, settings);
        player.settle();
        const auto at_start = player.state().settings;
        if (change) {
            change(player);
            player.settle();
        }
        return at_start;
    }
    test::TemporaryFolder folder;
};

TEST_F(KeptPlayback, IsThereAgainAtTheNextStart) {
    PlaybackSettings wanted;
    wanted.fades.crossfade = Milliseconds(4000);
    wanted.equaliser.enabled = true;
    wanted.equaliser.gain_db[3] = -4.5;
    wanted.output_device = "somewhere";
    EXPECT_EQ(run([&](Player& player) { player.set_settings(wanted); }), PlaybackSettings());
    EXPECT_EQ(run(), wanted);
}

TEST_F(KeptPlayback, HoldsTheNewestOfManyChanges) {
    run([](Player& player) {
        PlaybackSettings settings;
        for (int second = 0; second <= 12; ++second) {
            settings.fades.crossfade = std::chrono::seconds(second);
            player.set_settings(settings);
        }
    });
    EXPECT_EQ(run().fades.crossfade, Milliseconds(12'000));
}

TEST_F(KeptPlayback, TheVolumeThatTheWindowUsedToKeepIsTakenOverOnce) {
    const auto opened = Database::open(folder / "library.db");
    ASSERT_TRUE(opened.ok());
    Settings settings(*opened.value());
    EXPECT_EQ(take_volume_of_old(settings), std::nullopt);
    settings.set("ui/volume", "[0.35]");
    EXPECT_EQ(take_volume_of_old(settings), 0.35);
    EXPECT_EQ(take_volume_of_old(settings), std::nullopt);
    settings.set("ui/volume", "[7]");
    EXPECT_EQ(take_volume_of_old(settings), 1.0);
    for (const char* nonsense : {"", "[", "0.5", "[]", "[null]", "[\"loud\"]"}) {
        settings.set("ui/volume", nonsense);
        EXPECT_EQ(take_volume_of_old(settings), std::nullopt) << nonsense;
    }
}

}  // namespace
}  // namespace refrain::app
