// The whole player in a storm of clicks, broken files and lost devices, on the real engine at maximum speed:
// whatever happens, its state makes sense, every listen is told once, and what was counted as heard is what
// the sink took.
#include "player/player.h"
#include "tests/player/history_fixture.h"
#include "tests/player/player_bench.h"
#include "tests/player/sound_account.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

/// Another seed or more operations by hand: REFRAIN_STORM_SEED, REFRAIN_STORM_OPERATIONS.
std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* const text = std::getenv(variable);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// What must hold of every picture of the player.
void expect_sense(const PlayerState& state) {
    const int size = static_cast<int>(state.queue.size());
    ASSERT_GE(state.current, -1);
    ASSERT_LT(state.current, size);
    ASSERT_GT(state.auto_from, state.current);
    ASSERT_LE(state.auto_from, size);
    ASSERT_GE(state.position, Milliseconds(0));
    ASSERT_TRUE(state.state == PlaybackState::stopped || state.current >= 0);
    ASSERT_GE(state.speed, 0.5);
    ASSERT_LE(state.speed, 3.0);
    ASSERT_GE(state.volume, 0.0);
    ASSERT_LE(state.volume, 1.0);
    std::set<QueueEntryId> ids;
    for (const QueueEntry& entry : state.queue) {
        ASSERT_TRUE(ids.insert(entry.id).second) << "two entries of one id";
    }
    if (state.stretch) {
        ASSERT_NE(state.state, PlaybackState::stopped);
    }
}

