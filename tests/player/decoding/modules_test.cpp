// Module music of each kind, written by the test, played through a deck. In a program of its own for the sake
// of what GStreamer's reader leaks (tests/sanitizers/lsan_modules.supp).
#include "tests/player/decoding/deck_reader.h"
#include "tests/player/decoding/made_files.h"
#include "tests/player/decoding/signals.h"
#include "tests/support/temporary_folder.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

/// Times per second at which a sine crosses zero upwards.
double pitch_of(const std::vector<double>& sound, int rate) {
    const std::size_t from = sound.size() / 4, to = sound.size() / 2;
    int crossings = 0;
    for (std::size_t i = from; i < to; ++i) {
        crossings += sound[i - 1] < 0.0 && sound[i] >= 0.0 ? 1 : 0;
    }
    return crossings * static_cast<double>(rate) / static_cast<double>(to - from);
}

TEST(Modules, SoundAtTheirPitchForAsLongAsTheirRows) {
    const test::TemporaryFolder folder;
    // 64 rows of 6 ticks of 20 ms; 32 samples a period, at 8363 samples a second (Amiga: 7093789.2 / 856).
    const std::map<std::string, double> files{{write_mod(folder / "a.mod"), 7'093'789.2 / 856 / 32},
                                              {write_xm(folder / "a.xm"), 8363.0 / 32},
                                              {write_it(folder / "a.it"), 8363.0 / 32},
                                              {write_s3m(folder / "a.s3m"), 8363.0 / 32}};
    for (const auto& [file, hertz] : files) {
        DeckReader reader(file);
        const std::vector<double> sound = left_of(reader.read_all());
        ASSERT_FALSE(reader.failure()) << reader.failure()->text();
        const int rate = reader.deck().rate();
        EXPECT_NEAR(static_cast<double>(sound.size()) / rate, 7.68, 0.15) << file;
        EXPECT_NEAR(pitch_of(sound, rate), hertz, 3.0) << file;
        EXPECT_EQ(reader.duration(), Milliseconds(7680)) << file;
    }
}

}  // namespace
}  // namespace refrain
