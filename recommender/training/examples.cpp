#include "recommender/training/examples.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace refrain {
namespace {

/// What the listener has said of single tracks up to a time, fed forward in time.
class TrackReactions {
  public:
    explicit TrackReactions(const std::vector<Reaction>& reactions) : reactions_(reactions) {}

    void advance_to(UtcTime time) {
        for (; next_ < reactions_.size() && reactions_[next_].at <= time; ++next_) {
            const Reaction& reaction = reactions_[next_];
            if (reaction.scope != ReactionScope::track) {
                continue;
            }
            switch (reaction.kind) {
                case ReactionKind::love:
                    loved_.insert(reaction.track);
                    break;
                case ReactionKind::unlove:
                    loved_.erase(reaction.track);
                    break;
                case ReactionKind::ban:
                    banned_[reaction.track] = reaction.until;
                    break;
                case ReactionKind::unban:
                    banned_.erase(reaction.track);
                    break;
                case ReactionKind::lift:
                    break;
            }
        }
    }
    Judgement judge_at(const Listen& listen) const {
        const Judgement heard = judge(listen);
        const auto ban = banned_.find(listen.track);
        if (ban != banned_.end() && (!ban->second || *ban->second > listen.started_at)) {
            return Judgement::negative;
        }
        return heard == Judgement::neutral && !listen.browsing && loved_.count(listen.track) > 0
                   ? Judgement::positive
                   : heard;
    }

  private:
    const std::vector<Reaction>& reactions_;
    std::size_t next_ = 0;
    std::unordered_set<TrackId> loved_;
    std::unordered_map<TrackId, std::optional<UtcTime>> banned_;
};

/// Where a listener's current session begins.
class Sessions {
  public:
    /// `step`: what its step will be, where it is not left out.
    void meet(const Listen& listen, std::size_t step) {
        if (ended_at_ && listen.started_at - *ended_at_ > session_gap) {
            begins_at_ = step;
        }
        ended_at_ = listen.started_at + listen.paused + listen.heard;
    }
    std::size_t begins_at() const { return begins_at_; }

  private:
    std::optional<UtcTime> ended_at_;
    std::size_t begins_at_ = 0;
};

/// Numbers the tracks by falling count and fills items and listen_counts.
std::unordered_map<TrackId, std::int64_t> number_items(const History& history,
                                                       const std::vector<const Listen*>& listens,
                                                       std::size_t training, Examples& out) {
    std::unordered_map<TrackId, std::int64_t> counts;
    for (std::size_t i = 0; i < training; ++i) {
        ++counts[listens[i]->track];
    }
    std::vector<std::int64_t> count_of(history.tracks.size());
    for (std::size_t i = 0; i < count_of.size(); ++i) {
        const auto counted = counts.find(history.tracks.id(i));
        count_of[i] = counted == counts.end() ? 0 : counted->second;
    }
    std::vector<std::uint32_t> order(history.tracks.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return count_of[a] > count_of[b]; });
    out.items = history.tracks.ordered(order);
    std::unordered_map<TrackId, std::int64_t> numbers;
    numbers.reserve(order.size());
    for (const std::uint32_t track : order) {
        numbers.emplace(history.tracks.id(track), static_cast<std::int64_t>(numbers.size()));
        out.listen_counts.push_back(count_of[track]);
    }
    out.positive_counts.assign(out.items.size(), 0);
    return numbers;
}

void sort_by_place(std::vector<Target>& targets) {
    std::stable_sort(targets.begin(), targets.end(), [](const Target& a, const Target& b) {
        return std::pair(a.sequence, a.context) < std::pair(b.sequence, b.context);
    });
}

}  // namespace

std::vector<const Listen*> usable_listens(const History& history) {
    std::unordered_set<TrackId> known;
    known.reserve(history.tracks.size());
    for (std::size_t i = 0; i < history.tracks.size(); ++i) {
        known.insert(history.tracks.id(i));
    }
    std::vector<const Listen*> out;
    for (const auto& listen : history.listens) {
        if (known.count(listen.track) > 0 && !listen.private_session &&
            listen.end_reason != EndReason::open) {
            out.push_back(&listen);
        }
    }
    return out;
}

