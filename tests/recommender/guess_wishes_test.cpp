// What the listener may ask of a list: where to start from, familiar or new, calm or lively, what to leave
// out, and nothing to be remembered.
#include "recommender/ranking/guess_list.h"
#include "recommender/serving/guess_service.h"
#include "tests/recommender/listening_world.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using namespace refrain::test;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> kStyles{"techno", "ambient", "jazz", "folk"};

struct World {
    std::vector<Track> tracks = many_tracks(400, kStyles);
    std::vector<Listen> listens;
    ContentView content;
    GuessRequest request{kNow, 20, {}, {}};

    GuessList list() const {
        const Catalogue catalogue(library(tracks));
        const EventLog log = project(catalogue, listens);
        const Views views{{}, content};
        return make_guess_list({catalogue, log.until(request.at), {}, views}, request);
    }
    const Track& of(const Guess& g) const { return tracks[static_cast<std::size_t>(g.track.value() - 1)]; }
    void hear(std::int64_t from, std::int64_t to) {
        for (std::int64_t id = from; id <= to; ++id) {
            listens.push_back(finished(id, kNow - days(20) + minutes(5 * id)));
        }
    }
};

int count(const GuessList& list, const std::function<bool(const Guess&)>& which) {
    return static_cast<int>(std::count_if(list.tracks.begin(), list.tracks.end(), which));
}

TEST(GuessWishes, AnArtistIsHeardAloneUntilThereIsNoMoreThenTheListSaysThatItGoesOn) {
    World w;
    for (int i = 0; i < 12; ++i) {
        w.tracks.push_back(track(401 + i, "Nils Frahm", "", {"ambient"}));
    }
    w.request.seed = {SeedKind::artist, {}, "nils FRAHM"};
    w.request.count = 12;
    GuessList list = w.list();
    EXPECT_EQ(count(list, [&](const Guess& g) { return w.of(g).artist == "Nils Frahm"; }), 12);
    EXPECT_THAT(list.note, testing::Not(HasSubstr("no more")));
    w.request.count = 16;
    list = w.list();
    ASSERT_EQ(list.tracks.size(), 16U);
    for (std::size_t i = 0; i < 16; ++i) {
        EXPECT_EQ(w.of(list.tracks[i]).artist == "Nils Frahm", i < 12) << i;
        EXPECT_EQ(w.of(list.tracks[i]).genres.front(), "ambient") << "what is near comes next, at " << i;
    }
    EXPECT_EQ(list.note, "There is no more of \u201Cnils FRAHM\u201D: the list goes on with what is near.");
}

TEST(GuessWishes, AStyleIsHeardAlone) {
    World w;
    w.hear(1, 60);
    w.request.seed = {SeedKind::style, {}, "Jazz"};
    const GuessList list = w.list();
    EXPECT_EQ(count(list, [&](const Guess& g) { return w.of(g).genres.front() == "jazz"; }), 20);
}

TEST(GuessWishes, FromATrackComeItsAlbumItsArtistAndWhatFollowedIt) {
    World w;
    for (int i = 0; i < 4; ++i) {
        w.tracks.push_back(track(401 + i, "Nils Frahm", "Spaces", {"ambient"}, i + 1));
    }
    w.listens = {finished(401, kNow - days(3)), finished(90, kNow - days(3) + minutes(5))};
    w.request.seed = {SeedKind::track, {TrackId(401)}, "Title 401"};
    const GuessList list = w.list();
    const auto here = [&](std::int64_t id) {
        return count(list, [id](const Guess& g) { return g.track == TrackId(id); }) == 1;
    };
    EXPECT_TRUE(here(402)) << "of the album";
    EXPECT_TRUE(here(90)) << "followed it";
    EXPECT_FALSE(here(401)) << "what goes with it, and not it once more";
}

TEST(GuessWishes, WhatSoundsLikeTheSeedComesThoughNoTagSaysSo) {
    World w;
    w.content.similarity = [](TrackIndex a, TrackIndex b) { return a % 50 == b % 50 ? 0.95 : 0.0; };
    w.content.nearest = [](TrackIndex of, std::size_t k) {
        std::vector<std::pair<TrackIndex, double>> near;
        for (TrackIndex i = of % 50; i < 400 && near.size() < k; i += 50) {
            if (i != of) {
                near.emplace_back(i, 0.95);
            }
        }
        return near;
    };
    for (Track& t : w.tracks) {
        t.genres.clear();
        t.artist.clear();
        t.album.clear();
    }
    w.request.seed = {SeedKind::track, {TrackId(1)}, "Title 1"};
    w.request.count = 7;
    const GuessList list = w.list();
    EXPECT_EQ(count(list, [](const Guess& g) { return g.route == "seed"; }), 7);
    EXPECT_EQ(count(list, [](const Guess& g) { return (g.track.value() - 1) % 50 == 0; }), 7);
}

