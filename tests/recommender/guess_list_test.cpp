#include "recommender/ranking/guess_list.h"

#include "recommender/ranking/reasons.h"
#include "recommender/ranking/style_text.h"
#include "tests/recommender/listening_world.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using namespace refrain::test;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> kStyles{"techno", "ambient", "jazz", "folk"};

struct Asked {
    std::vector<Track> tracks;
    std::vector<Listen> listens;
    std::vector<Reaction> reactions;
    ContentView content{};
    GuessRequest request{kNow, 20, {}, {}};

    GuessList list(const EncoderView& encoder = {}) const {
        const Catalogue catalogue(library(tracks));
        const EventLog log = project(catalogue, listens);
        const Views views{encoder, content};
        return make_guess_list({catalogue, log.until(request.at), reactions, views}, request);
    }
};

Asked of(std::vector<Track> tracks, std::vector<Listen> listens = {}) {
    Asked a;
    a.tracks = std::move(tracks);
    a.listens = std::move(listens);
    return a;
}

/// A hundred and twenty listens of the last month, mostly finished, of all styles alike.
std::vector<Listen> an_even_month(std::int64_t tracks) {
    std::vector<Listen> listens;
    for (int i = 0; i < 120; ++i) {
        const std::int64_t id = 1 + (i * 7) % tracks;
        const UtcTime at = kNow - days(30) + hours(5 * i);
        listens.push_back(i % 9 == 8 ? skipped(id, at) : finished(id, at));
    }
    return listens;
}

int share_of(const GuessList& list, const std::vector<Track>& tracks, const std::string& style) {
    return static_cast<int>(std::count_if(list.tracks.begin(), list.tracks.end(), [&](const Guess& g) {
        return tracks[static_cast<std::size_t>(g.track.value() - 1)].genres.front() == style;
    }));
}

std::vector<std::int64_t> ids(const GuessList& list) {
    std::vector<std::int64_t> out;
    for (const Guess& g : list.tracks) {
        out.push_back(g.track.value());
    }
    return out;
}

const Guess* find(const GuessList& list, std::int64_t id) {
    const auto it = std::find_if(list.tracks.begin(), list.tracks.end(),
                                 [&](const Guess& g) { return g.track == TrackId(id); });
    return it == list.tracks.end() ? nullptr : &*it;
}

double term(const Guess& guess, const std::string& name) {
    for (const ScoreTerm& t : guess.terms) {
        if (t.name == name) {
            return t.amount;
        }
    }
    return 0.0;
}

TEST(GuessList, ThreeSkipsOfAStyleLowerItsShareAndHeldBackSaysSo) {
    Asked a = of(many_tracks(200, kStyles), an_even_month(200));
    const GuessList before = a.list();
    ASSERT_GT(share_of(before, a.tracks, "techno"), 1);
    EXPECT_THAT(before.held_back, IsEmpty());
    for (int i = 0; i < 3; ++i) {
        a.listens.push_back(skipped(4 + 40 * i, kNow - minutes(3 - i)));  // every fourth track is techno
    }
    const GuessList after = a.list();
    EXPECT_LT(share_of(after, a.tracks, "techno"), share_of(before, a.tracks, "techno"));
    ASSERT_EQ(after.held_back.size(), 1U);
    EXPECT_EQ(after.held_back[0].style, "techno");
    EXPECT_GT(after.held_back[0].until, kNow);
    EXPECT_EQ(after.tracks.size(), 20U);
}

TEST(GuessList, AfterARunOfSkipsTheListTurnsToSomethingElseAndSaysSoUntilOneIsHeard) {
    Asked a = of(many_tracks(200, kStyles), an_even_month(200));
    for (int i = 0; i < 3; ++i) {
        a.listens.push_back(skipped(4 + 40 * i, kNow - minutes(9 - i)));
    }
    const GuessList turned = a.list();
    EXPECT_THAT(turned.note, HasSubstr("You skipped the last 3: this is something else"));
    EXPECT_TRUE(std::any_of(turned.tracks.begin(), turned.tracks.end(),
                            [](const Guess& g) { return term(g, "change") != 0.0; }));
    a.listens.push_back(finished(1, kNow - minutes(5)));
    const GuessList again = a.list();
    EXPECT_THAT(again.note, Not(HasSubstr("something else")));
    for (const Guess& g : again.tracks) {
        EXPECT_EQ(term(g, "change"), 0.0);
    }
}

