// The engine on a real sound server: what arrives at the device, devices that come and go.
#include "player/engine/engine.h"
#include "tests/player/audio_files.h"
#include "tests/player/event_log.h"
#include "tests/support/pulse_server.h"
#include "tests/support/recording.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;
using test::Recording;

class OutputTest : public ::testing::Test {
  protected:
    OutputTest() { server.serve_this_process(); }
    static PlaybackSettings on_device(const std::string& name) {
        PlaybackSettings settings;
        settings.output_device = name.empty() ? "" : "pulsesink:" + name;
        settings.pause_on_removal = false;
        return settings;
    }
    static PlaybackSettings pausing() {
        PlaybackSettings settings = on_device("");
        settings.pause_on_removal = true;
        return settings;
    }
    void wait_for_device(const std::string& name, bool there = true) {
        events.wait_until<DevicesChanged>([&](const DevicesChanged& changed) {
            return there == std::any_of(changed.devices.begin(), changed.devices.end(),
                                        [&](const OutputDevice& d) { return d.id == "pulsesink:" + name; });
        });
    }
    /// Sound, then silence for a tenth of a second.
    static bool over(const std::vector<float>& left) {
        const auto loud = [](float x) { return std::abs(x) > 1e-3F; };
        const auto last = std::find_if(left.rbegin(), left.rend(), loud);
        return last != left.rend() && last - left.rbegin() > rate / 10;
    }
    static bool sounds(const std::vector<float>& left) {
        return std::any_of(
            left.end() - std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(left.size()), 2000), left.end(),
            [](float x) { return std::abs(x) > 1e-3F; });
    }
    /// More came behind the frame `from`, and the last tenth of a second of it is silent.
    static bool silent_since(const std::vector<float>& left, std::size_t from) {
        return left.size() > from + rate / 5 &&
               std::all_of(left.end() - rate / 10, left.end(), [](float x) { return x == 0.0F; });
    }
    static std::int64_t frames_heard(const std::vector<float>& left) {
        const auto loud = [](float x) { return x != 0.0F; };
        const auto first = std::find_if(left.begin(), left.end(), loud);
        const auto last = std::find_if(left.rbegin(), left.rend(), loud);
        return last.base() - first;
    }

    std::string minute_of_sound() const {
        return write_wav(folder / "a.wav", constant(0.5, 0.25, 60 * rate));
    }
    /// Plays a minute of sound, and returns when `device` lets it be heard.
    void play_on(Engine& engine, const std::string& device, const PlaybackSettings& settings) const {
        engine.set_sound(settings);
        engine.play({PlayId(1), minute_of_sound()});
        Recording(device).wait_until(sounds);
    }

    test::TemporaryFolder folder;
    test::PulseServer server;
    EventLog events;
};

/// The largest residual of a sine of 3 kHz within `left`.
double residual(const std::vector<float>& left) {
    const double two_cos = 2.0 * std::cos(2.0 * std::numbers::pi * 3000.0 / rate);
    double largest = 0.0;
    for (std::size_t i = 2; i < left.size(); ++i) {
        largest = std::max(
            largest, std::abs(static_cast<double>(left[i]) - two_cos * static_cast<double>(left[i - 1]) +
                              static_cast<double>(left[i - 2])));
    }
    return largest;
}

/// Without the silence before, behind and in between: more zeros in a row than a sine has.
std::vector<float> without_pauses(const std::vector<float>& left) {
    constexpr std::ptrdiff_t longest = 5;
    std::vector<float> out;
    for (auto at = left.begin(); at != left.end();) {
        const auto end = std::find_if(at, left.end(), [](float x) { return x != 0.0F; });
        if (end - at <= longest && !out.empty()) {
            out.insert(out.end(), at, end);
        }
        at = std::find(end, left.end(), 0.0F);
        out.insert(out.end(), end, at);
    }
    return out;
}

TEST_F(OutputTest, ThreePiecesOfASineArriveAtTheDeviceAsOne) {
    server.add_sink("one", test::PulseServer::Rewinds::never);
    // Long enough to open the next one even on a machine that is very busy.
    constexpr std::int64_t piece = 100'001;
    std::vector<std::string> files;
    for (int i = 0; i < 3; ++i) {
        // A little behind a zero, so that first and last sample are none.
        files.push_back(
            write_wav(folder / (std::to_string(i) + ".wav"), sine(3000.0, 0.5, piece * i + 4, piece)));
    }
    Recording recording("one");
    Engine engine({}, events.listener());
    engine.play({PlayId(1), files[0]});
    engine.set_next(TrackSource{PlayId(2), files[1]});
    events.wait_for<PlayEnded>(PlayId(1));
    engine.set_next(TrackSource{PlayId(3), files[2]});
    events.wait_for<PlayEnded>(PlayId(3));
    const auto left = recording.wait_until(over);
    for (std::int64_t play = 1; play <= 3; ++play) {
        EXPECT_EQ(events.frames_of(PlayId(play)), piece);
    }
    // On a machine that gives the server no time there may be silence in between; not a frame of the music is
    // lost or heard twice for it.
    const auto music = without_pauses(left);
    ASSERT_EQ(static_cast<std::int64_t>(music.size()), 3 * piece);
    EXPECT_LT(residual(music), 4.0 / 32767);
}

