#include "recommender/evaluation/baselines.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>

namespace refrain::evaluation {
namespace {

constexpr double day_s = 86'400.0;

/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

/// Seconds from the interaction at `earlier` to the asked one.
double age_s(const DataSet& data, const Place& at, std::uint32_t earlier) {
    if (!data.has_times) {
        return static_cast<double>(at.position - earlier) * day_s;
    }
    const auto listens = data.of(at.user);
    return static_cast<double>(listens[at.position].time_s) - static_cast<double>(listens[earlier].time_s);
}

double sign_of(Judgement judgement) {
    return judgement == Judgement::positive ? 1.0 : judgement == Judgement::negative ? -1.0 : 0.0;
}

}  // namespace

std::vector<ItemNumber> came_lately(const DataSet& data, const Place& place, std::size_t most) {
    std::vector<ItemNumber> out;
    const auto listens = data.of(place.user);
    for (std::uint32_t at = place.position;
         at > 0 && out.size() < most && !data.begins_session(place.user, at); --at) {
        if (listens[at - 1].judgement() != Judgement::negative) {
            out.push_back(listens[at - 1].item);
        }
    }
    return out;
}

std::optional<ItemNumber> came_before(const DataSet& data, const Place& place) {
    const auto last = came_lately(data, place, 1);
    return last.empty() ? std::nullopt : std::optional(last.front());
}

void RandomScorer::score(const Place& at, std::span<float> scores) {
    const std::uint64_t asked = mixed(mixed(seed_ ^ (std::uint64_t{at.user} << 32U)) ^ at.position);
    for (std::size_t item = 0; item < scores.size(); ++item) {
        scores[item] = static_cast<float>(mixed(asked ^ item) >> 40U) / static_cast<float>(1U << 24U);
    }
}

void PopularityScorer::observe(const Place& what) {
    const Interaction& one = data_.of(what.user)[what.position];
    counts_[one.item] += one.judgement() == Judgement::positive ? 1.0F : 0.0F;
}

void PopularityScorer::score(const Place& /*at*/, std::span<float> scores) {
    std::copy(counts_.begin(), counts_.end(), scores.begin());
}

void PersonalPopularityScorer::score(const Place& at, std::span<float> scores) {
    std::fill(scores.begin(), scores.end(), 0.0F);
    const auto listens = data_.of(at.user);
    for (std::uint32_t i = 0; i < at.position; ++i) {
        if (listens[i].judgement() == Judgement::positive) {
            scores[listens[i].item] +=
                static_cast<float>(std::exp2(-age_s(data_, at, i) / (half_life_days * day_s)));
        }
    }
}

ActivationScorer::ActivationScorer(const DataSet& data, const ActivationScorerOptions& options)
    : data_(data), options_(options), sums_(data.items(), 0.0) {
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (const auto& track : data.tracks) {
        artists_.push_back(
            numbers.emplace(track.artist, static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    artist_count_ = numbers.size();
}

void ActivationScorer::score(const Place& at, std::span<float> scores) {
    std::fill(sums_.begin(), sums_.end(), 0.0);
    positive_.assign(artist_count_, 0.0);
    negative_.assign(artist_count_, 0.0);
    const auto listens = data_.of(at.user).first(at.position);
    for (std::uint32_t i = 0; i < at.position; ++i) {
        const double amount = sign_of(listens[i].judgement()) *
                              ranking::decayed_hours(age_s(data_, at, i) / 3600.0, options_.base_level);
        sums_[listens[i].item] += amount < 0.0 ? options_.base_level.skip_weight * amount : amount;
        if (!artists_.empty()) {
            auto& of_sign = amount > 0.0 ? positive_ : negative_;
            of_sign[artists_[listens[i].item]] += std::abs(amount);
        }
    }
    for (std::size_t item = 0; item < scores.size(); ++item) {
        scores[item] = static_cast<float>(ranking::signed_log(sums_[item], options_.base_level.scale));
    }
    std::unordered_set<ItemNumber> heard;
    for (const auto& one : listens) {
        heard.insert(one.item);
    }
    for (std::size_t item = 0; item < artists_.size(); ++item) {
        if (heard.count(static_cast<ItemNumber>(item)) == 0) {
            const double p = positive_[artists_[item]];
            const double n = negative_[artists_[item]];
            scores[item] =
                static_cast<float>(options_.artist_weight * (p - n) / (p + n + options_.artist_prior));
        }
    }
    const auto before = options_.transition_weight > 0.0 ? came_before(data_, at) : std::nullopt;
    if (before) {
        std::unordered_map<ItemNumber, double> followed;
        for (std::uint32_t i = 1; i < at.position; ++i) {
            if (listens[i].judgement() != Judgement::negative && came_before(data_, {at.user, i}) == before) {
                followed[listens[i].item] += 1.0;
            }
        }
        for (const auto& [item, times] : followed) {
            scores[item] += static_cast<float>(options_.transition_weight * std::log1p(times));
        }
    }
}

ItemKnnScorer::ItemKnnScorer(const DataSet& data)
    : data_(data),
      by_session_(data.has_times && data.users() == 1),
      baskets_of_(data.items()),
      basket_count_(data.items(), 0.0F),
      open_(data.users()) {
    for (UserNumber user = 0; user < data.users(); ++user) {
        open_[user] = static_cast<Basket>(baskets_.size());
        baskets_.emplace_back();
    }
}

void ItemKnnScorer::observe(const Place& what) {
    const Interaction& one = data_.of(what.user)[what.position];
    if (by_session_ && what.position > 0 && data_.begins_session(what.user, what.position)) {
        open_[what.user] = static_cast<Basket>(baskets_.size());
        baskets_.emplace_back();
    }
    if (one.judgement() == Judgement::negative) {
        return;
    }
    const Basket basket = open_[what.user];
    auto& items = baskets_[basket];
    if (std::find(items.begin(), items.end(), one.item) != items.end()) {
        return;
    }
    items.push_back(one.item);
    basket_count_[one.item] += 1.0F;
    auto& baskets = baskets_of_[one.item];
    baskets.push_back(basket);
    if (baskets.size() > baskets_per_item) {
        baskets.pop_front();
    }
}

void ItemKnnScorer::score(const Place& at, std::span<float> scores) {
    std::fill(scores.begin(), scores.end(), 0.0F);
    const auto listens = data_.of(at.user);
    std::vector<ItemNumber> recent;
    for (std::uint32_t i = at.position; i > 0 && recent.size() < remembered_items; --i) {
        const Interaction& one = listens[i - 1];
        if (one.judgement() != Judgement::negative &&
            std::find(recent.begin(), recent.end(), one.item) == recent.end()) {
            recent.push_back(one.item);
        }
    }
    // sum over recent i and baskets of i of 1 / sqrt(n_i n_j), each basket walked once.
    std::unordered_map<Basket, float> weights;
    std::unordered_map<ItemNumber, float> own;
    for (const ItemNumber item : recent) {
        const float weight = 1.0F / std::sqrt(std::max(1.0F, basket_count_[item]));
        own.emplace(item, weight);
        for (const Basket basket : baskets_of_[item]) {
            weights[basket] += weight;
        }
    }
    for (const auto& [basket, weight] : weights) {
        for (const ItemNumber other : baskets_[basket]) {
            const auto itself = own.find(other);  // an item is no neighbour of itself
            scores[other] += std::max(0.0F, itself == own.end() ? weight : weight - itself->second);
        }
    }
    for (std::size_t item = 0; item < scores.size(); ++item) {
        scores[item] /= std::sqrt(std::max(1.0F, basket_count_[item]));
    }
}

void MarkovScorer::observe(const Place& what) {
    const Interaction& one = data_.of(what.user)[what.position];
    if (one.judgement() == Judgement::negative) {
        return;
    }
    if (const auto before = came_before(data_, what)) {
        following_[*before][one.item] += 1.0F;
    }
    popularity_[one.item] += 1.0F;
    most_popular_ = std::max(most_popular_, popularity_[one.item]);
}

void MarkovScorer::score(const Place& at, std::span<float> scores) {
    for (std::size_t item = 0; item < scores.size(); ++item) {
        scores[item] = popularity_[item] / (most_popular_ + 1.0F);  // below one transition
    }
    if (const auto before = came_before(data_, at)) {
        for (const auto& [item, times] : following_[*before]) {
            scores[item] += times;
        }
    }
}

void WindowScorer::observe(const Place& what) {
    const Interaction& one = data_.of(what.user)[what.position];
    if (one.judgement() == Judgement::negative) {
        return;
    }
    const auto before = came_lately(data_, what, reach);
    for (std::size_t i = 0; i < before.size(); ++i) {
        together_[before[i]][one.item] += 1.0F / static_cast<float>(i + 1);
    }
    popularity_[one.item] += 1.0F;
    most_popular_ = std::max(most_popular_, popularity_[one.item]);
}

void WindowScorer::score(const Place& at, std::span<float> scores) {
    // Below the least that coming together once can say.
    const double least = std::pow(fade, static_cast<double>(remembered)) / static_cast<double>(reach);
    for (std::size_t item = 0; item < scores.size(); ++item) {
        scores[item] = static_cast<float>(least) * popularity_[item] / (most_popular_ + 1.0F);
    }
    double weight = 1.0;
    for (const ItemNumber lately : came_lately(data_, at, remembered)) {
        weight *= fade;
        for (const auto& [item, count] : together_[lately]) {
            scores[item] += static_cast<float>(weight) * count;
        }
    }
}

}  // namespace refrain::evaluation
