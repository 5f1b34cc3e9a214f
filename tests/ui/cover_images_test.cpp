#include "ui/images/cover_images.h"

#include "tests/ui/ui_fixture.h"

#include <atomic>

#include <QBuffer>
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

TEST(CoverImages, AskTheDiskOnceForThePictureOfASize) {
    Track with_cover = test::track(1, "One", "A", "X");
    with_cover.cover = CoverKind::embedded;
    const auto library = std::make_shared<const LibrarySnapshot>(
        std::vector<Track>{with_cover, test::track(2, "Two", "A", "X")});
    std::atomic<int> reads{0};
    CoverImages images(
        [&](const TrackView&) -> Result<CoverImage> {
            ++reads;
            return png(64, 64);
        },
        [&] { return library; });
    EXPECT_FALSE(images.image(TrackId(1), 48).isNull());
    EXPECT_FALSE(images.image(TrackId(1), 48).isNull());
    EXPECT_TRUE(images.image(TrackId(2), 48).isNull()) << "no cover, so nothing is read";
    EXPECT_TRUE(images.image(TrackId(9), 48).isNull());
    EXPECT_EQ(reads, 1);
}

}  // namespace
}  // namespace refrain
