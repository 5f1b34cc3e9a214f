#include "recommender/ranking/taste_state.h"

#include <algorithm>
#include <cmath>

namespace refrain::ranking {
namespace {

double hours_of(UtcTime t) {
    return static_cast<double>(t.time_since_epoch().count()) / 3.6e6;
}

double faded(double value, UtcTime then, UtcTime now, double half_life_hours) {
    const double hours = std::max(0.0, seconds_between(then, now) / 3600.0);
    return value == 0.0 ? 0.0 : value * std::exp2(-hours / half_life_hours);
}

}  // namespace

TasteState::TasteState(const Catalogue& catalogue, std::span<const Event> events) {
    rows_.reserve(events.size());
    for (const Event& e : events) {
        append(catalogue, e);
    }
}

void TasteState::append(const Catalogue& catalogue, const Event& e) {
    ++appended_;
    if (!in_session(e.at)) {
        session_.clear();
    }
    if (e.browsing) {
        session_end_ = std::max(session_end_, e.ended);
        return;
    }
    Row row;
    row.hours = hours_of(e.at);
    row.artist = e.artist;
    row.evidence = e.evidence;
    row.automatic = auto_queued(e.intent);
    verdicts_ += e.evidence != 0.0F ? 1 : 0;
    skips_ += e.evidence < 0.0F ? 1 : 0;
    if (e.track != kNone) {
        const std::size_t known = tracks_.size();
        row.place = place_for(e);
        row.first = tracks_.size() > known;
        row.album = catalogue.album_of(e.track);
        row.profile = catalogue.profile_of(e.track);
        count(e, row.place);
        follow(e);
    }
    rows_.push_back(row);
    session_.push_back({e.track, e.artist, e.evidence});
    session_end_ = e.ended;
}

std::uint32_t TasteState::place_for(const Event& e) {
    if (e.track >= place_.size()) {
        place_.resize(std::max<std::size_t>(e.track + 1U, 2 * place_.size()), kNone);
    }
    std::uint32_t& place = place_[e.track];
    if (place == kNone) {
        place = static_cast<std::uint32_t>(tracks_.size());
        tracks_.push_back({.track = e.track, .first_heard = e.at});
        fading_.emplace_back();
        after_.emplace_back();
        right_after_.emplace_back();
        near_.emplace_back();
    }
    return place;
}

void TasteState::count(const Event& e, std::uint32_t place) {
    TrackFacts& facts = tracks_[place];
    ++facts.heard;
    facts.last_heard = e.at;
    facts.last_sign = e.evidence > 0.0F ? 1 : e.evidence < 0.0F ? -1 : 0;
    Fading& fading = fading_[place];
    fading.week_finished = faded(fading.week_finished, fading.at, e.at, kWeekHours);
    fading.week_skipped = faded(fading.week_skipped, fading.at, e.at, kWeekHours);
    fading.half_day_finished = faded(fading.half_day_finished, fading.at, e.at, kHalfDayHours);
    fading.at = e.at;
    if (e.evidence > 0.0F) {
        ++facts.finished;
        facts.last_finished = e.at;
        facts.skips_in_a_row = 0;
        fading.week_finished += 1.0;
        fading.half_day_finished += 1.0;
    } else if (e.evidence < 0.0F) {
        ++facts.skipped;
        ++facts.skips_in_a_row;
        fading.week_skipped += 1.0;
    }
}

Follower& TasteState::entry(std::vector<Follower>& list, TrackIndex to) {
    const auto it = std::find_if(list.begin(), list.end(), [to](const Follower& f) { return f.to == to; });
    return it != list.end() ? *it : list.emplace_back(Follower{.to = to});
}

void TasteState::follow(const Event& e) {
    const auto note = [&](Follower& f) {
        f.finished += e.evidence > 0.0F ? 1 : 0;
        f.skipped += e.evidence < 0.0F ? 1 : 0;
        f.net += static_cast<double>(e.evidence);
        if (e.evidence >= 0.0F) {
            ++f.stayed;
            f.last = e.at;
        }
    };
    if (const std::uint32_t from = place_of(e.after); e.after != kNone && from != kNone) {
        note(entry(after_[from], e.track));
    }
    if (!session_.empty() && session_.back().track != kNone) {
        note(entry(right_after_[place_of(session_.back().track)], e.track));
    }
    if (e.evidence < 0.0F) {
        return;
    }
    int distance = 0;
    for (auto before = session_.rbegin(); before != session_.rend() && distance < kNear; ++before) {
        if (before->evidence < 0.0F || before->track == kNone) {
            continue;
        }
        auto& list = near_[place_of(before->track)];
        const auto it =
            std::find_if(list.begin(), list.end(), [&](const Neighbour& n) { return n.to == e.track; });
        Neighbour& n = it != list.end() ? *it : list.emplace_back(Neighbour{e.track, 0.0});
        n.weight += 1.0 / static_cast<double>(++distance);
    }
}

double TasteState::finished_lately(std::uint32_t place, UtcTime now) const {
    return faded(fading_[place].week_finished, fading_[place].at, now, kWeekHours);
}
double TasteState::skipped_lately(std::uint32_t place, UtcTime now) const {
    return faded(fading_[place].week_skipped, fading_[place].at, now, kWeekHours);
}
double TasteState::finished_today(std::uint32_t place, UtcTime now) const {
    return faded(fading_[place].half_day_finished, fading_[place].at, now, kHalfDayHours);
}

}  // namespace refrain::ranking