TEST_F(OutputTest, WhatIsCountedAsHeardIsWhatTheDevicePlayed) {
    server.add_sink("one", test::PulseServer::Rewinds::never);
    Recording recording("one");
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 20 * rate));
    Engine engine({}, events.listener());
    engine.play({PlayId(1), file});
    recording.wait_until([](const std::vector<float>& left) { return frames_heard(left) > rate / 2; });
    engine.pause();
    const auto paused = recording.wait_until(over);
    // 20 ms. What is heard and what is counted are told by two clocks.
    EXPECT_NEAR(static_cast<double>(events.frames_of(PlayId(1))), static_cast<double>(frames_heard(paused)),
                882.0);
    engine.resume();
    const auto before = paused.size();
    recording.wait_until(
        [&](const std::vector<float>& left) { return left.size() > before + rate && sounds(left); });
    engine.stop();
    events.wait_for<PlayEnded>(PlayId(1));
    const auto all = recording.wait_until(over);
    const auto loud = std::count_if(all.begin(), all.end(), [](float x) { return x != 0.0F; });
    EXPECT_NEAR(static_cast<double>(events.frames_of(PlayId(1))), static_cast<double>(loud), 882.0);
}

TEST_F(OutputTest, TellsTheDevicesAndPlaysOnTheChosenOneMovingWhenAnotherIsChosen) {
    server.add_sink("one");
    server.add_sink("two");
    Recording one("one"), two("two");
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 60 * rate));
    Engine engine({}, events.listener());
    engine.look_for_devices();
    wait_for_device("one");
    wait_for_device("two");
    engine.set_sound(on_device("two"));
    engine.play({PlayId(1), file});
    two.wait_until(sounds);
    engine.set_sound(on_device("one"));
    one.wait_until(sounds);
    two.wait_until(over);
    EXPECT_EQ(events.count<OutputRemoved>(), 0);
    engine.stop();
    events.wait_for<PlayEnded>(PlayId(1));
}

TEST_F(OutputTest, GoesOnWithTheDefaultWhenTheDeviceGoesAwayAndBackWhenItReturns) {
    server.add_sink("standard");
    const std::string module = server.add_sink("chosen");
    Recording standard("standard");
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 60 * rate));
    Engine engine({}, events.listener());
    engine.look_for_devices();
    wait_for_device("chosen");
    engine.set_sound(on_device("chosen"));
    engine.play({PlayId(1), file});
    {
        Recording chosen("chosen");
        chosen.wait_until(sounds);
        server.remove_sink(module);
        EXPECT_EQ(events.wait_for_any<OutputRemoved>().device.id, "pulsesink:chosen");
    }
    standard.wait_until(sounds);
    server.add_sink("chosen");
    Recording again("chosen");
    again.wait_until(sounds);
    standard.wait_until(over);
    engine.stop();
    EXPECT_FALSE(events.wait_for<PlayEnded>(PlayId(1)).at_end);
    EXPECT_EQ(events.count<OutputFailed>(), 0);
}

TEST_F(OutputTest, ComesToRestWhenTheDeviceGoesAwayWhereTheListenerWantsThat) {
    server.add_sink("speakers");
    const std::string module = server.add_sink("headphones");
    Recording speakers("speakers");
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 60 * rate));
    Engine engine({}, events.listener());
    engine.look_for_devices();
    wait_for_device("headphones");
    PlaybackSettings settings = on_device("headphones");
    settings.pause_on_removal = true;
    engine.set_sound(settings);
    engine.play({PlayId(1), file});
    {
        Recording headphones("headphones");
        headphones.wait_until(sounds);
        server.remove_sink(module);
        events.wait_for_any<OutputRemoved>();
    }
    // The server moves what sounds to the other device before it tells; there it must stop.
    const auto from = speakers.wait_until([](const std::vector<float>&) { return true; }).size();
    speakers.wait_until([from](const std::vector<float>& left) { return silent_since(left, from); });
    engine.resume();
    speakers.wait_until(sounds);
}

TEST_F(OutputTest, SaysSoWhenTheLastDeviceIsGoneAndPlaysAgainWhenThereIsOne) {
    const std::string module = server.add_sink("one");
    Engine engine({}, events.listener());
    play_on(engine, "one", on_device(""));
    server.remove_sink(module);
    EXPECT_FALSE(events.wait_for_any<OutputFailed>().error.message.empty());
    server.add_sink("two");
    Recording two("two");
    engine.play({PlayId(2), minute_of_sound()});
    two.wait_until(sounds);
}

