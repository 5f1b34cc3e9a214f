#include "recommender/evaluation/measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <unordered_map>

namespace refrain::evaluation {
namespace {

struct Sum {
    double value = 0.0;
    double cases = 0.0;
};

/// Percentiles 2.5 and 97.5 of the mean when units are drawn with replacement (Efron & Tibshirani 1993).
void add_interval(const std::vector<Sum>& units, const BootstrapOptions& options, Figure& figure) {
    std::mt19937_64 random(options.seed);
    std::vector<double> means;
    for (std::size_t draw = 0; draw < options.draws; ++draw) {
        Sum sum;
        for (std::size_t i = 0; i < units.size(); ++i) {
            const Sum& unit = units[random() % units.size()];
            sum.value += unit.value;
            sum.cases += unit.cases;
        }
        means.push_back(sum.value / sum.cases);  // each unit has a case, so there is always one
    }
    std::sort(means.begin(), means.end());
    const auto at = [&](double share) {
        return means[static_cast<std::size_t>(std::lround(share * static_cast<double>(means.size() - 1)))];
    };
    figure.low = at(0.025);
    figure.high = at(0.975);
}

/// Mean of `worth` over the outcomes that `counts` names.
template <class Counts, class Worth>
std::optional<Figure> mean_of(const std::vector<Outcome>& outcomes, const BootstrapOptions& options,
                              Counts counts, Worth worth) {
    std::unordered_map<std::uint32_t, std::size_t> places;
    std::vector<Sum> units;
    Sum all;
    for (const Outcome& one : outcomes) {
        if (!counts(one)) {
            continue;
        }
        const auto [place, fresh] = places.emplace(one.unit, units.size());
        if (fresh) {
            units.emplace_back();
        }
        const double value = worth(one);
        units[place->second].value += value;
        units[place->second].cases += 1.0;
        all.value += value;
        all.cases += 1.0;
    }
    if (all.cases == 0.0) {
        return std::nullopt;
    }
    Figure figure;
    figure.value = figure.low = figure.high = all.value / all.cases;
    figure.cases = static_cast<std::size_t>(all.cases);
    if (options.draws > 0) {
        add_interval(units, options, figure);
    }
    return figure;
}

double rank_of(const Outcome& one, RankedAmong among) {
    return among == RankedAmong::catalogue ? one.rank : one.rank_in_list;
}

template <class Hit, class Gain>
MeasuresAt figures_at(const std::vector<Outcome>& outcomes, std::size_t n, const BootstrapOptions& bootstrap,
                      Hit hit, Gain gain) {
    const auto positive = [](const Outcome& one) { return one.positive; };
    const auto repeated = [](const Outcome& one) { return one.positive && one.familiar; };
    const auto discovered = [](const Outcome& one) { return one.positive && !one.familiar; };
    const auto first_skip = [](const Outcome& one) { return !one.positive && !one.familiar; };
    const auto later_skip = [](const Outcome& one) { return !one.positive && one.familiar; };
    const auto negative = [](const Outcome& one) { return !one.positive; };
    MeasuresAt out;
    out.n = n;
    out.pos = mean_of(outcomes, bootstrap, positive, hit);
    out.pos_repeats = mean_of(outcomes, bootstrap, repeated, hit);
    out.pos_discoveries = mean_of(outcomes, bootstrap, discovered, hit);
    out.ndcg = mean_of(outcomes, bootstrap, positive, gain);
    out.ndcg_repeats = mean_of(outcomes, bootstrap, repeated, gain);
    out.ndcg_discoveries = mean_of(outcomes, bootstrap, discovered, gain);
    out.neg = mean_of(outcomes, bootstrap, first_skip, hit);
    out.neg_repeats = mean_of(outcomes, bootstrap, later_skip, hit);
    out.neg_all = mean_of(outcomes, bootstrap, negative, hit);
    return out;
}

}  // namespace

double discounted_gain(double rank, std::size_t n) {
    return rank <= static_cast<double>(n) ? 1.0 / std::log2(1.0 + rank) : 0.0;
}

MeasuresAt measure_at(const std::vector<Outcome>& outcomes, std::size_t n, RankedAmong among,
                      const BootstrapOptions& bootstrap) {
    return figures_at(
        outcomes, n, bootstrap,
        [&](const Outcome& one) { return rank_of(one, among) <= static_cast<double>(n) ? 1.0 : 0.0; },
        [&](const Outcome& one) { return discounted_gain(rank_of(one, among), n); });
}

MeasuresAt difference_at(const std::vector<Outcome>& one, const std::vector<Outcome>& other, std::size_t n,
                         RankedAmong among, const BootstrapOptions& bootstrap) {
    // mean_of() hands out references into `one`: the place tells which answer of `other` belongs to it.
    const auto both = [&](const Outcome& mine, auto worth) {
        return worth(rank_of(mine, among)) -
               worth(rank_of(other[static_cast<std::size_t>(&mine - one.data())], among));
    };
    const auto hit = [&](double rank) { return rank <= static_cast<double>(n) ? 1.0 : 0.0; };
    const auto gain = [&](double rank) { return discounted_gain(rank, n); };
    return figures_at(
        one, n, bootstrap, [&](const Outcome& mine) { return both(mine, hit); },
        [&](const Outcome& mine) { return both(mine, gain); });
}

Spread spread(const std::vector<double>& values) {
    Spread out;
    if (values.empty()) {
        return out;
    }
    const auto count = static_cast<double>(values.size());
    out.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0.0;
    for (const double value : values) {
        squares += (value - out.mean) * (value - out.mean);
    }
    out.deviation = values.size() > 1 ? std::sqrt(squares / (count - 1.0)) : 0.0;
    return out;
}

}  // namespace refrain::evaluation
