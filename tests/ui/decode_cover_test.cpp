// Covers of every kind as pictures to show, and hostile ones.
#include "ui/images/decode_cover.h"

#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <QBuffer>
#include <QImageWriter>
#include <gtest/gtest.h>

namespace refrain {
namespace {

CoverImage cover_of(const QByteArray& bytes) {
    return {{bytes.begin(), bytes.end()}, "image/*"};
}

QImage red(int width, int height, QImage::Format format = QImage::Format_RGB32) {
    QImage image(width, height, format);
    image.fill(Qt::red);
    return image;
}

QByteArray written(const QImage& image, const char* format, bool progressive = false) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setProgressiveScanWrite(progressive);
    writer.write(image);
    return bytes;
}

CoverImage png(int width, int height) {
    return cover_of(written(red(width, height), "png"));
}

/// Made by ffmpeg from `input`, the arguments before the file's name.
CoverImage made_by_ffmpeg(const std::string& input, const std::string& name) {
    const test::TemporaryFolder folder;
    const auto file = folder / name;
    const auto command = "ffmpeg -nostdin -loglevel error " + input + " '" + file.native() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT(concurrency-mt-unsafe): one thread
    std::ifstream in(file, std::ios::binary);
    return {{std::istreambuf_iterator<char>(in), {}}, "image/*"};
}

/// Colours come back from lossy formats nearly as they were.
bool is_nearly(QColor seen, QColor meant) {
    const auto near = [](int a, int b) { return std::abs(a - b) <= 12; };
    return near(seen.red(), meant.red()) && near(seen.green(), meant.green()) &&
           near(seen.blue(), meant.blue());
}

TEST(DecodeCover, IsTheMiddleOfThePictureAsASquareOfTheSizeAskedFor) {
    QImage image = red(400, 200);
    for (int y = 0; y < 200; ++y) {
        for (int x = 100; x < 300; ++x) {
            image.setPixelColor(x, y, Qt::blue);
        }
    }
    const QImage cover = decode_cover(cover_of(written(image, "png")), 100);
    ASSERT_EQ(cover.size(), QSize(100, 100));
    EXPECT_EQ(cover.pixelColor(2, 50), QColor(Qt::blue));
    EXPECT_EQ(cover.pixelColor(97, 50), QColor(Qt::blue));
}

TEST(DecodeCover, ScalesNoSmallPictureUp) {
    EXPECT_EQ(decode_cover(png(20, 30), 100).size(), QSize(20, 20));
}

TEST(DecodeCover, AStripDoesNotGrowWithTheSquareItIsShownIn) {
    EXPECT_EQ(decode_cover(png(12000, 1), 1024).size(), QSize(1, 1));
}

TEST(DecodeCover, RefusesWhatIsNoPicture) {
    EXPECT_TRUE(decode_cover({}, 100).isNull());
    EXPECT_TRUE(decode_cover({{'h', 'e', 'l', 'l', 'o'}, "image/png"}, 100).isNull());
    const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    EXPECT_TRUE(decode_cover({{svg.begin(), svg.end()}, "image/svg+xml"}, 100).isNull());
}

TEST(DecodeCover, RefusesAHeaderThatClaimsMorePixelsThanAnyCoverHas) {
    CoverImage cover = cover_of(written(red(8, 8), "bmp"));
    ASSERT_FALSE(decode_cover(cover, 100).isNull());
    // The header of a BMP holds width and height as little-endian 32 bit at 18 and 22: 30000 each.
    const std::uint8_t claim[] = {0x30, 0x75, 0, 0, 0x30, 0x75, 0, 0};
    std::copy(std::begin(claim), std::end(claim), cover.bytes.begin() + 18);
    EXPECT_TRUE(decode_cover(cover, 100).isNull());
}

TEST(DecodeCover, OneThatBreaksOffIsShownOrRefusedButNeverMore) {
    for (const char* format : {"jpeg", "png", "bmp"}) {
        const QByteArray whole = written(red(64, 64), format);
        for (qsizetype size = 0; size < whole.size(); size += 7) {
            const QImage cover = decode_cover(cover_of(whole.left(size)), 32);
            EXPECT_TRUE(cover.isNull() || cover.size() == QSize(32, 32)) << format << " " << size;
        }
    }
}

TEST(DecodeCover, ReadsWhatProgramsWrite) {
    struct Case {
        const char* what;
        CoverImage cover;
    };
    const std::string one_red = "-f lavfi -i color=red:size=64x64 -frames:v 1";
    const Case cases[] = {
        {"baseline JPEG", cover_of(written(red(64, 64), "jpeg"))},
        {"progressive JPEG", cover_of(written(red(64, 64), "jpeg", true))},
        {"PNG", png(64, 64)},
        {"PNG of 16 bits", cover_of(written(red(64, 64, QImage::Format_RGBA64), "png"))},
        {"PNG with alpha", cover_of(written(red(64, 64, QImage::Format_ARGB32), "png"))},
        {"PNG with a palette",
         cover_of(written(red(64, 64).convertToFormat(QImage::Format_Indexed8), "png"))},
        {"BMP", cover_of(written(red(64, 64), "bmp"))},
        {"GIF", made_by_ffmpeg(one_red, "a.gif")},
        {"WebP", made_by_ffmpeg(one_red, "a.webp")},
        {"lossless WebP", made_by_ffmpeg(one_red + " -lossless 1", "a.webp")},
    };
    for (const Case& one : cases) {
        const QImage cover = decode_cover(one.cover, 32);
        ASSERT_EQ(cover.size(), QSize(32, 32)) << one.what;
        EXPECT_EQ(cover.depth(), 32) << one.what;
        EXPECT_TRUE(is_nearly(cover.pixelColor(16, 16), Qt::red))
            << one.what << " " << cover.pixelColor(16, 16).name().toStdString();
    }
}

TEST(DecodeCover, GreyIsGrey) {
    QImage grey(64, 64, QImage::Format_Grayscale8);
    grey.fill(QColor(90, 90, 90));
    for (const char* format : {"jpeg", "png"}) {
        const QImage cover = decode_cover(cover_of(written(grey, format)), 32);
        ASSERT_FALSE(cover.isNull());
        EXPECT_TRUE(is_nearly(cover.pixelColor(9, 9), QColor(90, 90, 90))) << format;
    }
}

TEST(DecodeCover, OfAnAnimationIsItsFirstFrame) {
    const std::string red_then_blue =
        "-f lavfi -i color=red:size=64x64:rate=2:duration=1 -f lavfi -i "
        "color=blue:size=64x64:rate=2:duration=1 "
        "-filter_complex concat -loop 0";
    for (const auto& cover : {made_by_ffmpeg(red_then_blue, "a.gif"),
                              made_by_ffmpeg(red_then_blue + " -c:v libwebp_anim", "a.webp")}) {
        const QImage image = decode_cover(cover, 32);
        ASSERT_EQ(image.size(), QSize(32, 32));
        EXPECT_TRUE(is_nearly(image.pixelColor(16, 16), Qt::red));
    }
}

TEST(DecodeCover, IsTurnedAsTheCameraSays) {
    QImage image = red(64, 64);
    for (int y = 0; y < 64; ++y) {
        for (int x = 32; x < 64; ++x) {
            image.setPixelColor(x, y, Qt::blue);
        }
    }
    QByteArray bytes = written(image, "jpeg");
    // EXIF, big-endian: one entry, the orientation (0x0112), 6: the left side of the picture is its top.
    const QByteArray exif = QByteArray::fromHex("ffe10022457869660000") +
                            QByteArray::fromHex("4d4d002a00000008") +
                            QByteArray::fromHex("000101120003000000010006000000000000");
    bytes.insert(2, exif);
    const QImage cover = decode_cover(cover_of(bytes), 32);
    ASSERT_EQ(cover.size(), QSize(32, 32));
    EXPECT_TRUE(is_nearly(cover.pixelColor(16, 4), Qt::red));
    EXPECT_TRUE(is_nearly(cover.pixelColor(16, 28), Qt::blue));
}

/// A baseline JPEG of 8 x 8 pixels in one colour of four inks, as the printing trade's programs write it:
/// full is 0 ("Adobe"). After ITU-T T.81: a block is its mean alone.
QByteArray four_inks(std::array<int, 4> inks) {
    const auto segment = [](const char* marker, const QByteArray& body) {
        return QByteArray::fromHex(marker) + static_cast<char>((body.size() + 2) >> 8) +
               static_cast<char>((body.size() + 2) & 0xff) + body;
    };
    QByteArray frame = QByteArray::fromHex("080008000804");
    QByteArray scan = QByteArray::fromHex("04");
    // Divided by 8, the mean's coefficient is the sample less 128. Nine means' sizes of 4 bits each; of the
    // other coefficients only "all are zero", of 1 bit.
    const QByteArray quantiser = QByteArray(1, '\0') + QByteArray(64, 8);
    const QByteArray means = QByteArray::fromHex("00") + QByteArray::fromHex("00000009") +
                             QByteArray(12, '\0') + QByteArray::fromHex("000102030405060708");
    const QByteArray others = QByteArray::fromHex("10") + QByteArray::fromHex("01") + QByteArray(15, '\0') +
                              QByteArray::fromHex("00");
    std::string bits;
    const auto put = [&bits](int value, int count) {
        for (int i = count - 1; i >= 0; --i) {
            bits += (value >> i & 1) != 0 ? '1' : '0';
        }
    };
    for (int i = 0; i < 4; ++i) {
        frame += QByteArray(1, static_cast<char>(i + 1)) + QByteArray::fromHex("1100");
        scan += QByteArray(1, static_cast<char>(i + 1)) + QByteArray(1, '\0');
        const int mean = inks[static_cast<std::size_t>(i)] - 128;
        int size = 0;
        while (std::abs(mean) >> size != 0) {
            ++size;
        }
        put(size, 4);
        put(mean < 0 ? mean + (1 << size) - 1 : mean, size);
        put(0, 1);
    }
    bits.resize((bits.size() + 7) / 8 * 8, '1');
    scan += QByteArray::fromHex("003f00");
    QByteArray coded;
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        coded += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
        coded += coded.back() == '\xff' ? QByteArray(1, '\0') : QByteArray();
    }
    return QByteArray::fromHex("ffd8") + segment("ffee", "Adobe" + QByteArray::fromHex("00640000000000")) +
           segment("ffdb", quantiser) + segment("ffc0", frame) + segment("ffc4", means) +
           segment("ffc4", others) + segment("ffda", scan) + coded + QByteArray::fromHex("ffd9");
}

TEST(DecodeCover, FourInksAreColours) {
    // Magenta and yellow in full, neither cyan nor black.
    const QImage cover = decode_cover(cover_of(four_inks({255, 0, 0, 255})), 32);
    ASSERT_EQ(cover.size(), QSize(8, 8));
    EXPECT_TRUE(is_nearly(cover.pixelColor(4, 4), Qt::red)) << cover.pixelColor(4, 4).name().toStdString();
}

}  // namespace
}  // namespace refrain
