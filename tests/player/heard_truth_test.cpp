// What the history calls heard, beside what came out of the sink: the core on the real engine, clicked at by
// chance in every way that changes what is heard (pause, seek, skip, speed, a device that is lost).
#include "tests/player/player_bench.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr std::int64_t track_frames = 360'000;
/// The fade between two tracks, the shortest there is.
constexpr Milliseconds skip_fade{5};

/// Of a track: the right channel is +level in those of even number and -level in the others, the left one
/// says which frame of it sounds. A fade scales both and hides neither.
constexpr double level = 6000.0, first_place = 1000.0, frames_per_step = 32.0;

Samples placed(int number) {
    Samples samples;
    for (std::int64_t i = 0; i < track_frames; ++i) {
        samples.push_back(static_cast<std::int16_t>(first_place + static_cast<double>(i) / frames_per_step));
        samples.push_back(static_cast<std::int16_t>(number % 2 == 0 ? level : -level));
    }
    return samples;
}

class HeardTruth : public PlayerBench {
  protected:
    /// The sink holds from here on: so many frames were taken, all at one speed since the last change.
    void go_on(std::size_t frames) {
        tap.hold_at(tap.frames() + frames);
        tap.wait_until_held();
        pump();
    }
    /// The frame of its track that was heard last.
    double place() const {
        const auto samples = tap.samples();
        return place_at(samples, samples.size() / 2 - 1);
    }
    static double place_at(const std::vector<float>& samples, std::size_t frame) {
        const double ratio = std::abs(static_cast<double>(samples[2 * frame]) / samples[2 * frame + 1]);
        return (ratio * level - first_place) * frames_per_step;
    }
    void rest() {
        core->pause();
        tap.let_go();
        tap.wait_until_silent();
        pump();
    }
    void play_on(std::size_t frames) {
        tap.hold_at(tap.frames() + frames);
        core->play();
        tap.wait_until_held();
        pump();
    }
    void lose_device() {
        tap.lose_device();
        tap.let_go();
        until([this] { return state().state == PlaybackState::paused; });
    }
    /// Nothing sounds. Between 1 and another speed it is the next frame that has the new one; between two
    /// others a piece may be made already.
    void change_speed_at_rest(double to) {
        const double next = speed() == 1.0 ? to : 1.0;
        core->set_speed(next);
        changes_.push_back({tap.frames(), next});
    }
    double speed() const { return changes_.back().speed; }
    /// Faster or slower and back to 1 while it sounds. It is not known which frame is the first that is
    /// stretched, but at both ends each sample says where it is from.
    void visit_speed(double to) {
        const std::size_t from = tap.frames();
        const double before = place();
        core->set_speed(to);
        go_on(20'000);
        core->set_speed(1.0);
        go_on(20'000);
        visits_.push_back(
            {from, tap.frames(), (place() - before) / static_cast<double>(tap.frames() - from)});
    }

    /// Milliseconds of each track, in the order they were played, by what the sink took.
    std::vector<double> truth() const {
        const auto samples = tap.samples();
        std::vector<double> frames(1, 0.0);
        std::size_t turned = 0;
        for (std::size_t i = 0; i < samples.size() / 2; ++i) {
            const double right = static_cast<double>(samples[2 * i + 1]) * 32768.0;
            const bool odd = frames.size() % 2 == 0;
            if (right == 0.0) {
                continue;
            }
            if (odd != (right < 0.0)) {
                frames.push_back(0.0);
                turned = i;
            }
            frames.back() += speed_at(i);
            // A skip: what was left fades out under what begins in full.
            const auto fade = static_cast<std::size_t>(skip_fade.count() * rate / 1000 + 1);
            if (frames.size() > 1 && i - turned < fade && std::abs(right) < 0.999 * level) {
                frames[frames.size() - 2] += speed_at(i);
            }
        }
        for (double& n : frames) {
            n *= 1000.0 / rate;
        }
        return frames;
    }

  private:
    struct Change {
        std::size_t from;
        double speed;
    };
    struct Visit {
        std::size_t from, to;
        /// On average.
        double speed;
    };
    double speed_at(std::size_t frame) const {
        for (const Visit& visit : visits_) {
            if (frame >= visit.from && frame < visit.to) {
                return visit.speed;
            }
        }
        double speed = 1.0;
        for (const Change& change : changes_) {
            speed = frame >= change.from ? change.speed : speed;
        }
        return speed;
    }

    std::vector<Change> changes_{{0, 1.0}};
    std::vector<Visit> visits_;
};

TEST_F(HeardTruth, IsToldWithinTwentyMillisecondsWhateverIsClicked) {
    constexpr int tracks_in_all = 14;
    PlaybackSettings settings = as_recorded();
    settings.fades = {Milliseconds(0), Milliseconds(5), Milliseconds(5), skip_fade};
    core->set_settings(settings);
    std::vector<QueueEntry> queue;
    for (int i = 0; i < tracks_in_all; ++i) {
        queue.push_back(entry_of(std::to_string(i), placed(i)));
    }
    std::mt19937 random(20261123);
    const auto some_speed = [&] { return 0.5 + 0.25 * static_cast<double>(random() % 11); };
    int pauses = 0, seeks = 0, losses = 0, visits = 0, skips = 0;
    tap.hold_at(5000);
    core->play(queue, 0, StartReason::chosen);
    tap.wait_until_held();
    pump();
    for (int track = 0; track < tracks_in_all; ++track) {
        for (int step = 0; step < 4; ++step) {
            // Far enough from the end for whatever is clicked.
            if (place() > static_cast<double>(track_frames) * 0.5) {
                break;
            }
            switch (random() % 4) {
                case 0:
                    ++pauses;
                    rest();
                    change_speed_at_rest(some_speed());
                    play_on(4000 + random() % 5000);
                    break;
                case 1:
                    ++seeks;
                    rest();
                    core->seek(Milliseconds(random() % 3000));
                    play_on(4000 + random() % 5000);
                    break;
                case 2:
                    ++losses;
                    lose_device();
                    change_speed_at_rest(some_speed());
                    play_on(4000 + random() % 5000);
                    break;
                default:
                    if (speed() == 1.0) {
                        ++visits;
                        visit_speed(some_speed());
                    }
            }
        }
        if (track + 1 == tracks_in_all) {
            break;
        }
        if (random() % 2 == 0) {
            ++skips;
            core->next();
            go_on(15'000);
        } else {
            if (speed() != 1.0) {
                // Stretched, a join is made of pieces, and either track may sound a moment more.
                rest();
                change_speed_at_rest(1.0);
                play_on(5000);
            }
            go_on(static_cast<std::size_t>(static_cast<double>(track_frames) - place()) + 15'000);
        }
    }
    tap.let_go();
    until_stopped();
    const std::vector<double> heard = truth();
    ASSERT_EQ(heard.size(), static_cast<std::size_t>(tracks_in_all));
    ASSERT_EQ(listens.size(), heard.size());
    for (std::size_t i = 0; i < heard.size(); ++i) {
        EXPECT_NEAR(static_cast<double>(listens[i].heard.count()), heard[i], 20.0) << listens[i].title;
    }
    EXPECT_GT(std::min({pauses, seeks, losses, visits, skips}), 2) << "another seed is needed";
}

}  // namespace
}  // namespace refrain
