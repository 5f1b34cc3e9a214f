#include "recommender/ranking/events.h"

#include <algorithm>

namespace refrain::ranking {

float evidence(const Listen& listen) {
    switch (judge(listen)) {
        case Judgement::positive:
            return 1.0F;
        case Judgement::negative:
            return -1.0F;
        case Judgement::neutral:
            break;
    }
    const bool bare_scrobble = listen.intent == Intent::import && listen.end_reason == EndReason::unknown &&
                               !listen.rate() && !listen.private_session && !listen.browsing;
    return bare_scrobble ? 0.5F : 0.0F;
}

Event event_of(const Catalogue& catalogue, const Listen& listen) {
    Event e;
    e.at = listen.started_at;
    e.ended = listen.started_at + std::max(Milliseconds{0}, listen.heard) +
              std::max(Milliseconds{0}, listen.paused);
    e.track = listen.track.valid() ? catalogue.index_of(listen.track) : kNone;
    e.artist = e.track != kNone ? catalogue.artist_of(e.track) : catalogue.find_artist(listen.artist);
    e.evidence = evidence(listen);
    e.intent = listen.intent;
    e.rate = listen.rate();
    e.not_for_me = listen.end_reason == EndReason::not_for_me;
    e.browsing = listen.browsing && e.evidence <= 0.0F && !e.not_for_me;
    return e;
}

bool EventLog::append(const Catalogue& catalogue, const Listen& listen) {
    if (listen.private_session || listen.end_reason == EndReason::open) {
        return true;
    }
    if (size_ > 0 && listen.started_at < first_[size_ - 1].at) {
        return false;
    }
    Event e = event_of(catalogue, listen);
    if (size_ > 0) {
        // A track that was skipped or browsed past is not what the next one followed.
        const Event& before = first_[size_ - 1];
        const bool same_session = e.at - before.ended <= kSessionGap;
        const bool stands = before.evidence >= 0.0F && !before.browsing && before.track != kNone;
        e.after = !same_session ? kNone : stands ? before.track : before.after;
    }
    if (!events_ || events_->size() != size_ || events_->size() == events_->capacity()) {
        auto more = std::make_shared<std::vector<Event>>();
        more->reserve(std::max<std::size_t>(64, 2 * size_));
        more->assign(first_, first_ + size_);
        events_ = std::move(more);
    }
    events_->push_back(e);
    first_ = events_->data();
    size_ = events_->size();
    return true;
}

std::span<const Event> EventLog::until(UtcTime now) const {
    const auto events = all();
    const auto end = std::upper_bound(events.begin(), events.end(), now,
                                      [](UtcTime t, const Event& e) { return t < e.at; });
    return events.first(static_cast<std::size_t>(end - events.begin()));
}

EventLog project(const Catalogue& catalogue, const std::vector<Listen>& listens) {
    EventLog log;
    for (const Listen& listen : listens) {
        log.append(catalogue, listen);
    }
    return log;
}

}  // namespace refrain::ranking
