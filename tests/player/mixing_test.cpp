// What sounds when: joins, fades, crossfades, ends. Tracks are made by hand and counted.
#include "player/engine/mixing/mixer.h"
#include "tests/player/memory_source.h"

#include <cmath>
#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr int rate = 44100;

TEST(Mixer, JoinsTwoTracksWithoutAGapInOneBlock) {
    Mixer mixer(rate);
    mixer.play(voice(1, stereo({1, 2, 3})), 0);
    mixer.set_next(voice(2, stereo({10, 20, 30})));
    const Mixed mixed = mix(mixer, 5);
    EXPECT_EQ(mixed.left(), (std::vector<float>{1, 2, 3, 10, 20}));
    ASSERT_EQ(mixed.spans.size(), 3U);
    EXPECT_EQ(mixed.spans[0].frames, 3);
    EXPECT_TRUE(mixed.spans[1].ends);
    EXPECT_TRUE(mixed.spans[1].at_end);
    EXPECT_EQ(mixed.spans[1].followed_by, PlayId(2));
    EXPECT_EQ(mixed.spans[2].play, PlayId(2));
    EXPECT_EQ(mixed.spans[2].begin, 0);
    EXPECT_EQ(mixer.current()->play, PlayId(2));
    EXPECT_EQ(mixer.next(), nullptr);
}

TEST(Mixer, TheLastTrackEndsWithNothingBehindIt) {
    Mixer mixer(rate);
    mixer.play(voice(1, stereo({1, 2})), 0);
    const Mixed mixed = mix_all(mixer);
    EXPECT_EQ(mixed.frames(), 2);
    ASSERT_TRUE(mixed.end_of(1));
    EXPECT_TRUE(mixed.end_of(1)->at_end);
    EXPECT_FALSE(mixed.end_of(1)->followed_by.valid());
    EXPECT_TRUE(mixer.idle());
}

TEST(Mixer, WaitsForASourceThatHasNothingReadyInsteadOfGoingOn) {
    Mixer mixer(rate);
    const auto slow = std::make_shared<MemorySource>(ramp(5000), rate);
    slow->let_through(3000);
    Voice first;
    first.play = PlayId(1);
    first.source = slow;
    mixer.play(first, 0);
    mixer.set_next(voice(2, stereo({10})));
    EXPECT_EQ(mix_all(mixer).frames(), 3000);
    EXPECT_EQ(mix_all(mixer).frames(), 0);
    slow->let_through(5000);
    const Mixed rest = mix_all(mixer);
    EXPECT_EQ(rest.frames(), 2001);
    EXPECT_EQ(rest.left().back(), 10.0F);
}

TEST(Mixer, WaitsAtTheJoinForATrackThatIsStillBeingOpened) {
    Mixer mixer(rate);
    const auto slow = std::make_shared<MemorySource>(ramp(4000), rate);
    slow->let_through(0);
    mixer.play(voice(1, ramp(100)), 0);
    Voice second;
    second.play = PlayId(2);
    second.source = slow;
    mixer.set_next(second);
    EXPECT_EQ(mix_all(mixer).frames(), 100);
    slow->let_through(4000);
    EXPECT_EQ(mix_all(mixer).frames(), 4000);
}

TEST(Mixer, LeavesSamplesAtFullGainUntouched) {
    Mixer mixer(rate);
    const std::vector<float> odd{0.1F, -0.3F, 1.5F, 1e-30F};
    mixer.play(voice(1, odd), 0);
    EXPECT_EQ(mix_all(mixer).samples, odd);
}

TEST(Mixer, PausesOverTheSetLengthReadsNothingBeyondAndGoesOnWithTheVeryNextFrame) {
    Mixer mixer(rate);
    mixer.play(voice(1, level(1.0F, 20)), 0);
    mix(mixer, 2);
    mixer.fade_out(4);
    EXPECT_FALSE(mixer.silent());
    const Mixed out = mix(mixer, 10);
    EXPECT_EQ(out.left(), (std::vector<float>{0.75F, 0.5F, 0.25F, 0.0F}));
    EXPECT_TRUE(mixer.silent());
    EXPECT_EQ(mix(mixer, 10).frames(), 0);
    mixer.fade_in(4);
    const Mixed in = mix(mixer, 5);
    EXPECT_EQ(in.left(), (std::vector<float>{0.25F, 0.5F, 0.75F, 1.0F, 1.0F}));
    EXPECT_EQ(in.spans.front().begin, out.spans.back().end);
}

