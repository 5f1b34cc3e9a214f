#include "recommender/training/examples.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <numeric>
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

std::vector<const Listen*> usable(const History& history) {
    std::unordered_set<TrackId> known;
    for (const auto& track : history.tracks) {
        known.insert(track.id);
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

/// Numbers the tracks by falling count and fills items and listen_counts.
std::unordered_map<TrackId, std::int64_t> number_items(const History& history,
                                                       const std::vector<const Listen*>& listens,
                                                       std::size_t training, Examples& out) {
    std::unordered_map<TrackId, std::int64_t> counts;
    for (std::size_t i = 0; i < training; ++i) {
        ++counts[listens[i]->track];
    }
    out.items = history.tracks;
    std::stable_sort(out.items.begin(), out.items.end(),
                     [&](const Track& a, const Track& b) { return counts[a.id] > counts[b.id]; });
    std::unordered_map<TrackId, std::int64_t> numbers;
    for (const auto& track : out.items) {
        numbers.emplace(track.id, static_cast<std::int64_t>(numbers.size()));
        out.listen_counts.push_back(counts[track.id]);
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

Result<Examples> prepare(const History& history, FeedbackMode mode, double held_out_share) {
    const auto listens = usable(history);
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
    std::vector<std::array<bool, most_skips_before>> last_judged;  // was it negative? The newest first
    for (std::size_t i = 0; i < listens.size(); ++i) {
        const Listen& listen = *listens[i];
        reactions.advance_to(listen.started_at);
        const auto profile = profiles.emplace(listen.profile, profiles.size()).first->second;
        out.sequences.resize(profiles.size());
        heard.resize(profiles.size());
        last_judged.resize(profiles.size());
        auto& sequence = out.sequences[profile];
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

WindowSource::WindowSource(const Examples& examples, std::size_t length, std::uint64_t seed)
    : examples_(examples), length_(length), random_(seed) {}

Window WindowSource::draw() {
    const auto& targets = examples_.training;
    // A target drawn evenly, and a window that holds it at an even place, as far as the sequence goes:
    // sequences weigh by their targets, and one that fits into a window comes whole, as it will be asked.
    const Target& anchor = targets[random_() % targets.size()];
    const auto first_of = [&](std::size_t sequence, std::size_t context) {
        return std::lower_bound(targets.begin(), targets.end(), std::pair(sequence, context),
                                [](const Target& t, const std::pair<std::size_t, std::size_t>& key) {
                                    return std::pair(t.sequence, t.context) < key;
                                });
    };
    const std::size_t newest = std::prev(first_of(anchor.sequence + 1, 0))->context;
    const std::size_t end =
        std::clamp<std::size_t>(anchor.context + random_() % length_, std::min(length_, newest), newest);
    Window window;
    window.sequence = anchor.sequence;
    window.begin = end > length_ ? end - length_ : 0;
    const auto last = first_of(anchor.sequence, end + 1);
    for (auto target = first_of(anchor.sequence, window.begin + 1); target != last; ++target) {
        const Window::At at{target->context - window.begin - 1, target->item, target->weight};
        (target->positive ? window.positives : window.negatives).push_back(at);
        window.end = target->context;  // what comes after the last target teaches nothing
    }
    return window;
}

}  // namespace refrain
