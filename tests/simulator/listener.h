// Someone who listens: latent taste, a mood that drifts, weariness of what was heard too often, a finger that
// sometimes slips. Decides what is chosen and how much of each track is heard; knows nothing of how the track
// came into the queue.
//
// The figures of behaviour are of people, not of any recommender: about a quarter of all songs are skipped in
// the first five seconds, three in ten within ten, a third within thirty, half before the end (P. Lamere, The
// Skip, 2014, of billions of plays); that is what this listener does to a library played at random, near
// enough, and of their skips the same half comes within five seconds. After a skip the next one is likelier.
// One thread; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "tests/simulator/world.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace refrain::simulator {

struct Persona {
    std::string name;
    int interests = 1;
    /// Mornings belong to the first interest, evenings to the second.
    bool by_hour = false;
    /// Share of the sessions that begin with a whole album.
    double albums = 0.1;
    /// What being known is worth, in the unit of the utility: below 0 for who wants to hear new things.
    double known_is_good = 0.4;
    /// Added to the utility of everything.
    double patience = 0.0;
    /// How fast weariness of a track grows, times the usual.
    double weariness = 1.0;
    /// Days on which the listener has listened before, choosing all by themselves.
    int days_before = 90;
    double without_genre = 0.15, without_album = 0.05;
};

/// The nine of the full table, by name.
const std::vector<Persona>& personas();

struct Reaction {
    double share = 1.0;
    EndReason end = EndReason::finished;
};

/// When something happens: what the draws of chance hang on.
struct Moment {
    std::uint64_t day = 0, session = 0, step = 0;
    UtcTime at{};
};

class Listener {
  public:
    Listener(const World& world, const Persona& persona, std::uint64_t seed);

    void begin_session(const Moment& moment);
    /// What the listener puts on by themselves: one to three tracks, or an album.
    std::vector<std::size_t> choose(const Moment& moment) const;
    /// How a track that starts now ends. `chosen`: by the listener.
    Reaction hear(std::size_t place, bool chosen, const Moment& moment) const;
    /// What was heard has its effect: on mood, weariness, temper.
    void heard(std::size_t place, const Reaction& reaction, const Moment& moment);

    bool knows(std::size_t place) const { return known_[place].times > 0; }
    /// Skips in a row until now.
    int skips_in_a_row() const { return skips_in_a_row_; }
    /// Of the whole library mean 0 and deviation 1: what the listener thinks of a track on an average day.
    double liking(std::size_t place) const { return liking_[place]; }

  private:
    struct Known {
        int times = 0;
        UtcTime last{};
        /// Grows by one with each hearing and halves in four days.
        double worn = 0.0;
    };

    double utility(std::size_t place, UtcTime at) const;
    std::size_t interest_at(const Moment& moment) const;

    const World* world_;
    Persona persona_;
    std::uint64_t seed_;
    std::vector<Factors> interests_;
    std::vector<double> liking_;
    std::vector<Known> known_;
    std::vector<std::size_t> known_order_, lately_;
    Factors mood_{};
    std::size_t interest_ = 0;
    double temper_ = 0.0;
    int skips_in_a_row_ = 0;
};

}  // namespace refrain::simulator
