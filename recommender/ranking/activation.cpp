#include "recommender/ranking/activation.h"

#include <algorithm>
#include <cmath>

namespace refrain::ranking {
namespace {

constexpr double kLatelyHours = 30.0 * 24.0;

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
      now_(now),
      options_(options),
      own_(std::make_shared<const TasteState>(catalogue, events)),
      state_(own_.get()) {
    sum_up();
}

Taste::Taste(const Catalogue& catalogue, const TasteState& state, std::span<const Event> events, UtcTime now,
             const ActivationOptions& options)
    : catalogue_(catalogue), events_(events), now_(now), options_(options), state_(&state) {
    sum_up();
}

/// One pass over all listens, for each guess: plain arrays alone.
void Taste::sum_up() {
    sums_.assign(state_->tracks().size(), {});
    albums_.assign(catalogue_.albums(), {});
    artists_.assign(catalogue_.artists(), {});
    std::vector<Sums> profiles(catalogue_.profiles());
    const double now = static_cast<double>(now_.time_since_epoch().count()) / 3.6e6;
    double chosen = 0.0, chosen_familiar = 0.0;
    for (const TasteState::Row& row : state_->rows()) {
        const double age = now - row.hours;
        const double weight = decayed_hours(age, options_);
        const double for_it = std::max(0.0, static_cast<double>(row.evidence)) * weight;
        const double against_it =
            std::max(0.0, -static_cast<double>(row.evidence)) * options_.skip_weight * weight;
        const auto add = [&](Sums& sums) {
            sums.positive += for_it;
            sums.negative += against_it;
        };
        if (row.artist != kNone) {
            ArtistFacts& artist = artists_[row.artist];
            artist.positive += for_it;
            artist.negative += against_it;
            ++artist.heard;
            if (age <= kLatelyHours) {
                ++artist.heard_lately;
                artist.finished_lately += row.evidence > 0.0F ? 1 : 0;
            }
        }
        if (row.place == kNone) {
            continue;
        }
        add(sums_[row.place]);
        add(profiles[row.profile]);
        if (row.album != kNone) {
            add(albums_[row.album]);
        }
        if (age <= options_.familiar_days * 24.0 && row.evidence >= 0.0F && !row.automatic) {
            chosen += 1.0;
            chosen_familiar += row.first ? 0.0 : 1.0;
        }
    }
    style_positive_.assign(catalogue_.styles(), 0.0);
    style_negative_.assign(catalogue_.styles(), 0.0);
    for (ProfileIndex p = 0; p < profiles.size(); ++p) {
        if (profiles[p].positive == 0.0 && profiles[p].negative == 0.0) {
            continue;
        }
        for (const StyleWeight& w : catalogue_.style_vector(p)) {
            style_positive_[w.style] += w.weight * profiles[p].positive;
            style_negative_[w.style] += w.weight * profiles[p].negative;
        }
    }
    familiar_share_ = (chosen_familiar + options_.familiar_prior * options_.familiar_prior_listens) /
                      (chosen + options_.familiar_prior_listens);
}

double Taste::activation(TrackIndex track) const {
    const std::uint32_t place = state_->place_of(track);
    return place == kNone ? 0.0 : signed_log(sums_[place].positive - sums_[place].negative, options_.scale);
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
    return artist >= artists_.size() || artists_[artist].heard == 0 ? nullptr : &artists_[artist];
}

std::vector<Taste::Transition> Taste::transitions(TrackIndex from) const {
    std::vector<Transition> found;
    for (const Follower& f : state_->after(from)) {
        if (f.net > 0.0 && f.to != from) {
            found.push_back({f.to, f.net});
        }
    }
    std::sort(found.begin(), found.end(), [](const Transition& a, const Transition& b) {
        return a.count != b.count ? a.count > b.count : a.to < b.to;
    });
    return found;
}

}  // namespace refrain::ranking