TEST(GuessList, ALiftBringsTheStyleBack) {
    Asked a = of(many_tracks(200, kStyles), an_even_month(200));
    for (int i = 0; i < 3; ++i) {
        a.listens.push_back(skipped(4 + 40 * i, kNow - minutes(3 - i)));
    }
    const int held = share_of(a.list(), a.tracks, "techno");
    a.reactions = {about_style(ReactionKind::lift, "techno", kNow)};
    const GuessList lifted = a.list();
    EXPECT_THAT(lifted.held_back, IsEmpty());
    EXPECT_GE(share_of(lifted, a.tracks, "techno"), held);
    for (const Guess& g : lifted.tracks) {
        EXPECT_EQ(term(g, "held_back"), 0.0);
    }
}

TEST(GuessList, AStyleSkippedForWeeksIsRareLongAfterTheDampingFaded) {
    Asked a = of(many_tracks(400, kStyles));
    for (int i = 0; i < 200; ++i) {
        const std::int64_t id = 1 + (i * 3) % 200;
        const UtcTime at = kNow - days(20) + hours(2 * i);
        a.listens.push_back(id % 4 == 0 ? skipped(id, at) : finished(id, at));
    }
    const GuessList list = a.list();
    EXPECT_THAT(list.held_back, IsEmpty());
    EXPECT_LE(share_of(list, a.tracks, "techno"), 2);
}

TEST(GuessList, NothingBannedMissingCurrentOrQueuedIsProposed) {
    Asked a = of(many_tracks(60, kStyles), an_even_month(60));
    a.tracks[0].missing = true;  // id 1
    Reaction artist;
    artist.kind = ReactionKind::ban;
    artist.scope = ReactionScope::artist;
    artist.subject = "AMBIENT artist 0";
    artist.at = kNow - days(1);
    Reaction album = artist;
    album.scope = ReactionScope::album;
    album.subject = std::string("jazz artist 1") + '\x1f' + "album 0";
    a.reactions = {about_track(ReactionKind::ban, 6, kNow - days(2)), artist, album,
                   about_style(ReactionKind::ban, "Folk", kNow - days(1))};
    a.request.current = TrackId(4);
    a.request.queued = {TrackId(8), TrackId(12), TrackId(8)};
    a.request.count = 60;
    const GuessList list = a.list();
    ASSERT_FALSE(list.tracks.empty());
    for (const Guess& g : list.tracks) {
        const Track& t = a.tracks[static_cast<std::size_t>(g.track.value() - 1)];
        EXPECT_NE(g.track, TrackId(1));
        EXPECT_NE(g.track, TrackId(6));
        EXPECT_NE(t.artist, "ambient artist 0");
        EXPECT_FALSE(t.artist == "jazz artist 1" && t.album == "Album 0");
        EXPECT_NE(t.genres.front(), "folk");
        EXPECT_NE(g.track, TrackId(4));
        EXPECT_NE(g.track, TrackId(8));
        EXPECT_NE(g.track, TrackId(12));
    }
}

TEST(GuessList, ABanEndsByItselfOrByItsUndo) {
    Asked a = of({track(1, "A", "", {"jazz"}), track(2, "B", "", {"jazz"}), track(3, "C", "", {"jazz"})});
    Reaction tonight = about_track(ReactionKind::ban, 1, kNow - hours(5));
    tonight.until = kNow - hours(1);
    a.reactions = {tonight, about_track(ReactionKind::ban, 2, kNow - hours(5)),
                   about_track(ReactionKind::unban, 2, kNow - hours(4)),
                   about_track(ReactionKind::ban, 3, kNow - hours(5))};
    EXPECT_THAT(ids(a.list()), testing::UnorderedElementsAre(1, 2));
}

TEST(GuessList, FinishedTracksComeBeforeSkippedOnes) {
    Asked a = of({track(1, "A", "", {}), track(2, "B", "", {})});
    a.listens = {finished(1, kNow - days(3)), skipped(2, kNow - days(3) + minutes(5))};
    EXPECT_THAT(ids(a.list()), testing::ElementsAre(1, 2));
}

TEST(GuessList, TheNextTrackOfTheAlbumLeadsAndSaysSo) {
    Asked a = of(many_tracks(100, kStyles));
    for (int i = 0; i < 5; ++i) {
        a.tracks.push_back(track(200 + i, "Nils Frahm", "Spaces", {"ambient"}, i + 1));
    }
    a.request.current = TrackId(201);
    const GuessList list = a.list();
    const Guess* next = find(list, 202);
    ASSERT_NE(next, nullptr);
    EXPECT_EQ(next->reason, "Next on Spaces");
    EXPECT_EQ(next->route, "album_continuation");
    EXPECT_EQ(list.tracks.front().track, TrackId(202));
}