TEST_F(OutputTest, PausesWhenTheDefaultDeviceGoesAway) {
    server.add_sink("speakers");
    const std::string module = server.add_sink("bluetooth");
    server.make_default("bluetooth");
    Engine engine({}, events.listener());
    play_on(engine, "bluetooth", pausing());
    wait_for_device("bluetooth");
    Recording speakers("speakers");
    server.remove_sink(module);
    EXPECT_EQ(events.wait_for_any<OutputRemoved>().device.id, "pulsesink:bluetooth");
    const auto from = speakers.wait_until([](const std::vector<float>&) { return true; }).size();
    speakers.wait_until([from](const std::vector<float>& left) { return silent_since(left, from); });
    engine.resume();
    speakers.wait_until(sounds);
    EXPECT_EQ(events.count<OutputRemoved>(), 1);
}

TEST_F(OutputTest, PlaysOnWhereTheSystemMovesItAndTheDeviceThatItLeftMayGo) {
    const std::string first = server.add_sink("first");
    const std::string second = server.add_sink("second");
    server.make_default("first");
    Engine engine({}, events.listener());
    play_on(engine, "first", pausing());
    wait_for_device("second");
    server.make_default("second");
    {
        // A device that goes right after it was left was taken away; one that was left long ago was not.
        Recording moved("second");
        moved.wait_until([](const std::vector<float>& left) { return frames_heard(left) > 4 * rate; });
        server.remove_sink(first);
        wait_for_device("first", false);
        const auto from = moved.wait_until([](const std::vector<float>&) { return true; }).size();
        const auto heard =
            moved.wait_until([from](const std::vector<float>& left) { return left.size() > from + rate; });
        EXPECT_TRUE(sounds(heard));
    }
    EXPECT_EQ(events.count<OutputRemoved>(), 0);
    server.add_sink("third");
    Recording third("third");
    server.remove_sink(second);
    EXPECT_EQ(events.wait_for_any<OutputRemoved>().device.id, "pulsesink:second");
    const auto from = third.wait_until([](const std::vector<float>&) { return true; }).size();
    third.wait_until([from](const std::vector<float>& left) { return silent_since(left, from); });
    engine.resume();
    third.wait_until(sounds);
}

TEST_F(OutputTest, KnowsTheDevicesOfAServerThatWasStartedAgain) {
    server.add_sink("old");
    Engine engine({}, events.listener());
    play_on(engine, "old", pausing());
    wait_for_device("old");
    server.kill();
    wait_for_device("old", false);
    server.start();
    server.add_sink("speakers");
    const std::string module = server.add_sink("bluetooth");
    server.make_default("bluetooth");
    wait_for_device("bluetooth");
    engine.play({PlayId(2), minute_of_sound()});
    Recording(std::string("bluetooth")).wait_until(sounds);
    server.remove_sink(module);
    events.wait_until<OutputRemoved>(
        [](const OutputRemoved& removed) { return removed.device.id == "pulsesink:bluetooth"; });
}

TEST_F(OutputTest, SaysSoAndPausesWhenTheServerHangsAndPlaysOnWhenItIsBack) {
    server.add_sink("one");
    Engine engine({}, events.listener());
    play_on(engine, "one", pausing());
    server.freeze();
    EXPECT_FALSE(events.wait_for_any<OutputRemoved>().error.message.empty());
    // Nobody is there to play it.
    engine.resume();
    EXPECT_FALSE(events.wait_for_any<OutputFailed>().error.message.empty());
    server.thaw();
    engine.play({PlayId(2), minute_of_sound()});
    Recording again("one");
    again.wait_until(sounds);
}

TEST_F(OutputTest, EndsThoughTheServerHangsWhileItPlaysAndCountsWhatWasHeard) {
    server.add_sink("one");
    Recording one("one");
    std::int64_t heard = 0;
    {
        Engine engine({}, events.listener());
        engine.set_sound(on_device(""));
        engine.play({PlayId(1), minute_of_sound()});
        heard = frames_heard(
            one.wait_until([](const std::vector<float>& left) { return frames_heard(left) > rate; }));
        server.freeze();
    }
    // 20 ms. What is heard and what is counted are told by two clocks.
    EXPECT_GE(events.frames_of(PlayId(1)), heard - 882);
    EXPECT_EQ(events.count<PlayEnded>() + events.count<OutputFailed>(), 0) << "it ended by our will alone";
    // Nothing more is told once the engine is gone.
    const std::int64_t counted = events.frames_of(PlayId(1));
    server.thaw();
    one.wait_until(over);
    EXPECT_EQ(events.frames_of(PlayId(1)), counted);
}

TEST_F(OutputTest, SaysSoWhenTheServerTakesTheCallAndSaysNothing) {
    server.freeze();
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 60 * rate));
    {
        Engine engine({}, events.listener());
        engine.set_sound(on_device(""));
        engine.play({PlayId(1), file});
        EXPECT_FALSE(events.wait_for_any<OutputFailed>().error.message.empty());
    }
    server.thaw();
}

}  // namespace
}  // namespace refrain
