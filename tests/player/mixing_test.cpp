// The mixer and the ledger without any audio library: samples are made by hand and counted.
#include "player/engine/mixing/frame_ledger.h"
#include "player/engine/mixing/mixer.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

/// Mono samples that are all there at once, or as many as were let through.
class Samples final : public SampleSource {
  public:
    explicit Samples(std::vector<float> values) : values_(std::move(values)), ready_(values_.size()) {}
    int rate() const override { return 44100; }
    std::size_t read(float* out, std::size_t frames) override {
        const std::size_t n = std::min(frames, ready_ - used_);
        std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(used_), n, out);
        used_ += n;
        return n;
    }
    bool ended() const override { return used_ == values_.size(); }
    std::int64_t next_frame() const override { return static_cast<std::int64_t>(used_); }
    void let_through(std::size_t frames) { ready_ = frames; }

  private:
    std::vector<float> values_;
    std::size_t ready_, used_ = 0;
};

std::vector<float> ramp(std::size_t n, float from = 1.0F) {
    std::vector<float> values(n);
    std::iota(values.begin(), values.end(), from);
    return values;
}
Voice voice(std::int64_t play, std::vector<float> values) {
    return {PlayId(play), std::make_shared<Samples>(std::move(values)), 0};
}

struct Mixed {
    std::vector<float> samples;
    std::vector<MixedSpan> spans;
};
Mixed mix(Mixer& mixer, std::size_t frames) {
    Mixed mixed;
    mixed.samples.resize(frames);
    mixed.spans = mixer.mix(mixed.samples.data(), frames);
    std::int64_t n = 0;
    for (const MixedSpan& span : mixed.spans) {
        n += span.frames;
    }
    mixed.samples.resize(static_cast<std::size_t>(n));
    return mixed;
}

TEST(Mixer, JoinsTwoTracksWithoutAGapInOneBlock) {
    Mixer mixer(1, 4);
    mixer.set_current(voice(1, {1, 2, 3}));
    mixer.set_next(voice(2, {10, 20, 30}));
    const Mixed mixed = mix(mixer, 5);
    EXPECT_EQ(mixed.samples, (std::vector<float>{1, 2, 3, 10, 20}));
    ASSERT_EQ(mixed.spans.size(), 3U);
    EXPECT_EQ(mixed.spans[0].frames, 3);
    EXPECT_TRUE(mixed.spans[1].ends);
    EXPECT_EQ(mixed.spans[1].followed_by, PlayId(2));
    EXPECT_EQ(mixed.spans[2].play, PlayId(2));
    EXPECT_EQ(mixed.spans[2].begin, 0);
    EXPECT_EQ(mixer.current().play, PlayId(2));
    EXPECT_FALSE(mixer.next().source);
}

TEST(Mixer, TheLastTrackEndsWithNothingBehindIt) {
    Mixer mixer(1, 4);
    mixer.set_current(voice(1, {1, 2}));
    const Mixed mixed = mix(mixer, 5);
    EXPECT_EQ(mixed.samples.size(), 2U);
    EXPECT_TRUE(mixed.spans.back().ends);
    EXPECT_FALSE(mixed.spans.back().followed_by.valid());
    EXPECT_TRUE(mix(mixer, 5).spans.empty());
}

TEST(Mixer, WaitsForASourceThatHasNothingReadyInsteadOfGoingOn) {
    Mixer mixer(1, 4);
    auto slow = std::make_shared<Samples>(std::vector<float>{1, 2, 3});
    slow->let_through(1);
    mixer.set_current({PlayId(1), slow, 0});
    mixer.set_next(voice(2, {10}));
    EXPECT_EQ(mix(mixer, 5).samples, (std::vector<float>{1}));
    EXPECT_TRUE(mix(mixer, 5).samples.empty());
    slow->let_through(3);
    EXPECT_EQ(mix(mixer, 5).samples, (std::vector<float>{2, 3, 10}));
}

