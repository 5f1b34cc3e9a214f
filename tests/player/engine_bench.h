// The real engine on the fake sink at maximum speed, what it lets out and what it tells.
#pragma once

#include "player/engine/engine.h"
#include "tests/player/audio_files.h"
#include "tests/player/event_log.h"
#include "tests/player/sink_tap.h"
#include "tests/support/temporary_folder.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain::testing_audio {

class EngineBench : public ::testing::Test {
  protected:
    EngineOptions options() {
        EngineOptions o;
        o.sink = tap.options();
        return o;
    }
    /// Pause, stop and skip fade this long.
    static PlaybackSettings with_fades(int ms) {
        PlaybackSettings settings;
        settings.fades.pause = settings.fades.stop = settings.fades.skip = Milliseconds(ms);
        return settings;
    }
    /// The left channel of everything that was heard.
    std::vector<double> left() const {
        std::vector<double> values;
        const auto samples = tap.samples();
        for (std::size_t i = 0; i < samples.size(); i += 2) {
            values.push_back(static_cast<double>(samples[i]));
        }
        return values;
    }
    /// `engine` plays `file` as play 1 and stands still after so many frames.
    void play_until(std::size_t frames, Engine& engine, const std::string& file) {
        tap.hold_at(frames);
        engine.play({PlayId(1), file, {}});
        tap.wait_until_held();
    }
    /// Plays files of these lengths, each handed over as `next` while the one before plays.
    void play_in_a_row(const std::vector<std::string>& files, const std::vector<std::int64_t>& frames) {
        std::size_t start = 0;
        tap.hold_at(1);
        Engine engine(options(), events.listener());
        engine.play({PlayId(1), files[0], {}});
        for (std::size_t i = 1; i < files.size(); ++i) {
            // Held in the first block of the track before, so that it cannot end too early.
            tap.wait_until_held();
            engine.set_next(TrackSource{PlayId(static_cast<std::int64_t>(i + 1)), files[i], {}});
            start += static_cast<std::size_t>(frames[i - 1]);
            tap.hold_at(start + 1);
        }
        tap.let_go();
        events.wait_for<PlayEnded>(PlayId(static_cast<std::int64_t>(files.size())));
    }
    void play_alone(const std::string& file) {
        Engine engine(options(), events.listener());
        engine.play({PlayId(1), file, {}});
        events.wait_for<PlayEnded>(PlayId(1));
    }

    test::TemporaryFolder folder;
    // In this order: the engine of a test must be gone before them.
    SinkTap tap;
    EventLog events;
};

}  // namespace refrain::testing_audio
