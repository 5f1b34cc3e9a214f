#include "player/queue/id_sequence.h"

#include "player/queue/id_places.h"

#include <algorithm>
#include <iterator>

namespace refrain {
namespace {

void add(std::vector<IdRun>& runs, const IdRun& run) {
    if (run.count == 0) {
        return;
    }
    if (!runs.empty()) {
        IdRun& last = runs.back();
        const bool goes_on = run.fresh ? last.fresh : !last.fresh && last.from + last.count == run.from;
        if (goes_on) {
            last.count += run.count;
            return;
        }
    }
    runs.push_back(run);
}

bool in_order(const std::vector<IdRun>& runs) {
    return std::is_sorted(runs.begin(), runs.end(),
                          [](const IdRun& a, const IdRun& b) { return a.from < b.from; });
}

}  // namespace

std::vector<IdRun> runs_between(QueueIdView before, QueueIdView now) {
    // Most changes touch a few rows of a long list: what is the same in front of them and behind is not
    // looked up.
    const auto [before_begin, now_begin] =
        std::mismatch(before.begin(), before.end(), now.begin(), now.end());
    const auto [before_end, now_end] =
        std::mismatch(before.rbegin(), std::make_reverse_iterator(before_begin), now.rbegin(),
                      std::make_reverse_iterator(now_begin));
    const auto head = static_cast<std::size_t>(now_begin - now.begin());
    const auto tail = static_cast<std::size_t>(now_end - now.rbegin());
    const IdPlaces places(before.subspan(head, before.size() - head - tail));

    std::vector<IdRun> runs;
    add(runs, {0, head, 0, false});
    for (std::size_t i = head; i < now.size() - tail; ++i) {
        const std::size_t place = places.of(now[i]);
        const bool fresh = place == IdPlaces::nowhere;
        add(runs, {i, 1, fresh ? 0 : head + place, fresh});
    }
    add(runs, {now.size() - tail, tail, before.size() - tail, false});
    return runs;
}

std::vector<IdRun> staying(const std::vector<IdRun>& runs) {
    std::vector<IdRun> known;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(known),
                 [](const IdRun& r) { return !r.fresh; });
    if (in_order(known) || known.empty()) {
        return known;
    }
    // The heaviest increasing subsequence.
    std::vector<std::size_t> weight(known.size());
    std::vector<std::size_t> behind(known.size(), IdPlaces::nowhere);
    for (std::size_t i = 0; i < known.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (known[j].from < known[i].from && weight[j] > weight[i]) {
                weight[i] = weight[j];
                behind[i] = j;
            }
        }
        weight[i] += known[i].count;
    }
    std::vector<IdRun> kept;
    auto at = static_cast<std::size_t>(std::max_element(weight.begin(), weight.end()) - weight.begin());
    for (; at != IdPlaces::nowhere; at = behind[at]) {
        kept.push_back(known[at]);
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

IdDelta::IdDelta(QueueIdView order, QueueIdView base) : runs_(runs_between(base, order)) {
    for (const IdRun& run : runs_) {
        if (run.fresh) {
            const QueueIdView fresh = order.subspan(run.at, run.count);
            fresh_.insert(fresh_.end(), fresh.begin(), fresh.end());
        }
    }
    if (weight() > order.size()) {
        runs_.clear();
        fresh_.assign(order.begin(), order.end());
    }
    runs_.shrink_to_fit();
    fresh_.shrink_to_fit();
}

QueueIds IdDelta::order(QueueIdView base) const {
    if (runs_.empty()) {
        return fresh_;
    }
    QueueIds order;
    order.reserve(runs_.back().at + runs_.back().count);
    auto fresh = fresh_.begin();
    for (const IdRun& run : runs_) {
        if (run.fresh) {
            const auto end = fresh + static_cast<std::ptrdiff_t>(run.count);
            order.insert(order.end(), fresh, end);
            fresh = end;
        } else {
            const QueueIdView known = base.subspan(run.from, run.count);
            order.insert(order.end(), known.begin(), known.end());
        }
    }
    return order;
}

}  // namespace refrain