TEST(Mixer, LosesAndRepeatsNoSampleHoweverItIsAsked) {
    EXPECT_TRUE(rc::check("every sample once, in order", [] {
        Mixer mixer(rate);
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
            if (!mixer.current() && given < waiting.size()) {
                mixer.play(waiting[given++], 0);
            }
            if (!mixer.next() && given < waiting.size()) {
                mixer.set_next(waiting[given++]);
            }
            if (!mixer.current()) {
                break;
            }
            const auto n = *rc::gen::inRange<std::size_t>(1, 12);
            const Mixed mixed = mix(mixer, n, n);
            got.insert(got.end(), mixed.samples.begin(), mixed.samples.end());
        }
        RC_ASSERT(got == expected);
    }));
}

// --- skipping

TEST(Mixer, AnotherTrackStartsAtOnceWhileTheOldOneFadesOut) {
    Mixer mixer(rate);
    mixer.play(voice(1, level(0.5F, 10'000)), 0);
    mix(mixer, 1000);
    mixer.play(voice(2, level(0.25F, 3000)), 882);
    const Mixed mixed = mix_all(mixer);
    const auto left = mixed.left();
    ASSERT_EQ(mixed.frames(), 3000);
    EXPECT_NEAR(left[0], 0.25F + 0.5F, 0.001F);
    EXPECT_NEAR(left[440], 0.25F + 0.25F, 0.001F);
    EXPECT_EQ(left[882], 0.25F);
    EXPECT_EQ(mixed.frames_of(1), 882);
    EXPECT_EQ(mixed.frames_of(2), 3000);
    EXPECT_FALSE(mixed.end_of(1)->at_end);
    EXPECT_EQ(mixed.end_of(1)->at, 882);
}

TEST(Mixer, FadesOnWhileTheNewTrackIsStillBeingOpened) {
    Mixer mixer(rate);
    mixer.play(voice(1, level(0.5F, 10'000)), 0);
    mix(mixer, 1000);
    const auto slow = std::make_shared<MemorySource>(level(0.25F, 5000), rate);
    slow->let_through(0);
    Voice second;
    second.play = PlayId(2);
    second.source = slow;
    mixer.play(second, 882);
    EXPECT_EQ(mix_all(mixer).frames(), 882);
    slow->let_through(5000);
    EXPECT_EQ(mix_all(mixer).frames(), 5000);
}

TEST(Mixer, ManySkipsInARowLeaveFewTracksSoundingAndTellEveryEndInOrder) {
    Mixer mixer(rate);
    for (std::int64_t play = 1; play <= 50; ++play) {
        mixer.play(voice(play, level(0.01F, 200'000)), 88'200);
        // Every other one is left before it was heard.
        mix(mixer, play % 2 == 0 ? 0 : 441);
    }
    const Mixed mixed = mix(mixer, 88'200);
    std::int64_t last = 0;
    for (const MixedSpan& span : mixed.spans) {
        if (span.ends) {
            EXPECT_GT(span.play.value(), last);
            last = span.play.value();
        }
    }
    EXPECT_EQ(last, 49);
    for (const float x : mixed.left()) {
        ASSERT_LT(x, 0.01F * 8);
    }
}

TEST(Mixer, StoppingFadesOutAndLeavesNothing) {
    Mixer mixer(rate);
    mixer.play(voice(1, level(0.5F, 10'000)), 0);
    mixer.set_next(voice(2, level(0.5F, 10'000)));
    mix(mixer, 1000);
    mixer.stop(441);
    const Mixed mixed = mix_all(mixer);
    EXPECT_EQ(mixed.frames(), 441);
    EXPECT_EQ(mixed.left().back(), 0.0F);
    EXPECT_LT(largest_step(mixed.left()), 0.5F / 440);
    EXPECT_FALSE(mixed.end_of(1)->at_end);
    EXPECT_TRUE(mixer.idle());
    EXPECT_EQ(mixer.next(), nullptr);
}

TEST(Mixer, StoppingAtOnceLeavesNothingHoweverMuchFadesOut) {
    // Where there is no device any more nothing will be mixed, and every end must be told without a frame.
    Mixer mixer(rate);
    for (std::int64_t play = 1; play <= 8; ++play) {
        mixer.play(voice(play, level(0.1F, 50'000)), 20'000);
        mix(mixer, 10);
    }
    mixer.stop(0);
    float none = 0.0F;
    std::vector<MixedSpan> spans;
    EXPECT_EQ(mixer.mix(&none, 0, spans), 0U);
    EXPECT_EQ(spans.size(), 8U);
    EXPECT_TRUE(mixer.idle());
}

TEST(Mixer, PlayingAnotherTrackWhilePausedCutsTheSilentOneAndStartsAtFullGain) {
    Mixer mixer(rate);
    mixer.play(voice(1, level(0.5F, 10'000)), 0);
    mix(mixer, 1000);
    mixer.shut();
    mixer.play(voice(2, level(0.25F, 1000)), 0);
    const Mixed mixed = mix_all(mixer);
    EXPECT_EQ(mixed.samples, level(0.25F, 1000));
    EXPECT_EQ(mixed.frames_of(1), 0);
    EXPECT_TRUE(mixed.end_of(1));
}

// --- seeking

TEST(Mixer, ASeekFadesOutWhatWasReadAndFadesInWhatIsThere) {
    Mixer mixer(rate);
    const auto source = std::make_shared<MemorySource>(level(0.5F, 50'000), rate);
    Voice one;
    one.play = PlayId(1);
    one.source = source;
    mixer.play(one, 0);
    mix(mixer, 1000);
    mixer.seek(7, 882);
    source->go_to(30'000);
    const Mixed mixed = mix(mixer, 3000);
    // A level of 0.5 crossfaded with itself stays: no click, no hole.
    for (const float x : mixed.left()) {
        ASSERT_NEAR(x, 0.5F, 1e-3F);
    }
    EXPECT_EQ(mixed.spans[0].seek, 0U);
    EXPECT_EQ(mixed.spans[0].begin, 1000);
    EXPECT_EQ(mixed.spans[1].seek, 7U);
    EXPECT_EQ(mixed.spans[1].begin, 30'000);
    EXPECT_FALSE(mixed.end_of(1));
}

TEST(Mixer, ASeekWhilePausedIsSilentAndGoesOnFromThere) {
    Mixer mixer(rate);
    const auto source = std::make_shared<MemorySource>(ramp(50'000), rate);
    Voice one;
    one.play = PlayId(1);
    one.source = source;
    mixer.play(one, 0);
    mix(mixer, 1000);
    mixer.shut();
    mixer.seek(1, 882);
    source->go_to(20'000);
    EXPECT_EQ(mix(mixer, 500).frames(), 0);
    mixer.fade_in(100);
    const Mixed mixed = mix(mixer, 2000);
    EXPECT_EQ(mixed.spans.front().begin, 20'000);
    EXPECT_EQ(mixed.left()[1000], 21'001.0F);
}

// --- ends set by hand

TEST(Mixer, EndsWhereItIsToldToAsIfTheFileDid) {
    Mixer mixer(rate);
    Voice one = voice(1, ramp(100'000));
    one.end = Milliseconds(1000);
    mixer.play(one, 0);
    mixer.set_next(voice(2, ramp(100, 500'000.0F)));
    const Mixed mixed = mix_all(mixer);
    EXPECT_EQ(mixed.frames(), 44'100 + 100);
    EXPECT_EQ(mixed.left()[44'099], 44'100.0F);
    EXPECT_EQ(mixed.left()[44'100], 500'000.0F);
    EXPECT_TRUE(mixed.end_of(1)->at_end);
    EXPECT_EQ(mixed.end_of(1)->followed_by, PlayId(2));
}

TEST(Mixer, AnEndCanBeTakenBackUntilItIsReached) {
    Mixer mixer(rate);
    mixer.play(voice(1, ramp(100'000)), 0);
    mix(mixer, 10'000);
    mixer.set_end(PlayId(1), Milliseconds(250));
    mix(mixer, 500);
    mixer.set_end(PlayId(1), std::nullopt);
    EXPECT_EQ(mix_all(mixer).left().back(), 100'000.0F);
    EXPECT_TRUE(mixer.idle());
}

TEST(Mixer, AnEndThatHasPassedIsNow) {
    Mixer mixer(rate);
    mixer.play(voice(1, ramp(100'000)), 0);
    mix(mixer, 20'000);
    mixer.set_end(PlayId(1), Milliseconds(100));
    const Mixed mixed = mix_all(mixer);
    EXPECT_EQ(mixed.frames(), 0);
    EXPECT_TRUE(mixed.end_of(1));
}

TEST(Mixer, AStretchIsRepeatedWithoutAGapAtAnyRate) {
    for (const int own : {44100, 48000}) {
        Mixer mixer(rate);
        // From 0.5 s to 1.5 s a sine makes whole turns: repeated, it goes on.
        const auto whole = tone(300.0, own, 0.0, 2 * own);
        Mixed all;
        for (int turn = 0; turn < 4; ++turn) {
            Voice one = voice(turn + 1, whole, own);
            static_cast<MemorySource&>(*one.source).go_to(static_cast<std::size_t>(own / 2));
            one.end = Milliseconds(1500);
            if (turn == 0) {
                mixer.play(one, 0);
            } else {
                mixer.set_next(one);
                const Mixed part = mix(mixer, 44'100);
                all.samples.insert(all.samples.end(), part.samples.begin(), part.samples.end());
            }
        }
        const auto expected = tone(300.0, rate, 0.5, all.frames());
        ASSERT_EQ(all.samples.size(), expected.size());
        for (std::size_t i = 400; i < expected.size(); ++i) {
            ASSERT_NEAR(all.samples[i], expected[i], 2e-5F) << own << " Hz, value " << i;
        }
    }
}

// --- crossfade

Voice crossfaded(std::int64_t play, std::vector<float> samples, int ms) {
    Voice v = voice(play, std::move(samples));
    v.crossfade = Milliseconds(ms);
    return v;
}

TEST(Mixer, ACrossfadeBeginsItsLengthBeforeTheEndAndKeepsThePower) {
    Mixer mixer(rate);
    mixer.play(voice(1, level(0.4F, 44'100)), 0);
    mixer.set_length(PlayId(1), Milliseconds(1000));
    mixer.set_next(crossfaded(2, level(0.4F, 44'100), 500));
    const Mixed mixed = mix_all(mixer);
    EXPECT_EQ(mixed.frames(), 44'100 + 22'050);
    EXPECT_EQ(mixed.frames_of(1), 44'100);
    EXPECT_EQ(mixed.frames_of(2), 44'100);
    const auto left = mixed.left();
    EXPECT_EQ(left[22'049], 0.4F);
    // Half way both are at 1/sqrt(2): cos and sin of 45 degrees.
    EXPECT_NEAR(left[22'050 + 11'025], 0.4F * 2.0F * std::sqrt(0.5F), 1e-3F);
    EXPECT_NEAR(left[44'100], 0.4F, 1e-6F);
    EXPECT_TRUE(mixed.end_of(1)->at_end);
    EXPECT_EQ(mixed.end_of(1)->followed_by, PlayId(2));
    EXPECT_EQ(mixed.end_of(1)->at, 44'100);
    EXPECT_LT(largest_step(left), 0.001F);
}

TEST(Mixer, ACrossfadeCountsFromAnEndThatWasSet) {
    Mixer mixer(rate);
    Voice one = voice(1, level(0.4F, 441'000));
    one.end = Milliseconds(2000);
    mixer.play(one, 0);
    mixer.set_next(crossfaded(2, level(0.4F, 44'100), 500));
    EXPECT_EQ(mix_all(mixer).frames(), 88'200 + 22'050);
}

TEST(Mixer, WhereATrackEndsEarlierThanItsLengthTheCrossfadeIsAsLongAsThereIsTime) {
    Mixer unknown(rate), early(rate);
    unknown.play(voice(1, level(0.5F, 44'100)), 0);
    early.play(voice(1, level(0.5F, 44'100)), 0);
    early.set_length(PlayId(1), Milliseconds(3000));
    for (Mixer* mixer : {&unknown, &early}) {
        mixer->set_next(crossfaded(2, level(0.5F, 10'000), 500));
        const Mixed mixed = mix_all(*mixer);
        EXPECT_LE(mixed.frames(), 54'100);
        EXPECT_EQ(mixed.frames_of(1), 44'100);
        EXPECT_EQ(mixed.frames_of(2), 10'000);
        EXPECT_TRUE(mixed.end_of(1)->at_end);
        EXPECT_EQ(mixed.end_of(1)->followed_by, PlayId(2));
    }
}

TEST(Mixer, AnyMixtureOfCallsCountsEveryFrameItGivesAndEndsEveryPlayOnce) {
    EXPECT_TRUE(rc::check("frames and ends add up", [] {
        Mixer mixer(rate);
        std::int64_t last = 0;
        std::map<std::int64_t, int> ends;
        std::map<std::int64_t, std::int64_t> position;
        std::vector<std::int64_t> asked;
        const auto fresh = [&] {
            const int own = *rc::gen::element(44100, 44100, 48000, 22050);
            Voice v = voice(++last, level(0.1F, *rc::gen::inRange<std::size_t>(0, 6000)), own);
            v.crossfade = Milliseconds(*rc::gen::element(0, 0, 30));
            v.length = Milliseconds(*rc::gen::inRange(0, 150));
            return v;
        };
        const auto run = [&](std::size_t frames) {
            std::vector<float> out(2 * frames);
            std::vector<MixedSpan> spans;
            const std::size_t got = mixer.mix(out.data(), frames, spans);
            RC_ASSERT(got <= frames);
            std::vector<int> owners(got + 1);
            for (const MixedSpan& span : spans) {
                RC_ASSERT(span.at >= 0 && span.at + span.frames <= static_cast<std::int64_t>(got));
                RC_ASSERT(ends[span.play.value()] == 0);
                ends[span.play.value()] += span.ends ? 1 : 0;
                for (std::int64_t i = 0; i < span.frames; ++i) {
                    ++owners[static_cast<std::size_t>(span.at + i)];
                }
            }
            for (std::size_t i = 0; i < got; ++i) {
                RC_ASSERT(owners[i] > 0);
            }
            return got > 0 || !spans.empty();
        };
        for (int step = 0; step < 40; ++step) {
            switch (*rc::gen::inRange(0, 9)) {
                case 0: {
                    const Voice v = fresh();
                    asked.push_back(v.play.value());
                    mixer.play(v, *rc::gen::element(0, 220, 2000));
                    break;
                }
                case 1:
                    if (!mixer.next()) {
                        const Voice v = fresh();
                        mixer.set_next(v);
                    }
                    break;
                case 2:
                    mixer.stop(*rc::gen::element(0, 220, 2000));
                    break;
                case 3:
                    mixer.seek(static_cast<std::uint64_t>(step + 1), 441);
                    break;
                case 4:
                    mixer.fade_out(100);
                    break;
                case 5:
                    mixer.fade_in(100);
                    break;
                case 6:
                    mixer.set_speed(*rc::gen::element(1.0, 1.0, 1.5, 0.75));
                    break;
                default:
                    run(*rc::gen::inRange<std::size_t>(1, 700));
            }
        }
        mixer.fade_in(0);
        mixer.stop(100);
        while (run(441)) {
        }
        RC_ASSERT(mixer.idle());
        for (const std::int64_t play : asked) {
            RC_ASSERT(ends[play] == 1);
        }
    }));
}

}  // namespace
}  // namespace refrain
