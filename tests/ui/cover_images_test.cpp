#include "ui/images/cover_images.h"

#include "tests/ui/ui_fixture.h"

#include <atomic>

#include <QBuffer>
#include <gtest/gtest.h>

namespace refrain {
namespace {

CoverImage picture(int width, int height, const char* format) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return {{bytes.begin(), bytes.end()}, "image/*"};
}

CoverImage png(int width, int height) {
    return picture(width, height, "PNG");
}

TEST(DecodeCover, ScalesDownToCoverTheSquareAskedFor) {
    EXPECT_EQ(decode_cover(png(400, 200), 100).size(), QSize(200, 100));
}

TEST(DecodeCover, LeavesASmallPictureAsItIs) {
    EXPECT_EQ(decode_cover(png(20, 30), 100).size(), QSize(20, 30));
}

TEST(DecodeCover, RefusesWhatIsNoPicture) {
    EXPECT_TRUE(decode_cover({}, 100).isNull());
    EXPECT_TRUE(decode_cover({{'h', 'e', 'l', 'l', 'o'}, "image/png"}, 100).isNull());
    const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    EXPECT_TRUE(decode_cover({{svg.begin(), svg.end()}, "image/svg+xml"}, 100).isNull());
}

TEST(DecodeCover, RefusesAHeaderThatClaimsMorePixelsThanAnyCoverHas) {
    CoverImage cover = picture(8, 8, "BMP");
    ASSERT_FALSE(decode_cover(cover, 100).isNull());
    // The header of a BMP holds width and height as little-endian 32 bit at 18 and 22: 30000 each.
    const std::uint8_t claim[] = {0x30, 0x75, 0, 0, 0x30, 0x75, 0, 0};
    std::copy(std::begin(claim), std::end(claim), cover.bytes.begin() + 18);
    EXPECT_TRUE(decode_cover(cover, 100).isNull());
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
