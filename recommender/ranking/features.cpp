#include "recommender/ranking/features.h"

#include <algorithm>
#include <cmath>

namespace refrain::ranking {
namespace {

constexpr double kScale = 20.0, kThird = 1.0 / 3.0, kAffinityPrior = 0.15;
constexpr double kFollowDays = 14.0, kNearFade = 0.8, kBegunAgainHours = 12.0;
constexpr int kNearSeeds = 5;
constexpr std::size_t kSessionArtists = 10, kSessionLately = 5;

constexpr std::array<FeatureInfo, kFeatures> kInfos{{
    {"heard", Sign::free, FeatureGroup::habit, true},
    {"finished", Sign::free, FeatureGroup::habit, true},
    {"skipped", Sign::negative, FeatureGroup::habit, true},
    {"base_level", Sign::positive, FeatureGroup::habit, true},
    {"base_level_skips", Sign::negative, FeatureGroup::habit, true},
    {"week", Sign::positive, FeatureGroup::habit, true},
    {"half_day", Sign::negative, FeatureGroup::habit, false},
    {"week_skips", Sign::negative, FeatureGroup::habit, true},
    {"finish_rate", Sign::positive, FeatureGroup::habit, true},
    {"skipped_last", Sign::negative, FeatureGroup::habit, true},
    {"skips_in_a_row", Sign::negative, FeatureGroup::habit, true},
    {"starts_with", Sign::positive, FeatureGroup::habit, false},
    {"starts_level", Sign::positive, FeatureGroup::habit, false},
    {"share_after", Sign::positive, FeatureGroup::sequence, false},
    {"recent_after", Sign::positive, FeatureGroup::sequence, false},
    {"finished_after", Sign::positive, FeatureGroup::sequence, false},
    {"skipped_after", Sign::negative, FeatureGroup::sequence, false},
    {"finished_next", Sign::positive, FeatureGroup::sequence, false},
    {"skipped_next", Sign::negative, FeatureGroup::sequence, false},
    {"near", Sign::positive, FeatureGroup::sequence, false},
    {"same_artist", Sign::positive, FeatureGroup::artist, false},
    {"same_album", Sign::positive, FeatureGroup::artist, false},
    {"session_artist", Sign::positive, FeatureGroup::artist, false},
    {"session_artist_skips", Sign::negative, FeatureGroup::artist, false},
    {"artist", Sign::positive, FeatureGroup::artist, true},
    {"album", Sign::positive, FeatureGroup::artist, true},
    {"session_skips", Sign::negative, FeatureGroup::habit, false},
    {"begun_again", Sign::positive, FeatureGroup::habit, false},
}};

double level(double sum) {
    return std::log1p(kScale * sum);
}

double affinity(const Taste::Sums& sums) {
    return (sums.positive - sums.negative) / (sums.positive + sums.negative + kAffinityPrior);
}

}  // namespace

const FeatureInfo& info(Feature feature) {
    return kInfos[index_of(feature)];
}

std::string_view name_of(Context context) {
    static constexpr std::array<std::string_view, kContexts> names{
        "always", "one_skip", "two_skips", "three_skips", "lately", "session_start"};
    return names[static_cast<std::size_t>(context)];
}

Features::Features(const Catalogue& catalogue, const Taste& taste, TrackIndex anchor, TrackIndex current)
    : catalogue_(catalogue), taste_(taste), anchor_(anchor) {
    look_at_session(current);
    look_at_followers();
}

void Features::look_at_session(TrackIndex current) {
    const TasteState& state = taste_.state();
    if (state.in_session(taste_.now())) {
        session_.assign(state.session().begin(), state.session().end());
    }
    if (current != kNone) {
        session_.push_back({current, catalogue_.artist_of(current), 0.0F});
    }
    begins_ = session_.empty();
    for (auto s = session_.rbegin(); s != session_.rend() && s->evidence < 0.0F; ++s) {
        ++skips_in_a_row_;
    }
    const auto last = [&](std::size_t n) {
        return session_.size() > n ? session_.end() - static_cast<std::ptrdiff_t>(n) : session_.begin();
    };
    for (auto s = last(kSessionArtists); s != session_.end(); ++s) {
        if (s->artist != kNone) {
            (s->evidence < 0.0F ? session_artists_[s->artist].second : session_artists_[s->artist].first) +=
                1.0;
        }
    }
    double skips = 0.0;
    for (auto s = last(kSessionLately); s != session_.end(); ++s) {
        skips += s->evidence < 0.0F ? 1.0 : 0.0;
    }
    const auto flag = [](bool on) { return on ? 1.0 : 0.0; };
    context_ = {
        1.0,
        flag(skips_in_a_row_ >= 1),
        flag(skips_in_a_row_ >= 2),
        flag(skips_in_a_row_ >= 3),
        session_.empty() ? 0.0 : skips / static_cast<double>(std::min(session_.size(), kSessionLately)),
        flag(begins_)};
}

void Features::look_at_followers() {
    const TasteState& state = taste_.state();
    const UtcTime now = taste_.now();
    if (anchor_ != kNone) {
        double all = 1.0;
        for (const Follower& f : state.after(anchor_)) {
            all += f.stayed;
        }
        for (const Follower& f : state.after(anchor_)) {
            Sequence& s = sequence_[f.to];
            s.share = f.stayed / all;
            s.recent =
                f.stayed > 0 ? std::exp2(-seconds_between(f.last, now) / (kFollowDays * 86400.0)) : 0.0;
            s.finished = std::log1p(f.finished);
            s.skipped = std::log1p(f.skipped);
        }
    }
    if (!session_.empty()) {
        for (const Follower& f : state.right_after(session_.back().track)) {
            Sequence& s = sequence_[f.to];
            s.next_finished = std::log1p(f.finished);
            s.next_skipped = std::log1p(f.skipped);
        }
    }
    double weight = 1.0;
    int seeds = 0;
    for (auto s = session_.rbegin(); s != session_.rend() && seeds < kNearSeeds; ++s) {
        if (s->evidence < 0.0F || s->track == kNone) {
            continue;
        }
        ++seeds;
        weight *= kNearFade;
        for (const Neighbour& n : state.near(s->track)) {
            sequence_[n.to].near += weight * n.weight;
        }
    }
}

FeatureRow Features::of(TrackIndex track) const {
    FeatureRow row{};
    const auto at = [&row](Feature f) -> double& { return row[index_of(f)]; };
    const TasteState& state = taste_.state();
    const UtcTime now = taste_.now();
    if (const std::uint32_t place = state.place_of(track); place != kNone) {
        const TrackFacts& facts = state.tracks()[place];
        const Taste::Sums sums = taste_.sums(place);
        at(Feature::heard) = 1.0;
        at(Feature::finished) = std::log1p(facts.finished);
        at(Feature::skipped) = std::log1p(facts.skipped);
        at(Feature::base_level) = level(sums.positive);
        at(Feature::base_level_skips) = level(sums.negative);
        at(Feature::week) = level(state.finished_lately(place, now)) * kThird;
        at(Feature::half_day) = level(state.finished_today(place, now)) * kThird;
        at(Feature::week_skips) = level(state.skipped_lately(place, now)) * kThird;
        at(Feature::finish_rate) =
            (facts.finished + 2.0) / (facts.finished + facts.skipped + 3.0) - 2.0 / 3.0;
        at(Feature::skipped_last) = facts.last_sign < 0 ? 1.0 : 0.0;
        at(Feature::skips_in_a_row) = std::min(facts.skips_in_a_row, 4);
        if (begins_) {
            at(Feature::starts_with) = at(Feature::week);
            at(Feature::starts_level) = signed_log(sums.positive - sums.negative, kScale);
            if (!state.session().empty() && state.session().back().track == track) {
                at(Feature::begun_again) =
                    std::exp2(-seconds_between(state.session_end(), now) / 3600.0 / kBegunAgainHours);
            }
        }
    }
    if (const auto it = sequence_.find(track); it != sequence_.end()) {
        const Sequence& s = it->second;
        at(Feature::share_after) = s.share;
        at(Feature::recent_after) = s.recent;
        at(Feature::finished_after) = s.finished;
        at(Feature::skipped_after) = s.skipped;
        at(Feature::finished_next) = s.next_finished;
        at(Feature::skipped_next) = s.next_skipped;
        at(Feature::near) = std::log1p(s.near);
    }
    const ArtistIndex artist = catalogue_.artist_of(track);
    const AlbumIndex album = catalogue_.album_of(track);
    if (anchor_ != kNone) {
        at(Feature::same_artist) = artist != kNone && artist == catalogue_.artist_of(anchor_);
        at(Feature::same_album) = album != kNone && album == catalogue_.album_of(anchor_);
    }
    if (const auto it = session_artists_.find(artist); artist != kNone && it != session_artists_.end()) {
        at(Feature::session_artist) = it->second.first;
        at(Feature::session_artist_skips) = it->second.second;
    }
    if (const ArtistFacts* f = taste_.artist_facts(artist)) {
        at(Feature::artist) = affinity({f->positive, f->negative});
    }
    at(Feature::album) = affinity(taste_.album_sums(album));
    at(Feature::session_skips) = std::any_of(session_.begin(), session_.end(), [track](const auto& s) {
        return s.track == track && s.evidence < 0.0F;
    });
    return row;
}

}  // namespace refrain::ranking