TEST(Mixer, FadesOutOverTheSetLengthAndReadsNothingBeyond) {
    Mixer mixer(1, 4);
    mixer.set_current(voice(1, std::vector<float>(20, 1.0F)));
    mix(mixer, 2);
    mixer.fade_out();
    EXPECT_FALSE(mixer.silent());
    EXPECT_EQ(mix(mixer, 10).samples, (std::vector<float>{0.75F, 0.5F, 0.25F, 0.0F}));
    EXPECT_TRUE(mixer.silent());
    EXPECT_EQ(mixer.current().source->next_frame(), 6);
    EXPECT_TRUE(mix(mixer, 10).samples.empty());
    mixer.fade_in();
    EXPECT_EQ(mix(mixer, 5).samples, (std::vector<float>{0.25F, 0.5F, 0.75F, 1.0F, 1.0F}));
}

TEST(Mixer, LeavesSamplesAtFullGainUntouched) {
    Mixer mixer(1, 4);
    const std::vector<float> odd{0.1F, -0.3F, 1.5F, 1e-30F};
    mixer.set_current(voice(1, odd));
    EXPECT_EQ(mix(mixer, 4).samples, odd);
}

TEST(Mixer, FadesAllChannelsOfAFrameAlike) {
    Mixer mixer(2, 2);
    // Two channels: the source writes frames of two samples.
    class Stereo final : public SampleSource {
      public:
        int rate() const override { return 44100; }
        std::size_t read(float* out, std::size_t frames) override {
            for (std::size_t i = 0; i < frames; ++i) {
                *out++ = 1.0F;
                *out++ = -1.0F;
            }
            return frames;
        }
        bool ended() const override { return false; }
        std::int64_t next_frame() const override { return 0; }
    };
    mixer.set_current({PlayId(1), std::make_shared<Stereo>(), 0});
    mixer.fade_out();
    std::vector<float> out(8);
    mixer.mix(out.data(), 4);
    EXPECT_EQ((std::vector<float>(out.begin(), out.begin() + 4)),
              (std::vector<float>{0.5F, -0.5F, 0.0F, -0.0F}));
}

TEST(Mixer, LosesAndRepeatsNoSampleHoweverItIsAsked) {
    EXPECT_TRUE(rc::check("every sample once, in order", [] {
        Mixer mixer(1, 3);
        const auto lengths =
            *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 9));
        std::vector<float> expected, got;
        std::vector<Voice> waiting;
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            auto values = ramp(lengths[i], static_cast<float>(100 * i));
            expected.insert(expected.end(), values.begin(), values.end());
            waiting.push_back(voice(static_cast<std::int64_t>(i + 1), values));
        }
        std::size_t given = 0;
        while (true) {
            if (!mixer.current().source && given < waiting.size()) {
                mixer.set_current(waiting[given++]);
            }
            if (!mixer.next().source && given < waiting.size()) {
                mixer.set_next(waiting[given++]);
            }
            if (!mixer.current().source) {
                break;
            }
            const Mixed mixed = mix(mixer, *rc::gen::inRange<std::size_t>(1, 12));
            got.insert(got.end(), mixed.samples.begin(), mixed.samples.end());
        }
        RC_ASSERT(got == expected);
    }));
}

// --- the ledger

MixedSpan span(std::int64_t play, std::int64_t begin, std::int64_t frames) {
    return {PlayId(play), begin, frames, 0, false, {}};
}
MixedSpan end_of(std::int64_t play, std::int64_t followed_by) {
    return {PlayId(play), 0, 0, 0, true, PlayId(followed_by)};
}
template <class T>
const T& as(const EngineEvent& event) {
    return std::get<T>(event);
}

TEST(FrameLedger, TellsOnlyWhatTheSinkHasRendered) {
    FrameLedger ledger;
    ledger.pushed(span(1, 0, 100));
    EXPECT_TRUE(ledger.rendered(0).empty());
    const auto events = ledger.rendered(40);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(as<FramesRendered>(events[0]).begin, 0);
    EXPECT_EQ(as<FramesRendered>(events[0]).end, 40);
    EXPECT_EQ(ledger.pending(), 60);
}

