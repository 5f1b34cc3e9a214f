#include "player/queue/id_sequence.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <unordered_map>

namespace refrain {
namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

/// Where each id of an order stands. Ids are given one after another: as a rule they lie so close together
/// that a table is smaller than a map, and much faster.
class Places {
  public:
    explicit Places(QueueIdView ids) {
        if (ids.empty()) {
            return;
        }
        const auto [least, greatest] = std::minmax_element(ids.begin(), ids.end());
        first_ = least->value();
        const auto reach = static_cast<std::size_t>(greatest->value() - first_) + 1;
        if (reach <= most_reach_per_id * ids.size() + small_reach) {
            table_.assign(reach, nowhere);
        }
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (table_.empty()) {
                map_.emplace(ids[i].value(), i);
            } else {
                table_[static_cast<std::size_t>(ids[i].value() - first_)] = i;
            }
        }
    }

    std::size_t of(QueueEntryId id) const {
        if (table_.empty()) {
            const auto found = map_.find(id.value());
            return found == map_.end() ? nowhere : found->second;
        }
        const std::int64_t place = id.value() - first_;
        return place >= 0 && place < static_cast<std::int64_t>(table_.size())
                   ? table_[static_cast<std::size_t>(place)]
                   : nowhere;
    }

  private:
    static constexpr std::size_t most_reach_per_id = 8;
    static constexpr std::size_t small_reach = 1024;

    std::int64_t first_ = 0;
    std::vector<std::size_t> table_;
    std::unordered_map<std::int64_t, std::size_t> map_;
};

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
    const Places places(before.subspan(head, before.size() - head - tail));

    std::vector<IdRun> runs;
    add(runs, {0, head, 0, false});
    for (std::size_t i = head; i < now.size() - tail; ++i) {
        const std::size_t place = places.of(now[i]);
        const bool fresh = place == nowhere;
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
    std::vector<std::size_t> behind(known.size(), nowhere);
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
    for (; at != nowhere; at = behind[at]) {
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
