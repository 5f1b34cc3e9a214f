#include "recommender/ranking/damping.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace refrain::ranking {
namespace {

constexpr double kHorizon = 24.0;

struct Skip {
    UtcTime at{};
    double weight = 1.0;
    StyleVector styles;
};

double weight_of(const Event& skip) {
    return skip.not_for_me || !skip.rate ? 1.0 : 1.0 - skip.rate->value();
}

/// Takes lifted styles out of the skips before each lift.
void lift_styles(const Catalogue& catalogue, std::span<const Reaction> reactions, UtcTime now,
                 std::vector<Skip>& skips) {
    for (const Reaction& r : reactions) {
        if (r.kind != ReactionKind::lift || r.scope != ReactionScope::style || r.at > now) {
            continue;
        }
        const StyleIndex style = catalogue.find_style(r.subject);
        for (Skip& skip : skips) {
            if (skip.at <= r.at) {
                std::erase_if(skip.styles, [&](const StyleWeight& w) { return w.style == style; });
            }
        }
    }
}

}  // namespace

Damping::Damping(const Catalogue& catalogue, std::span<const Event> events,
                 std::span<const Reaction> reactions, UtcTime now, const DampingOptions& options)
    : catalogue_(catalogue), now_(now), options_(options) {
    const double fade_seconds = options.fade_minutes * 60.0;
    const auto age = [&](UtcTime t) { return std::max(0.0, seconds_between(t, now)); };
    const auto first = std::partition_point(
        events.begin(), events.end(), [&](const Event& e) { return age(e.at) > kHorizon * fade_seconds; });
    std::vector<Skip> skips;
    for (auto e = first; e != events.end(); ++e) {
        if (e->track == kNone) {
            continue;
        }
        const StyleVector& styles = catalogue.styles_of(e->track);
        if (e->evidence < 0.0F && !styles.empty()) {
            skips.push_back({e->at, weight_of(*e), styles});
        } else if (e->evidence > 0.0F) {
            for (Skip& skip : skips) {
                skip.weight *= dot(styles, skip.styles) >= options.near ? 0.5 : 1.0;
            }
        }
    }
    lift_styles(catalogue, reactions, now, skips);
    for (Skip& skip : skips) {
        if (!skip.styles.empty()) {
            skips_.push_back(
                {options.eta * skip.weight * std::exp(-age(skip.at) / fade_seconds), std::move(skip.styles)});
        }
    }
}

double Damping::uncapped(const StyleVector& styles) const {
    double sum = 0.0;
    for (const ActiveSkip& skip : skips_) {
        sum += skip.amount * std::max(0.0, dot(styles, skip.styles) - options_.theta);
    }
    return sum;
}

double Damping::amount(const StyleVector& styles) const {
    return std::min(uncapped(styles), options_.cap);
}

std::vector<HeldBack> Damping::held_back() const {
    std::set<StyleIndex> styles;
    for (const ActiveSkip& skip : skips_) {
        for (const StyleWeight& w : skip.styles) {
            styles.insert(w.style);
        }
    }
    std::vector<HeldBack> held;
    const double least = options_.cap / 10.0;
    for (const StyleIndex s : styles) {
        const double sum = uncapped({{s, 1.0}});
        if (sum < least) {
            continue;
        }
        // All terms fade with the same T, so the sum does too, and the instant is exact.
        const double seconds = options_.fade_minutes * 60.0 * std::log(sum / least);
        held.push_back({catalogue_.style_name(s), std::min(sum, options_.cap),
                        now_ + Milliseconds(std::llround(seconds * 1000.0))});
    }
    std::sort(held.begin(), held.end(), [](const HeldBack& a, const HeldBack& b) {
        return a.amount != b.amount ? a.amount > b.amount : a.style < b.style;
    });
    return held;
}

}  // namespace refrain::ranking
