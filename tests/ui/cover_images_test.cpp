#include "ui/images/cover_images.h"

#include "tests/support/temporary_folder.h"
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/cover_keys.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <QBuffer>
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

CoverImage png(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return {{bytes.begin(), bytes.end()}, "image/png"};
}

/// Two tracks of one album, one of another, one without a cover; a loader that counts and can fail.
class CoverImagesTest : public ::testing::Test {
  protected:
    CoverImagesTest() { set_keys(7, 7, 9); }

    void set_keys(std::uint64_t one, std::uint64_t two, std::uint64_t three) {
        std::vector<Track> tracks;
        for (const auto key : {one, two, three}) {
            Track track = test::track(static_cast<std::int64_t>(tracks.size() + 1), "Title", "A", "X");
            track.cover = CoverKind::embedded;
            track.cover_key = key;
            tracks.push_back(track);
        }
        tracks.push_back(test::track(4, "Bare", "A", "X"));
        library_ = std::make_shared<const LibrarySnapshot>(std::move(tracks));
    }

    CoverImages images(std::shared_ptr<ThumbnailStore> thumbnails = nullptr) {
        return CoverImages(
            {.loader = [this](const TrackView& track, const std::atomic<bool>*) -> Result<CoverImage> {
                 ++reads_;
                 if (fails_) {
                     return Error{ErrorCode::unreadable, "is on a disk that sleeps", {}};
                 }
                 auto cover = cover_;
                 cover.key = actual_key_.value_or(track.cover_key);
                 return cover;
             },
             .library = [this] { return library_; },
             .thumbnails = std::move(thumbnails),
             .now = [this] { return now_; }});
    }

    LibraryPtr library_;
    CoverImage cover_ = png(300, 300);
    std::atomic<int> reads_{0};
    std::atomic<bool> fails_{false};
    std::optional<std::uint64_t> actual_key_;
    CoverImages::Clock::time_point now_{};
};

TEST_F(CoverImagesTest, ReadThePictureOfAnAlbumOnceForAllItsTracks) {
    auto covers = images();
    EXPECT_EQ(covers.image(TrackId(1), 48).size(), QSize(64, 64));
    const auto held = covers.held_kib();
    EXPECT_FALSE(covers.image(TrackId(2), 48).isNull());
    EXPECT_FALSE(covers.image(TrackId(1), 60).isNull()) << "sizes that are nearly the same are one";
    EXPECT_EQ(reads_, 1);
    EXPECT_EQ(covers.held_kib(), held);
    EXPECT_EQ(covers.image(TrackId(1), 200).size(), QSize(256, 256));
    EXPECT_EQ(reads_, 2);
}

TEST_F(CoverImagesTest, WhereThereIsNoneNothingIsRead) {
    auto covers = images();
    EXPECT_TRUE(covers.image(TrackId(4), 48).isNull());
    EXPECT_TRUE(covers.image(TrackId(9), 48).isNull()) << "no such track";
    EXPECT_EQ(reads_, 0);
}

TEST_F(CoverImagesTest, AreReadOnceThoughManyThreadsAskAtOnce) {
    auto covers = images();
    std::vector<std::thread> threads;
    std::atomic<int> seen{0};
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, id = TrackId(1 + i % 2)] { seen += covers.image(id, 48).isNull() ? 0 : 1; });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(seen, 8);
    EXPECT_EQ(reads_, 1);
}

TEST_F(CoverImagesTest, APictureThatHasChangedIsReadAnew) {
    auto covers = images();
    covers.image(TrackId(1), 48);
    set_keys(8, 7, 9);
    EXPECT_FALSE(covers.image(TrackId(1), 48).isNull());
    EXPECT_EQ(reads_, 2);
    covers.image(TrackId(2), 48);
    EXPECT_EQ(reads_, 2) << "the other track has the old one still";
}

TEST_F(CoverImagesTest, APictureThatChangedBehindTheLibrarysBackIsShownAndNotKept) {
    const test::TemporaryFolder folder;
    auto store = std::make_shared<ThumbnailStore>(folder.path());
    auto covers = images(store);
    actual_key_ = 1234;
    EXPECT_FALSE(covers.image(TrackId(1), 48).isNull());
    EXPECT_EQ(store->read({7, 64}), std::nullopt);
    actual_key_.reset();
    EXPECT_FALSE(covers.image(TrackId(2), 48).isNull());
    EXPECT_EQ(reads_, 2);
    EXPECT_NE(store->read({7, 64}), std::nullopt);
}

