#include "recommender/ranking/catalogue.h"

#include "recommender/ranking/style_text.h"
#include "tests/recommender/listening_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using test::library;
using test::track;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> style_words(const Catalogue& c, TrackIndex i) {
    std::vector<std::string> words;
    for (const StyleWeight& w : c.styles_of(i)) {
        words.push_back(c.style_name(w.style));
    }
    return words;
}

TEST(StyleText, SpellingsOfOneStyleFoldToOneWord) {
    EXPECT_EQ(fold_style("Hip-Hop"), "hip hop");
    EXPECT_EQ(fold_style("  HIP_hop "), "hip hop");
    EXPECT_EQ(fold_style("ÉLECTRO"), fold_style("électro"));
    EXPECT_EQ(fold_style("Ｊａｚｚ"), "jazz");  // full-width letters
}

TEST(StyleText, WordsThatNameNoStyleAreNone) {
    EXPECT_EQ(fold_style("Unknown"), "");
    EXPECT_EQ(fold_style("misc"), "");
    EXPECT_EQ(fold_style(""), "");
    EXPECT_EQ(fold_style("\t \n"), "");
}

TEST(StyleText, OneTagMayHoldSeveralStyles) {
    EXPECT_THAT(styles_in("Hip-Hop/Rap"), ElementsAre("hip hop", "rap"));
    EXPECT_THAT(styles_in("Folk, World, & Country; folk"), ElementsAre("folk", "world", "country"));
    EXPECT_THAT(styles_in(";;/"), IsEmpty());
}

TEST(StyleText, BytesThatAreNoTextDoNoHarm) {
    EXPECT_FALSE(fold_name("\xff\xfe\xc3(").empty());
}

TEST(Catalogue, WeighsRareStylesMoreAndScalesToUnitLength) {
    // N = 3 with a style; techno in 3, dub in 1: idf = ln 2 and ln 4 = 2 ln 2; so (1, 2) / sqrt 5.
    const Catalogue c(library({track(1, "A", "", {"Techno"}), track(2, "B", "", {"Techno", "Dub"}),
                               track(3, "C", "", {"techno"})}));
    EXPECT_NEAR(c.similarity(0, 1), 0.4472135954999579, 1e-12);
    EXPECT_NEAR(c.style_similarity(c.find_style("dub"), 1), 0.8944271909999159, 1e-12);
    EXPECT_NEAR(c.similarity(0, 2), 1.0, 1e-12);
    EXPECT_EQ(c.style_similarity(c.find_style("dub"), 0), 0.0);
}

TEST(Catalogue, TrackWithNoGenreTakesTheMajorityOfItsAlbumThenOfItsArtist) {
    const Catalogue c(
        library({track(1, "A", "One", {"Ambient"}), track(2, "A", "One", {"Ambient"}),
                 track(3, "A", "One", {"Rock"}), track(4, "A", "One", {}), track(5, "B", "Two", {"Jazz"}),
                 track(6, "B", "Three", {}), track(7, "C", "", {"unknown"})}));
    EXPECT_THAT(style_words(c, 3), ElementsAre("ambient"));
    EXPECT_THAT(style_words(c, 5), ElementsAre("jazz"));
    EXPECT_THAT(style_words(c, 6), IsEmpty());
    EXPECT_EQ(c.similarity(6, 6), 0.0);
}

TEST(Catalogue, AlbumsAreInPlayingOrder) {
    Track second_disc = track(1, "A", "One", {}, 1);
    second_disc.disc_number = 2;
    const Catalogue c(library({second_disc, track(2, "A", "One", {}, 2), track(3, "a ", "ONE", {}, 1)}));
    EXPECT_THAT(c.tracks_of_album(c.album_of(0)), ElementsAre(2U, 1U, 0U));
    EXPECT_EQ(c.find_album("A", "one"), c.album_of(0));
    EXPECT_EQ(c.find_album("B", "one"), kNone);
}

TEST(Catalogue, ArtistAndAlbumNamesDoNotRunTogether) {
    const Catalogue c(library({track(1, "a b", "c", {}), track(2, "a", "b c", {})}));
    EXPECT_NE(c.album_of(0), c.album_of(1));
}

TEST(Catalogue, MissingTracksAreKnownAndNotPresent) {
    Track gone = track(1, "A", "", {});
    gone.missing = true;
    const Catalogue c(library({gone, track(2, "A", "", {})}));
    EXPECT_EQ(c.present(), 1U);
    EXPECT_EQ(c.index_of(TrackId(1)), 0U);
    EXPECT_EQ(c.index_of(TrackId(9)), kNone);
}

TEST(Catalogue, NoLibraryIsAnEmptyOne) {
    const Catalogue c(nullptr);
    EXPECT_EQ(c.size(), 0U);
    EXPECT_EQ(c.find_artist("A"), kNone);
    EXPECT_THAT(c.newest(), IsEmpty());
}

}  // namespace
}  // namespace refrain::ranking
