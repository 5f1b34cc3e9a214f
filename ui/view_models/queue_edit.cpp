#include "ui/view_models/queue_edit.h"

#include <algorithm>
#include <iterator>

namespace refrain {
namespace {

/// With more a view would be busy for longer than it takes to fill it anew.
constexpr std::size_t most_runs = 8'000;
/// Of entries that have changed places: staying() compares each with each.
constexpr std::size_t most_moved_runs = 1'000;

int row(std::size_t place) {
    return static_cast<int>(place);
}

std::vector<IdRun> in_former_order(const std::vector<IdRun>& runs) {
    std::vector<IdRun> known;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(known),
                 [](const IdRun& r) { return !r.fresh; });
    std::sort(known.begin(), known.end(), [](const IdRun& a, const IdRun& b) { return a.from < b.from; });
    return known;
}

std::vector<QueueEdit::Range> gaps(const std::vector<IdRun>& known, std::size_t size) {
    std::vector<QueueEdit::Range> gaps;
    std::size_t at = 0;
    const auto gap_before = [&](std::size_t next) {
        if (next > at) {
            gaps.push_back({row(at), row(next - at)});
        }
    };
    for (const IdRun& run : known) {
        gap_before(run.from);
        at = run.from + run.count;
    }
    gap_before(size);
    return gaps;
}

std::vector<QueueEdit::Step> steps_between(const std::vector<IdRun>& stay, std::size_t before,
                                           std::size_t now) {
    using Kind = QueueEdit::Step::Kind;
    std::vector<QueueEdit::Step> steps;
    // What lies behind the run looked at, in both pictures, is done.
    const auto put_right = [&](std::size_t before_from, std::size_t now_from) {
        if (before > before_from) {
            steps.push_back({Kind::remove, row(before_from), row(before - before_from), row(now)});
        }
        if (now > now_from) {
            steps.push_back({Kind::insert, row(before_from), row(now - now_from), row(now_from)});
        }
    };
    for (auto run = stay.rbegin(); run != stay.rend(); ++run) {
        put_right(run->from + run->count, run->at + run->count);
        before = run->from;
        now = run->at;
    }
    put_right(0, 0);
    return steps;
}

/// The one run that is not among those that stay, as a move.
std::optional<QueueEdit::Move> one_move(const std::vector<IdRun>& runs, const std::vector<IdRun>& stay,
                                        std::size_t size) {
    if (stay.size() + 1 != runs.size()) {
        return std::nullopt;
    }
    const auto [moved, follows] = std::mismatch(runs.begin(), runs.end(), stay.begin(), stay.end());
    return QueueEdit::Move{row(moved->from), row(moved->count),
                           row(follows == stay.end() ? size : follows->from)};
}

}  // namespace

std::optional<QueueEdit> queue_edit(QueueIdView before, QueueIdView now) {
    const std::vector<IdRun> runs = runs_between(before, now);
    const std::vector<IdRun> known = in_former_order(runs);
    const bool moved = !std::is_sorted(known.begin(), known.end(),
                                       [](const IdRun& a, const IdRun& b) { return a.at < b.at; });
    if (known.empty() || runs.size() > (moved ? most_moved_runs : most_runs)) {
        return std::nullopt;
    }
    QueueEdit edit;
    edit.gone = gaps(known, before.size());
    const std::vector<IdRun> stay = staying(runs);
    if (known.size() == runs.size() && edit.gone.empty()) {
        edit.move = one_move(runs, stay, before.size());
    }
    if (!edit.move) {
        edit.steps = steps_between(stay, before.size(), now.size());
    }
    return edit;
}

}  // namespace refrain
