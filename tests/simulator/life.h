// Days of a listener with one way of filling the queue: own choices, then what the arm queues behind them,
// through the program's own PlayQueue, its own request (app::guess_request) and its own rule of browsing, on
// a clock that is wound by hand. No sound, no thread. Nothing fails.
#pragma once

#include "player/listening/browsing.h"
#include "player/queue/play_queue.h"
#include "tests/simulator/arms.h"
#include "tests/simulator/listener.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace refrain::simulator {

struct LifeOptions {
    std::size_t tracks = 2000;
    int days = 60;
};

/// What came of it. Of automatic tracks alone, but for `own`.
struct Life {
    int automatic = 0, own = 0;
    double heard_share = 0.0;
    int skips = 0, skips_in_five_seconds = 0;
    /// Never heard before; and how much of these was heard.
    int discoveries = 0;
    double discovered_share = 0.0;
    /// Of an artist that was among the eight before.
    int artist_again = 0;

    /// On evenings after the last day three tracks of the style that the tail held most of are skipped: the
    /// share of that style among the next 1, 3 and 10 before and after; after one of it was then heard out;
    /// and instead after one of another style was, which tells what time alone brings back. Means over the
    /// evenings.
    std::array<double, 3> before_skips{}, after_skips{}, after_full_play{}, after_other_play{};

    double mean_share() const { return heard_share / automatic; }
    double skip_rate() const { return static_cast<double>(skips) / automatic; }
    double discovery_rate() const { return static_cast<double>(discoveries) / automatic; }
    double mean_discovered_share() const { return discoveries > 0 ? discovered_share / discoveries : 0.0; }
    double repetition() const { return static_cast<double>(artist_again) / automatic; }
};

Life live(const Persona& persona, ArmKind kind, std::uint64_t seed, const LifeOptions& options = {});

}  // namespace refrain::simulator
