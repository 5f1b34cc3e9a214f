// Music stops when what it is heard on is taken away: the decision, and a real sound server whose sinks go.
#include "app/desktop/headphones.h"

#include "tests/app/desktop/playing_fixture.h"
#include "tests/support/pulse_server.h"

#include <pulse/def.h>

namespace refrain {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::reached;
using Plugged = SinkPort::Plugged;

const OutputWatch::Clock::time_point start{};

SoundSink card(const std::string& active, Plugged headphones) {
    return {"card", {{"speaker", Plugged::unknown, false}, {"headphones", headphones, true}}, active};
}

SoundPicture picture(const std::string& in_use, std::vector<SoundSink> sinks) {
    return {in_use, "", std::move(sinks)};
}

const SoundSink bluetooth{"bluetooth", {}, ""};
const SoundSink speakers{"speakers", {}, ""};

TEST(OutputRemoved, WhenThePlugIsPulledAndTheLoudspeakerTakesOver) {
    OutputWatch watch;
    EXPECT_FALSE(watch.removed(picture("card", {card("headphones", Plugged::yes)}), start));
    EXPECT_TRUE(watch.removed(picture("card", {card("speaker", Plugged::no)}), start));
    EXPECT_FALSE(watch.removed(picture("card", {card("speaker", Plugged::no)}), start)) << "once";
    EXPECT_FALSE(watch.removed(picture("card", {card("headphones", Plugged::yes)}), start))
        << "plugging in is no removal";
}

TEST(OutputRemoved, NotWhenTheListenerChoosesTheLoudspeaker) {
    OutputWatch watch;
    watch.removed(picture("card", {card("headphones", Plugged::yes)}), start);
    EXPECT_FALSE(watch.removed(picture("card", {card("speaker", Plugged::yes)}), start));
}

TEST(OutputRemoved, WhenTheDeviceInUseIsGone) {
    OutputWatch watch;
    watch.removed(picture("bluetooth", {bluetooth, speakers}), start);
    EXPECT_TRUE(watch.removed(picture("speakers", {speakers}), start));
}

TEST(OutputRemoved, NotWhenAnotherDeviceGoesOrComes) {
    OutputWatch watch;
    watch.removed(picture("speakers", {speakers, bluetooth}), start);
    EXPECT_FALSE(watch.removed(picture("speakers", {speakers}), start));
    EXPECT_FALSE(watch.removed(picture("speakers", {speakers, bluetooth}), start));
}

TEST(OutputRemoved, WhenTheServerMovesTheSoundFirstAndTakesTheDeviceAMomentLater) {
    OutputWatch watch;
    watch.removed(picture("bluetooth", {bluetooth, speakers}), start);
    EXPECT_FALSE(watch.removed(picture("speakers", {bluetooth, speakers}), start + milliseconds(10)));
    EXPECT_TRUE(watch.removed(picture("speakers", {speakers}), start + milliseconds(500)));
}

TEST(OutputRemoved, NotWhenADeviceThatTheListenerHadLeftGoesLater) {
    OutputWatch watch;
    watch.removed(picture("bluetooth", {bluetooth, speakers}), start);
    watch.removed(picture("speakers", {bluetooth, speakers}), start);
    EXPECT_FALSE(watch.removed(picture("speakers", {speakers}), start + seconds(30)));
}

TEST(OutputRemoved, IsAboutTheDeviceThatOurSoundGoesToNotTheDefault) {
    OutputWatch watch;
    SoundPicture ours = picture("speakers", {bluetooth, speakers});
    ours.our_sink = "bluetooth";
    watch.removed(ours, start);
    EXPECT_TRUE(watch.removed(picture("speakers", {speakers}), start));
}

TEST(OutputRemoved, SaysNothingAcrossARestartOfTheServer) {
    OutputWatch watch;
    watch.removed(picture("bluetooth", {bluetooth, speakers}), start);
    watch.forget();
    EXPECT_FALSE(watch.removed(picture("speakers", {speakers}), start));
    EXPECT_FALSE(watch.removed(picture("", {}), start + seconds(1)) &&
                 watch.removed(picture("", {}), start + seconds(2)))
        << "told at most once";
}

TEST(HeadphonePort, IsKnownByItsKindElseByItsName) {
    EXPECT_TRUE(is_headphone_port(PA_DEVICE_PORT_TYPE_HEADPHONES, "x"));
    EXPECT_TRUE(is_headphone_port(PA_DEVICE_PORT_TYPE_HEADSET, "x"));
    EXPECT_FALSE(is_headphone_port(PA_DEVICE_PORT_TYPE_SPEAKER, "analog-output-headphones"));
    EXPECT_TRUE(is_headphone_port(PA_DEVICE_PORT_TYPE_UNKNOWN, "analog-output-headphones"));
    EXPECT_FALSE(is_headphone_port(PA_DEVICE_PORT_TYPE_UNKNOWN, "analog-output-speaker"));
}

class OnASoundServer : public test::PlayingOnABus {
  protected:
    void watch() {
        headphones = std::make_unique<Headphones>(*follower, server.address());
        QObject::connect(&headphones->monitor(), &PulseMonitor::picture,
                         [this](const SoundPicture& now) { seen = now; });
    }
    std::string add_default(const std::string& name) const {
        auto module = server.add_sink(name);
        server.make_default(name);
        return module;
    }
    ::testing::AssertionResult default_is(const std::string& name) {
        return reached([&] { return seen.default_sink == name; });
    }
    void TearDown() override { headphones.reset(); }