TEST(FrameLedger, TellsTheEndOfATrackWhenItsLastFrameWasHeard) {
    FrameLedger ledger;
    ledger.pushed(span(1, 0, 100));
    ledger.pushed(end_of(1, 2));
    ledger.pushed(span(2, 0, 50));
    EXPECT_EQ(ledger.rendered(99).size(), 1U);
    const auto events = ledger.rendered(110);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(as<FramesRendered>(events[0]).end, 100);
    EXPECT_EQ(as<PlayEnded>(events[1]).play, PlayId(1));
    EXPECT_TRUE(as<PlayEnded>(events[1]).at_end);
    EXPECT_EQ(as<PlayEnded>(events[1]).followed_by, PlayId(2));
    EXPECT_EQ(as<FramesRendered>(events[2]).end, 10);
}

TEST(FrameLedger, TellsAnEndThatIsNoticedAfterTheLastFrameWasHeard) {
    FrameLedger ledger;
    ledger.pushed(span(1, 0, 10));
    ledger.rendered(10);
    ledger.pushed(end_of(1, 0));
    EXPECT_FALSE(ledger.drained());
    const auto events = ledger.rendered(10);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<PlayEnded>(events[0]));
    EXPECT_TRUE(ledger.drained());
}

TEST(FrameLedger, SilenceBelongsToNoTrack) {
    FrameLedger ledger;
    ledger.pushed({{}, 0, 10, 0, false, {}});
    EXPECT_TRUE(ledger.rendered(10).empty());
    EXPECT_TRUE(ledger.drained());
}

TEST(FrameLedger, WhatWasClaimedIsToldOnce) {
    FrameLedger ledger;
    ledger.pushed(span(1, 0, 100));
    ledger.rendered(30);
    const auto claimed = ledger.claim();
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(as<FramesRendered>(claimed[0]).begin, 30);
    EXPECT_EQ(as<FramesRendered>(claimed[0]).end, 100);
    ledger.pushed(span(2, 0, 20));
    EXPECT_TRUE(ledger.rendered(100).empty());
    EXPECT_FALSE(ledger.drained());
    const auto events = ledger.rendered(120);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(as<FramesRendered>(events[0]).play, PlayId(2));
    EXPECT_TRUE(ledger.drained());
}

TEST(FrameLedger, EveryFramePushedIsToldExactlyOnceHoweverTheSinkTakesThem) {
    EXPECT_TRUE(rc::check("pushed = told + pending", [] {
        FrameLedger ledger;
        std::int64_t sink = 0, told = 0, pushed = 0;
        const auto count = [&told](const std::vector<EngineEvent>& events) {
            for (const EngineEvent& event : events) {
                if (const auto* r = std::get_if<FramesRendered>(&event)) {
                    RC_ASSERT(r->begin == told);
                    told = r->end;
                }
            }
        };
        bool claimed_all = false;
        for (int i = 0; i < 60; ++i) {
            switch (*rc::gen::inRange(0, 4)) {
                case 0:
                case 1: {
                    const auto n = *rc::gen::inRange<std::int64_t>(0, 50);
                    ledger.pushed(span(1, pushed, n));
                    pushed += n;
                    claimed_all = claimed_all && n == 0;
                    break;
                }
                case 2:
                    sink += *rc::gen::inRange<std::int64_t>(0, pushed - sink + 1);
                    count(ledger.rendered(sink));
                    break;
                default:
                    count(ledger.claim());
                    claimed_all = true;
            }
            RC_ASSERT(ledger.pending() == pushed - sink);
            RC_ASSERT(told >= sink);
            RC_ASSERT(!claimed_all || told == pushed);
        }
        count(ledger.rendered(pushed));
        RC_ASSERT(told == pushed);
        RC_ASSERT(ledger.drained());
    }));
}

}  // namespace
}  // namespace refrain
