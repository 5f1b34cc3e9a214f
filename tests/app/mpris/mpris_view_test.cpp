// What the bus is told about a picture of the player, and what its requests mean.
#include "app/desktop/mpris_view.h"

#include <limits>

#include <QDBusObjectPath>
#include <gtest/gtest.h>

namespace refrain {
namespace {

constexpr std::int64_t us = 1'000'000;

PlayerState playing_second_of_three() {
    PlayerState state;
    for (int i = 1; i <= 3; ++i) {
        QueueEntry entry;
        entry.id = QueueEntryId(i);
        entry.path = "/music/" + std::to_string(i) + ".flac";
        entry.title = "Title " + std::to_string(i);
        entry.artist = "Artist";
        entry.album = "Album";
        state.queue.push_back(entry);
    }
    state.current = 1;
    state.state = PlaybackState::playing;
    state.position = Milliseconds(30'000);
    state.duration = Milliseconds(100'000);
    state.volume = 0.5;
    return state;
}

TEST(MprisMetadata, NamesTheCurrentEntryInTheUnitsOfTheSpecification) {
    const auto metadata = mpris_metadata(playing_second_of_three(), QStringLiteral("file:///c.png"));
    EXPECT_EQ(metadata["mpris:trackid"].value<QDBusObjectPath>().path(), mpris_track_id(QueueEntryId(2)));
    EXPECT_EQ(metadata["mpris:length"].toLongLong(), 100 * us);
    EXPECT_EQ(metadata["mpris:artUrl"].toString(), "file:///c.png");
    EXPECT_EQ(metadata["xesam:title"].toString(), "Title 2");
    EXPECT_EQ(metadata["xesam:artist"].toStringList(), QStringList{"Artist"});
    EXPECT_EQ(metadata["xesam:album"].toString(), "Album");
    EXPECT_EQ(metadata["xesam:url"].toString(), "file:///music/2.flac");
}

TEST(MprisMetadata, LeavesOutWhatIsNotKnownAndFallsBackToTheFileName) {
    auto state = playing_second_of_three();
    state.queue[1].title.clear();
    state.queue[1].artist.clear();
    state.duration = Milliseconds(0);
    const auto metadata = mpris_metadata(state, {});
    EXPECT_EQ(metadata["xesam:title"].toString(), "2.flac");
    EXPECT_FALSE(metadata.contains("xesam:artist"));
    EXPECT_FALSE(metadata.contains("mpris:length"));
    EXPECT_FALSE(metadata.contains("mpris:artUrl"));
    EXPECT_TRUE(mpris_metadata(PlayerState{}, {}).isEmpty());
}

TEST(MprisTrackId, IsAnObjectPathAndDiffersForTwoEntriesOfOneTrack) {
    EXPECT_NE(mpris_track_id(QueueEntryId(1)), mpris_track_id(QueueEntryId(2)));
    EXPECT_EQ(mpris_track_id(QueueEntryId(1)), "/org/refrain/queue/1");
}

TEST(FileUrl, KeepsEveryByteOfThePath) {
    EXPECT_EQ(file_url("/m/a b#?%\xff/\xC3\xA9"), "file:///m/a%20b%23%3F%25%FF/%C3%A9");
}

TEST(MprisProperties, SayWhatCanBeDone) {
    auto state = playing_second_of_three();
    EXPECT_TRUE(mpris_player_properties(state, {})["CanGoNext"].toBool());
    state.current = 2;
    EXPECT_FALSE(mpris_player_properties(state, {})["CanGoNext"].toBool());
    EXPECT_TRUE(mpris_player_properties(state, {})["CanGoPrevious"].toBool());
    const auto nothing = mpris_player_properties(PlayerState{}, {});
    for (const char* can : {"CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanSeek"}) {
        EXPECT_FALSE(nothing[can].toBool()) << can;
    }
    EXPECT_EQ(nothing["PlaybackStatus"].toString(), "Stopped");
}

TEST(MprisProperties, OnlyWhatDiffersIsSignalled) {
    auto state = playing_second_of_three();
    const auto before = mpris_player_properties(state, {});
    state.position = Milliseconds(31'000);
    EXPECT_TRUE(changed_properties(before, mpris_player_properties(state, {})).isEmpty());
    state.muted = true;
    const auto changed = changed_properties(before, mpris_player_properties(state, {}));
    EXPECT_EQ(changed.keys(), QStringList{"Volume"});
    EXPECT_EQ(changed["Volume"].toDouble(), 0.0);
}

TEST(MprisSeek, MovesFromHereAndStopsAtTheStart) {
    const auto state = playing_second_of_three();
    EXPECT_EQ(mpris_seek(state, 5 * us).position.count(), 35'000);
    EXPECT_EQ(mpris_seek(state, -5 * us).position.count(), 25'000);
    EXPECT_EQ(mpris_seek(state, -90 * us).position.count(), 0);
    EXPECT_EQ(mpris_seek(state, std::numeric_limits<std::int64_t>::min()).position.count(), 0);
}

TEST(MprisSeek, BehindTheEndMeansNext) {
    const auto state = playing_second_of_three();
    EXPECT_EQ(mpris_seek(state, 71 * us).kind, PositionRequest::Kind::next);
    EXPECT_EQ(mpris_seek(state, std::numeric_limits<std::int64_t>::max()).kind, PositionRequest::Kind::next);
    EXPECT_EQ(mpris_seek(PlayerState{}, us).kind, PositionRequest::Kind::ignore);
}

TEST(MprisSetPosition, AStaleTrackOrAPlaceOutsideIsIgnored) {
    const auto state = playing_second_of_three();
    const auto current = mpris_track_id(QueueEntryId(2));
    EXPECT_EQ(mpris_set_position(state, current, 40 * us).kind, PositionRequest::Kind::seek);
    EXPECT_EQ(mpris_set_position(state, current, 40 * us).position.count(), 40'000);
    for (const auto& [track, position] : {std::pair{mpris_track_id(QueueEntryId(1)), 40 * us},
                                          std::pair{current, -us}, std::pair{current, 101 * us}}) {
        EXPECT_EQ(mpris_set_position(state, track, position).kind, PositionRequest::Kind::ignore);
    }
}

}  // namespace
}  // namespace refrain