Result<Examples> prepare(const History& history, FeedbackMode mode, double held_out_share) {
    const auto listens = usable_listens(history);
    if (listens.size() < fewest_usable_listens) {
        return Error{ErrorCode::failed,
                     "Training needs at least " + std::to_string(fewest_usable_listens) +
                         " listens to tracks of the library; there are " + std::to_string(listens.size()) +
                         " so far.",
                     {}};
    }
    Examples out;
    out.usable_listens = listens.size();
    const auto held_out = static_cast<std::size_t>(static_cast<double>(listens.size()) * held_out_share);
    const std::size_t training = listens.size() - held_out;
    const auto numbers = number_items(history, listens, training, out);

    TrackReactions reactions(history.reactions);
    std::map<std::string, std::size_t> profiles;
    std::vector<std::unordered_set<std::int64_t>> heard;
    std::vector<Sessions> sessions;
    std::vector<std::array<bool, most_skips_before>> last_judged;  // was it negative? The newest first
    for (std::size_t i = 0; i < listens.size(); ++i) {
        const Listen& listen = *listens[i];
        reactions.advance_to(listen.started_at);
        const auto profile = profiles.emplace(listen.profile, profiles.size()).first->second;
        out.sequences.resize(profiles.size());
        heard.resize(profiles.size());
        last_judged.resize(profiles.size());
        auto& sequence = out.sequences[profile];
        sessions.resize(profiles.size());
        sessions[profile].meet(listen, sequence.size());
        const std::int64_t item = numbers.at(listen.track);
        const Judgement judgement = reactions.judge_at(listen);
        const bool familiar = !heard[profile].insert(item).second;
        if (judgement == Judgement::positive && i < training) {
            ++out.positive_counts[static_cast<std::size_t>(item)];
        }
        if (judgement != Judgement::neutral && !sequence.empty()) {
            auto& targets = i < training ? out.training : out.held_out;
            Target target;
            target.sequence = profile;
            target.context = sequence.size();
            target.item = item;
            target.positive = judgement == Judgement::positive;
            target.familiar = familiar;
            target.session = sessions[profile].begins_at();
            target.at_ms = to_ms(listen.started_at);
            const auto& before = last_judged[profile];
            target.skips_before = static_cast<int>(std::count(before.begin(), before.end(), true));
            targets.push_back(target);
        }
        if (judgement != Judgement::neutral) {
            auto& last = last_judged[profile];
            std::rotate(last.begin(), last.end() - 1, last.end());
            last[0] = judgement == Judgement::negative;
        }
        if (!left_out_as_skipped(listen.rate(), mode)) {
            sequence.push_back({item, step_feedback(listen.rate(), listen.intent, mode)});
        }
    }
    if (std::none_of(out.training.begin(), out.training.end(), [](const Target& t) { return t.positive; })) {
        return Error{ErrorCode::failed,
                     "Training needs tracks that were heard to the end; among " +
                         std::to_string(listens.size()) + " listens there is none yet.",
                     {}};
    }
    sort_by_place(out.training);
    return out;
}

void release_held_out(Examples& examples) {
    for (const auto& target : examples.held_out) {
        examples.training.push_back(target);
        if (target.positive) {
            ++examples.positive_counts[static_cast<std::size_t>(target.item)];
        }
    }
    examples.held_out.clear();
    sort_by_place(examples.training);
    examples.listen_counts.assign(examples.items.size(), 0);
    for (const auto& sequence : examples.sequences) {
        for (const auto& step : sequence) {
            ++examples.listen_counts[static_cast<std::size_t>(step.item)];
        }
    }
}

