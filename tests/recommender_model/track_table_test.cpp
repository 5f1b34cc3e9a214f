// The trainer's table of tracks gives back what was put into it, in whatever order, however it was copied.
#include "recommender/training/track_table.h"

#include "recommender/content/tag_features.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

Track track(std::int64_t id, const std::string& artist, const std::string& album,
            std::vector<std::string> genres) {
    Track track;
    track.id = TrackId(id);
    track.title = "title " + std::to_string(id);
    track.artist = artist;
    track.album_artist = artist;
    track.album = album;
    track.genres = std::move(genres);
    track.year = 1970 + static_cast<std::int32_t>(id);
    track.duration = Milliseconds(1000 * id);
    return track;
}

bool same(const TrackView& a, const TrackView& b) {
    return a.id == b.id && a.title == b.title && a.artist == b.artist && a.album == b.album &&
           a.album_artist == b.album_artist && a.composer == b.composer && a.genres == b.genres &&
           a.year == b.year && a.duration == b.duration && a.missing == b.missing;
}

TEST(TrackTable, GivesBackWhatItTook) {
    rc::check([](const std::vector<std::string>& words) {
        const auto word = [&](std::size_t i) {
            return words.empty() ? std::string() : words[i % words.size()];
        };
        std::vector<Track> taken;
        TrackTable table;
        for (std::size_t i = 0; i < 2 * words.size(); ++i) {
            Track one = track(static_cast<std::int64_t>(i) + 1, word(i), word(i * i + 1), {});
            one.composer = word(i + 2);
            one.missing = i % 3 == 0;
            for (std::size_t genre = 0; genre < i % 4; ++genre) {
                one.genres.push_back(word(i + genre));
            }
            table.push_back(one);
            taken.push_back(std::move(one));
        }
        RC_ASSERT(table.size() == taken.size());
        for (std::size_t i = 0; i < taken.size(); ++i) {
            RC_ASSERT(same(table[i], taken[i]));
        }
    });
}

TEST(TrackTable, AnotherOrderAndACopyOutliveTheTableTheyCameFrom) {
    std::optional<TrackTable> first(std::in_place);
    first->push_back(track(7, "Marta", "Harbour", {"folk", "sea"}));
    first->push_back(track(9, "Oskar", "", {}));
    const TrackTable turned = first->ordered({1, 0});
    TrackTable copy = *first;
    copy.push_back(track(11, "Marta", "Letters", {"folk", "sea"}));
    first.reset();
    EXPECT_EQ(ids_of(turned), (std::vector<std::int64_t>{9, 7}));
    EXPECT_TRUE(same(turned[1], track(7, "Marta", "Harbour", {"folk", "sea"})));
    EXPECT_EQ(copy.size(), 3U);
    EXPECT_TRUE(same(copy[2], track(11, "Marta", "Letters", {"folk", "sea"})));
    EXPECT_EQ(copy[0].artist.data(), copy[2].artist.data()) << "one text for both";
}

TEST(TrackTable, HasTheTagFeaturesOfItsTracks) {
    TrackTable table;
    std::set<std::uint32_t> buckets;
    for (std::int64_t id = 1; id <= 300; ++id) {
        const Track one = track(id, "artist " + std::to_string(id / 3), "album " + std::to_string(id / 10),
                                {"genre " + std::to_string(id % 7)});
        table.push_back(one);
        for (const TagFeature& feature : tag_features(one, 1U << 30U)) {
            buckets.insert(feature.bucket);
        }
    }
    EXPECT_EQ(tag_buckets_for(table), tag_buckets_for(buckets.size()));
}

}  // namespace
}  // namespace refrain
