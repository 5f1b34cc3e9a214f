// A real player with a fake sink and three files of a minute, and a bus of the test's own to tell about it.
#pragma once

#include "library_scanner/database/database.h"
#include "tests/app/desktop/private_bus.h"
#include "tests/app/sound_file.h"
#include "tests/support/temporary_folder.h"
#include "ui/player_follower.h"

#include <memory>
#include <string>
#include <vector>

namespace refrain::test {

class PlayingOnABus : public ::testing::Test {
  protected:
    void SetUp() override {
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened.ok());
        database = std::move(opened).value();
        history = std::make_unique<ListeningHistory>(*database);
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        player = std::make_unique<Player>(*history, sink);
        follower = std::make_unique<PlayerFollower>(*player);
        for (int i = 1; i <= 3; ++i) {
            QueueEntry entry;
            entry.track = TrackId(i);
            entry.title = "Title " + std::to_string(i);
            entry.path = folder / (std::to_string(i) + ".wav");
            app::write_wav(entry.path, {entry.title, "", "", "", 60.0, 440.0});
            entries.push_back(entry);
        }
    }
    void start_playing() {
        player->play(entries);
        ASSERT_TRUE(is(PlaybackState::playing));
    }
    ::testing::AssertionResult is(PlaybackState state) {
        return reached([&] { return follower->state().state == state; });
    }

    TemporaryFolder folder;
    PrivateBus bus;
    std::unique_ptr<Database> database;
    std::unique_ptr<ListeningHistory> history;
    std::unique_ptr<Player> player;
    std::unique_ptr<PlayerFollower> follower;
    std::vector<QueueEntry> entries;
};

}  // namespace refrain::test