TEST(GuessList, AForgottenFavouriteSaysHowLongItWasNotHeard) {
    Asked a = of(many_tracks(40, kStyles));
    for (int i = 0; i < 6; ++i) {
        a.listens.push_back(finished(7, kNow - days(300 - i)));
    }
    const Guess* old = nullptr;
    const GuessList list = a.list();
    old = find(list, 7);
    ASSERT_NE(old, nullptr);
    EXPECT_EQ(old->route, "forgotten_favourite");
    EXPECT_EQ(old->reason, "Not heard for 9 months, and you finished it 6 times");
}

TEST(GuessList, AnArtistFinishedThisMonthIsTheReasonForAnotherTrackOfTheirs) {
    Asked a = of({track(1, "Nils Frahm", "", {}), track(2, "Nils Frahm", "", {}), track(3, "X", "", {})});
    for (int i = 0; i < 4; ++i) {
        a.listens.push_back(finished(1, kNow - days(4) + hours(i)));
    }
    a.listens.push_back(listen(1, kNow - days(3), 0.5, EndReason::next));
    const GuessList list = a.list();
    const Guess* other = find(list, 2);
    ASSERT_NE(other, nullptr);
    EXPECT_EQ(other->reason, "New to you, and you finished 4 of 5 by Nils Frahm this month");
}

TEST(GuessList, ATrackAddedLaterIsNewsAndTheFirstScanIsNot) {
    Asked a = of(many_tracks(40, kStyles));
    a.tracks.push_back(track(500, "New", "", {}));
    a.tracks.back().added_at = kNow - days(2);
    const GuessList list = a.list();
    const Guess* fresh = find(list, 500);
    ASSERT_NE(fresh, nullptr);
    EXPECT_EQ(fresh->route, "newly_added");
    EXPECT_EQ(fresh->reason, "Added to your library 2 days ago, not heard yet");
    EXPECT_EQ(std::count_if(list.tracks.begin(), list.tracks.end(),
                            [](const Guess& g) { return g.route == "newly_added"; }),
              1);
}

TEST(GuessList, ANewTrackNamesTheStylesThatAreFinished) {
    Asked a = of({track(1, "A", "", {"Ambient"}), track(2, "B", "", {"Ambient", "Noise"})});
    a.listens = {finished(1, kNow - days(3))};
    const GuessList list = a.list();
    const Guess* other = find(list, 2);
    ASSERT_NE(other, nullptr);
    EXPECT_EQ(other->reason, "New to you, in styles you finish: ambient");
    EXPECT_EQ(other->route, "tag_neighbour");
}

TEST(GuessList, WhatFollowedBeforeIsTheReasonToFollowAgain) {
    Asked a = of(many_tracks(60, kStyles));
    for (int i = 0; i < 2; ++i) {
        a.listens.push_back(finished(10, kNow - days(9 - i)));
        a.listens.push_back(finished(33, kNow - days(9 - i) + minutes(5)));
    }
    a.request.current = TrackId(10);
    const GuessList list = a.list();
    const Guess* next = find(list, 33);
    ASSERT_NE(next, nullptr);
    EXPECT_EQ(next->reason, "You finished it twice right after \u201CTitle 10\u201D");
    EXPECT_EQ(next->route, "transition");
}

TEST(GuessList, ALovedTrackSaysSoAndUnloveTakesItBack) {
    Asked a = of({track(1, "A", "", {}), track(2, "B", "", {})});
    a.reactions = {about_track(ReactionKind::love, 2, kNow - days(1))};
    EXPECT_EQ(a.list().tracks.front().track, TrackId(2));
    EXPECT_EQ(a.list().tracks.front().reason, "You love this track");
    a.reactions.push_back(about_track(ReactionKind::unlove, 2, kNow - hours(1)));
    for (const Guess& g : a.list().tracks) {
        EXPECT_EQ(term(g, "love"), 0.0);
    }
}

TEST(Reasons, SpansAreRoundedDownToTheLargestUnit) {
    EXPECT_EQ(span_in_words(-5.0), "a few minutes");
    EXPECT_EQ(span_in_words(3599.0), "a few minutes");
    EXPECT_EQ(span_in_words(3600.0), "an hour");
    EXPECT_EQ(span_in_words(5.0 * 3600), "5 hours");
    EXPECT_EQ(span_in_words(86400.0 * 6.9), "6 days");
    EXPECT_EQ(span_in_words(86400.0 * 13), "a week");
    EXPECT_EQ(span_in_words(86400.0 * 245), "8 months");
    EXPECT_EQ(span_in_words(86400.0 * 800), "2 years");
}

