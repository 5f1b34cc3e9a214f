// The playback settings on their way to the database and back, whatever came into the database meanwhile.
#include "app/playback_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain::app {
namespace {

PlaybackSettings unusual() {
    PlaybackSettings settings;
    settings.replay_gain = {ReplayGainMode::album, 3.5, -2.25, false};
    settings.fades = {Milliseconds(7000), Milliseconds(250), Milliseconds(0), Milliseconds(80)};
    settings.equaliser.enabled = true;
    settings.equaliser.gain_db = {-12, -6, -3, -1.5, 0, 1.5, 3, 6, 9, 12};
    settings.mono = true;
    settings.output_device = "alsa_output.pci-0000_00_1f.3.analog-stereo \"é\"";
    settings.resume_long_audio = settings.restore_queue = settings.pause_on_removal = false;
    return settings;
}

TEST(PlaybackCodec, BringsBackWhatWasWritten) {
    EXPECT_EQ(playback_settings_from(to_text(unusual())), unusual());
    EXPECT_EQ(playback_settings_from(to_text(PlaybackSettings())), PlaybackSettings());
}

TEST(PlaybackCodec, IsReadableByHand) {
    const auto text = to_text(unusual());
    EXPECT_NE(text.find(R"("mode":"album")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("crossfade_ms":7000)"), std::string::npos) << text;
}

TEST(PlaybackCodec, KeepsTheDefaultOfWhatIsMissingUnknownOrOfTheWrongKind) {
    const auto settings = playback_settings_from(
        R"({"replay_gain": {"mode": "sideways", "preamp_db": "loud", "unknown_db": -4}, "fades": 17,
            "equaliser": {"enabled": 1, "gain_db": [1, 2, 3]}, "mono": null, "output_device": {"a": 1},
            "colour": "blue", "pause_on_removal": false})");
    PlaybackSettings expected;
    expected.replay_gain.unknown_db = -4.0;
    expected.pause_on_removal = false;
    EXPECT_EQ(settings, expected);
}

TEST(PlaybackCodec, ClipsWhatLiesOutsideItsRange) {
    const auto settings = playback_settings_from(
        R"({"replay_gain": {"preamp_db": 1e300, "unknown_db": -99}, "fades": {"crossfade_ms": 1e18,
            "pause_ms": -5, "stop_ms": 2000.4}, "equaliser": {"gain_db": [-13,13,0,0,0,0,0,0,0,"x"]}})");
    EXPECT_EQ(settings.replay_gain.preamp_db, 15.0);
    EXPECT_EQ(settings.replay_gain.unknown_db, -15.0);
    EXPECT_EQ(settings.fades.crossfade, Milliseconds(12'000));
    EXPECT_EQ(settings.fades.pause, Milliseconds(0));
    EXPECT_EQ(settings.fades.stop, Milliseconds(2000));
    EXPECT_EQ(settings.equaliser.gain_db[0], -12.0);
    EXPECT_EQ(settings.equaliser.gain_db[1], 12.0);
    EXPECT_EQ(settings.equaliser.gain_db[9], 0.0);
}

TEST(PlaybackCodec, IsTheDefaultsForWhatIsNoDocumentOfOurs) {
    for (const char* text : {"", "{", "[]", "null", "17", "\"x\"", "{\"fades\":{\"crossfade_ms\":1e999}}",
                             "\xff\xfe", "{\"mono\":tru"}) {
        EXPECT_EQ(playback_settings_from(text), PlaybackSettings()) << text;
    }
    EXPECT_EQ(playback_settings_from(std::string(100'000, '[')), PlaybackSettings());
    EXPECT_EQ(playback_settings_from(R"({"output_device": ")" + std::string(5000, 'x') + "\"}"),
              PlaybackSettings());
}

RC_GTEST_PROP(PlaybackCodec, SurvivesAnyTextAndAnyCutOfItsOwn, (const std::string& text)) {
    playback_settings_from(text);
    const auto own = to_text(unusual());
    const auto cut = *rc::gen::inRange<std::size_t>(0, own.size());
    RC_ASSERT(playback_settings_from(own.substr(0, cut)) == PlaybackSettings());
}

}  // namespace
}  // namespace refrain::app