    test::PulseServer server;
    SoundPicture seen;
    std::unique_ptr<Headphones> headphones;
};

TEST_F(OnASoundServer, TheMusicPausesWhenTheDefaultSinkVanishes) {
    add_default("speakers");
    const auto module = add_default("bluetooth");
    watch();
    EXPECT_FALSE(headphones->monitor().watching()) << "nothing plays, nobody asks";
    start_playing();
    ASSERT_TRUE(default_is("bluetooth"));
    server.remove_sink(module);
    EXPECT_TRUE(is(PlaybackState::paused));
    EXPECT_TRUE(default_is("speakers"));
}

TEST_F(OnASoundServer, TheMusicPlaysOnWhenAnotherSinkVanishesOrBecomesTheDefault) {
    const auto module = add_default("bluetooth");
    add_default("speakers");
    watch();
    start_playing();
    ASSERT_TRUE(default_is("speakers"));
    server.remove_sink(module);
    ASSERT_TRUE(reached([&] { return seen.sinks.size() == 1; }));
    add_default("more");
    ASSERT_TRUE(default_is("more"));
    EXPECT_EQ(player->state().state, PlaybackState::playing);
}

TEST_F(OnASoundServer, ItIsFoundAgainAfterARestart) {
    add_default("speakers");
    watch();
    start_playing();
    ASSERT_TRUE(default_is("speakers"));
    server.kill();
    ASSERT_TRUE(reached([&] { return !headphones->monitor().watching(); }));
    EXPECT_EQ(player->state().state, PlaybackState::playing) << "the watch alone pauses nothing";
    server.start();
    add_default("speakers");
    const auto module = add_default("bluetooth");
    ASSERT_TRUE(default_is("bluetooth"));
    server.remove_sink(module);
    EXPECT_TRUE(is(PlaybackState::paused));
}

TEST_F(OnASoundServer, WithoutOneTheMusicPlaysAllTheSame) {
    server.kill();
    watch();
    bool asked = false;
    QObject::connect(&headphones->monitor(), &PulseMonitor::lost, [&] { asked = true; });
    start_playing();
    ASSERT_TRUE(reached([&] { return asked; }));
    EXPECT_EQ(player->state().state, PlaybackState::playing);
}

}  // namespace
}  // namespace refrain
