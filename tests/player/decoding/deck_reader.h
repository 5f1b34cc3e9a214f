// Reads a deck as the mixer does: takes what is there, waits to be woken for more.
// One thread. A deck that fails gives what it gave until then; a deck that neither ends nor fails keeps a
// test until CTest ends it.
#pragma once

#include "player/engine/decoding/deck.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace refrain::testing_audio {

class DeckReader {
  public:
    explicit DeckReader(TrackSource source, std::shared_ptr<DeckCrew> crew = nullptr)
        : deck_(std::make_unique<Deck>(
              std::move(source), [bell = bell_] { bell->ring(); }, std::move(crew))) {}
    explicit DeckReader(const std::string& path) : DeckReader(TrackSource{PlayId(1), path, {}, {}, {}}) {}

    Deck& deck() { return *deck_; }
    const std::optional<Error>& failure() { return deck_->failure(); }

    /// Up to `frames` frames, interleaved stereo; fewer at the end or after a failure.
    std::vector<float> read(std::size_t frames) {
        std::vector<float> out(2 * frames);
        std::size_t done = 0;
        while (done < frames) {
            const bool failed = deck_->failure().has_value();
            const std::size_t got = deck_->read(out.data() + 2 * done, frames - done);
            done += got;
            if (got == 0 && (deck_->ended() || failed)) {
                break;
            }
            if (got == 0) {
                bell_->wait();
            }
        }
        out.resize(2 * done);
        return out;
    }
    std::vector<float> read_all() {
        std::vector<float> all;
        for (std::vector<float> some = read(block); !some.empty(); some = read(block)) {
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }
    /// Waits for the length, reading what comes. The answer may come when all of a short file was read.
    std::optional<Milliseconds> duration() {
        while (!deck_->duration() && !deck_->failure()) {
            if (read(1).empty() && deck_->ended()) {
                bell_->wait();
            }
        }
        return deck_->duration();
    }

  private:
    static constexpr std::size_t block = 4096;

    struct Bell {
        std::mutex mutex;
        std::condition_variable rung;
        bool ringing = false;
        void ring() {
            const std::lock_guard lock(mutex);
            ringing = true;
            rung.notify_one();
        }
        void wait() {
            std::unique_lock lock(mutex);
            rung.wait(lock, [this] { return ringing; });
            ringing = false;
        }
    };
    std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
    std::unique_ptr<Deck> deck_;
};

}  // namespace refrain::testing_audio