TEST(GuessList, TitlesAreTakenAsTheyAre) {
    Asked a = of({track(1, "A", "<b>Bold</b> & co", {}, 1), track(2, "A", "<b>Bold</b> & co", {}, 2)});
    a.request.current = TrackId(1);
    EXPECT_EQ(a.list().tracks.at(0).reason, "Next on <b>Bold</b> & co");
}

TEST(GuessList, NoArtistFillsAWindowWhileThereAreOthers) {
    Asked a = of(many_tracks(400, kStyles));
    for (int i = 0; i < 40; ++i) {  // one artist far ahead of all others
        a.tracks.push_back(track(1000 + i, "Favourite", "", {"jazz"}));
        a.listens.push_back(finished(1000 + i, kNow - days(2) + minutes(5 * i)));
    }
    const GuessList list = a.list();
    const RankerWeights w;
    std::vector<bool> theirs;
    for (const Guess& g : list.tracks) {
        theirs.push_back(g.track.value() >= 1000);
    }
    EXPECT_GT(std::count(theirs.begin(), theirs.end(), true), 0);
    for (std::size_t i = 0; i + static_cast<std::size_t>(w.artist_window) <= theirs.size(); ++i) {
        const auto from = theirs.begin() + static_cast<std::ptrdiff_t>(i);
        EXPECT_LE(std::count(from, from + w.artist_window, true), w.per_artist) << "window at " << i;
    }
}

TEST(GuessList, TwoTracksOfOneTitleByOneArtistDoNotBothCome) {
    Asked a = of({track(1, "A", "Album", {}), track(2, "A", "Best of", {}), track(3, "B", "", {})});
    a.tracks[1].title = "TITLE 1";
    const auto listed = ids(a.list());
    EXPECT_EQ(listed.size(), 2U);
    EXPECT_EQ(std::count(listed.begin(), listed.end(), 3), 1);
}

TEST(GuessList, WhatWasJustHeardStaysOutWhileThereIsEnoughElse) {
    Asked a = of(many_tracks(300, kStyles));
    for (int i = 0; i < 15; ++i) {
        a.listens.push_back(finished(1 + i, kNow - hours(2) + minutes(5 * i)));
    }
    for (const std::int64_t id : ids(a.list())) {
        EXPECT_GT(id, 15);
    }
}

TEST(GuessList, ASmallLibraryRepeatsAndSaysSo) {
    Asked a = of(many_tracks(12, kStyles));
    for (int i = 0; i < 12; ++i) {
        a.listens.push_back(finished(1 + i, kNow - hours(1) + minutes(4 * i)));
    }
    a.request.count = 10;
    const GuessList list = a.list();
    EXPECT_EQ(list.tracks.size(), 10U);
    EXPECT_THAT(list.note, HasSubstr("few tracks to choose from"));
}

TEST(GuessList, EmptyHistoryGivesAVariedListThatStaysForTheDay) {
    Asked a = of(many_tracks(1000, kStyles));
    const GuessList first = a.list();
    EXPECT_EQ(first.tracks.size(), 20U);
    EXPECT_THAT(first.note, HasSubstr("Nothing was heard yet"));
    std::set<std::string> artists;
    for (const Guess& g : first.tracks) {
        artists.insert(a.tracks[static_cast<std::size_t>(g.track.value() - 1)].artist);
        EXPECT_EQ(g.route, "library");
    }
    EXPECT_GE(artists.size(), 10U);
    a.request.at = kNow + minutes(10);
    EXPECT_EQ(ids(a.list()), ids(first));
    a.request.at = kNow + days(1);
    EXPECT_NE(ids(a.list()), ids(first));
}

TEST(GuessList, EmptyLibraryNothingPresentAndAllBannedEachSayWhy) {
    EXPECT_THAT(of({}).list().note, HasSubstr("library is empty"));
    Asked a = of({track(1, "A", "", {"jazz"})});
    a.tracks[0].missing = true;
    EXPECT_THAT(a.list().note, HasSubstr("None of your files"));
    a.tracks[0].missing = false;
    a.reactions = {about_style(ReactionKind::ban, "jazz", kNow)};
    const GuessList banned = a.list();
    EXPECT_THAT(banned.tracks, IsEmpty());
    EXPECT_THAT(banned.note, HasSubstr("not for me"));
}

