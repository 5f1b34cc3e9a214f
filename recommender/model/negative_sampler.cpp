#include "recommender/model/negative_sampler.h"

#include <algorithm>
#include <cmath>

namespace refrain {
namespace {

/// In [0, 1), the same on every standard library (std::uniform_real_distribution is not).
double unit(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11U) * 0x1.0p-53;
}

}  // namespace

CountTree::CountTree(std::size_t size) : tree_(size + 1, 0) {}

void CountTree::add(std::size_t item, std::int64_t amount) {
    total_ += amount;
    for (std::size_t i = item + 1; i < tree_.size(); i += i & (~i + 1)) {
        tree_[i] += amount;
    }
}

std::size_t CountTree::find(std::int64_t mark) const {
    std::size_t step = 1;
    while (step * 2 < tree_.size()) {
        step *= 2;
    }
    std::size_t at = 0;
    for (; step > 0; step /= 2) {
        if (at + step < tree_.size() && tree_[at + step] <= mark) {
            at += step;
            mark -= tree_[at];
        }
    }
    return at;
}

NegativeSampler::NegativeSampler(SamplerKind kind, std::size_t items, std::uint64_t seed)
    : kind_(kind),
      size_(items),
      random_(seed),
      counts_(kind == SamplerKind::learned_unigram ? items : 0, 1),
      tree_(counts_.size()) {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        tree_.add(i, 1);
    }
}

double NegativeSampler::probability(std::size_t item) const {
    const auto size = static_cast<double>(size_);
    const auto k = static_cast<double>(item);
    switch (kind_) {
        case SamplerKind::log_uniform:
            return std::log((k + 2.0) / (k + 1.0)) / std::log(size + 1.0);
        case SamplerKind::learned_unigram:
            return static_cast<double>(counts_[item]) / static_cast<double>(tree_.total());
        case SamplerKind::uniform:
            break;
    }
    return 1.0 / size;
}

std::size_t NegativeSampler::draw_one() {
    std::size_t item = 0;
    switch (kind_) {
        case SamplerKind::log_uniform:
            // Inverse of the distribution function F(k) = ln(k+2) / ln(V+1) for whole k.
            item = static_cast<std::size_t>(
                       std::exp(unit(random_) * std::log(static_cast<double>(size_) + 1.0))) -
                   1;
            break;
        case SamplerKind::learned_unigram:
            item = tree_.find(static_cast<std::int64_t>(unit(random_) * static_cast<double>(tree_.total())));
            break;
        case SamplerKind::uniform:
            item = static_cast<std::size_t>(unit(random_) * static_cast<double>(size_));
            break;
    }
    return std::min(item, size_ - 1);
}

NegativeSampler::Sample NegativeSampler::draw(std::size_t draws) {
    Sample out;
    if (size_ == 0) {
        return out;
    }
    for (std::size_t i = 0; i < draws; ++i) {
        out.items.push_back(static_cast<std::int64_t>(draw_one()));
    }
    std::sort(out.items.begin(), out.items.end());
    out.items.erase(std::unique(out.items.begin(), out.items.end()), out.items.end());
    for (const auto item : out.items) {
        const double q = probability(static_cast<std::size_t>(item));
        const double missed = static_cast<double>(draws) * std::log1p(-std::min(q, 1.0 - 1e-12));
        out.log_inclusion.push_back(static_cast<float>(std::log(-std::expm1(missed))));
    }
    return out;
}

void NegativeSampler::observe(const std::vector<std::int64_t>& items) {
    if (kind_ != SamplerKind::learned_unigram) {
        return;
    }
    for (const auto item : items) {
        ++counts_[static_cast<std::size_t>(item)];
        tree_.add(static_cast<std::size_t>(item), 1);
    }
}

void NegativeSampler::set_counts(const std::vector<std::int64_t>& counts) {
    for (std::size_t i = 0; i < counts_.size() && i < counts.size(); ++i) {
        tree_.add(i, counts[i] - counts_[i]);
        counts_[i] = counts[i];
    }
}

}  // namespace refrain
