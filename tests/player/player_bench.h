// The player's core on the real engine and the fake sink, with everything else in the test's hand: the clock
// is wound, chance is chosen, and what the engine says is handled when the test says so. One thread.
#pragma once

#include "player/player_core.h"
#include "tests/player/audio_files.h"
#include "tests/player/history_fixture.h"
#include "tests/player/sink_tap.h"
#include "tests/player/sound_account.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {

/// Keeps in memory what it is given.
class FakeMemory final : public PlayerMemory {
  public:
    Remembered load() override {
        Remembered all;
        all.queue = queue.value_or(PlayQueue::Saved());
        all.place = place;
        all.queue.repeat = place.repeat;
        for (const auto& [key, point] : points) {
            all.resume_points.push_back(point);
        }
        return all;
    }
    void save(PlayQueue::Saved saved, const Place& at) override {
        ++queue_writes;
        queue = std::move(saved);
        place = at;
    }
    void save(const Place& at) override {
        ++place_writes;
        place = at;
    }
    void save(const ResumePoint& point) override {
        if (point.position > Milliseconds(0)) {
            points[{point.track.value(), point.path}] = point;
        } else {
            points.erase({point.track.value(), point.path});
        }
    }

    std::optional<PlayQueue::Saved> queue;
    Place place;
    std::map<std::pair<std::int64_t, std::string>, ResumePoint> points;
    int queue_writes = 0, place_writes = 0;
};

