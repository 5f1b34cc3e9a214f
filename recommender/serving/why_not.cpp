#include "recommender/serving/why_not.h"

#include "recommender/ranking/guess_list.h"
#include "recommender/ranking/reasons.h"
#include "recommender/serving/reactions_in_force.h"

#include <algorithm>
#include <optional>

namespace refrain {
namespace {

using ranking::Catalogue;
using ranking::TrackIndex;

/// The ban in force that covers the track, the latest said.
std::optional<Reaction> ban_of(const Catalogue& catalogue, const std::vector<Reaction>& reactions,
                               UtcTime now, TrackIndex track) {
    for (const Reaction& reaction : reactions_in_force(reactions, now)) {
        if (reaction.kind == ReactionKind::ban &&
            ranking::Restrictions(catalogue, std::span(&reaction, 1), now).banned(track)) {
            return reaction;
        }
    }
    return std::nullopt;
}

std::string sentence_of(const Reaction& ban, UtcTime now) {
    const std::string until =
        ban.until ? " for another " + ranking::span_in_words(seconds_between(now, *ban.until)) : " for good";
    switch (ban.scope) {
        case ReactionScope::track:
            return "You said \u201CNot for me\u201D of it," + until;
        case ReactionScope::artist:
            return "You said \u201CNot for me\u201D of the artist " + ban.subject + "," + until;
        case ReactionScope::album:
            return "You said \u201CNot for me\u201D of its album," + until;
        case ReactionScope::style:
            break;
    }
    return "You said \u201CNot for me\u201D of the style " + ban.subject + "," + until;
}

/// In the session going on.
bool in_session(const ranking::Taste& taste, TrackIndex track) {
    const auto session = taste.state().session();
    return taste.state().in_session(taste.now()) &&
           std::any_of(session.begin(), session.end(),
                       [&](const auto& heard) { return heard.track == track; });
}

/// What is held back of the track's styles, the most of it first.
std::string held_styles(const Catalogue& catalogue, const ranking::Damping& damping, TrackIndex track) {
    std::string names;
    for (const HeldBack& held : damping.held_back()) {
        const ranking::StyleIndex style = catalogue.find_style(held.style);
        if (catalogue.style_similarity(style, track) > 0.0) {
            names += (names.empty() ? "" : ", ") + held.style;
        }
    }
    return names;
}

}  // namespace

std::vector<std::string> why_not(const LibraryPtr& library, const std::vector<Listen>& listens,
                                 const std::vector<Reaction>& reactions, const GuessRequest& request,
                                 TrackId id) {
    const Catalogue catalogue(library);
    const TrackIndex track = catalogue.index_of(id);
    if (track == ranking::kNone) {
        return {"It is not in the library"};
    }
    std::vector<std::string> against;
    if (catalogue.row(track).missing) {
        against.emplace_back("Its file cannot be found at the moment");
    }
    if (const auto ban = ban_of(catalogue, reactions, request.at, track)) {
        against.push_back(sentence_of(*ban, request.at));
    }
    if (request.current == id ||
        std::find(request.queued.begin(), request.queued.end(), id) != request.queued.end()) {
        against.emplace_back("It is playing or queued already");
    }
    const ranking::EventLog log = ranking::project(catalogue, listens);
    const auto events = log.until(request.at);
    const ranking::Options options;
    const ranking::Taste taste(catalogue, events, request.at, options.activation);
    if (const ranking::TrackFacts* facts = taste.facts(track)) {
        const double seconds = seconds_between(facts->last_heard, request.at);
        const double hours = seconds / 3600.0;
        if (hours < options.weights.recent_hours || in_session(taste, track)) {
            against.push_back("You heard it " + ranking::span_in_words(seconds) +
                              " ago; what was heard lately waits");
        }
        if (facts->skipped > 0) {
            against.push_back("You skipped it " + std::to_string(facts->skipped) + " of " +
                              std::to_string(facts->heard) + " times");
        }
    }
    const ranking::Damping damping(catalogue, events, reactions, request.at, options.damping);
    if (damping.amount(track) > 0.0) {
        const std::string styles = held_styles(catalogue, damping, track);
        against.push_back("Held back after skips" + (styles.empty() ? styles : ": " + styles));
    }
    return against;
}

}  // namespace refrain
