// What a listener types and what is found, in which order.
#include "library_scanner/search/search_index.h"
#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Search : public ::testing::Test {
  protected:
    Track& add(std::string title, std::string artist = "", std::string album = "") {
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(tracks_.size()) + 1);
        track.title = std::move(title);
        track.artist = std::move(artist);
        track.album = std::move(album);
        track.path = "/m/" + std::to_string(tracks_.size());
        return tracks_.emplace_back(std::move(track));
    }

    std::vector<std::int64_t> find(std::string_view query, std::size_t limit = 100) const {
        const SearchIndex index(std::make_shared<const LibrarySnapshot>(tracks_));
        std::vector<std::int64_t> found;
        for (const auto id : index.find(query, limit)) {
            found.push_back(id.value());
        }
        return found;
    }

    std::vector<Track> tracks_;
};

TEST_F(Search, FindsPartsOfWordsWhateverCaseAndAccents) {
    add("Ágætis byrjun", "Sigur Rós");
    EXPECT_THAT(find("agaet"), ElementsAre(1));
    EXPECT_THAT(find("ROS"), ElementsAre(1));
    EXPECT_THAT(find("rjun"), ElementsAre(1));
    EXPECT_THAT(find("xyz"), IsEmpty());
}

TEST_F(Search, EveryWordMustBeFoundSomewhere) {
    add("Says", "Nils Frahm", "Spaces");
    add("Says Nothing", "Somebody");
    EXPECT_THAT(find("frahm says"), ElementsAre(1));
    EXPECT_THAT(find("spaces nils says"), ElementsAre(1));
    EXPECT_THAT(find("frahm nothing"), IsEmpty());
}

TEST_F(Search, WordsAreNotFoundAcrossTheEndOfAField) {
    add("ab", "cd");
    EXPECT_THAT(find("abcd"), IsEmpty());
    EXPECT_THAT(find("bc"), IsEmpty());
}

TEST_F(Search, TitlesComeBeforeArtistsBeforeAlbumsBeforeTheRest) {
    add("x", "x", "x").genres = {"Rain"};
    add("x", "x", "Rain");
    add("x", "Rain", "x");
    add("Rain", "x", "x");
    EXPECT_THAT(find("rain"), ElementsAre(4, 3, 2, 1));
}

TEST_F(Search, StartsOfWordsComeBeforeTheirMiddles) {
    add("Brainstorm");
    add("Purple Rain");
    EXPECT_THAT(find("rain"), ElementsAre(2, 1));
}

TEST_F(Search, EqualsComeInTheOrderOfTheAlbum) {
    add("c", "Frahm", "Spaces").track_number = 3;
    add("a", "Frahm", "Spaces").track_number = 1;
    add("b", "Frahm", "Spaces").track_number = 2;
    EXPECT_THAT(find("spaces"), ElementsAre(2, 3, 1));
}

TEST_F(Search, LooksIntoGenreComposerAlbumArtistAndPath) {
    auto& track = add("x");
    track.genres = {"Post-Rock"};
    track.composer = "Pärt";
    track.album_artist = "Various";
    track.path = "/music/Caf\xe9/x.ogg";
    for (const char* query : {"post-rock", "part", "various", "music/caf"}) {
        EXPECT_THAT(find(query), ElementsAre(1)) << query;
    }
}

TEST_F(Search, NothingTypedFindsNothing) {
    add("x");
    EXPECT_THAT(find(""), IsEmpty());
    EXPECT_THAT(find("  "), IsEmpty());
    EXPECT_THAT(SearchIndex().find("x", 10), IsEmpty());
}

TEST_F(Search, MissingTracksAreLeftOutAndTheLimitHolds) {
    add("x").missing = true;
    for (int i = 0; i < 10; ++i) {
        add("x");
    }
    EXPECT_THAT(find("x"), SizeIs(10));
    EXPECT_THAT(find("x", 3), SizeIs(3));
    EXPECT_THAT(find("x", 0), IsEmpty());
}

/// Few letters, so that texts and queries meet.
rc::Gen<std::string> small_text() {
    return rc::gen::container<std::string>(rc::gen::element('a', 'b', 'A', ' ', '\x1f', '\xc3', '\xa9'));
}

RC_GTEST_PROP(SearchProperty, FindsExactlyTheTracksThatHoldEveryWord, ()) {
    const auto texts = *rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
        rc::gen::pair(small_text(), small_text()));
    std::vector<Track> tracks;
    for (const auto& [title, artist] : texts) {
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(tracks.size()) + 1);
        track.title = title;
        track.artist = artist;
        tracks.push_back(track);
    }
    const auto query = *small_text();
    const SearchIndex index(std::make_shared<const LibrarySnapshot>(tracks));
    auto found = index.find(query, tracks.size());

    // The plain way: each word of the normalised query in the normalised title or artist.
    const auto clean = [](const std::string& text) {
        auto normalised = normalise(text);
        normalised.erase(std::remove(normalised.begin(), normalised.end(), '\x1f'), normalised.end());
        return normalised;
    };
    std::vector<std::string> words{""};
    for (const char c : clean(query)) {
        if (c == ' ') {
            words.emplace_back();
        } else {
            words.back() += c;
        }
    }
    words.erase(std::remove(words.begin(), words.end(), ""), words.end());
    std::vector<TrackId> expected;
    for (const auto& track : tracks) {
        const bool all = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
            return clean(track.title).find(word) != std::string::npos ||
                   clean(track.artist).find(word) != std::string::npos;
        });
        if (all && !words.empty()) {
            expected.push_back(track.id);
        }
    }
    std::sort(found.begin(), found.end());
    RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace refrain