TEST(GuessWishes, ASeedThatTheLibraryDoesNotKnowSaysSo) {
    World w;
    w.request.seed = {SeedKind::artist, {}, "Nobody"};
    const GuessList list = w.list();
    EXPECT_EQ(list.tracks.size(), 20U);
    EXPECT_THAT(list.note, HasSubstr("Nothing in your library belongs"));
}

TEST(GuessWishes, FamiliarAndNewAreMixedAsAsked) {
    World w;
    w.hear(1, 200);
    for (const auto& [share, familiar] : std::vector<std::pair<double, int>>{{0.0, 0}, {0.3, 6}, {1.0, 20}}) {
        w.request.familiar = share;
        EXPECT_EQ(count(w.list(), [](const Guess& g) { return g.familiar; }), familiar) << share;
    }
}

TEST(GuessWishes, WithoutEnoughFamiliarTracksNewOnesFillTheList) {
    World w;
    w.hear(1, 5);
    w.request.familiar = 1.0;
    const GuessList list = w.list();
    EXPECT_EQ(list.tracks.size(), 20U);
    EXPECT_EQ(count(list, [](const Guess& g) { return g.familiar; }), 5);
}

TEST(GuessWishes, FoldersAndPlaylistsLeftOutNeverCome) {
    World w;
    for (std::int64_t id = 1; id <= 395; ++id) {
        w.request.kept_out.push_back(TrackId(id));
    }
    EXPECT_EQ(count(w.list(), [](const Guess& g) { return g.track.value() <= 395; }), 0);
    for (std::int64_t id = 396; id <= 400; ++id) {
        w.request.kept_out.push_back(TrackId(id));
    }
    const GuessList none = w.list();
    EXPECT_THAT(none.tracks, IsEmpty());
    EXPECT_THAT(none.note, HasSubstr("left out"));
}

TEST(GuessWishes, CalmAndLivelyAreToldApartByHowLoudTheyAre) {
    World w;
    for (std::size_t i = 0; i < w.tracks.size(); ++i) {
        w.tracks[i].loudness.track_gain_db = i % 2 == 0 ? -11.0 : 1.0;
    }
    const auto loud = [](const Guess& g) { return (g.track.value() - 1) % 2 == 0; };
    w.request.energy = 1.0;
    EXPECT_EQ(count(w.list(), loud), 20);
    w.request.energy = 0.0;
    EXPECT_EQ(count(w.list(), loud), 0);
}

TEST(GuessWishes, WhereNothingIsKnownOfHowLivelyTracksAreTheNoteSaysSo) {
    World w;
    const GuessList before = w.list();
    w.request.energy = 1.0;
    const GuessList list = w.list();
    EXPECT_THAT(list.note, HasSubstr("not known yet"));
    ASSERT_EQ(list.tracks.size(), before.tracks.size());
    EXPECT_EQ(list.tracks.front().track, before.tracks.front().track);
}

TEST(GuessWishes, APrivateSkipHoldsBackThisEveningAndIsNoHistory) {
    GuessService service("no such folder");
    service.set_library(library(many_tracks(400, kStyles)));
    GuessRequest request{kNow, 20, {}, {}};
    const GuessList before = service.guess(request);
    for (int i = 0; i < 3; ++i) {
        Listen l = skipped(4 + 40 * i, kNow - minutes(3 - i));
        l.private_session = true;
        service.add_listen(l);
    }
    const GuessList after = service.guess(request);
    EXPECT_THAT(after.held_back, IsEmpty()) << "outside the private session nothing is known of it";
    EXPECT_EQ(after.note, before.note);
    EXPECT_THAT(service.held_back(kNow), IsEmpty());
    request.private_session = true;
    const GuessList in_private = service.guess(request);
    ASSERT_EQ(in_private.held_back.size(), 1U);
    EXPECT_EQ(in_private.held_back.front().style, "techno");
    EXPECT_EQ(service.held_back(kNow, true).size(), 1U);
    EXPECT_EQ(count(in_private, [](const Guess& g) { return g.familiar; }), 0);
    EXPECT_EQ(count(in_private, [](const Guess& g) { return g.track == TrackId(4); }), 0)
        << "what was heard a moment ago does not come again";
}

}  // namespace
}  // namespace refrain::ranking
