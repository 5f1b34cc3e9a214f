// What counts as a device that was taken away.
#include "player/engine/output/output_watch.h"

#include <pulse/def.h>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
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
    const auto gone = watch.removed(picture("speakers", {speakers}), start + milliseconds(500));
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->name, "bluetooth");
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

}  // namespace
}  // namespace refrain
