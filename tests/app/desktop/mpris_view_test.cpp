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
    std::vector<QueueEntry> queue;
    for (int i = 1; i <= 3; ++i) {
        QueueEntry entry;
        entry.id = QueueEntryId(i);
        entry.path = "/music/" + std::to_string(i) + ".flac";
        entry.title = "Title " + std::to_string(i);
        entry.artist = "Artist";
        entry.album = "Album";
        entry.album_artist = "Album artist";
        queue.push_back(entry);
    }
    state.queue = queue;
    state.current = 1;
    state.state = PlaybackState::playing;
    state.position = Milliseconds(30'000);
    state.duration = Milliseconds(100'000);
    state.volume = 0.5;
    return state;
}

TEST(MprisMetadata, NamesTheCurrentEntryInTheUnitsOfTheSpecification) {
    MprisTrackFacts facts;
    facts.art_url = QStringLiteral("file:///c.png");
    facts.genres = {QStringLiteral("Ambient"), QStringLiteral("Drone")};
    facts.composers = {QStringLiteral("Composer")};
    facts.track_number = 7;
    facts.disc_number = 2;
    facts.year = 1997;
    facts.rating = 1.0;
    const auto state = playing_second_of_three();
    const auto metadata = mpris_metadata(*state.current_entry(), state.duration, facts);
    EXPECT_EQ(metadata["mpris:trackid"].value<QDBusObjectPath>().path(), mpris_track_id(QueueEntryId(2)));
    EXPECT_EQ(metadata["mpris:length"].toLongLong(), 100 * us);
    EXPECT_EQ(metadata["mpris:artUrl"].toString(), "file:///c.png");
    EXPECT_EQ(metadata["xesam:title"].toString(), "Title 2");
    EXPECT_EQ(metadata["xesam:artist"].toStringList(), QStringList{"Artist"});
    EXPECT_EQ(metadata["xesam:album"].toString(), "Album");
    EXPECT_EQ(metadata["xesam:url"].toString(), "file:///music/2.flac");
    EXPECT_EQ(metadata["xesam:albumArtist"].toStringList(), QStringList{"Album artist"});
    EXPECT_EQ(metadata["xesam:genre"].toStringList(), (QStringList{"Ambient", "Drone"}));
    EXPECT_EQ(metadata["xesam:composer"].toStringList(), QStringList{"Composer"});
    EXPECT_EQ(metadata["xesam:trackNumber"].toInt(), 7);
    EXPECT_EQ(metadata["xesam:discNumber"].toInt(), 2);
    EXPECT_EQ(metadata["xesam:userRating"].toDouble(), 1.0);
    EXPECT_EQ(metadata["xesam:contentCreated"].toString(), "1997-01-01T00:00:00Z");
}

TEST(MprisMetadata, LeavesOutWhatIsNotKnownAndFallsBackToTheFileName) {
    QueueEntry entry;
    entry.id = QueueEntryId(2);
    entry.path = "/music/2.flac";
    const auto metadata = mpris_metadata(entry, Milliseconds(0), {});
    EXPECT_EQ(metadata["xesam:title"].toString(), "2.flac");
    EXPECT_EQ(metadata.keys(), (QStringList{"mpris:trackid", "xesam:title", "xesam:url"}));
    EXPECT_TRUE(mpris_player_properties(PlayerState{}, {})["Metadata"].toMap().isEmpty());
}

TEST(MprisTrackId, IsAnObjectPathAndDiffersForTwoEntriesOfOneTrack) {
    EXPECT_NE(mpris_track_id(QueueEntryId(1)), mpris_track_id(QueueEntryId(2)));
    EXPECT_EQ(mpris_track_id(QueueEntryId(1)), "/org/refrain/queue/1");
}

TEST(MprisTrackId, IsReadBackAndNothingElseIs) {
    EXPECT_EQ(entry_of_track_id(mpris_track_id(QueueEntryId(42))), QueueEntryId(42));
    for (const char* other :
         {"/org/refrain/queue/", "/org/refrain/queue/0", "/org/refrain/queue/-1", "/org/refrain/queue/007",
          "/org/refrain/queue/1/2", "/1", "/org/refrain/queue/99999999999999999999",
          "/org/mpris/MediaPlayer2/TrackList/NoTrack"}) {
        EXPECT_FALSE(entry_of_track_id(QString::fromLatin1(other))) << other;
    }
}

TEST(MprisLoopStatus, HasTheWordsOfTheSpecificationBothWays) {
    EXPECT_EQ(mpris_loop_status(RepeatMode::off), "None");
    EXPECT_EQ(mpris_loop_status(RepeatMode::one), "Track");
    EXPECT_EQ(mpris_loop_status(RepeatMode::all), "Playlist");
    EXPECT_EQ(repeat_mode_of(QStringLiteral("Track")), RepeatMode::one);
    EXPECT_EQ(repeat_mode_of(QStringLiteral("Playlist")), RepeatMode::all);
    EXPECT_EQ(repeat_mode_of(QStringLiteral("None")), RepeatMode::off);
    EXPECT_FALSE(repeat_mode_of(QStringLiteral("track")));
}

TEST(FileUrl, KeepsEveryByteOfThePath) {
    EXPECT_EQ(file_url("/m/a b#?%\xff/\xC3\xA9"), "file:///m/a%20b%23%3F%25%FF/%C3%A9");
}

TEST(FileUrl, IsReadBackByteForByteAndOnlyWhenItIsOfThisMachine) {
    EXPECT_EQ(path_of_url(QStringLiteral("file:///m/%FF%20x.flac")), "/m/\xff x.flac");
    EXPECT_EQ(path_of_url(QStringLiteral("file://localhost/m/x.flac")), "/m/x.flac");
    EXPECT_EQ(path_of_url(QStringLiteral("file:/m/x.flac")), "/m/x.flac");
    EXPECT_EQ(path_of_url(QStringLiteral("FILE:///m/\u00e9.flac")), "/m/\xC3\xA9.flac");
    for (const char* other :
         {"http://example.org/x.mp3", "file://server/x.mp3", "/m/x.flac", "file:", "file://", "file:x.flac",
          "file://localhosts/x.mp3", "file:///m/a%00b.flac", ""}) {
        EXPECT_FALSE(path_of_url(QString::fromLatin1(other))) << other;
    }
}

TEST(MprisProperties, SayWhatCanBeDone) {
    auto state = playing_second_of_three();
    EXPECT_TRUE(mpris_player_properties(state, {})["CanGoNext"].toBool());
    state.current = 2;
    EXPECT_FALSE(mpris_player_properties(state, {})["CanGoNext"].toBool());
    EXPECT_TRUE(mpris_player_properties(state, {})["CanGoPrevious"].toBool());
    state.repeat = RepeatMode::all;
    EXPECT_TRUE(mpris_player_properties(state, {})["CanGoNext"].toBool()) << "round again";
    state.repeat = RepeatMode::one;
    EXPECT_FALSE(mpris_player_properties(state, {})["CanGoNext"].toBool());
    const auto nothing = mpris_player_properties(PlayerState{}, {});
    for (const char* can : {"CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanSeek"}) {
        EXPECT_FALSE(nothing[can].toBool()) << can;
    }
    EXPECT_EQ(nothing["PlaybackStatus"].toString(), "Stopped");
}

TEST(MprisProperties, ATrackThatIsStoppedCanBePlayedButHasNoPositionToMove) {
    auto state = playing_second_of_three();
    for (const auto moves : {PlaybackState::playing, PlaybackState::paused}) {
        state.state = moves;
        EXPECT_TRUE(mpris_player_properties(state, {})["CanSeek"].toBool());
    }
    state.state = PlaybackState::stopped;
    EXPECT_FALSE(mpris_player_properties(state, {})["CanSeek"].toBool());
    EXPECT_TRUE(mpris_player_properties(state, {})["CanPlay"].toBool());
    EXPECT_EQ(mpris_seek(state, us).kind, PositionRequest::Kind::ignore);
    EXPECT_EQ(mpris_set_position(state, mpris_track_id(QueueEntryId(2)), us).kind,
              PositionRequest::Kind::ignore);
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

TEST(MprisProperties, SayHowItIsPlayed) {
    auto state = playing_second_of_three();
    state.shuffle = true;
    state.repeat = RepeatMode::one;
    state.speed = 1.5;
    const auto properties = mpris_player_properties(state, {});
    EXPECT_TRUE(properties["Shuffle"].toBool());
    EXPECT_EQ(properties["LoopStatus"].toString(), "Track");
    EXPECT_EQ(properties["Rate"].toDouble(), 1.5);
    EXPECT_EQ(properties["Volume"].toDouble(), 0.5);
}

TEST(MprisJumped, OnEveryJumpAndNotOnPlaying) {
    const auto before = playing_second_of_three();
    auto now = before;
    now.position += Milliseconds(400);
    EXPECT_FALSE(mpris_jumped(before, now)) << "plays on";
    ++now.seek_revision;
    EXPECT_TRUE(mpris_jumped(before, now)) << "a seek";
    now = before;
    now.position = Milliseconds(0);
    EXPECT_TRUE(mpris_jumped(before, now)) << "the same entry begins again";
    now.current = 2;
    EXPECT_FALSE(mpris_jumped(before, now)) << "the next one begins at its start, which clients assume";
    now.resumed_from = now.position = Milliseconds(20 * 60'000);
    EXPECT_TRUE(mpris_jumped(before, now)) << "long audio that goes on where it was left";
    EXPECT_FALSE(mpris_jumped(before, PlayerState{})) << "nothing is there to have a position";
}

TEST(MprisTrackRange, IsAroundTheCurrentEntryAndBounded) {
    PlayerState state;
    EXPECT_TRUE(mpris_track_ids(state, mpris_track_range(state)).isEmpty());
    std::vector<QueueEntry> queue;
    for (int i = 1; i <= 1000; ++i) {
        QueueEntry entry;
        entry.id = QueueEntryId(i);
        queue.push_back(entry);
    }
    state.queue = queue;
    const auto ids = [&state] { return mpris_track_ids(state, mpris_track_range(state)); };
    EXPECT_EQ(ids().size(), 101) << "nothing is current: from the first";
    state.current = 500;
    ASSERT_EQ(ids().size(), 121);
    EXPECT_EQ(ids().front().path(), mpris_track_id(QueueEntryId(481)));
    EXPECT_EQ(ids().back().path(), mpris_track_id(QueueEntryId(601)));
    state.current = 999;
    ASSERT_EQ(ids().size(), 21);
    EXPECT_EQ(ids().back().path(), mpris_track_id(QueueEntryId(1000)));
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
