#include "tests/simulator/arms.h"

#include "app/queue_entries.h"
#include "library_scanner/core/judgement.h"
#include "player/queue/entry_of_track.h"
#include "recommender/ranking/base_level.h"
#include "recommender/serving/guess_service.h"
#include "tests/simulator/draws.h"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace refrain::simulator {
namespace {

constexpr std::uint64_t order_draw = 300;

std::size_t place_of(TrackId track) {
    return static_cast<std::size_t>(track.value() - 1);
}

class Engine final : public Arm {
  public:
    explicit Engine(const World& world) : world_(world), service_("") {
        service_.set_library(world.library());
        service_.set_content([&world](const ranking::Catalogue&) { return world.sound(); });
    }
    void begin(const std::vector<Listen>& history) override { service_.set_history(history, {}); }
    void ended(const Listen& listen) override { service_.add_listen(listen); }
    std::vector<QueueEntry> tail(const GuessRequest& request) override {
        return app::queue_entries(service_.guess(request), *world_.library());
    }

  private:
    const World& world_;
    GuessService service_;
};

/// What the plain arms have in common: the listens by track, and rules about what comes when.
class Plain : public Arm {
  public:
    explicit Plain(const World& world) : world_(world), heard_(world.size()) {}
    void begin(const std::vector<Listen>& history) override {
        for (const Listen& listen : history) {
            ended(listen);
        }
    }
    void ended(const Listen& listen) override {
        const std::size_t place = place_of(listen.track);
        const Judgement judgement = judge(listen);
        const double sign = judgement == Judgement::positive   ? 1.0
                            : judgement == Judgement::negative ? -1.0
                                                               : 0.0;
        heard_[place].push_back({listen.started_at, sign});
        lately_.push_back(place);
        if (lately_.size() > 20) {
            lately_.pop_front();
        }
    }

  protected:
    struct Heard {
        UtcTime at{};
        double sign = 0.0;
    };
    const World& world() const { return world_; }
    const std::vector<Heard>& heard(std::size_t place) const { return heard_[place]; }

    /// Not queued, and not heard lately.
    std::unordered_set<std::size_t> left_out(const GuessRequest& request) const {
        std::unordered_set<std::size_t> out(lately_.begin(), lately_.end());
        for (const TrackId track : request.queued) {
            out.insert(place_of(track));
        }
        for (std::size_t i = 0; i < heard_.size(); ++i) {
            if (!heard_[i].empty() && request.at - heard_[i].back().at < std::chrono::hours(3)) {
                out.insert(i);
            }
        }
        return out;
    }
    /// Takes the first of `order` that may come, no more than two of an artist in eight.
    class Taker {
      public:
        Taker(const World& world, std::vector<std::size_t> order) : world_(world), order_(std::move(order)) {}
        bool take(std::vector<std::size_t>& out) {
            const std::size_t window = std::min<std::size_t>(out.size(), 7);
            for (std::size_t& place : order_) {
                const bool free =
                    place != taken && std::count_if(out.end() - static_cast<std::ptrdiff_t>(window),
                                                    out.end(), [&](std::size_t other) {
                                                        return world_.artist(other) == world_.artist(place);
                                                    }) < 2;
                if (free) {
                    out.push_back(std::exchange(place, taken));
                    return true;
                }
            }
            return false;
        }

      private:
        static constexpr std::size_t taken = static_cast<std::size_t>(-1);
        const World& world_;
        std::vector<std::size_t> order_;
    };
    std::vector<QueueEntry> entries(const std::vector<std::size_t>& places) const {
        std::vector<QueueEntry> out;
        out.reserve(places.size());
        for (const std::size_t place : places) {
            out.push_back(entry_of_track(world_.library()->at(place), Intent::guess, "simulator"));
        }
        return out;
    }
    /// Places by falling worth, those left out not among them; equal ones by place.
    template <class Worth>
    std::vector<std::size_t> best(const std::unordered_set<std::size_t>& out_of_it, std::size_t most,
                                  Worth worth) const {
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t i = 0; i < world_.size(); ++i) {
            if (!out_of_it.contains(i)) {
                if (const auto w = worth(i)) {
                    order.emplace_back(-*w, i);
                }
            }
        }
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size()));
        std::partial_sort(order.begin(), end, order.end());
        std::vector<std::size_t> places;
        for (auto it = order.begin(); it != end; ++it) {
            places.push_back(it->second);
        }
        return places;
    }

  private:
    const World& world_;
    std::vector<std::vector<Heard>> heard_;
    std::deque<std::size_t> lately_;
};

class MostPlayed final : public Plain {
  public:
    using Plain::Plain;
    std::vector<QueueEntry> tail(const GuessRequest& request) override {
        Taker taker(world(), best(left_out(request), 200, [&](std::size_t i) {
                        const auto& all = heard(i);
                        return std::optional(static_cast<double>(std::count_if(
                            all.begin(), all.end(), [](const Heard& h) { return h.sign > 0.0; })));
                    }));
        std::vector<std::size_t> out;
        while (out.size() < static_cast<std::size_t>(request.count) && taker.take(out)) {
        }
        return entries(out);
    }
};

