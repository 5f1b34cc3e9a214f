// How Guess You Like is steered from the window, and what the listener said outright with its undo.
#include "ui/view_models/taste_view_model.h"

#include "tests/ui/ui_fixture.h"
#include "ui/view_models/reactions_model.h"
#include "ui/view_models/reactions_view_model.h"

#include <algorithm>
#include <chrono>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using std::chrono::hours;
using test::wait_until;

class Steering : public testing::Test {
  protected:
    Steering() {
        services_.fill(
            {test::track(1, "Low Tide", "Marta", "Harbour"), test::track(2, "Salt", "", "Harbour")});
        const Status tagged = services_.database->write_now([](SQLite::Database& db) {
            db.exec("INSERT INTO track_genres VALUES (1, 0, 'Ambient'), (1, 1, 'Drone')");
        });
        EXPECT_TRUE(tagged.ok());
        EXPECT_TRUE(services_.library->reload().ok());
        wait_until([&] {
            const auto track = library_.current()->find(TrackId(1));
            return track && !track->genres.empty();
        });
    }
    std::unique_ptr<TasteViewModel> taste() {
        return std::make_unique<TasteViewModel>(
            [this](const QString& key) { return kept_.count(key) > 0 ? kept_[key] : QVariant(); },
            [this](const QString& key, const QVariant& value) { kept_[key] = value; }, services_.steering,
            library_);
    }

    test::Services services_;
    test::KeptSettings kept_;
    LibraryChanges library_{*services_.library};
};

TEST_F(Steering, FamiliarOrNewIsTheListenersOwnShareUntilItIsMovedAndIsKept) {
    EXPECT_TRUE(taste()->own_share());
    EXPECT_FALSE(services_.steering.familiar);
    taste()->set_familiar(0.3);
    EXPECT_EQ(services_.steering.familiar, 0.3);
    EXPECT_EQ(taste()->familiar(), 0.3);
    taste()->resetFamiliar();
    EXPECT_FALSE(services_.steering.familiar);
    EXPECT_TRUE(taste()->own_share());
}

TEST_F(Steering, WhatIsStoredAndNoShareCountsForNothing) {
    for (const QVariant& nonsense : {QVariant(7.0), QVariant(-1.0), QVariant(QStringLiteral("much"))}) {
        kept_[QStringLiteral("guess/familiar")] = nonsense;
        EXPECT_TRUE(taste()->own_share());
    }
}

TEST_F(Steering, GoingOnBehindAQueueIsTheDefaultAndIsKept) {
    EXPECT_TRUE(taste()->goes_on());
    EXPECT_TRUE(services_.steering.goes_on);
    taste()->set_goes_on(false);
    EXPECT_FALSE(services_.steering.goes_on);
    EXPECT_FALSE(taste()->goes_on());
}

TEST_F(Steering, APrivateSessionIsNeverKept) {
    taste()->set_private_session(true);
    EXPECT_TRUE(services_.steering.private_session());
    EXPECT_TRUE(taste()->private_session());
    EXPECT_TRUE(std::none_of(kept_.begin(), kept_.end(), [](const auto& setting) {
        return setting.first.contains(QStringLiteral("private"));
    }));
    taste()->set_private_session(false);
    EXPECT_FALSE(services_.steering.private_session());
}

TEST_F(Steering, StartsFromASongItsArtistOrItsStyleAndSaysWhere) {
    const auto steering = taste();
    steering->startFromTrack(1);
    EXPECT_EQ(services_.steering.from.kind, SeedKind::track);
    EXPECT_EQ(services_.steering.from.tracks, std::vector<TrackId>{TrackId(1)});
    steering->startFromArtist(1);
    EXPECT_EQ(services_.steering.from.kind, SeedKind::artist);
    EXPECT_EQ(services_.steering.from.name, "Marta");
    steering->startFromStyle(1);
    EXPECT_EQ(services_.steering.from.kind, SeedKind::style);
    EXPECT_EQ(services_.steering.from.name, "Ambient");
    EXPECT_EQ(steering->seed(), QStringLiteral("Ambient"));
    steering->endSeed();
    EXPECT_TRUE(steering->seed().isEmpty());
}

