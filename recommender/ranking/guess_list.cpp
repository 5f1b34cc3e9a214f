#include "recommender/ranking/guess_list.h"

#include "recommender/ranking/draw.h"
#include "recommender/ranking/reasons.h"

#include <algorithm>
#include <iterator>

namespace refrain::ranking {
namespace {

constexpr int kMostGuesses = 500;

TrackIndex anchor_of(const Catalogue& catalogue, std::span<const Event> events, const GuessRequest& request) {
    if (request.current) {
        return catalogue.index_of(*request.current);
    }
    if (request.seed.kind == SeedKind::track && !request.seed.tracks.empty()) {
        return catalogue.index_of(request.seed.tracks.front());
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
    if (any_free && s.kept_out) {
        return "Everything there is to propose is playing, queued, or in folders and playlists that you left "
               "out.";
    }
    return any_free ? "Everything there is to propose is playing or queued already."
                    : "Everything in your library is marked \u201Cnot for me\u201D: undo one to get guesses.";
}

/// What became of the listener's wishes (seed, energy), where it is not what they would expect.
std::vector<std::string> told_of_wishes(const Situation& s, const Ranking& ranking,
                                        const RankRequest& request) {
    std::vector<std::string> told;
    const std::string& name = s.focus.name();
    if (s.focus.asked() && !s.focus.found()) {
        told.push_back("Nothing in your library belongs to what this list was to start from.");
    } else if (s.focus.asked() && ranking.widened) {
        told.push_back(name.empty() ? "There is no more of that: the list goes on with what is near."
                                    : "There is no more of \u201C" + name +
                                          "\u201D: the list goes on with what is near.");
    }
    if (request.energy && !ranking.energy_known) {
        told.emplace_back("How lively your tracks are is not known yet, so that wish changes nothing.");
    }
    return told;
}

std::string note_for(const Situation& s, const Ranking& ranking, const EncoderView& encoder,
                     const RankRequest& request) {
    if (request.count < 1) {
        return "No guesses were asked for.";
    }
    if (ranking.tracks.empty()) {
        return why_empty(s);
    }
    if (const auto told = told_of_wishes(s, ranking, request); !told.empty()) {
        return told.front();
    }
    if (all_skipped(ranking, s)) {
        return "You skipped all of these before: there is little else to choose from.";
    }
    if (ranking.tracks.size() < static_cast<std::size_t>(request.count)) {
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
    if (ranking.turned_after > 1) {
        return "You skipped the last " + std::to_string(ranking.turned_after) +
               ": this is something else, until you hear one to its end.";
    }
    if (!encoder) {
        return "Made without a trained model: from what you finish and skip, albums, artists and styles.";
    }
    return {};
}

}  // namespace

Damping damping_of(const Sources& sources, UtcTime at, const DampingOptions& options) {
    if (sources.in_private.empty()) {
        return {sources.catalogue, sources.events, sources.reactions, at, options};
    }
    std::vector<Event> all;
    std::merge(sources.events.begin(), sources.events.end(), sources.in_private.begin(),
               sources.in_private.end(), std::back_inserter(all),
               [](const Event& a, const Event& b) { return a.at < b.at; });
    return {sources.catalogue, all, sources.reactions, at, options};
}

GuessList make_guess_list(const Sources& sources, const GuessRequest& request, const Options& options) {
    const Catalogue& catalogue = sources.catalogue;
    const Taste taste = sources.taste != nullptr
                            ? Taste(catalogue, *sources.taste, sources.events, request.at, options.activation)
                            : Taste(catalogue, sources.events, request.at, options.activation);
    const Restrictions restrictions(catalogue, sources.reactions, request.at);
    const Damping damping = damping_of(sources, request.at, options.damping);
    Situation situation{catalogue, taste, restrictions};
    situation.now = request.at;
    situation.anchor = anchor_of(catalogue, sources.events, request);
    situation.current = request.current ? catalogue.index_of(*request.current) : kNone;
    situation.focus =
        Focus(catalogue, taste, sources.views.content, request.seed, day_of(request.at), options.focus);
    for (const Event& e : sources.in_private) {
        if (e.track != kNone && !e.browsing) {
            situation.in_private[e.track] = e.at;
        }
    }
    RankRequest rank_request{std::min(request.count, kMostGuesses), {}, request.familiar, request.energy};
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
    if (request.seed.kind == SeedKind::track) {  // what goes with it, and not it once more
        for (const TrackId id : request.seed.tracks) {
            if (const TrackIndex i = catalogue.index_of(id); i != kNone) {
                situation.taken.insert(i);
            }
        }
    }
    for (const TrackId id : request.kept_out) {
        if (const TrackIndex i = catalogue.index_of(id); i != kNone) {
            situation.taken.insert(i);
            situation.kept_out = true;
        }
    }

    GuessList list;
    list.held_back = damping.held_back();
    Ranking ranking;
    if (rank_request.count > 0) {
        // With no track of an artist twice in a window, more guesses need more to choose from.
        RouteOptions routes = options.routes;
        routes.library = std::max(routes.library, 2 * static_cast<std::size_t>(rank_request.count));
        ranking =
            rank(situation, damping, sources.views, find_candidates(situation, sources.views, routes),
                 rank_request, sources.model != nullptr ? *sources.model : prior_model(), options.weights);
    }
    for (const RankedTrack& t : ranking.tracks) {
        list.tracks.push_back({catalogue.id_of(t.track), t.score, std::string(to_word(t.route)),
                               reason_for(t, situation), t.terms, t.familiar});
    }
    list.note = note_for(situation, ranking, sources.views.encoder, rank_request);
    return list;
}

}  // namespace refrain::ranking
