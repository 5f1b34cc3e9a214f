#include "recommender/ranking/activation.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace refrain::ranking {
namespace {

constexpr std::chrono::hours kLately{30 * 24};

double affinity(double positive, double negative, double prior) {
    return (positive - negative) / (positive + negative + prior);
}

}  // namespace

double decayed(UtcTime then, UtcTime now, const ActivationOptions& options) {
    return decayed_hours(seconds_between(then, now) / 3600.0, options);
}

Taste::Taste(const Catalogue& catalogue, std::span<const Event> events, UtcTime now,
             const ActivationOptions& options)
    : catalogue_(catalogue),
      events_(events),
      options_(options),
      style_positive_(catalogue.styles(), 0.0),
      style_negative_(catalogue.styles(), 0.0) {
    double chosen = 0.0, chosen_familiar = 0.0;
    for (const Event& e : events_) {
        if (e.browsing) {
            continue;
        }
        const double age_weight = decayed(e.at, now, options_);
        const double for_it = std::max(0.0, static_cast<double>(e.evidence)) * age_weight;
        const double against_it =
            std::max(0.0, -static_cast<double>(e.evidence)) * options_.skip_weight * age_weight;
        verdicts_ += e.evidence != 0.0F ? 1 : 0;
        if (e.artist != kNone) {
            ArtistFacts& artist = artists_[e.artist];
            artist.positive += for_it;
            artist.negative += against_it;
            if (now - e.at <= kLately) {
                ++artist.heard_lately;
                artist.finished_lately += e.evidence > 0.0F ? 1 : 0;
            }
        }
        if (e.track == kNone) {
            continue;
        }
        const auto [place, fresh] = place_.try_emplace(e.track, static_cast<std::uint32_t>(heard_.size()));
        if (fresh) {
            heard_.push_back({.track = e.track, .first_heard = e.at});
        }
        TrackFacts& facts = heard_[place->second];
        ++facts.heard;
        facts.last_heard = e.at;
        facts.signed_sum += for_it - against_it;
        if (e.evidence > 0.0F) {
            ++facts.finished;
            facts.last_finished = e.at;
        }
        facts.skipped += e.evidence < 0.0F ? 1 : 0;
        for (const StyleWeight& w : catalogue_.styles_of(e.track)) {
            style_positive_[w.style] += w.weight * for_it;
            style_negative_[w.style] += w.weight * against_it;
        }
        const bool in_window = seconds_between(e.at, now) <= options_.familiar_days * 86400.0;
        if (in_window && e.evidence >= 0.0F && !auto_queued(e.intent)) {
            chosen += 1.0;
            chosen_familiar += fresh ? 0.0 : 1.0;
        }
    }
    familiar_share_ = (chosen_familiar + options_.familiar_prior * options_.familiar_prior_listens) /
                      (chosen + options_.familiar_prior_listens);
}

const TrackFacts* Taste::facts(TrackIndex track) const {
    const auto it = place_.find(track);
    return it == place_.end() ? nullptr : &heard_[it->second];
}

double Taste::activation(TrackIndex track) const {
    const TrackFacts* f = facts(track);
    return f == nullptr ? 0.0 : signed_log(f->signed_sum, options_.scale);
}

double Taste::artist_affinity(ArtistIndex artist) const {
    const ArtistFacts* f = artist_facts(artist);
    return f == nullptr ? 0.0 : affinity(f->positive, f->negative, options_.artist_prior);
}

double Taste::style_affinity(StyleIndex style) const {
    return affinity(style_positive_[style], style_negative_[style], options_.style_prior);
}

double Taste::profile_affinity(ProfileIndex profile) const {
    double sum = 0.0, weights = 0.0;
    for (const StyleWeight& w : catalogue_.style_vector(profile)) {
        sum += w.weight * style_affinity(w.style);
        weights += w.weight;
    }
    return weights > 0.0 ? sum / weights : 0.0;
}

const ArtistFacts* Taste::artist_facts(ArtistIndex artist) const {
    const auto it = artists_.find(artist);
    return it == artists_.end() ? nullptr : &it->second;
}

std::vector<Taste::Transition> Taste::transitions(TrackIndex from) const {
    std::map<TrackIndex, double> counts;
    for (const Event& e : events_) {
        if (e.after == from && from != kNone && e.track != kNone && e.track != from) {
            counts[e.track] += static_cast<double>(e.evidence);
        }
    }
    std::vector<Transition> found;
    for (const auto& [to, count] : counts) {
        if (count > 0.0) {
            found.push_back({to, count});
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Transition& a, const Transition& b) { return a.count > b.count; });
    return found;
}

}  // namespace refrain::ranking