class ActivationMix final : public Plain {
  public:
    ActivationMix(const World& world, int new_in_ten) : Plain(world), new_in_ten_(new_in_ten) {}
    void ended(const Listen& listen) override {
        lately_new_.push_back(heard(place_of(listen.track)).empty());
        if (lately_new_.size() > 9) {
            lately_new_.pop_front();
        }
        Plain::ended(listen);
    }
    std::vector<QueueEntry> tail(const GuessRequest& request) override {
        const auto out_of_it = left_out(request);
        std::unordered_map<std::size_t, std::pair<double, double>> of_artist;
        const auto sum = [&](std::size_t i, bool tell) {
            double all = 0.0;
            for (const Heard& h : heard(i)) {
                const double amount =
                    h.sign * ranking::decayed_hours(seconds_between(h.at, request.at) / 3600.0);
                all += amount;
                if (tell) {
                    auto& artist = of_artist[world().artist(i)];
                    (amount > 0.0 ? artist.first : artist.second) += std::abs(amount);
                }
            }
            return all;
        };
        std::vector<double> sums;
        for (std::size_t i = 0; i < world().size(); ++i) {
            sums.push_back(sum(i, true));
        }
        Taker familiar(world(), best(out_of_it, 200, [&](std::size_t i) {
                           return heard(i).empty() ? std::nullopt
                                                   : std::optional(ranking::signed_log(
                                                         sums[i], ranking::BaseLevelOptions().scale));
                       }));
        Taker fresh(world(), best(out_of_it, 200, [&](std::size_t i) -> std::optional<double> {
                        if (!heard(i).empty()) {
                            return std::nullopt;
                        }
                        constexpr double prior = 0.15;
                        const auto found = of_artist.find(world().artist(i));
                        const auto [p, n] = found == of_artist.end() ? std::pair(0.0, 0.0) : found->second;
                        // Among equals a drawn order: the library's own would be one artist after another.
                        return (p - n) / (p + n + prior) + 1e-6 * uniform({order_draw, i});
                    }));
        std::vector<std::size_t> out;
        // The tail is made anew with each listen: what was played last counts, or new ones would never be
        // due.
        std::deque<bool> was_new = lately_new_;
        if (request.current) {
            was_new.push_back(heard(place_of(*request.current)).empty());
        }
        while (out.size() < static_cast<std::size_t>(request.count)) {
            while (was_new.size() > 9) {
                was_new.pop_front();
            }
            bool is_new = std::count(was_new.begin(), was_new.end(), true) < new_in_ten_;
            if (!(is_new ? fresh : familiar).take(out)) {
                is_new = !is_new;
                if (!(is_new ? fresh : familiar).take(out)) {
                    break;
                }
            }
            was_new.push_back(is_new);
        }
        return entries(out);
    }

  private:
    int new_in_ten_;
    std::deque<bool> lately_new_;
};

/// Every track once, then anew.
class Shuffle final : public Plain {
  public:
    Shuffle(const World& world, std::uint64_t seed) : Plain(world), seed_(seed) {}
    void begin(const std::vector<Listen>& /*history*/) override {}
    void ended(const Listen& listen) override {
        played_.insert(place_of(listen.track));
        if (played_.size() == world().size()) {
            played_.clear();
            ++round_;
        }
    }
    std::vector<QueueEntry> tail(const GuessRequest& request) override {
        auto out_of_it = played_;
        for (const TrackId track : request.queued) {
            out_of_it.insert(place_of(track));
        }
        return entries(best(out_of_it, static_cast<std::size_t>(request.count), [&](std::size_t i) {
            return std::optional(uniform({seed_, order_draw, round_, i}));
        }));
    }

  private:
    std::uint64_t seed_, round_ = 0;
    std::unordered_set<std::size_t> played_;
};

}  // namespace

std::string_view to_word(ArmKind kind) {
    switch (kind) {
        case ArmKind::engine:
            return "Guess You Like";
        case ArmKind::activation_mix:
            return "activation mix";
        case ArmKind::activation:
            return "activation";
        case ArmKind::most_played:
            return "most played";
        case ArmKind::shuffle:
            break;
    }
    return "shuffle";
}

std::unique_ptr<Arm> make_arm(ArmKind kind, const World& world, std::uint64_t seed) {
    switch (kind) {
        case ArmKind::engine:
            return std::make_unique<Engine>(world);
        case ArmKind::activation_mix:
            return std::make_unique<ActivationMix>(world, 3);
        case ArmKind::activation:
            return std::make_unique<ActivationMix>(world, 0);
        case ArmKind::most_played:
            return std::make_unique<MostPlayed>(world);
        case ArmKind::shuffle:
            break;
    }
    return std::make_unique<Shuffle>(world, seed);
}

}  // namespace refrain::simulator