WindowSource::WindowSource(const Examples& examples, const WindowOptions& options, std::uint64_t seed)
    : examples_(examples), options_(options), random_(seed) {
    const auto& targets = examples.training;
    for (std::size_t end = 1; end <= targets.size(); ++end) {
        if (end == targets.size() || targets[end].sequence != targets[end - 1].sequence) {
            ends_.push_back(end);
        }
    }
    if (options.draws_others) {
        own_items_.resize(examples.sequences.size());
        for (const auto& target : targets) {
            auto& own = own_items_[target.sequence];
            own.push_back(target.item);
            own.push_back(examples.sequences[target.sequence][target.context - 1].item);
        }
        for (auto& own : own_items_) {
            std::sort(own.begin(), own.end());
            own.erase(std::unique(own.begin(), own.end()), own.end());
        }
    }
}

template <class Within>
Window WindowSource::window_of(std::size_t sequence, std::size_t start, std::size_t last,
                               Within within) const {
    const auto& targets = examples_.training;
    Window window;
    window.sequence = sequence;
    window.end = last;
    window.begin = std::max(start, last > options_.length ? last - options_.length : 0);
    // The state before the first step is a session's only.
    const bool has_first = options_.within_sessions && window.begin == start;
    const std::size_t first = window.begin + (has_first ? 0 : 1);
    for (auto target = first_of(sequence, first);
         target != targets.end() && target->sequence == sequence && target->context <= last; ++target) {
        // A step left out as skipped can leave two sessions' targets at one context.
        if (within(*target)) {
            add(*target, first, window);
        }
    }
    return window;
}

Window WindowSource::draw() {
    const auto& targets = examples_.training;
    Window window;
    if (options_.from == WindowsFrom::targets) {
        window = around(targets[random_() % targets.size()]);
    } else {
        const std::size_t sequence = random_() % ends_.size();
        const std::size_t first = sequence == 0 ? 0 : ends_[sequence - 1];
        const std::size_t end = ends_[sequence];
        const Target& last = targets[end - 1];
        window = options_.from == WindowsFrom::sequences
                     ? around(targets[first + random_() % (end - first)])
                     : window_of(last.sequence, 0, last.context, [](const Target&) { return true; });
    }
    if (options_.draws_others) {
        draw_others(window);
    }
    return window;
}

Window WindowSource::around(const Target& anchor) {
    const auto& targets = examples_.training;
    // It stands at an even place of the window, as far as sequence or session go: one that fits into a window
    // comes whole, as it will be asked.
    const std::size_t end = anchor.context + random_() % options_.length;
    const auto within = [&anchor, this](const Target& target) {
        return target.sequence == anchor.sequence &&
               (!options_.within_sessions || target.session == anchor.session);
    };
    const std::size_t start = options_.within_sessions ? anchor.session : 0;
    const std::size_t whole = start + options_.length;
    std::size_t last = anchor.context;
    for (auto next = first_of(anchor.sequence, anchor.context);
         next != targets.end() && next->sequence == anchor.sequence && next->context <= std::max(end, whole);
         ++next) {
        last = within(*next) ? next->context : last;
    }
    return window_of(anchor.sequence, start, last, within);
}

void WindowSource::draw_others(Window& window) {
    const auto& own = own_items_[window.sequence];
    const std::size_t items = examples_.items.size();
    for (auto& target : window.positives) {
        do {
            target.other = static_cast<std::int64_t>(random_() % items);
        } while (own.size() < items && std::binary_search(own.begin(), own.end(), target.other));
    }
}

void WindowSource::add(const Target& target, std::size_t first, Window& to) const {
    const std::size_t before_begin = options_.within_sessions ? to.begin : to.begin + 1;
    const std::size_t position = target.context - before_begin;
    if (!target.positive) {
        to.negatives.push_back({position, target.item, target.weight});
        return;
    }
    for (std::size_t ahead = 0; ahead < options_.next_targets && target.context >= first + ahead; ++ahead) {
        to.positives.push_back({position - ahead, target.item, target.weight});
    }
}

std::vector<Target>::const_iterator WindowSource::first_of(std::size_t sequence, std::size_t context) const {
    const auto& targets = examples_.training;
    return std::lower_bound(targets.begin(), targets.end(), std::pair(sequence, context),
                            [](const Target& t, const std::pair<std::size_t, std::size_t>& key) {
                                return std::pair(t.sequence, t.context) < key;
                            });
}

}  // namespace refrain
