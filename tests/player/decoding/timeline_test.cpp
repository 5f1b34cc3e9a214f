// Where frames lie, as arithmetic: at every rate, through years of sound, and through the rounding of
// GStreamer.
#include "player/engine/decoding/timeline.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

rc::Gen<int> any_rate() {
    return rc::gen::element(8000, 11025, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000);
}
/// Up to a day.
rc::Gen<std::int64_t> any_frame() {
    return rc::gen::inRange<std::int64_t>(0, std::int64_t{86'400} * 192'000);
}

RC_GTEST_PROP(Times, FindTheirFrameAgain, ()) {
    const int rate = *any_rate();
    const std::int64_t frame = *any_frame();
    const std::uint64_t time = time_of(frame, rate);
    RC_ASSERT(frame_at(time, rate, 0) == frame);
    // A decoder that rounds down finds it too, and nothing earlier does.
    RC_ASSERT(static_cast<std::int64_t>(time) / 1'000'000'000 * rate +
                  static_cast<std::int64_t>(time) % 1'000'000'000 * rate / 1'000'000'000 ==
              frame);
}

RC_GTEST_PROP(Times, OfAParserThatAddsUpRoundedLengthsAreSetRight, ()) {
    // Ten hours of MP3 or AAC: each packet's length is rounded down to a nanosecond and added up.
    const int rate = *rc::gen::element(8000, 16000, 22050, 32000, 44100, 48000, 96000);
    const std::int64_t grid = *rc::gen::element<std::int64_t>(576, 1024, 1152, 2048);
    const std::int64_t packet = *rc::gen::inRange<std::int64_t>(0, std::int64_t{36'000} * rate / grid);
    const std::uint64_t length =
        static_cast<std::uint64_t>(grid) * 1'000'000'000U / static_cast<std::uint64_t>(rate);
    RC_ASSERT(frame_at(static_cast<std::uint64_t>(packet) * length, rate, grid) == packet * grid);
}

TEST(Positions, AreFrames) {
    EXPECT_EQ(frame_of(Milliseconds(1000), 44100), 44100);
    EXPECT_EQ(frame_of(Milliseconds(1), 44100), 44);
    EXPECT_EQ(frame_of(Milliseconds(-5), 44100), 0);
}

TEST(Windows, CutDelayAndPadding) {
    Trimming trimming;
    trimming.skip = 1105;
    trimming.frames = 100'000;
    trimming.rate = 44100;
    const TrackWindow window = window_of(trimming, {}, {}, 44100);
    EXPECT_EQ(window.first, 1105);
    EXPECT_EQ(window.end, 101'105);
    // A decoder that doubles the rate (HE-AAC): 1105 * 2.
    EXPECT_EQ(window_of(trimming, {}, {}, 88200).first, 2210);
    EXPECT_FALSE(window_of({}, {}, {}, 44100).end);
}

TEST(Windows, OfSegmentsLieWithinTheTrack) {
    Trimming trimming;
    trimming.skip = 1000;
    trimming.frames = 441'000;
    trimming.rate = 44100;
    // 588 frames at 44,100 Hz are a frame of a CD.
    const TrackWindow part = window_of(trimming, CdFrames(10), CdFrames(20), 44100);
    EXPECT_EQ(part.first, 1000 + 5880);
    EXPECT_EQ(part.end, 1000 + 11'760);
    EXPECT_EQ(window_of(trimming, CdFrames(10), CdFrames(9000), 44100).end, 442'000) << "beyond the file";
    const TrackWindow nothing = window_of(trimming, CdFrames(9000), {}, 44100);
    EXPECT_EQ(nothing.first, *nothing.end);
}

RC_GTEST_PROP(Windows, OfNeighboursJoin, ()) {
    Trimming trimming;
    trimming.skip = *rc::gen::inRange(0, 3000);
    const CdFrames cut(*rc::gen::inRange(1, 400'000));
    const int rate = *any_rate();
    const TrackWindow before = window_of(trimming, {}, cut, rate),
                      behind = window_of(trimming, cut, {}, rate);
    RC_ASSERT(before.end == behind.first);
}

}  // namespace
}  // namespace refrain
