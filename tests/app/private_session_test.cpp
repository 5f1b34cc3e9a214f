// A private session behind the window: what is said in it holds until its end, and is never stored.
#include "app/background/app_background.h"
#include "app/services.h"
#include "library_scanner/scan/scanner.h"
#include "tests/app/sound_file.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/tracks_of.h"
#include "tests/support/temporary_folder.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

class PrivateSession : public testing::Test {
  protected:
    void SetUp() override {
        write_wav(folder.path() / "music" / "one.wav", {"Says", "Nils", "Spaces", "Ambient", 2.0, 220.0});
        auto opened = Services::open(DataPaths(folder / "data"));
        ASSERT_TRUE(opened.ok()) << opened.error().text();
        services = std::move(opened).value();
        ASSERT_TRUE(scan(services->database(), {folder / "music"}, test::harmless()).ok());
        ASSERT_TRUE(services->load_library().ok());
        track = tracks_of(*services->library().snapshot()).at(0).id;
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        player = std::make_unique<Player>(services->history(), sink);
        settings = std::make_unique<Settings>(services->database());
        background = std::make_unique<AppBackground>(*services, *player, *settings);
    }
    Reaction love() const {
        Reaction reaction;
        reaction.track = track;
        reaction.at = utc_now();
        return reaction;
    }
    std::size_t stored() {
        EXPECT_TRUE(services->history().flush().ok());
        return services->history().reactions().value().size();
    }
    GuessSteering& steering() { return background->steering(); }
    /// Turns the event loop until the track is loved, or is not.
    void wait_until_loved(bool loved) {
        while (background->loved(track) != loved) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
    }

    test::TemporaryFolder folder;
    TrackId track;
    std::unique_ptr<Services> services;
    std::unique_ptr<Player> player;
    std::unique_ptr<Settings> settings;
    std::unique_ptr<AppBackground> background;
};

TEST_F(PrivateSession, is_off_at_the_start) {
    EXPECT_FALSE(steering().private_session());
}

TEST_F(PrivateSession, keeps_what_is_said_in_memory_alone_and_forgets_it_at_its_end) {
    steering().set_private_session(true);
    background->react(love());
    EXPECT_TRUE(background->loved(track));
    EXPECT_EQ(stored(), 0u);
    steering().set_private_session(false);
    wait_until_loved(false);
    EXPECT_FALSE(steering().private_session());
    EXPECT_EQ(stored(), 0u);
}

TEST_F(PrivateSession, leaves_what_was_said_before_and_learns_again_after_it) {
    background->react(love());
    steering().set_private_session(true);
    Reaction unlove = love();
    unlove.kind = ReactionKind::unlove;
    background->react(unlove);
    EXPECT_FALSE(background->loved(track));
    steering().set_private_session(false);
    wait_until_loved(true);
    EXPECT_EQ(stored(), 1u);
    background->react(unlove);
    EXPECT_EQ(stored(), 2u);
}

}  // namespace
}  // namespace refrain::app