TEST(GuessList, OneTrackIsProposedUnlessItPlays) {
    Asked a = of({track(1, "A", "", {})});
    EXPECT_THAT(ids(a.list()), testing::ElementsAre(1));
    EXPECT_THAT(a.list().note, HasSubstr("Only one track"));
    a.request.current = TrackId(1);
    EXPECT_THAT(a.list().tracks, IsEmpty());
    EXPECT_THAT(a.list().note, HasSubstr("playing or queued"));
}

TEST(GuessList, AllSkippedStillGivesAListAndSaysSo) {
    Asked a = of(many_tracks(12, kStyles));
    for (int i = 0; i < 12; ++i) {
        a.listens.push_back(skipped(1 + i, kNow - hours(2) + minutes(i)));
    }
    const GuessList list = a.list();
    EXPECT_EQ(list.tracks.size(), 12U);
    EXPECT_THAT(list.note, HasSubstr("skipped all of these"));
}

TEST(GuessList, ClockSetBackIsNoHarm) {
    Asked a = of(many_tracks(100, kStyles), an_even_month(100));
    a.request.at = kNow - days(365);
    const GuessList list = a.list();
    EXPECT_EQ(list.tracks.size(), 20U);
    EXPECT_THAT(list.note, HasSubstr("Nothing was heard yet"));
    EXPECT_THAT(list.held_back, IsEmpty());
}

TEST(GuessList, AskingForNoneOrLessGivesNone) {
    Asked a = of(many_tracks(10, kStyles));
    for (const int count : {0, -5}) {
        a.request.count = count;
        EXPECT_THAT(a.list().tracks, IsEmpty());
        EXPECT_THAT(a.list().note, Not(IsEmpty()));
    }
}

TEST(GuessList, UnknownCurrentAndQueuedTracksAreIgnored) {
    Asked a = of(many_tracks(50, kStyles));
    a.request.current = TrackId(777);
    a.request.queued = {TrackId(), TrackId(-3), TrackId(888)};
    EXPECT_EQ(a.list().tracks.size(), 20U);
}

/// An encoder that likes one style: the cosine is a number of the test's choosing.
EncoderView liking(const std::vector<Track>& tracks, const std::string& style) {
    EncoderView view;
    view.similarity = [&tracks, style](TrackIndex i) {
        return tracks[i].genres.front() == style ? 0.9 : -0.2;
    };
    view.nearest = [&tracks, similarity = view.similarity](std::size_t k) {
        std::vector<std::pair<TrackIndex, double>> all;
        for (TrackIndex i = 0; i < tracks.size(); ++i) {
            all.emplace_back(i, similarity(i));
        }
        std::stable_sort(all.begin(), all.end(),
                         [](const auto& x, const auto& y) { return x.second > y.second; });
        all.resize(std::min(k, all.size()));
        return all;
    };
    return view;
}

TEST(GuessList, TheEncoderLeadsOnceThereIsEnoughHistory) {
    Asked a = of(many_tracks(400, kStyles), an_even_month(400));
    const int without = share_of(a.list(), a.tracks, "folk");
    for (int i = 0; i < 400; ++i) {
        a.listens.insert(a.listens.begin(), finished(1 + i, kNow - days(100) - hours(i)));
    }
    const GuessList with = a.list(liking(a.tracks, "folk"));
    EXPECT_GT(share_of(with, a.tracks, "folk"), without);
    EXPECT_TRUE(std::any_of(with.tracks.begin(), with.tracks.end(),
                            [](const Guess& g) { return g.route.starts_with("encoder_"); }));
}

TEST(EncoderShare, GrowsWithTheHistory) {
    EXPECT_EQ(encoder_share(0), 0.25);
    EXPECT_EQ(encoder_share(200), 0.5);
    EXPECT_EQ(encoder_share(400), 1.0);
    EXPECT_EQ(encoder_share(50'000), 1.0);
}

TEST(GuessList, SanityAtFiveHundredThousandTracks) {
    std::vector<std::string> styles;
    for (int i = 0; i < 300; ++i) {
        styles.push_back("style " + std::to_string(i));
    }
    Asked a = of(many_tracks(500'000, styles), an_even_month(500'000));
    const GuessList list = a.list();
    EXPECT_EQ(list.tracks.size(), 20U);
    const auto listed = ids(list);
    EXPECT_EQ(std::set<std::int64_t>(listed.begin(), listed.end()).size(), 20U);
}

}  // namespace
}  // namespace refrain::ranking
