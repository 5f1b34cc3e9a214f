#include "tests/simulator/listener.h"

#include "tests/simulator/draws.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace refrain::simulator {
namespace {

enum Purpose : std::uint64_t {
    interest_place = 100,
    own_taste,
    which_interest,
    mood_step,
    begins_with_album,
    how_many,
    candidate,
    candidate_kind,
    preference,
    absent,
    slip,
    verdict,
    how_early,
    how_far
};

// The utility of a track, in logits of being heard out.
constexpr double of_liking = 0.9, of_mood = 0.8, of_choice = 1.5, of_temper = 0.5;
/// Cosines of factors with a mood have about this deviation in eight dimensions.
constexpr double usual_fit = 0.35;
/// So that of a library at random half is not heard out.
constexpr double usual = 1.15;
constexpr double worn_by_hearing = 0.5, worn_half_life_days = 4.0, too_soon = 1.5, too_soon_hours = 12.0;
constexpr double of_artist_again = 0.3;
constexpr std::size_t artist_memory = 6;
/// Of a mood towards what the session is about, and about it, with each track.
constexpr double mood_pull = 0.15, mood_drift = 0.25;
/// Nobody is there to press Next; the wrong key.
constexpr double chance_absent = 0.08, chance_slip = 0.02;

double logistic(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

}  // namespace

const std::vector<Persona>& personas() {
    static const std::vector<Persona> all{
        {.name = "one taste"},
        {.name = "two tastes by hour", .interests = 2, .by_hour = true},
        {.name = "many tastes", .interests = 5},
        {.name = "albums", .albums = 0.7},
        {.name = "explorer", .interests = 3, .known_is_good = -0.8, .weariness = 1.5},
        {.name = "repeater", .known_is_good = 1.2, .weariness = 0.4},
        {.name = "impatient", .patience = -0.8},
        {.name = "untagged library", .interests = 2, .without_genre = 0.9, .without_album = 0.5},
        {.name = "newcomer", .interests = 2, .days_before = 0}};
    return all;
}

Listener::Listener(const World& world, const Persona& persona, std::uint64_t seed)
    : world_(&world), persona_(persona), seed_(seed), known_(world.size()) {
    // An interest lies where there is music: near one track, no nearer to another interest than to be told
    // from it.
    for (std::uint64_t draw = 0; interests_.size() < static_cast<std::size_t>(persona.interests); ++draw) {
        const auto place = static_cast<std::size_t>(uniform({seed, interest_place, draw}) *
                                                    static_cast<double>(world.size()));
        const Factors& here = world.hidden(place);
        const double limit = draw < 200 ? 0.3 : 1.1;
        if (std::all_of(interests_.begin(), interests_.end(),
                        [&](const Factors& other) { return inner(here, other) < limit; })) {
            interests_.push_back(here);
        }
    }
    for (std::size_t i = 0; i < world.size(); ++i) {
        double nearest = -1.0;
        for (const Factors& interest : interests_) {
            nearest = std::max(nearest, inner(world.hidden(i), interest));
        }
        liking_.push_back(2.0 * nearest + 0.25 * world.appeal(i) + 0.35 * normal({seed, own_taste, i}));
    }
    const auto n = static_cast<double>(liking_.size());
    const double mean = std::accumulate(liking_.begin(), liking_.end(), 0.0) / n;
    double squares = 0.0;
    for (const double l : liking_) {
        squares += (l - mean) * (l - mean);
    }
    for (double& l : liking_) {
        l = (l - mean) / std::sqrt(squares / n);
    }
    mood_ = interests_[0];
}

std::size_t Listener::interest_at(const Moment& moment) const {
    if (persona_.by_hour) {
        const auto hour = std::chrono::floor<std::chrono::hours>(moment.at) -
                          std::chrono::floor<std::chrono::days>(moment.at);
        return hour < std::chrono::hours(14) ? 0 : 1;
    }
    // The first interest is the main one: it has twice the share of each other one.
    const double drawn = uniform({seed_, which_interest, moment.day, moment.session}) *
                         static_cast<double>(interests_.size() + 1);
    return static_cast<std::size_t>(std::max(0.0, drawn - 1.0));
}

void Listener::begin_session(const Moment& moment) {
    interest_ = std::min(interest_at(moment), interests_.size() - 1);
    mood_ = interests_[interest_];
    temper_ = 0.0;
    skips_in_a_row_ = 0;
    lately_.clear();
}

double Listener::utility(std::size_t place, UtcTime at) const {
    const Known& known = known_[place];
    double u = usual + persona_.patience + of_liking * liking_[place] +
               of_mood * inner(world_->hidden(place), mood_) / usual_fit - of_mood;
    const double familiarity = 1.0 - std::exp(-static_cast<double>(known.times) / 3.0);
    u += persona_.known_is_good * (2.0 * familiarity - 1.0) / 2.0;
    if (known.times > 0) {
        const double hours = seconds_between(known.last, at) / 3600.0;
        u -= persona_.weariness *
             (worn_by_hearing * known.worn * std::exp2(-hours / 24.0 / worn_half_life_days) +
              too_soon * std::exp(-hours / too_soon_hours));
    }
    for (const std::size_t before : lately_) {
        u -= world_->artist(before) == world_->artist(place) ? of_artist_again : 0.0;
    }
    return u - of_temper * temper_;
}

std::vector<std::size_t> Listener::choose(const Moment& moment) const {
    // Of what comes to mind: mostly what is known, now and then what the library shows.
    constexpr std::uint64_t comes_to_mind = 40;
    std::size_t best = 0;
    double best_worth = -std::numeric_limits<double>::infinity();
    for (std::uint64_t c = 0; c < comes_to_mind; ++c) {
        const double drawn = uniform({seed_, candidate, moment.day, moment.session, moment.step, c});
        const bool of_known = !known_order_.empty() && uniform({seed_, candidate_kind, moment.day,
                                                                moment.session, moment.step, c}) < 0.7;
        const std::size_t place =
            of_known
                ? known_order_[static_cast<std::size_t>(drawn * static_cast<double>(known_order_.size()))]
                : static_cast<std::size_t>(drawn * static_cast<double>(world_->size()));
        const double worth = utility(place, moment.at) +
                             normal({seed_, preference, moment.day, moment.session, moment.step, c});
        if (worth > best_worth) {
            best_worth = worth;
            best = place;
        }
    }
    if (uniform({seed_, begins_with_album, moment.day, moment.session, moment.step}) < persona_.albums) {
        return world_->album_of(best);
    }
    std::vector<std::size_t> out{best};
    const auto more =
        static_cast<std::size_t>(3.0 * uniform({seed_, how_many, moment.day, moment.session, moment.step}));
    const auto& same_artist = world_->artist_tracks(best);
    for (std::size_t i = 0; i < same_artist.size() && out.size() <= more; ++i) {
        if (same_artist[i] != best && liking_[same_artist[i]] > 0.0) {
            out.push_back(same_artist[i]);
        }
    }
    return out;
}

Reaction Listener::hear(std::size_t place, bool chosen, const Moment& moment) const {
    const auto drawn = [&](std::uint64_t purpose) {
        return uniform({seed_, purpose, moment.day, moment.session, moment.step});
    };
    const double length_s = std::chrono::duration<double>(world_->library()->at(place).duration).count();
    const double u = utility(place, moment.at) + (chosen ? of_choice : 0.0);
    const bool slips = drawn(slip) < chance_slip;
    const bool stays = drawn(absent) < chance_absent || drawn(verdict) < logistic(u);
    if (stays && !slips) {
        return {};
    }
    // Seconds after which people skip: 24, 29, 35 and 49 of 100 by 5 s, 10 s, 30 s and the end (see above).
    constexpr std::array shares{24.05 / 48.6, 28.97 / 48.6, 35.05 / 48.6, 1.0};
    const std::array<double, 5> until{1.0, 5.0, 10.0, 30.0, std::max(31.0, 0.95 * length_s)};
    const double early = drawn(how_early);
    const auto part =
        static_cast<std::size_t>(std::lower_bound(shares.begin(), shares.end(), early) - shares.begin());
    const std::size_t which = std::min<std::size_t>(part, 3);
    const double seconds = until[which] + drawn(how_far) * (until[which + 1] - until[which]);
    return {std::min(0.95, seconds / length_s), EndReason::next};
}

void Listener::heard(std::size_t place, const Reaction& reaction, const Moment& moment) {
    Known& known = known_[place];
    const bool skipped = reaction.end == EndReason::next;
    if (known.times == 0) {
        known_order_.push_back(place);
    }
    const double days = known.times > 0 ? seconds_between(known.last, moment.at) / 86400.0 : 0.0;
    known.worn = known.worn * std::exp2(-days / worn_half_life_days) + reaction.share;
    known.times += 1;
    known.last = moment.at;
    temper_ = 0.5 * temper_ + (skipped ? 1.0 : 0.0);
    skips_in_a_row_ = skipped ? skips_in_a_row_ + 1 : 0;
    lately_.push_back(place);
    if (lately_.size() > artist_memory) {
        lately_.erase(lately_.begin());
    }
    // Ornstein & Uhlenbeck: back to what the session is about, and about.
    Factors next{};
    for (std::size_t k = 0; k < factor_count; ++k) {
        next[k] = mood_[k] + mood_pull * (interests_[interest_][k] - mood_[k]) +
                  mood_drift * normal({seed_, mood_step, moment.day, moment.session, moment.step, k}) /
                      std::sqrt(static_cast<double>(factor_count));
    }
    mood_ = of_unit_length(next);
}

}  // namespace refrain::simulator
