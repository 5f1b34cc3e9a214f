#include "recommender/evaluation/evaluation_run.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_set>
#include <utility>

namespace refrain::evaluation {
namespace {

constexpr float left_out = -std::numeric_limits<float>::infinity();
constexpr std::size_t cases_between_progress = 500;

/// Mean rank of `target` among the items that `counts` names.
template <class Counts>
double rank_among(std::span<const float> scores, ItemNumber target, Counts counts) {
    std::size_t above = 0;
    std::size_t equal = 0;
    for (std::size_t item = 0; item < scores.size(); ++item) {
        if (counts(item)) {
            above += scores[item] > scores[target] ? 1 : 0;
            equal += scores[item] == scores[target] ? 1 : 0;
        }
    }
    return static_cast<double>(above) + (static_cast<double>(equal) + 1.0) / 2.0;
}

class Run {
  public:
    Run(const DataSet& data, const Split& split, Scorer& scorer, const RunOptions& options,
        const std::function<void(const RankedList&)>& list)
        : data_(data),
          scorer_(scorer),
          options_(options),
          list_(list),
          scores_(data.items()),
          heard_(data.items(), 0),
          order_(data.items()) {
        for (const std::size_t depth : options_.depths) {
            shown_.emplace(depth, std::vector<bool>(data.items(), false));
        }
        std::vector<std::uint32_t> questions(data.users(), 0);
        for (const Case& one : split.test) {
            several_ = several_ || ++questions[one.user] > 1;
        }
    }

    void ask(const Case& asked) {
        const auto listens = data_.of(asked.user).first(asked.position);
        for (const auto& one : listens) {
            heard_[one.item] = 1;
        }
        scorer_.score({asked.user, asked.position}, scores_);
        const ItemNumber target = data_.of(asked.user)[asked.position].item;
        // What is no number would rank before and after everything at once: it ranks last.
        for (auto& score : scores_) {
            score = score == score ? score : left_out;
        }
        if (options_.leaves_out_heard) {
            for (const auto& one : listens) {
                if (one.item != target) {
                    scores_[one.item] = left_out;
                }
            }
        }
        const auto same_list = [&](std::size_t item) { return heard_[item] == heard_[target]; };
        Outcome outcome;
        outcome.positive = asked.positive;
        outcome.familiar = asked.familiar;
        outcome.rank = rank_among(scores_, target, [](std::size_t) { return true; });
        outcome.rank_in_list = rank_among(scores_, target, same_list);
        outcome.unit = unit_of(asked);
        result_.outcomes.push_back(outcome);
        note_top(asked, target, same_list);
        for (const auto& one : listens) {
            heard_[one.item] = 0;
        }
    }

    RunResult finish() && {
        for (const auto& [depth, items] : shown_) {
            const auto count = std::count(items.begin(), items.end(), true);
            result_.coverage[depth] = static_cast<double>(count) / static_cast<double>(items.size());
        }
        return std::move(result_);
    }

  private:
    template <class SameList>
    void note_top(const Case& asked, ItemNumber target, SameList same_list) {
        const std::size_t deepest = options_.depths.empty() ? 0 : options_.depths.back();
        const std::size_t needed = std::min(order_.size(), list_ ? listed_items : deepest);
        std::iota(order_.begin(), order_.end(), 0U);
        const auto before = [&](ItemNumber a, ItemNumber b) {
            return scores_[a] != scores_[b] ? scores_[a] > scores_[b] : a < b;
        };
        const auto end_of = [&](std::size_t count) {
            return order_.begin() + static_cast<std::ptrdiff_t>(count);
        };
        std::partial_sort(order_.begin(), end_of(needed), order_.end(), before);
        for (auto& [depth, items] : shown_) {
            for (std::size_t i = 0; i < std::min(depth, needed); ++i) {
                items[order_[i]] = items[order_[i]] || scores_[order_[i]] != left_out;
            }
        }
        if (!list_) {
            return;
        }
        std::vector<ItemNumber> listed(order_.begin(), end_of(needed));
        const auto split_at = std::partition(order_.begin(), order_.end(), same_list);
        const auto own = std::min<std::ptrdiff_t>(split_at - order_.begin(), listed_items);
        std::partial_sort(order_.begin(), order_.begin() + own, split_at, before);
        listed.insert(listed.end(), order_.begin(), order_.begin() + own);
        listed.push_back(target);
        std::sort(listed.begin(), listed.end(), before);
        listed.erase(std::unique(listed.begin(), listed.end()), listed.end());

        RankedList out;
        out.asked = asked;
        out.name = data_.user_ids[asked.user];
        if (several_) {
            out.name.push_back(':');
            out.name += std::to_string(data_.forgotten(asked.user) + asked.position + 1);
        }
        for (const ItemNumber item : listed) {
            if (scores_[item] == left_out && item != target) {
                continue;
            }
            const double rank = !out.entries.empty() && out.entries.back().score == scores_[item]
                                    ? out.entries.back().rank
                                    : rank_among(scores_, item, [](std::size_t) { return true; });
            out.entries.push_back({item, rank, scores_[item]});
        }
        list_(out);
    }

    /// Users; sessions where there is one user, numbered by their first interaction.
    std::uint32_t unit_of(const Case& asked) const {
        if (data_.users() > 1) {
            return asked.user;
        }
        std::uint32_t first = asked.position;
        while (first > 0 && !data_.begins_session(asked.user, first)) {
            --first;
        }
        return first;
    }

    const DataSet& data_;
    Scorer& scorer_;
    const RunOptions& options_;
    const std::function<void(const RankedList&)>& list_;
    std::vector<float> scores_;
    std::vector<char> heard_;
    std::vector<ItemNumber> order_;
    std::map<std::size_t, std::vector<bool>> shown_;
    bool several_ = false;
    RunResult result_;
};

}  // namespace

RunResult ask_all(const DataSet& data, const Split& split, Protocol protocol, Scorer& scorer,
                  const RunOptions& options, const std::function<void(const RankedList&)>& list,
                  const std::function<void(std::size_t)>& progress) {
    Run run(data, split, scorer, options, list);
    std::vector<std::uint32_t> known;
    for (UserNumber user = 0; user < data.users(); ++user) {
        known.push_back(split.users[user].validation);
        for (std::uint32_t position = 0; position < known[user]; ++position) {
            scorer.observe({user, position});
        }
    }
    std::size_t next = 0;
    const auto ask_next = [&] {
        run.ask(split.test[next++]);
        if (progress && next % cases_between_progress == 0) {
            progress(next);
        }
    };
    if (protocol == Protocol::leave_one_out) {
        while (next < split.test.size()) {
            ask_next();
        }
        return std::move(run).finish();
    }
    for (const Place& place : in_order_of_time(data, known)) {
        if (next < split.test.size() && split.test[next].user == place.user &&
            split.test[next].position == place.position) {
            ask_next();
        }
        scorer.observe(place);
    }
    return std::move(run).finish();
}

bool has_repeats(const DataSet& data) {
    std::unordered_set<ItemNumber> met;
    for (UserNumber user = 0; user < data.users(); ++user) {
        met.clear();
        for (const auto& one : data.of(user)) {
            if (!met.insert(one.item).second) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace refrain::evaluation