/// Good files of 0.3 to 1.2 s, three of them one album, one long audio, one of another rate; files that are
/// no music, cut off, empty or not there.
class Music {
  public:
    explicit Music(const std::filesystem::path& folder) {
        for (int i = 0; i < 8; ++i) {
            const std::int64_t frames = 13'000 + 5000 * i;
            QueueEntry entry = add(folder / ("good" + std::to_string(i) + ".wav"));
            write_wav(entry.path, constant(0.25, 0.25, frames), i == 5 ? 48'000 : rate);
            entries_.back().duration = Milliseconds(frames * 1000 / rate);
            entries_.back().album = i < 3 ? "Album" : "";
            entries_.back().long_audio = i == 7;
        }
        write_text(add(folder / "letter.mp3").path, "This is a letter, not a song.\n");
        write_text(add(folder / "empty.flac").path, "");
        const QueueEntry cut = add(folder / "cut.wav");
        write_wav(cut.path, constant(0.25, 0.25, 30'000));
        std::filesystem::resize_file(cut.path, 60'000);
        add(folder / "gone.ogg");
    }
    template <class Random>
    std::vector<QueueEntry> some(Random& random, std::size_t most) const {
        std::vector<QueueEntry> chosen;
        for (std::size_t n = 1 + random() % most; n > 0; --n) {
            // Mostly good ones: three failures in a row end everything.
            const std::size_t good = random() % 8;
            chosen.push_back(entries_[random() % 6 == 0 ? 8 + random() % 4 : good]);
        }
        return chosen;
    }

  private:
    QueueEntry add(const std::filesystem::path& path) {
        QueueEntry entry;
        entry.path = path.native();
        entry.title = path.stem().native();
        entries_.push_back(entry);
        return entry;
    }
    std::vector<QueueEntry> entries_;
};

/// One click, chosen by chance. `Clicked` is a Player or its core: they have the same functions.
template <class Clicked, class Random>
void click(Clicked& player, Random& random, const Music& music, const PlayerState& state) {
    const auto some_id = [&] {
        return state.queue.empty() ? QueueEntryId(1) : state.queue[random() % state.queue.size()].id;
    };
    switch (random() % 31) {
        case 0:
        case 1:
            player.play(music.some(random, 12), static_cast<int>(random() % 4), StartReason::chosen);
            break;
        case 2:
        case 3:
            player.play_next(music.some(random, 2));
            break;
        case 4:
        case 5:
            player.append(music.some(random, 4));
            break;
        case 6:
        case 7:
            player.remove({some_id(), some_id()});
            break;
        case 8:
            player.move({some_id(), some_id()}, static_cast<int>(random() % 12));
            break;
        case 9:
            if (random() % 8 == 0) {
                player.clear();
            }
            break;
        case 10:
            player.jump_to(some_id());
            break;
        case 11:
            player.replace_automatic(music.some(random, 5), random() % 2 == 0 ? 0 : state.queue_revision);
            break;
        case 12:
        case 13:
        case 14:
            player.play();
            break;
        case 15:
            player.pause();
            break;
        case 16:
            player.toggle();
            break;
        case 17:
            if (random() % 4 == 0) {
                player.stop();
            }
            break;
        case 18:
        case 19:
            player.next();
            break;
        case 20:
            player.previous();
            break;
        case 21:
            player.not_for_me();
            break;
        case 22:
        case 23:
            player.seek(Milliseconds(static_cast<int>(random() % 1500) - 100));
            break;
        case 24:
            player.undo();
            break;
        case 25:
            player.set_shuffle(random() % 2 == 0);
            break;
        case 26:
            player.set_repeat(static_cast<RepeatMode>(random() % 3));
            break;
        case 27: {
            const Milliseconds from(random() % 600);
            player.set_stretch(random() % 2 == 0
                                   ? std::nullopt
                                   : std::optional(RepeatStretch{from, from + Milliseconds(random() % 400)}));
            break;
        }
        case 28:
            player.set_speed(0.5 + 0.25 * static_cast<double>(random() % 11));
            break;
        case 29:
            player.set_stop_after_current(random() % 3 == 0);
            player.set_sleep_timer(
                random() % 6 != 0 ? std::nullopt
                                  : std::optional(SleepTimer{static_cast<SleepTimer::Until>(random() % 3),
                                                             Milliseconds(random() % 20'000)}));
            break;
        default:
            player.set_volume(static_cast<double>(random() % 120) / 100.0);
            player.dismiss_error();
            if (random() % 4 == 0) {
                player.pause();
            }
    }
}

class Storm : public HistoryTest, public PlayerObserver {
  protected:
    /// A fake sink that counts and keeps nothing.
    AudioSinkOptions counting_sink() {
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        sink.speed = AudioSinkOptions::Speed::maximum;
        sink.lost = [this] {
            int left = losses;
            while (left > 0 && !losses.compare_exchange_weak(left, left - 1)) {
            }
            return left > 0;
        };
        sink.tap = [this](const float*, std::size_t n, int, int) {
            const std::lock_guard lock(mutex);
            taken += static_cast<std::int64_t>(n);
            something.notify_all();
        };
        return sink;
    }
    /// Waits until a tenth of a second was heard, or there is nothing more to hear.
    void let_it_play() {
        std::unique_lock lock(mutex);
        const std::int64_t wanted = taken + 4410;
        something.wait(lock, [&] { return taken >= wanted || !playing; });
    }
    void player_changed(const PlayerState& state) override {
        const std::lock_guard lock(mutex);
        playing = state.state == PlaybackState::playing;
        something.notify_all();
    }
    void listen_ended(const Listen& listen) override {
        const std::lock_guard lock(mutex);
        ++ended[listen.source_key];
        heard += listen.heard;
    }
    /// Every listen in the history was told once and is closed.
    void expect_no_listen_lost() {
        ASSERT_TRUE(history->flush().ok());
        const auto rows = history->listens();
        ASSERT_TRUE(rows.ok());
        EXPECT_EQ(rows.value().size(), ended.size());
        for (const Listen& listen : rows.value()) {
            EXPECT_NE(listen.end_reason, EndReason::open) << listen.title;
            EXPECT_NE(listen.end_reason, EndReason::unknown) << listen.title;
            EXPECT_EQ(ended[listen.source_key], 1) << listen.title;
        }
    }

    /// So many devices are lost, each before its next block.
    std::atomic<int> losses{0};
    std::mutex mutex;
    std::condition_variable something;
    // Guarded by mutex:
    std::int64_t taken = 0;
    bool playing = false;
    std::map<std::string, int> ended;
    Milliseconds heard{0};
};

TEST_F(Storm, OfTenThousandClicksLosesNoListenAndCountsWhatTheSinkTook) {
    const std::uint64_t seed = number_from("REFRAIN_STORM_SEED", 20261122);
    const std::uint64_t operations = number_from("REFRAIN_STORM_OPERATIONS", 10'000);
    std::cout << "seed " << seed << ", " << operations << " operations\n";
    RecordProperty("seed", std::to_string(seed));
    std::mt19937_64 random(seed);
    const Music music(folder.path());
    PlaybackSettings settings;
    settings.fades = {Milliseconds(0), Milliseconds(5), Milliseconds(5), Milliseconds(5)};
    settings.pause_on_removal = false;
    SoundAccount account;
    int lost = 0;
    {
        Player player(*history, counting_sink(), nullptr, settings);
        player.add_observer(this);
        PlayerState state = player.state();
        std::uint64_t done = 0;
        while (done < operations) {
            for (std::uint64_t burst = 1 + random() % 20; burst > 0 && done < operations; --burst) {
                if (random() % 60 == 0) {
                    // One is lost in the middle of the music; the second time there is no other device.
                    losses = 1 + static_cast<int>(random() % 2);
                    ++lost;
                } else {
                    click(player, random, music, state);
                }
                ++done;
            }
            player.settle();
            state = player.state();
            expect_sense(state);
            let_it_play();
            ASSERT_FALSE(HasFatalFailure()) << "after " << done << " operations";
        }
        player.stop();
        player.wait_until_stopped();
        expect_every_frame_accounted_for(player.account(), taken);
        player.quit();
        account = player.account();
    }
    expect_no_listen_lost();
    expect_every_frame_accounted_for(account, taken);
    // What the listens say is what was counted, but for the rounding of each to the millisecond.
    const double heard_ms = static_cast<double>(heard.count());
    EXPECT_NEAR(heard_ms, static_cast<double>(account.heard) / 44.1, 0.5 * static_cast<double>(ended.size()));
    std::cout << ended.size() << " listens, " << lost << " losses; of " << taken << " frames the sink took "
              << account.listens << " of listens, " << account.again << " of two places at once, "
              << account.balance.silence << " silent, " << account.balance.overlap << " overlapping, "
              << account.unowned << " nobody's\n";
}

TEST_F(Storm, FiftyNextsWithinTwoSecondsAreAllHeeded) {
    using namespace std::chrono;
    const Music music(folder.path());
    std::mt19937_64 random(1);
    AudioSinkOptions sink = counting_sink();
    sink.speed = AudioSinkOptions::Speed::realtime;
    std::vector<QueueEntry> entries;
    QueueEntry one;
    one.path = write_wav(folder / "long.wav", constant(0.25, 0.25, 20 * rate));
    for (int i = 0; i < 51; ++i) {
        entries.push_back(one);
        entries.back().title = std::to_string(i);
    }
    {
        Player player(*history, sink);
        player.add_observer(this);
        player.play(entries);
        const auto begun = steady_clock::now();
        for (int i = 1; i <= 50; ++i) {
            // One every 40 ms, as fast as a hand can, and not bound to anything that the player does.
            std::this_thread::sleep_until(begun + milliseconds(40 * i));
            player.next();
        }
        player.settle();
        EXPECT_EQ(player.state().current, 50);
        EXPECT_EQ(player.state().state, PlaybackState::playing);
    }
    expect_no_listen_lost();
    EXPECT_EQ(ended.size(), 51U);
}

/// The same storm on the core, where devices can be lost and the clock is wound.
class LostDevices : public PlayerBench {};

TEST_F(LostDevices, InAStormLoseNoListen) {
    const std::uint64_t seed = number_from("REFRAIN_STORM_SEED", 7);
    std::cout << "seed " << seed << '\n';
    std::mt19937_64 random(seed);
    const Music music(folder.path());
    for (int i = 0; i < 2000; ++i) {
        switch (random() % 12) {
            case 0:
                tap.lose_device(1 + static_cast<int>(random() % 2));
                break;
            case 1:
                core->handle(OutputRemoved{});
                break;
            case 2:
                now += Milliseconds(random() % 3000);
                core->tick();
                break;
            default:
                click(*core, random, music, state());
        }
        pump();
        expect_sense(state());
        ASSERT_FALSE(HasFatalFailure()) << "after " << i << " operations";
    }
    core->stop();
    until_stopped();
    quit();
    ASSERT_TRUE(history->flush().ok());
    const auto rows = history->listens();
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(rows.value().size(), listens.size());
    std::set<std::string> keys;
    for (const Listen& listen : listens) {
        EXPECT_TRUE(keys.insert(listen.source_key).second) << listen.title << " was told twice";
    }
    for (const Listen& listen : rows.value()) {
        EXPECT_NE(listen.end_reason, EndReason::open) << listen.title;
    }
}

}  // namespace
}  // namespace refrain