TEST_F(Steering, StartsFromAPlaylistAndFromNothingThatTheTrackDoesNotName) {
    const auto steering = taste();
    steering->startFromArtist(2);
    steering->startFromStyle(2);
    steering->startFromTrack(99);
    EXPECT_EQ(services_.steering.from.kind, SeedKind::none);
    steering->startFromPlaylist(7);
    EXPECT_EQ(services_.steering.playlists, std::vector<PlaylistId>{PlaylistId(7)});
}

TEST_F(Steering, WhatWasSaidIsListedInWordsBansFirst) {
    const UtcTime now = utc_now();
    Reaction love;
    love.track = TrackId(1);
    love.at = now - hours(1);
    Reaction album;
    album.kind = ReactionKind::ban;
    album.scope = ReactionScope::album;
    album.subject = "Marta\x1fHarbour";
    album.at = now - hours(2);
    Reaction style = album;
    style.scope = ReactionScope::style;
    style.subject = "techno";
    style.at = now - hours(3);
    style.until = now + hours(24 * 9);
    const auto lines = reaction_lines(std::vector{love, album, style}, *library_.current(), now);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].name, QStringLiteral("Harbour"));
    EXPECT_EQ(lines[0].detail, QStringLiteral("Album by Marta · for good"));
    EXPECT_EQ(lines[1].name, QStringLiteral("techno"));
    EXPECT_TRUE(lines[1].detail.startsWith(QStringLiteral("Style · until ")));
    EXPECT_EQ(lines[2].name, QStringLiteral("Low Tide"));
    EXPECT_EQ(lines[2].detail, QStringLiteral("Song by Marta"));
}

TEST_F(Steering, ABanOfTheStyleIsListedAndTakenBackFromTheList) {
    PlayerFollower follower(*services_.player);
    NoticeViewModel notices(services_.background, *services_.player, follower);
    ReactionsViewModel reactions(*services_.history, services_.background, library_, notices);
    EXPECT_EQ(reactions.styleOf(1), QStringLiteral("Ambient"));
    EXPECT_TRUE(reactions.styleOf(2).isEmpty());
    reactions.show_list(true);
    reactions.ban(1, ReactionsViewModel::Scope::Style, ReactionsViewModel::Until::NextMonth);
    ASSERT_EQ(services_.background.reactions.size(), 1U);
    EXPECT_EQ(services_.background.reactions[0].scope, ReactionScope::style);
    EXPECT_EQ(services_.background.reactions[0].subject, "Ambient");
    ASSERT_TRUE(wait_until([&] { return reactions.list()->count() == 1; }));
    EXPECT_EQ(reactions.list()->row_at(0)->name, QStringLiteral("Ambient"));
    reactions.takeBack(0);
    ASSERT_EQ(services_.background.reactions.size(), 2U);
    EXPECT_EQ(services_.background.reactions[1].kind, ReactionKind::unban);
    EXPECT_TRUE(wait_until([&] { return reactions.list()->count() == 0; }));
    reactions.takeBack(0);
    EXPECT_EQ(services_.background.reactions.size(), 2U);
}

TEST_F(Steering, LoveSaidInAPrivateSessionIsForgottenWithIt) {
    PlayerFollower follower(*services_.player);
    NoticeViewModel notices(services_.background, *services_.player, follower);
    ReactionsViewModel reactions(*services_.history, services_.background, library_, notices);
    reactions.follow(services_.steering);
    services_.steering.set_private_session(true);
    reactions.toggleLove(1);
    EXPECT_TRUE(reactions.isLoved(1));
    services_.steering.set_private_session(false);
    EXPECT_TRUE(wait_until([&] { return !reactions.isLoved(1); }));
}

}  // namespace
}  // namespace refrain
