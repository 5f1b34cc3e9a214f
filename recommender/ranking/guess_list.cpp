#include "recommender/ranking/guess_list.h"

#include "recommender/ranking/reasons.h"

#include <algorithm>

namespace refrain::ranking {
namespace {

constexpr int kMostGuesses = 500;

TrackIndex anchor_of(const Catalogue& catalogue, std::span<const Event> events, const GuessRequest& request) {
    if (request.current) {
        return catalogue.index_of(*request.current);
    }
    if (events.empty() || request.at - events.back().ended > kSessionGap) {
        return kNone;
    }
    const Event& last = events.back();
    return last.evidence >= 0.0F && !last.browsing && last.track != kNone ? last.track : last.after;
}

bool all_skipped(const Ranking& ranking, const Situation& s) {
    return !ranking.tracks.empty() &&
           std::all_of(ranking.tracks.begin(), ranking.tracks.end(), [&](const RankedTrack& t) {
               const TrackFacts* facts = s.taste.facts(t.track);
               return facts != nullptr && facts->finished == 0 && facts->skipped > 0;
           });
}

/// Why there is nothing to propose.
std::string why_empty(const Situation& s) {
    if (s.catalogue.size() == 0) {
        return "Your library is empty: choose a music folder to begin.";
    }
    if (s.catalogue.present() == 0) {
        return "None of your files can be found at the moment: is the disk with your music there?";
    }
    bool any_free = false;
    for (TrackIndex i = 0; i < s.catalogue.size() && !any_free; ++i) {
        any_free = !s.catalogue.row(i).missing && !s.restrictions.banned(i);
    }
    return any_free ? "Everything there is to propose is playing or queued already."
                    : "Everything in your library is marked \u201Cnot for me\u201D: undo one to get guesses.";
}

std::string note_for(const Situation& s, const Ranking& ranking, const EncoderView& encoder, int count) {
    if (count < 1) {
        return "No guesses were asked for.";
    }
    if (ranking.tracks.empty()) {
        return why_empty(s);
    }
    if (all_skipped(ranking, s)) {
        return "You skipped all of these before: there is little else to choose from.";
    }
    if (ranking.tracks.size() < static_cast<std::size_t>(count)) {
        const std::size_t n = ranking.tracks.size();
        return n == 1 ? "Only one track is left to propose."
                      : "Only " + std::to_string(n) + " tracks are left to propose.";
    }
    if (s.taste.events().empty()) {
        return "Nothing was heard yet: this is a varied choice from your library, and it learns as you "
               "listen.";
    }
    if (ranking.recent_allowed) {
        return "There are few tracks to choose from, so some that you heard a short while ago come again.";
    }
    if (!encoder) {
        return "Made without a trained model: from what you finish and skip, albums, artists and styles.";
    }
    return {};
}

}  // namespace

GuessList make_guess_list(const Catalogue& catalogue, std::span<const Event> events,
                          std::span<const Reaction> reactions, const EncoderView& encoder,
                          const GuessRequest& request, const Options& options) {
    const int count = std::min(request.count, kMostGuesses);
    const Taste taste(catalogue, events, request.at, options.activation);
    const Restrictions restrictions(catalogue, reactions, request.at);
    const Damping damping(catalogue, events, reactions, request.at, options.damping);
    Situation situation{catalogue, taste, restrictions, request.at, anchor_of(catalogue, events, request),
                        {}};
    RankRequest rank_request{count, {}};
    const auto ahead = [&](TrackId id) {
        const TrackIndex i = catalogue.index_of(id);
        if (i != kNone && situation.taken.insert(i).second) {
            rank_request.ahead.push_back(i);
        }
    };
    // A queue may hold the current track between what was played and what comes: then that order counts.
    if (request.current &&
        std::find(request.queued.begin(), request.queued.end(), *request.current) == request.queued.end()) {
        ahead(*request.current);
    }
    std::for_each(request.queued.begin(), request.queued.end(), ahead);

    GuessList list;
    list.held_back = damping.held_back();
    Ranking ranking;
    if (count > 0) {
        // With no track of an artist twice in a window, more guesses need more to choose from.
        RouteOptions routes = options.routes;
        routes.library = std::max(routes.library, 2 * static_cast<std::size_t>(count));
        ranking = rank(situation, damping, encoder, find_candidates(situation, encoder, routes), rank_request,
                       options.weights);
    }
    for (const RankedTrack& t : ranking.tracks) {
        list.tracks.push_back({catalogue.id_of(t.track), t.score, std::string(to_word(t.route)),
                               reason_for(t, situation), t.terms});
    }
    list.note = note_for(situation, ranking, encoder, count);
    return list;
}

}  // namespace refrain::ranking