TEST_F(CoverImagesTest, AFailedReadIsTriedAgainAfterAWhile) {
    auto covers = images();
    fails_ = true;
    EXPECT_TRUE(covers.image(TrackId(1), 48).isNull());
    EXPECT_TRUE(covers.image(TrackId(2), 48).isNull());
    EXPECT_EQ(reads_, 1) << "not with every row that scrolls by";
    fails_ = false;
    now_ += std::chrono::seconds(11);
    EXPECT_FALSE(covers.image(TrackId(1), 48).isNull());
    EXPECT_EQ(reads_, 2);
}

TEST_F(CoverImagesTest, ARefusedPictureIsReadOnce) {
    auto covers = images();
    cover_.bytes = {'n', 'o', 'n', 'e'};
    EXPECT_TRUE(covers.image(TrackId(1), 48).isNull());
    now_ += std::chrono::hours(1);
    EXPECT_TRUE(covers.image(TrackId(1), 48).isNull());
    EXPECT_EQ(reads_, 1);
}

TEST_F(CoverImagesTest, WhatNobodyWaitsForIsNeitherReadNorRememberedAsMissing) {
    auto covers = images();
    std::atomic<bool> cancel{true};
    EXPECT_TRUE(covers.image(TrackId(1), 48, &cancel).isNull());
    EXPECT_EQ(reads_, 0);
    EXPECT_FALSE(covers.image(TrackId(1), 48).isNull());
}

TEST_F(CoverImagesTest, TheNextStartTakesThemFromTheDisk) {
    const test::TemporaryFolder folder;
    const auto store = std::make_shared<ThumbnailStore>(folder.path());
    const QImage first = images(store).image(TrackId(1), 48);
    const QImage second = images(store).image(TrackId(2), 48);
    EXPECT_EQ(reads_, 1);
    ASSERT_EQ(second.size(), first.size());
    // A JPEG in between.
    EXPECT_NEAR(second.pixelColor(9, 9).red(), 255, 4);
    EXPECT_NEAR(second.pixelColor(9, 9).blue(), 0, 4);
}

TEST_F(CoverImagesTest, WhatLetsTheBackgroundThroughDoesSoFromTheDiskToo) {
    const test::TemporaryFolder folder;
    const auto store = std::make_shared<ThumbnailStore>(folder.path());
    QImage image(100, 100, QImage::Format_ARGB32);
    image.fill(QColor(0, 0, 255, 100));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    cover_.bytes = {bytes.begin(), bytes.end()};
    images(store).image(TrackId(1), 48);
    EXPECT_EQ(images(store).image(TrackId(1), 48).pixelColor(9, 9).alpha(), 100);
    EXPECT_EQ(reads_, 1);
}

TEST_F(CoverImagesTest, ADamagedThumbnailIsMadeAnew) {
    const test::TemporaryFolder folder;
    const auto store = std::make_shared<ThumbnailStore>(folder.path());
    images(store).image(TrackId(1), 48);
    std::filesystem::resize_file(store->file_of({7, 64}), 40);
    EXPECT_FALSE(images(store).image(TrackId(1), 48).isNull());
    EXPECT_EQ(reads_, 2);
    ASSERT_TRUE(store->write({7, 64}, "whole, but no picture"));
    EXPECT_FALSE(images(store).image(TrackId(1), 48).isNull());
    EXPECT_EQ(reads_, 3);
}

TEST_F(CoverImagesTest, MemoryIsBounded) {
    auto covers = images();
    cover_ = png(1024, 1024);
    for (std::uint64_t key = 10; key < 30; ++key) {
        set_keys(key, key, key);
        // Four MiB each.
        EXPECT_FALSE(covers.image(TrackId(1), 1024).isNull());
    }
    EXPECT_LE(covers.held_kib(), 24 * 1024);
    EXPECT_GE(covers.held_kib(), 16 * 1024);
}

TEST(CoverKeysTest, TellWhichPictureATrackHasNowAndWhenToAskAgain) {
    test::Services services;
    Track track = test::track(1, "One", "A", "X");
    track.cover = CoverKind::embedded;
    services.fill({track});
    const auto set_key = [&services](std::uint64_t key) {
        ASSERT_TRUE(services.database->write_now([key](SQLite::Database& db) {
            db.exec("UPDATE tracks SET cover_key = " + std::to_string(key));
        }));
        ASSERT_TRUE(services.library->reload());
    };
    set_key(7);
    LibraryChanges library(*services.library);
    const CoverKeys keys(library);
    const QString before = keys.of(1);
    EXPECT_FALSE(before.isEmpty());
    EXPECT_EQ(keys.of(99), QString());
    const int revision = keys.revision();
    set_key(8);
    ASSERT_TRUE(test::wait_until([&] { return keys.revision() > revision; }));
    EXPECT_NE(keys.of(1), before);
}

}  // namespace
}  // namespace refrain
