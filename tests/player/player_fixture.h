// A whole player for tests: the real engine, the fake sink at maximum speed, a real history on disk, and an
// observer that can be waited for. Everything on the test's thread but the observer's calls.
#pragma once

#include "player/player.h"
#include "tests/player/audio_files.h"
#include "tests/player/history_fixture.h"
#include "tests/player/sink_tap.h"
#include "tests/player/sound_account.h"

#include <cmath>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {

/// "title start end" of each.
inline std::vector<std::string> reasons(const std::vector<Listen>& listens) {
    std::vector<std::string> words;
    for (const Listen& listen : listens) {
        words.push_back(listen.title + " " + std::string(to_word(listen.start_reason)) + " " +
                        std::string(to_word(listen.end_reason)));
    }
    return words;
}

class Observer final : public PlayerObserver {
  public:
    void listen_ended(const Listen& listen) override {
        add([&] { listens_.push_back(listen); });
    }
    void automatic_entries_wanted() override {
        add([&] { ++wanted_; });
    }
    void queue_ended() override {
        add([&] { ++queue_ended_; });
    }
    void player_changed(const PlayerState& state) override {
        add([&] { newest_ = state; });
    }
    void position_changed(Milliseconds position, Milliseconds) override {
        add([&] { position_ = position; });
    }
    void wait_for_position(Milliseconds at_least) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return position_ >= at_least; });
    }
    std::vector<Listen> wait_for_listens(std::size_t n) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return listens_.size() >= n; });
        return listens_;
    }
    PlayerState wait_for_state(const std::function<bool(const PlayerState&)>& wanted) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return wanted(newest_); });
        return newest_;
    }
    std::vector<Listen> listens() const {
        const std::lock_guard lock(mutex_);
        return listens_;
    }
    int wanted() const {
        const std::lock_guard lock(mutex_);
        return wanted_;
    }
    int queues_ended() const {
        const std::lock_guard lock(mutex_);
        return queue_ended_;
    }

  private:
    template <class Change>
    void add(Change change) {
        const std::lock_guard lock(mutex_);
        change();
        came_.notify_all();
    }
    mutable std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Listen> listens_;
    PlayerState newest_;
    Milliseconds position_{0};
    int wanted_ = 0;
    int queue_ended_ = 0;
};

class PlayerTest : public HistoryTest {
  protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(HistoryTest::SetUp());
        player.emplace(*history, tap.options());
        player->add_observer(&observer);
    }
    /// A track whose right channel is `ratio` times its left one, so that every frame tells whose it is.
    QueueEntry track(const std::string& title, double ratio, std::int64_t frames) {
        QueueEntry entry;
        entry.title = title;
        entry.path = testing_audio::write_wav(folder / (title + ".wav"),
                                              testing_audio::constant(0.5, 0.5 * ratio, frames));
        entry.duration = Milliseconds(frames * 1000 / testing_audio::rate);
        entry.intent = Intent::album;
        entry.origin = "album:Test";
        return entry;
    }
    QueueEntry broken(const std::string& title) {
        QueueEntry entry;
        entry.title = title;
        entry.path = testing_audio::write_text(folder / (title + ".mp3"), "This is a letter, not a song.\n");
        return entry;
    }
    /// Milliseconds of the tapped sound that came from the track with this ratio.
    double heard_ms(double ratio) const {
        const auto samples = tap.samples();
        std::int64_t frames = 0;
        for (std::size_t i = 0; i < samples.size(); i += 2) {
            // Faded frames keep the ratio; the very last of a fade is silent and belongs to nobody.
            const double left = static_cast<double>(samples[i]);
            frames += left > 1e-4 && std::abs(static_cast<double>(samples[i + 1]) / left - ratio) < 0.02;
        }
        return static_cast<double>(frames) * 1000.0 / testing_audio::rate;
    }
    /// Of the tapped sound.
    std::int64_t silent_frames() const {
        const auto samples = tap.samples();
        std::int64_t frames = 0;
        for (std::size_t i = 0; i < samples.size(); i += 2) {
            frames += samples[i] == 0.0F && samples[i + 1] == 0.0F;
        }
        return frames;
    }
    std::vector<Listen> rows() {
        EXPECT_TRUE(history->flush().ok());
        auto listens = history->listens();
        EXPECT_TRUE(listens.ok());
        return listens.value();
    }
    void quit() {
        tap.let_go();
        player.reset();
    }

    testing_audio::SinkTap tap;
    Observer observer;
    std::optional<Player> player;
};

}  // namespace refrain
