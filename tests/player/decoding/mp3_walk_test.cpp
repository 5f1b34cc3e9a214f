// The walk from frame to frame through made MP3 files, and the file without what is no frame.
#include "player/engine/decoding/trimming/mp3_walk.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using Gaps = std::vector<Mp3Walk::Gap>;

/// ISO/IEC 11172-3, 2.4.2.3: MPEG 1, layer III, 128 kbit/s; a frame of 1152 samples has 144 * 128000 / rate
/// bytes.
constexpr std::string_view header_44100("\xFF\xFB\x90\x04", 4), header_48000("\xFF\xFB\x94\x04", 4);
constexpr std::size_t bytes_44100 = 417, bytes_48000 = 384;
constexpr std::int64_t samples_of_frame = 1152;

std::string frames(int count, std::string_view header = header_44100, std::size_t bytes = bytes_44100) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += header;
        all.append(bytes - header.size(), static_cast<char>(i % 100));
    }
    return all;
}

/// Walks through all of it.
struct Walked {
    explicit Walked(const std::string& file)
        : walk(Mp3Walk::of(std::make_shared<BytesInMemory>(file)).value()),
          found_gaps(walk.go_on_to(samples_of_frame * 1'000'000)) {}
    std::string left() const {
        const auto bytes = walk.without_gaps();
        return bytes->take(0, static_cast<std::size_t>(bytes->size())).value_or("unreadable");
    }
    Mp3Walk walk;
    bool found_gaps;
};

TEST(Mp3Walk, CountsTheFramesOfAWholeFileAndShowsItAsItIs) {
    const std::string file = frames(700);
    const Walked walked(file);
    EXPECT_FALSE(walked.found_gaps);
    EXPECT_EQ(walked.walk.samples(), 700 * samples_of_frame);
    EXPECT_EQ(walked.left(), file);
}

TEST(Mp3Walk, LeavesOutWhatLiesBetweenFrames) {
    const std::string tag = std::string("ID3\x03\0\0\0\0\x10\0", 10) + std::string(2048, '\0');
    const std::string file = frames(300) + tag + frames(300) + std::string(70'000, 'x') + frames(5);
    const Walked walked(file);
    EXPECT_TRUE(walked.found_gaps);
    EXPECT_EQ(walked.walk.samples(), 605 * samples_of_frame);
    EXPECT_EQ(walked.left(), frames(300) + frames(300) + frames(5));
}

TEST(Mp3Walk, CountsAFrameWithItsHeaderAtItsPlaceWhateverTheRestIs) {
    const std::string file =
        frames(10).substr(0, 9 * bytes_44100 + 100) + std::string(3000, 'x') + frames(10);
    const Walked walked(file);
    EXPECT_EQ(walked.walk.samples(), 20 * samples_of_frame);
    const Gaps expected{{10 * bytes_44100, 9 * bytes_44100 + 3100}};
    EXPECT_EQ(walked.walk.gaps(), expected);
}

TEST(Mp3Walk, TakesAHeaderAloneForChance) {
    const std::string file = frames(10) + "rubbish" + std::string(header_44100) + "more" + frames(10);
    EXPECT_EQ(Walked(file).left(), frames(10) + frames(10));
}

TEST(Mp3Walk, EndsWhereTheRateChangesAndWhereNothingFollows) {
    const std::string faster = frames(10, header_48000, bytes_48000);
    for (const std::string& rest :
         {faster + frames(10), "gap" + faster + frames(10), std::string(5000, 'x')}) {
        const std::string file = frames(10) + rest;
        const Walked walked(file);
        EXPECT_FALSE(walked.found_gaps);
        EXPECT_EQ(walked.walk.samples(), 10 * samples_of_frame);
        EXPECT_EQ(walked.left(), file);
    }
}

TEST(Mp3Walk, GoesAsFarAsItIsAskedToAndTellsOfEachGapOnce) {
    const std::string file = frames(100) + "first" + frames(100) + "second" + frames(100);
    auto walk = Mp3Walk::of(std::make_shared<BytesInMemory>(file)).value();
    EXPECT_FALSE(walk.go_on_to(100 * samples_of_frame));
    EXPECT_TRUE(walk.go_on_to(100 * samples_of_frame + 1));
    EXPECT_FALSE(walk.go_on_to(200 * samples_of_frame));
    EXPECT_EQ(walk.gaps().size(), 1U);
    EXPECT_TRUE(walk.go_on_to(300 * samples_of_frame));
    EXPECT_FALSE(walk.go_on_to(400 * samples_of_frame));
    EXPECT_EQ(walk.gaps().size(), 2U);
    EXPECT_EQ(walk.samples(), 300 * samples_of_frame);
}

TEST(Mp3Walk, IsNotBegunWhereNoFrameIs) {
    for (const std::string_view bytes : {"", "\xFF\xFB", "RIFF....WAVE"}) {
        EXPECT_FALSE(Mp3Walk::of(std::make_shared<BytesInMemory>(bytes)));
    }
}

TEST(Mp3Walk, WhatItShowsCanBeReadFromAnyPlace) {
    rc::check([] {
        std::string file = frames(1);
        std::string expected = file;
        for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
            // No byte of a header's beginning.
            const auto gap = *rc::gen::container<std::string>(rc::gen::inRange('a', 'z'));
            const std::string some = frames(*rc::gen::inRange(2, 5));
            file += gap + some;
            expected += some;
        }
        const Walked walked(file);
        const auto shown = walked.walk.without_gaps();
        RC_ASSERT(shown->size() == expected.size());
        const auto from = *rc::gen::inRange<std::size_t>(0, expected.size() + 10);
        const auto length = *rc::gen::inRange<std::size_t>(0, expected.size());
        std::string got(length, '\0');
        got.resize(shown->read(from, got.data(), length));
        RC_ASSERT(got == (from < expected.size() ? expected.substr(from, length) : ""));
    });
}

}  // namespace
}  // namespace refrain