class PlayerBench : public HistoryTest, private PlayerCoreListener {
  protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(HistoryTest::SetUp());
        start(as_recorded());
    }
    void TearDown() override { quit(); }

    /// Every sample as it is in the file: what is not known to be loud is not made quieter either.
    static PlaybackSettings as_recorded() {
        PlaybackSettings settings;
        settings.replay_gain.mode = ReplayGainMode::off;
        return settings;
    }

    /// The program starts.
    void start(PlaybackSettings settings = as_recorded()) {
        PlayerCoreParts parts{*history,
                              tap.options(),
                              &memory,
                              std::move(settings),
                              [this] { return now; },
                              [this] { return chance; }};
        parts.disks = disks;
        taken_before_ = tap.frames();
        PlayerCoreListener& listener = *this;
        core = std::make_unique<PlayerCore>(
            std::move(parts), [this](const EngineEvent& event) { take(event); }, listener);
        core->restore();
    }
    /// The program ends.
    void quit() {
        if (core) {
            tap.let_go();
            core->shut_down();
            pump();
            core->end_listens();
            if (all_words_are_the_engines) {
                testing_audio::expect_every_frame_accounted_for(
                    core->account(), static_cast<std::int64_t>(tap.frames() - taken_before_));
            }
            core.reset();
        }
    }

    /// Handles what the engine has said so far.
    void pump() {
        std::deque<EngineEvent> said;
        {
            const std::lock_guard lock(mutex_);
            said.swap(events_);
        }
        for (const EngineEvent& event : said) {
            handle(event);
        }
    }
    /// Waits until the engine has said a `Word` for which `wanted` holds, and handles none of it: what the
    /// test does next, it does before the player has heard of that.
    template <class Word, class Wanted>
    void until_said(Wanted wanted) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] {
            return std::any_of(events_.begin(), events_.end(), [&](const EngineEvent& event) {
                const auto* word = std::get_if<Word>(&event);
                return word != nullptr && wanted(*word);
            });
        });
    }
    /// Handles what the engine says until `wanted` holds.
    template <class Wanted>
    void until(Wanted wanted) {
        while (!wanted()) {
            {
                std::unique_lock lock(mutex_);
                came_.wait(lock, [this] { return !events_.empty(); });
            }
            handle_one(wanted);
        }
    }
    void until_stopped() {
        until([this] { return state().state == PlaybackState::stopped && core->listens_settled(); });
    }
    /// Waits until the engine has enough of `plays` plays to go on with them: what sounded and, at the end,
    /// what follows. The sink must be held.
    void until_ready(std::size_t plays) {
        until([=, this] { return ready_.size() >= plays; });
    }
    /// Lets the sink take `frames` frames in all, and waits until the core knows of all but the newest of
    /// them, which are told only when the sink asks for more.
    void play_to(std::size_t frames) {
        tap.hold_at(frames);
        tap.wait_until_held();
        pump();
    }
    PlayerState state() const { return core->picture(); }
    std::string current() const {
        const PlayerState picture = state();
        return picture.current_entry() != nullptr ? picture.current_entry()->title : "";
    }
    QueueEntryId id_of(const std::string& title) const {
        for (const QueueEntry& entry : state().queue) {
            if (entry.title == title) {
                return entry.id;
            }
        }
        return {};
    }
    std::vector<std::string> titles() const {
        std::vector<std::string> all;
        for (const QueueEntry& entry : state().queue) {
            all.push_back(entry.title);
        }
        return all;
    }
    /// "title start_reason end_reason" of every listen told, in the order they ended.
    std::vector<std::string> told() const {
        std::vector<std::string> words;
        for (const Listen& listen : listens) {
            words.push_back(listen.title + " " + std::string(to_word(listen.start_reason)) + " " +
                            std::string(to_word(listen.end_reason)));
        }
        return words;
    }

    QueueEntry entry_of(const std::string& title, const testing_audio::Samples& samples) {
        QueueEntry entry;
        entry.title = title;
        entry.path = testing_audio::write_wav(folder / (title + ".wav"), samples);
        entry.duration =
            Milliseconds(static_cast<std::int64_t>(samples.size() / 2) * 1000 / testing_audio::rate);
        entry.intent = Intent::track;
        return entry;
    }
    QueueEntry track(const std::string& title, std::int64_t frames) {
        return entry_of(title, testing_audio::constant(0.5, 0.25, frames));
    }
    /// Every frame within 20,000 has a value of its own: tells which part of the track is heard.
    QueueEntry counted(const std::string& title, std::int64_t frames) {
        testing_audio::Samples samples;
        for (std::int64_t i = 0; i < frames; ++i) {
            samples.push_back(static_cast<std::int16_t>(i % 20'000 + 1));
            samples.push_back(static_cast<std::int16_t>(i % 20'000 + 1));
        }
        return entry_of(title, samples);
    }
    std::vector<QueueEntry> tracks(const std::vector<std::string>& names, std::int64_t frames) {
        std::vector<QueueEntry> all;
        for (const std::string& name : names) {
            all.push_back(track(name, frames));
        }
        return all;
    }

    testing_audio::SinkTap tap;
    FakeMemory memory;
    Milliseconds now{1'000'000};
    std::uint64_t chance = 7;
    /// Of the program that is started next.
    DiskLimits disks;
    std::unique_ptr<PlayerCore> core;
    std::vector<Listen> listens;
    int queues_ended = 0, automatic_wanted = 0;
    /// False where the test has put words into the engine's mouth that its sound does not bear out.
    bool all_words_are_the_engines = true;

  private:
    void handle(const EngineEvent& event) {
        if (const auto* known = std::get_if<DurationKnown>(&event)) {
            ready_.insert(known->play);
        }
        core->handle(event);
    }
    void take(const EngineEvent& event) {
        const std::lock_guard lock(mutex_);
        events_.push_back(event);
        came_.notify_all();
    }
    template <class Wanted>
    void handle_one(Wanted wanted) {
        while (!wanted()) {
            std::optional<EngineEvent> event;
            {
                const std::lock_guard lock(mutex_);
                if (events_.empty()) {
                    return;
                }
                event = std::move(events_.front());
                events_.pop_front();
            }
            handle(*event);
        }
    }
    void core_position(Milliseconds, Milliseconds) override {}
    void core_listen_ended(const Listen& listen) override { listens.push_back(listen); }
    void core_automatic_wanted() override { ++automatic_wanted; }
    void core_queue_ended() override { ++queues_ended; }

    /// By the sink, before the program started.
    std::size_t taken_before_ = 0;
    /// Plays that the engine has enough of to go on with.
    std::set<PlayId> ready_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<EngineEvent> events_;
};

}  // namespace refrain
