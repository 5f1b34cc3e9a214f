#include "player/queue/queue_rows.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

constexpr std::int64_t room = 1 << 16;
/// Of a long queue that has been torn apart more than this every row is written.
constexpr std::size_t most_runs = 2'000;

/// Where each entry of the shuffled pool was queued, by its index in `entries`.
std::vector<std::int64_t> by_entry(QueueIdView entries, const QueueIds& queued,
                                   const std::vector<std::int64_t>& places) {
    std::vector<std::int64_t> found(entries.size(), -1);
    for (const IdRun& run : runs_between(queued, entries)) {
        for (std::size_t i = 0; i < run.count && !run.fresh; ++i) {
            found[run.at + i] = places[run.from + i];
        }
    }
    return found;
}

std::vector<std::int64_t> places_of(const std::vector<QueueRow>& rows) {
    std::vector<std::int64_t> places;
    places.reserve(rows.size());
    std::transform(rows.begin(), rows.end(), std::back_inserter(places),
                   [](const QueueRow& row) { return row.place; });
    return places;
}

}  // namespace

std::vector<std::int64_t> new_places(std::size_t count) {
    std::vector<std::int64_t> places(count);
    for (std::size_t i = 0; i < count; ++i) {
        places[i] = static_cast<std::int64_t>(i + 1) * room;
    }
    return places;
}

std::optional<std::vector<std::int64_t>> places_kept(QueueIdView now, QueueIdView before,
                                                     std::span<const std::int64_t> places) {
    const std::vector<IdRun> runs = runs_between(before, now);
    if (runs.size() > most_runs) {
        return std::nullopt;
    }
    std::vector<std::int64_t> kept(now.size());
    std::int64_t low = -1;
    std::size_t from = 0;
    // Those from `from` on and before `to` share the room between their neighbours.
    const auto fill = [&](std::size_t to, std::int64_t high) {
        const auto shares = static_cast<std::int64_t>(to - from) + 1;
        const std::int64_t step = (high - low) / shares;
        for (; from < to; ++from) {
            low += step;
            kept[from] = low;
        }
        return step > 0;
    };
    std::size_t staying_entries = 0;
    for (const IdRun& run : staying(runs)) {
        if (!fill(run.at, places[run.from])) {
            return std::nullopt;
        }
        const auto first = places.begin() + static_cast<std::ptrdiff_t>(run.from);
        std::copy(first, first + static_cast<std::ptrdiff_t>(run.count),
                  kept.begin() + static_cast<std::ptrdiff_t>(run.at));
        from = run.at + run.count;
        low = kept[from - 1];
        staying_entries += run.count;
    }
    fill(now.size(), low + (static_cast<std::int64_t>(now.size() - from) + 1) * room);
    return staying_entries * 2 >= now.size() ? std::optional(std::move(kept)) : std::nullopt;
}

QueueRowChanges QueueRows::follow(const PlayQueue::Saved& queue) {
    const QueueIdView ids = queue.entries.ids();
    const std::vector<std::int64_t> places_before = places_of(rows_);
    auto places = known_ ? places_kept(ids, entries_.ids(), places_before) : std::nullopt;
    QueueRowChanges changes;
    changes.all = !places;
    if (!places) {
        places = new_places(ids.size());
    }
    const QueueIds queued = queue.shuffle.on ? queue.shuffle.queued : QueueIds();
    auto queued_places = known_ ? places_kept(queued, queued_, queued_places_) : std::nullopt;
    if (!queued_places) {
        queued_places = new_places(queued.size());
    }
    const std::vector<std::int64_t> queued_at = by_entry(ids, queued, *queued_places);

    std::vector<QueueRow> rows(ids.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = {(*places)[i], queued_at[i], static_cast<int>(i) >= queue.auto_from,
                   queue.shuffle.drawn.contains(ids[i])};
    }
    // A row that goes elsewhere is dropped and written anew.
    std::vector<bool> stays(rows_.size(), false);
    for (const IdRun& run : changes.all ? std::vector<IdRun>() : runs_between(entries_.ids(), ids)) {
        for (std::size_t i = 0; i < run.count && !run.fresh; ++i) {
            const QueueRow& row = rows[run.at + i];
            const QueueRow& before = rows_[run.from + i];
            stays[run.from + i] = row.place == before.place;
            if (row.place != before.place) {
                changes.fresh.push_back(run.at + i);
            } else if (!(row == before)) {
                changes.changed.push_back(run.at + i);
            }
        }
        for (std::size_t i = 0; i < run.count && run.fresh; ++i) {
            changes.fresh.push_back(run.at + i);
        }
    }
    for (std::size_t i = 0; i < rows.size() && changes.all; ++i) {
        changes.fresh.push_back(i);
    }
    for (std::size_t i = 0; i < rows_.size() && !changes.all; ++i) {
        if (!stays[i]) {
            changes.gone.push_back(rows_[i].place);
        }
    }
    known_ = true;
    entries_ = queue.entries;
    queued_ = queued;
    rows_ = std::move(rows);
    queued_places_ = std::move(*queued_places);
    return changes;
}

void QueueRows::forget() {
    *this = QueueRows();
}

}  // namespace refrain
