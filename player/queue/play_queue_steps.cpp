// The play queue: going on, going back, shuffle and repeat.
#include "player/queue/drawn_order.h"
#include "player/queue/play_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace refrain {
namespace {

/// Steps back that are remembered.
constexpr std::size_t most_played = 1000;

bool same_track(const QueueEntry& a, const QueueEntry& b) {
    return a.id == b.id || (a.path == b.path && a.cue_begin == b.cue_begin && !a.path.empty());
}

}  // namespace

const QueueEntry* PlayQueue::entry_after(Step step) const {
    if (step == Step::end && repeat_ == RepeatMode::one && current_ >= 0) {
        return current_entry();
    }
    if (repeat_ == RepeatMode::all && round_is_over()) {
        return shuffle_.on ? at(static_cast<int>(order_of_next_round().front())) : at(0);
    }
    return at(current_ + 1);
}

bool PlayQueue::step(Step step) {
    if (step == Step::end && repeat_ == RepeatMode::one && current_ >= 0) {
        return true;
    }
    if (repeat_ == RepeatMode::all && round_is_over()) {
        begin_round();
        return true;
    }
    if (at(current_ + 1) == nullptr) {
        return false;
    }
    remember_current();
    return go_to(current_ + 1);
}

void PlayQueue::remember_current() {
    if (const QueueEntryId id = id_of_current(); id.valid()) {
        if (played_.size() >= most_played) {
            played_.erase(played_.begin(), played_.begin() + most_played / 2);
        }
        played_.push_back(id);
    }
}

bool PlayQueue::go_to(int index) {
    if (index < 0 || index >= size()) {
        return false;
    }
    current_ = index;
    own_what_was_reached();
    if (shuffle_.queued.size() != static_cast<std::size_t>(auto_from_)) {
        // By a step the listener's entries only become more; most add none, and must not cost the whole
        // queue.
        follow_with_queued();
    }
    return true;
}

bool PlayQueue::jump_to(QueueEntryId id) {
    const int index = index_of(id);
    if (index < 0 || index == current_) {
        return index >= 0;
    }
    remember_current();
    if (!shuffle_.on) {
        return go_to(index);
    }
    // Its turn is now; those it was picked before keep theirs.
    const bool from_tail = index >= auto_from_;
    const int to = index < current_ ? current_ : current_ + 1;
    current_ = rotate(index, to);
    auto_from_ += from_tail ? 1 : 0;
    return go_to(to);
}

bool PlayQueue::has_previous() const {
    return current_ > 0 || std::any_of(played_.begin(), played_.end(), [this](QueueEntryId id) {
               const int index = index_of(id);
               return index >= 0 && index != current_;
           });
}

bool PlayQueue::previous() {
    while (!played_.empty()) {
        const int index = index_of(played_.back());
        played_.pop_back();
        if (index < 0 || index == current_) {
            continue;
        }
        if (!shuffle_.on || index == current_ - 1) {
            return go_to(index);
        }
        // From an earlier round, or from before the shuffle: what is to come stays to come.
        const bool from_tail = index >= auto_from_;
        const int to = index < current_ ? current_ - 1 : std::max(current_, 0);
        rotate(index, to);
        auto_from_ += from_tail ? 1 : 0;
        return go_to(to);
    }
    return go_to(current_ - 1);
}

void PlayQueue::put_listeners_in_order(const std::vector<std::size_t>& places) {
    const QueueEntryId current = id_of_current();
    Entries ordered;
    ordered.reserve(entries_.size());
    for (const std::size_t place : places) {
        ordered.push_back(std::move(entries_[place]));
    }
    std::move(entries_.begin() + auto_from_, entries_.end(), std::back_inserter(ordered));
    entries_ = std::move(ordered);
    current_ = index_of(current);
    ++revision_;
}

/// Places in the present order of `queued`, permuted by `order`.
static std::vector<std::size_t> places_of(const QueueIds& present, const QueueIds& queued,
                                          const std::vector<std::size_t>& order) {
    const IdPlaces place(present);
    std::vector<std::size_t> places;
    places.reserve(order.size());
    for (const std::size_t i : order) {
        places.push_back(place.of(queued[i]));
    }
    return places;
}

void PlayQueue::draw(std::uint64_t seed) {
    shuffle_.on = true;
    shuffle_.seed = seed_from(seed);
    shuffle_.drawn = DrawnPool(shuffle_.queued);
    shuffle_.mixed_in = 0;
    ++shuffle_.number;
    auto places =
        places_of(ids(0, size()), shuffle_.queued, drawn_order(shuffle_.queued.size(), shuffle_.seed));
    if (const auto first = std::find(places.begin(), places.end(), static_cast<std::size_t>(current_));
        first != places.end()) {
        std::rotate(places.begin(), first, first + 1);
    }
    put_listeners_in_order(places);
}

std::vector<std::size_t> PlayQueue::order_of_next_round() const {
    auto places = places_of(ids(0, size()), shuffle_.queued,
                            drawn_order(shuffle_.queued.size(), seed_after(shuffle_.seed)));
    if (const QueueEntry* const last = current_entry(); last != nullptr && !places.empty()) {
        const auto other = std::find_if(places.begin(), places.end(), [&](std::size_t place) {
            return !same_track(*entries_[place], *last);
        });
        if (other != places.end()) {
            std::iter_swap(places.begin(), other);
        }
    }
    return places;
}

void PlayQueue::begin_round() {
    remember_current();
    if (shuffle_.on) {
        const auto places = order_of_next_round();
        shuffle_.seed = seed_after(shuffle_.seed);
        shuffle_.drawn = DrawnPool(shuffle_.queued);
        shuffle_.mixed_in = 0;
        ++shuffle_.number;
        put_listeners_in_order(places);
    }
    go_to(0);
}

void PlayQueue::set_shuffle(bool on, std::uint64_t seed) {
    if (on == shuffle_.on) {
        return;
    }
    if (on) {
        shuffle_.queued = ids(0, auto_from_);
        draw(seed);
        return;
    }
    std::vector<std::size_t> as_queued(shuffle_.queued.size());
    for (std::size_t i = 0; i < as_queued.size(); ++i) {
        as_queued[i] = i;
    }
    put_listeners_in_order(places_of(ids(0, size()), shuffle_.queued, as_queued));
    const std::uint64_t number = shuffle_.number + 1;
    shuffle_ = ShuffleRound();
    shuffle_.number = number;
}

void PlayQueue::mix_in(Entries entries) {
    for (QueueEntryPtr& entry : entries) {
        shuffle_.queued.push_back(entry->id);
        shuffle_.drawn.insert(entry->id);
        Drawing drawing(shuffle_.seed + ++shuffle_.mixed_in);
        const int behind_current = auto_from_ - current_ - 1;
        const auto place = drawing.below(static_cast<std::uint64_t>(behind_current) + 1);
        insert(current_ + 1 + static_cast<int>(place), {std::move(entry)});
    }
}

void PlayQueue::follow_with_queued() {
    if (!shuffle_.on) {
        return;
    }
    const Ids order = ids(0, auto_from_);
    auto& queued = shuffle_.queued;
    queued = only(queued, IdPlaces(order));
    if (queued.size() < order.size()) {
        const Ids since = without(order, IdPlaces(queued));
        queued.insert(queued.end(), since.begin(), since.end());
    }
}

}  // namespace refrain
