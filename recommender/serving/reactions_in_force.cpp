#include "recommender/serving/reactions_in_force.h"

#include "recommender/ranking/style_text.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace refrain {
namespace {

bool about_ban(ReactionKind kind) {
    return kind == ReactionKind::ban || kind == ReactionKind::unban;
}

std::string folded_subject(const Reaction& reaction) {
    switch (reaction.scope) {
        case ReactionScope::track:
            return {};
        case ReactionScope::style:
            return ranking::fold_style(reaction.subject);
        case ReactionScope::artist:
        case ReactionScope::album:
            break;
    }
    return ranking::fold_name(reaction.subject);
}

}  // namespace

std::vector<Reaction> reactions_in_force(std::span<const Reaction> reactions, UtcTime now) {
    std::vector<const Reaction*> in_order;
    for (const Reaction& reaction : reactions) {
        if (reaction.at <= now && reaction.kind != ReactionKind::lift) {
            in_order.push_back(&reaction);
        }
    }
    std::stable_sort(in_order.begin(), in_order.end(),
                     [](const Reaction* a, const Reaction* b) { return a->at < b->at; });
    std::map<std::tuple<bool, ReactionScope, std::int64_t, std::string>, std::size_t> last_word;
    for (std::size_t i = 0; i < in_order.size(); ++i) {
        const Reaction& r = *in_order[i];
        const std::int64_t track = r.scope == ReactionScope::track ? r.track.value() : 0;
        last_word[{about_ban(r.kind), r.scope, track, folded_subject(r)}] = i;
    }
    std::vector<std::size_t> holding;
    for (const auto& [subject, i] : last_word) {
        const Reaction& r = *in_order[i];
        const bool named = r.scope == ReactionScope::track ? r.track.valid() : !r.subject.empty();
        const bool holds =
            r.kind == ReactionKind::love || (r.kind == ReactionKind::ban && (!r.until || *r.until > now));
        if (named && holds) {
            holding.push_back(i);
        }
    }
    std::sort(holding.begin(), holding.end(), std::greater<>());
    std::vector<Reaction> in_force;
    in_force.reserve(holding.size());
    for (const std::size_t i : holding) {
        in_force.push_back(*in_order[i]);
    }
    return in_force;
}

Reaction undo_of(const Reaction& reaction, UtcTime at) {
    Reaction undo = reaction;
    undo.kind = about_ban(reaction.kind) ? ReactionKind::unban : ReactionKind::unlove;
    undo.at = at;
    undo.until.reset();
    return undo;
}

bool same_subject(const Reaction& a, const Reaction& b) {
    return a.scope == b.scope &&
           (a.scope == ReactionScope::track ? a.track == b.track : folded_subject(a) == folded_subject(b));
}

}  // namespace refrain
