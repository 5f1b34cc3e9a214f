// Sound that was handed over and is replaced before it is heard: mixed again as it was, or with what was
// asked meanwhile; and what the account of it says.
#include "player/engine/mixing/frame_ledger.h"
#include "player/engine/mixing/mixer.h"
#include "tests/player/memory_source.h"

#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr int rate = 44100;
constexpr std::size_t block = 220;

TEST(TakeBack, WhatWasMixedIsMixedAgainAsItWas) {
    Mixer mixer(rate);
    mixer.play(voice(1, ramp(10'000)), 0);
    mix(mixer, 10 * block, block);
    ASSERT_EQ(mixer.can_take_back(), static_cast<std::int64_t>(10 * block));
    mixer.take_back(4 * block);
    const Mixed again = mix(mixer, 6 * block, block);
    EXPECT_EQ(again.left().front(), 6 * block + 1.0F);
    EXPECT_EQ(again.left().back(), 12 * block + 0.0F);
    EXPECT_EQ(again.spans.front().begin, static_cast<std::int64_t>(6 * block));
    EXPECT_EQ(again.frames_of(1), static_cast<std::int64_t>(6 * block));
}

TEST(TakeBack, AJoinThatIsTakenBackIsToldAgain) {
    Mixer mixer(rate);
    mixer.play(voice(1, ramp(1000)), 0);
    mixer.set_next(voice(2, ramp(5000, 50'000.0F)));
    mix(mixer, 10 * block, block);
    EXPECT_EQ(mixer.current()->play, PlayId(2));
    mixer.take_back(8 * block);
    EXPECT_TRUE(mixer.holds(PlayId(1)));
    const Mixed again = mix(mixer, 8 * block, block);
    EXPECT_EQ(again.frames_of(1), 1000 - static_cast<std::int64_t>(2 * block));
    ASSERT_TRUE(again.end_of(1));
    EXPECT_EQ(again.end_of(1)->at, 1000 - static_cast<std::int64_t>(2 * block));
    EXPECT_EQ(again.left()[1000 - 2 * block], 50'000.0F);
}

TEST(TakeBack, ASeekFadesFromTheFrameThatIsHeardThen) {
    Mixer mixer(rate);
    const auto source = std::make_shared<MemorySource>(level(0.5F, 60'000), rate);
    Voice one;
    one.play = PlayId(1);
    one.source = source;
    mixer.play(one, 0);
    mix(mixer, 50 * block, block);
    mixer.take_back(45 * block);
    mixer.seek(7, 882);
    source->go_to(30'000);
    const Mixed mixed = mix(mixer, 3000, block);
    EXPECT_EQ(mixed.spans.front().begin, static_cast<std::int64_t>(5 * block));
    EXPECT_EQ(mixed.spans.front().seek, 0U);
    EXPECT_EQ(mixed.spans[1].begin, 30'000);
    for (const float x : mixed.left()) {
        ASSERT_NEAR(x, 0.5F, 1e-3F);
    }
}

TEST(TakeBack, APauseGoesOnLaterWithTheVeryNextFrame) {
    Mixer mixer(rate);
    mixer.play(voice(1, ramp(50'000)), 0);
    mix(mixer, 40 * block, block);
    mixer.take_back(30 * block);
    mixer.fade_out(882);
    EXPECT_EQ(mix(mixer, 5000, block).frames(), 882);
    mixer.fade_in(0);
    EXPECT_EQ(mix(mixer, block, block).left().front(), 10 * block + 882 + 1.0F);
}

TEST(TakeBack, SaysWhichFrameComesNextWhereWhatWasReadTurnsBackBehindIt) {
    for (const double speed : {1.0, 2.0}) {
        Mixer mixer(rate);
        mixer.set_speed(speed);
        // B is frame 44,100, A frame 22,050.
        Voice one = voice(1, ramp(60'000));
        one.end = Milliseconds(1000);
        mixer.play(one, 0);
        Voice round = voice(1, ramp(60'000));
        static_cast<MemorySource&>(*round.source).go_to(22'050);
        round.end = Milliseconds(1000);
        mixer.set_next(round);
        const auto blocks_to = [speed](int frame) { return static_cast<std::size_t>(frame / speed) / block; };
        const std::size_t before = blocks_to(35'000), ahead = blocks_to(20'000);
        mix(mixer, before * block, block);
        EXPECT_EQ(mixer.place_before_turn(), std::nullopt) << "the first round is still being read";
        mix(mixer, ahead * block, block);
        EXPECT_EQ(mixer.place_before_turn(), std::nullopt) << "the second round is what is heard";
        mixer.take_back(static_cast<std::int64_t>(ahead * block));
        ASSERT_TRUE(mixer.place_before_turn());
        EXPECT_NEAR(static_cast<double>(*mixer.place_before_turn()),
                    static_cast<double>(before * block) * speed, speed - 1.0);
    }
}

TEST(TakeBack, AFadeStaysAsItWasBegun) {
    Mixer mixer(rate);
    mixer.play(voice(1, level(0.5F, 50'000)), 0);
    mix(mixer, 10 * block, block);
    mixer.play(voice(2, level(0.25F, 50'000)), 882);
    mix(mixer, 2 * block, block);
    EXPECT_EQ(mixer.can_take_back(), 0);
    // Once it is over, what follows can be taken back, and no more.
    mix(mixer, 10 * block, block);
    EXPECT_GT(mixer.can_take_back(), 0);
    EXPECT_LE(mixer.can_take_back(), static_cast<std::int64_t>(12 * block) - 882);
}

TEST(TakeBack, AnyNumberOfTimesTheSoundIsThatOfOneMix) {
    EXPECT_TRUE(rc::check("taken back anywhere, the sound and its account are the same", [] {
        const int own = *rc::gen::element(44100, 48000);
        const double speed = *rc::gen::element(1.0, 1.0, 1.5);
        const auto begin = [&](Mixer& mixer) {
            mixer.set_speed(speed);
            mixer.play(voice(1, tone(440.0, own, 0.0, 9000), own), 0);
            mixer.set_next(voice(2, tone(660.0, own, 0.0, 9000), own));
        };
        Mixer plain(rate), taken(rate);
        begin(plain);
        begin(taken);
        const Mixed expected = mix(plain, 1'000'000, block);
        // As the engine does it: blocks, and a ledger of them.
        FrameLedger ledger;
        std::vector<float> heard;
        std::vector<std::size_t> blocks;
        for (int step = 0; step < 400; ++step) {
            if (!blocks.empty() && *rc::gen::inRange(0, 8) == 0) {
                const auto wanted = *rc::gen::inRange<std::size_t>(1, 20);
                std::size_t frames = 0, n = 0;
                while (n < std::min(wanted, blocks.size()) &&
                       static_cast<std::int64_t>(frames + blocks[blocks.size() - 1 - n]) <=
                           taken.can_take_back()) {
                    frames += blocks[blocks.size() - 1 - n++];
                }
                taken.take_back(static_cast<std::int64_t>(frames));
                ledger.take_back(static_cast<std::int64_t>(heard.size() / 2 - frames));
                heard.resize(heard.size() - 2 * frames);
                blocks.resize(blocks.size() - n);
                continue;
            }
            std::vector<float> out(2 * block);
            std::vector<MixedSpan> spans;
            const std::size_t got = taken.mix(out.data(), block, spans);
            ledger.pushed(static_cast<std::int64_t>(got), spans);
            heard.insert(heard.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(2 * got));
            blocks.push_back(got);
        }
        while (true) {
            std::vector<float> out(2 * block);
            std::vector<MixedSpan> spans;
            const std::size_t got = taken.mix(out.data(), block, spans);
            ledger.pushed(static_cast<std::int64_t>(got), spans);
            heard.insert(heard.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(2 * got));
            if (got == 0 && spans.empty()) {
                break;
            }
        }
        RC_ASSERT(heard == expected.samples);
        std::map<std::int64_t, std::int64_t> frames;
        int ends = 0;
        for (const EngineEvent& event : ledger.rendered(static_cast<std::int64_t>(heard.size() / 2))) {
            if (const auto* span = std::get_if<FramesRendered>(&event)) {
                frames[span->play.value()] += span->end - span->begin;
            }
            ends += std::holds_alternative<PlayEnded>(event) ? 1 : 0;
        }
        RC_ASSERT(ends == 2);
        RC_ASSERT(frames[1] == expected.frames_of(1));
        RC_ASSERT(frames[2] == expected.frames_of(2));
    }));
}

FramesRendered heard_of(const std::vector<EngineEvent>& events, std::int64_t play) {
    FramesRendered all;
    for (const EngineEvent& event : events) {
        if (const auto* span = std::get_if<FramesRendered>(&event); span && span->play == PlayId(play)) {
            all.begin = all.play.valid() ? all.begin : span->begin;
            all.play = span->play;
            all.end = span->end;
        }
    }
    return all;
}

/// 1000 frames of play 1, of which those from 400 on are replaced by 500 frames of play 2.
FrameLedger replaced_at_400() {
    FrameLedger ledger;
    const std::array first{MixedSpan{PlayId(1), 0, 200, 0, 200, 0, false, false, {}}};
    for (std::int64_t at = 0; at < 1000; at += 200) {
        std::array span = first;
        span[0].begin = at;
        span[0].end = at + 200;
        ledger.pushed(200, span);
    }
    ledger.take_back(400);
    ledger.pushed(500, std::array{MixedSpan{PlayId(2), 0, 500, 0, 500, 0, false, false, {}}});
    return ledger;
}

TEST(TakeBack, InTimeItWasNeverThere) {
    FrameLedger ledger = replaced_at_400();
    const auto events = ledger.rendered(900);
    EXPECT_EQ(heard_of(events, 1).end, 400);
    EXPECT_EQ(heard_of(events, 2).end, 500);
    EXPECT_TRUE(ledger.settled());
}

TEST(TakeBack, TooLateWhatWasThereIsCountedForAsLongAsItWasHeard) {
    FrameLedger lost = replaced_at_400();
    lost.came_late(150);
    const auto events = lost.rendered(900);
    EXPECT_EQ(heard_of(events, 1).end, 550);
    EXPECT_EQ(heard_of(events, 2).begin, 150);
    EXPECT_EQ(heard_of(events, 2).end, 500);
    EXPECT_TRUE(lost.settled());
}

// --- nothing left to fade

TEST(Fade, ASeekFadesThoughNothingThatWasDecodedIsLeft) {
    for (const double hertz : {110.0, 1000.0}) {
        Mixer mixer(rate);
        const auto source = std::make_shared<MemorySource>(tone(hertz, rate, 0.0, 50'000), rate);
        // A crest, so that a cut would be a step of 0.5.
        const auto crest = static_cast<std::size_t>((std::floor(hertz / 10.0) + 0.25) / hertz * rate);
        source->let_through(crest);
        Voice one;
        one.play = PlayId(1);
        one.source = source;
        mixer.play(one, 0);
        const Mixed before = mix(mixer, 40'000, block);
        ASSERT_EQ(before.frames(), static_cast<std::int64_t>(crest));
        mixer.seek(1, 882);
        Mixed after = mix(mixer, 882, block);
        EXPECT_EQ(after.frames(), 882);
        EXPECT_EQ(after.frames_of(1), 0) << "a guess is no part of the track";
        auto left = before.left();
        const auto rest = after.left();
        left.insert(left.end(), rest.begin(), rest.end());
        // A sine's own step, and that of the fade.
        EXPECT_LT(largest_step(left), 0.5 * 2.0 * std::numbers::pi * hertz / rate + 0.5 / 882 * 2);
        EXPECT_NEAR(left.back(), 0.0F, 1e-3F);
    }
}

TEST(Fade, WhatFadesOutAndIsStuckFadesOnWithAGuess) {
    Mixer mixer(rate);
    const auto slow = std::make_shared<MemorySource>(tone(500.0, rate, 0.0, 50'000), rate);
    slow->let_through(3000);
    Voice one;
    one.play = PlayId(1);
    one.source = slow;
    mixer.play(one, 0);
    const Mixed before = mix(mixer, 3000, block);
    mixer.play(voice(2, level(0.0F, 20'000)), 8820);
    mixer.drop_leaving();
    const Mixed after = mix(mixer, 2000, block);
    auto left = before.left();
    const auto rest = after.left();
    left.insert(left.end(), rest.begin(), rest.end());
    EXPECT_LT(largest_step(left), 0.5 * 2.0 * std::numbers::pi * 500.0 / rate + 0.5 / 882 * 2);
    EXPECT_EQ(left.back(), 0.0F);
}

}  // namespace
}  // namespace refrain
