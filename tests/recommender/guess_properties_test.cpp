// What holds for any library, history and question.
#include "recommender/serving/guess_service.h"
#include "tests/recommender/listening_world.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using namespace refrain::test;

rc::Gen<std::string> name() {
    return rc::gen::weightedOneOf<std::string>(
        {{6, rc::gen::map(rc::gen::inRange(0, 6), [](int i) { return "Name " + std::to_string(i); })},
         {1, rc::gen::just(std::string())},
         {1, rc::gen::arbitrary<std::string>()}});
}

std::vector<Track> any_tracks() {
    const int count = *rc::gen::inRange(0, 60);
    std::vector<Track> tracks;
    for (int i = 1; i <= count; ++i) {
        Track t = track(i, *name(), *name(),
                        *rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(name())),
                        *rc::gen::inRange(-1, 20));
        t.title = *name();
        t.album_artist = *name();
        t.missing = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
        t.added_at = kNow - hours(*rc::gen::inRange(-100, 5000));
        tracks.push_back(std::move(t));
    }
    return tracks;
}

/// Times in any order, some in the future; tracks that are not there; times and lengths that cannot be.
Listen any_listen() {
    Listen l = listen(*rc::gen::inRange(-1, 70), kNow - minutes(*rc::gen::inRange(-500, 20'000)),
                      *rc::gen::element(0.0, 0.05, 0.2, 0.5, 0.8, 1.0, 1.5, -1.0),
                      *rc::gen::elementOf(std::vector<EndReason>{
                          EndReason::open, EndReason::unknown, EndReason::finished, EndReason::next,
                          EndReason::not_for_me, EndReason::chose_other, EndReason::quit}));
    l.artist = *name();
    l.intent = *rc::gen::element(Intent::album, Intent::guess, Intent::import);
    l.duration = *rc::gen::element(kLength, Milliseconds{0}, Milliseconds{-5});
    l.private_session = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
    l.browsing = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
    return l;
}

Reaction any_reaction() {
    Reaction r;
    r.kind = *rc::gen::element(ReactionKind::love, ReactionKind::unlove, ReactionKind::ban,
                               ReactionKind::unban, ReactionKind::lift);
    r.scope = *rc::gen::element(ReactionScope::track, ReactionScope::artist, ReactionScope::album,
                                ReactionScope::style);
    r.track = TrackId(*rc::gen::inRange(0, 70));
    r.subject = r.scope == ReactionScope::album ? *name() + '\x1f' + *name() : *name();
    r.at = kNow - minutes(*rc::gen::inRange(-500, 20'000));
    return r;
}

GuessRequest any_request() {
    GuessRequest request;
    request.at = kNow;
    request.count = *rc::gen::inRange(0, 40);
    if (*rc::gen::arbitrary<bool>()) {
        request.current = TrackId(*rc::gen::inRange(0, 70));
    }
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
        request.queued.push_back(TrackId(*rc::gen::inRange(0, 70)));
    }
    return request;
}

/// Has it been heard by the time of the question, for all that the lists may know?
bool heard_by_then(const Listen& l) {
    return !l.private_session && !l.browsing && l.end_reason != EndReason::open && l.started_at <= kNow;
}

template <class Make>
auto some(int most, Make make) {
    std::vector<decltype(make())> all;
    for (int i = *rc::gen::inRange(0, most); i > 0; --i) {
        all.push_back(make());
    }
    return all;
}

void expect_same(const GuessList& a, const GuessList& b) {
    RC_ASSERT(a.note == b.note);
    RC_ASSERT(a.tracks.size() == b.tracks.size());
    for (std::size_t i = 0; i < a.tracks.size(); ++i) {
        RC_ASSERT(a.tracks[i].track == b.tracks[i].track);
        RC_ASSERT(a.tracks[i].score == b.tracks[i].score);
        RC_ASSERT(a.tracks[i].reason == b.tracks[i].reason);
    }
    RC_ASSERT(a.held_back.size() == b.held_back.size());
    for (std::size_t i = 0; i < a.held_back.size(); ++i) {
        RC_ASSERT(a.held_back[i].style == b.held_back[i].style);
        RC_ASSERT(a.held_back[i].amount == b.held_back[i].amount);
        RC_ASSERT(a.held_back[i].until == b.held_back[i].until);
    }
}

RC_GTEST_PROP(GuessProperties, EveryGuessHasAReasonTermsThatSumToItsScoreAndIsThereOnce, ()) {
    const auto tracks = any_tracks();
    GuessService service("no such folder");
    service.set_library(library(tracks));
    const auto listens = some(80, any_listen);
    service.set_history(listens, some(6, any_reaction));
    const GuessRequest request = any_request();
    std::set<TrackId> heard;
    for (const Listen& l : listens) {
        if (heard_by_then(l)) {
            heard.insert(l.track);
        }
    }
    const GuessList list = service.guess(request);
    std::set<TrackId> seen(request.queued.begin(), request.queued.end());
    if (request.current) {
        seen.insert(*request.current);
    }
    RC_ASSERT(list.tracks.size() <= static_cast<std::size_t>(request.count));
    for (const Guess& g : list.tracks) {
        RC_ASSERT(seen.insert(g.track).second);
        RC_ASSERT(g.track.value() >= 1 && g.track.value() <= static_cast<std::int64_t>(tracks.size()));
        RC_ASSERT(!tracks[static_cast<std::size_t>(g.track.value() - 1)].missing);
        RC_ASSERT(!g.reason.empty());
        RC_ASSERT(!g.route.empty());
        for (const char* claim : {"New to you", "not heard yet", "not played yet"}) {
            RC_ASSERT(g.reason.find(claim) == std::string::npos || !heard.contains(g.track));
        }
        double sum = 0.0;
        for (const ScoreTerm& t : g.terms) {
            RC_ASSERT(std::isfinite(t.amount));
            sum += t.amount;
        }
        RC_ASSERT(std::abs(sum - g.score) < 1e-9);
    }
    RC_ASSERT(!list.note.empty());  // no model is in service here
    for (const HeldBack& h : list.held_back) {
        RC_ASSERT(h.amount > 0.0);
        RC_ASSERT(h.until >= request.at);
    }
}

RC_GTEST_PROP(GuessProperties, RowByRowGivesTheSameListsAsAllAtOnce, ()) {
    const auto tracks = any_tracks();
    auto listens = some(80, any_listen);
    auto reactions = some(6, any_reaction);
    GuessService at_once("no such folder"), row_by_row("no such folder");
    at_once.set_library(library(tracks));
    at_once.set_history(listens, reactions);
    // The library may come at any moment: before the rows, between them, after them.
    const auto library_after = *rc::gen::inRange<std::size_t>(0, listens.size() + 1);
    for (std::size_t i = 0; i <= listens.size(); ++i) {
        if (i == library_after) {
            row_by_row.set_library(library(tracks));
        }
        if (i < listens.size()) {
            row_by_row.add_listen(listens[i]);
        }
    }
    for (const Reaction& r : reactions) {
        row_by_row.add_reaction(r);
    }
    const GuessRequest request = any_request();
    expect_same(at_once.guess(request), row_by_row.guess(request));
    expect_same(at_once.guess(request), at_once.guess(request));
}

RC_GTEST_PROP(GuessProperties, ARestartChangesNothing, ()) {
    const auto tracks = any_tracks();
    const auto listens = some(80, any_listen);
    const auto reactions = some(6, any_reaction);
    const auto ask = [&] {
        GuessService service("no such folder");
        service.set_library(library(tracks));
        service.set_history(listens, reactions);
        return service.held_back(kNow);
    };
    const auto first = ask(), second = ask();
    RC_ASSERT(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        RC_ASSERT(first[i].amount == second[i].amount);
        RC_ASSERT(first[i].until == second[i].until);
    }
}

}  // namespace
}  // namespace refrain
