#include "recommender/training/target_weights.h"

#include <algorithm>
#include <cmath>

namespace refrain {
namespace {

constexpr double ms_per_day = 86'400'000.0;

void weigh_by_age(std::vector<Target>& targets, double half_life_days) {
    std::int64_t newest = targets.front().at_ms;
    for (const auto& target : targets) {
        newest = std::max(newest, target.at_ms);
    }
    std::vector<double> weights;
    double sum = 0.0;
    for (const auto& target : targets) {
        const double days = static_cast<double>(newest - target.at_ms) / ms_per_day;
        weights.push_back(std::exp2(-days / half_life_days));
        sum += weights.back();
    }
    const double mean = sum / static_cast<double>(targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        targets[i].weight = static_cast<float>(weights[i] / mean);
    }
}

}  // namespace

std::array<double, most_skips_before + 1> skip_chances(const std::vector<Target>& targets) {
    std::array<double, most_skips_before + 1> skipped{};
    std::array<double, most_skips_before + 1> judged{};
    for (const auto& target : targets) {
        const auto context = static_cast<std::size_t>(target.skips_before);
        judged[context] += 1.0;
        skipped[context] += target.positive ? 0.0 : 1.0;
    }
    std::array<double, most_skips_before + 1> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = (skipped[i] + 1.0) / (judged[i] + 2.0);
    }
    return out;
}

void weigh_targets(std::vector<Target>& targets, const WeightOptions& options) {
    for (auto& target : targets) {
        target.weight = 1.0F;
    }
    if (targets.empty()) {
        return;
    }
    if (options.half_life_days > 0.0) {
        weigh_by_age(targets, options.half_life_days);
    }
    if (options.skips_by_context) {
        const auto chances = skip_chances(targets);
        for (auto& target : targets) {
            if (!target.positive) {
                target.weight *=
                    static_cast<float>(1.0 - chances[static_cast<std::size_t>(target.skips_before)]);
            }
        }
    }
}

}  // namespace refrain
