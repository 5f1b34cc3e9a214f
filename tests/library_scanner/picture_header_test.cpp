// What pictures claim to be, and what is refused before anything is decoded. Headers written byte by byte
// after the formats' specifications.
#include "library_scanner/covers/picture_header.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

std::string big(std::uint32_t number, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) {
        text += static_cast<char>(number >> (8 * i) & 0xff);
    }
    return text;
}

std::string little(std::uint32_t number, int bytes) {
    auto text = big(number, bytes);
    return {text.rbegin(), text.rend()};
}

std::string png(std::uint32_t width, std::uint32_t height, char depth = 8, char colour = 2,
                char interlaced = 0) {
    return std::string("\x89PNG\r\n\x1a\n") + big(13, 4) + "IHDR" + big(width, 4) + big(height, 4) + depth +
           colour + std::string(2, '\0') + interlaced + big(0, 4);
}

std::string segment(char marker, const std::string& body) {
    return std::string("\xff") + marker + big(static_cast<std::uint32_t>(body.size() + 2), 2) + body;
}

constexpr char baseline = '\xc0', progressive = '\xc2';

/// `sampling`: of the first component, the others have 1 x 1.
std::string frame(char kind, std::uint32_t width, std::uint32_t height, int components = 3,
                  char sampling = 0x11, char bits = 8) {
    std::string body = bits + big(height, 2) + big(width, 2) + static_cast<char>(components);
    for (int i = 0; i < components; ++i) {
        body += {static_cast<char>(i + 1), i == 0 ? sampling : '\x11', '\0'};
    }
    return segment(kind, body);
}

std::string scan(int components) {
    std::string body(1, static_cast<char>(components));
    for (int i = 0; i < components; ++i) {
        body += {static_cast<char>(i + 1), '\0'};
    }
    // Coded data: an escaped ff, a restart marker.
    return segment('\xda', body + std::string("\0\x3f\0", 3)) + std::string("\x12\xff\0\x34\xff\xd0\x56", 7);
}

std::string jpeg(const std::string& frame_segment, const std::string& scans) {
    return std::string("\xff\xd8") + segment('\xe0', std::string("JFIF\0\1\1\0\0\1\0\1\0\0", 14)) +
           frame_segment + scans + "\xff\xd9";
}

std::string webp(const std::string& chunks) {
    return std::string("RIFF") + little(static_cast<std::uint32_t>(chunks.size() + 4), 4) + "WEBP" + chunks;
}

std::string chunk(const std::string& name, const std::string& body) {
    return name + little(static_cast<std::uint32_t>(body.size()), 4) + body +
           (body.size() % 2 == 1 ? "\1" : "");
}

bool is_safe(const std::string& bytes, std::uint32_t edge = 128) {
    const auto header = read_picture_header(bytes);
    return header && is_safe_to_decode(*header, edge);
}

TEST(PictureHeader, TellsThePixelsOfEachFormat) {
    const auto expect = [](const std::string& bytes, PictureFormat format, std::uint32_t width,
                           std::uint32_t height) {
        const auto header = read_picture_header(bytes);
        ASSERT_TRUE(header) << mime_type(format);
        EXPECT_EQ(header->format, format);
        EXPECT_EQ(header->width, width) << mime_type(format);
        EXPECT_EQ(header->height, height) << mime_type(format);
    };
    expect(png(600, 500), PictureFormat::png, 600, 500);
    expect(jpeg(frame(baseline, 600, 500), scan(3)), PictureFormat::jpeg, 600, 500);
    expect(std::string("GIF89a") + little(600, 2) + little(500, 2) + std::string(3, '\0'), PictureFormat::gif,
           600, 500);
    expect(std::string("BM") + std::string(12, '\0') + little(40, 4) + little(600, 4) + little(500, 4) +
               little(1, 4),
           PictureFormat::bmp, 600, 500);
    expect(webp(chunk("VP8 ", std::string("\0\0\0\x9d\x01\x2a", 6) + little(600, 2) + little(500, 2))),
           PictureFormat::webp, 600, 500);
    expect(webp(chunk("VP8L", std::string("\x2f") + little(599 | 499 << 14, 4))), PictureFormat::webp, 600,
           500);
}

TEST(PictureHeader, OfABmpThatBeginsAtTheTopHasANegativeHeight) {
    const auto header =
        read_picture_header(std::string("BM") + std::string(12, '\0') + little(40, 4) + little(6, 4) +
                            little(static_cast<std::uint32_t>(-5), 4) + little(1, 4));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->height, 5U);
}

TEST(PictureHeader, IsOfNoDrawingAndNoText) {
    for (const std::string bytes : {"", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
                                    "<?xml version='1.0'?><svg/>", "%PDF-1.7", "hello"}) {
        EXPECT_FALSE(read_picture_header(bytes)) << bytes;
    }
}

TEST(PictureHeader, ThatHasNoPixelsOrContradictsItselfIsNone) {
    EXPECT_FALSE(read_picture_header(png(0, 5)));
    EXPECT_FALSE(read_picture_header(jpeg(frame(baseline, 5, 0), scan(3))));
    EXPECT_FALSE(read_picture_header(jpeg("", scan(3)))) << "no frame";
    EXPECT_FALSE(read_picture_header(jpeg(frame(baseline, 5, 5), ""))) << "no scan";
    EXPECT_FALSE(read_picture_header(jpeg(frame(baseline, 5, 5) + frame(baseline, 9, 9), scan(3))))
        << "two frames";
    EXPECT_FALSE(read_picture_header(jpeg(frame(baseline, 5, 5, 3, 0x51), scan(3)))) << "sampled by 5";
    EXPECT_FALSE(read_picture_header(jpeg(frame(baseline, 5, 5, 3, 0x11, 12), scan(3)))) << "12 bits";
    EXPECT_FALSE(read_picture_header(jpeg(frame('\xc3', 5, 5), scan(3)))) << "lossless";
}

TEST(PictureHeader, OfAWebPBelievesTheLargerOfCanvasAndPicture) {
    const auto header = read_picture_header(
        webp(chunk("VP8X", std::string(4, '\0') + little(9, 3) + little(9, 3)) + chunk("ICCP", "odd") +
             chunk("VP8 ", std::string("\0\0\0\x9d\x01\x2a", 6) + little(16383, 2) + little(16383, 2))));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, 16383U);
    EXPECT_FALSE(is_safe_to_decode(*header, 128));
}

TEST(PictureHeader, CountsTheScansOfAProgressiveJpeg) {
    std::string scans = scan(3);
    for (int i = 0; i < 9; ++i) {
        scans += scan(1);
    }
    const auto header = read_picture_header(jpeg(frame(progressive, 600, 500), scans));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->scans, 10U);
    // 75 x 63 blocks of 64 coefficients, 2 bytes each, for three components.
    EXPECT_EQ(header->coefficient_bytes, 75ULL * 63 * 64 * 2 * 3);
}

TEST(PictureHeader, HalvedColoursHalveTheCoefficients) {
    const auto header = read_picture_header(jpeg(frame(progressive, 640, 480, 3, 0x22), scan(3)));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->coefficient_bytes, 640ULL * 480 * 2 * 3 / 2);
}

TEST(PictureHeader, ASequentialJpegInOneScanHoldsNoCoefficients) {
    const auto one = read_picture_header(jpeg(frame(baseline, 600, 500), scan(3)));
    EXPECT_EQ(one->coefficient_bytes, 0U);
    const auto apart = read_picture_header(jpeg(frame(baseline, 600, 500), scan(1) + scan(1) + scan(1)));
    EXPECT_EQ(apart->scans, 3U);
    EXPECT_GT(apart->coefficient_bytes, 0U);
}

TEST(PictureHeader, APreviewInsideAJpegIsNotThePicture) {
    const auto preview = jpeg(frame(baseline, 16, 16), scan(3));
    const auto header =
        read_picture_header(std::string("\xff\xd8") + segment('\xe1', std::string("Exif\0\0", 6) + preview) +
                            frame(baseline, 600, 500) + scan(3));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, 600U);
}

TEST(SafeToDecode, LetsTheLargestCoversThereAreThrough) {
    EXPECT_TRUE(is_safe(png(5000, 5000, 8, 6)));
    std::string scans;
    for (int i = 0; i < 10; ++i) {
        scans += scan(i == 0 ? 3 : 1);
    }
    EXPECT_TRUE(is_safe(jpeg(frame(progressive, 4000, 4000), scans), 1024));
    EXPECT_TRUE(is_safe(jpeg(frame(baseline, 8000, 8000), scan(3)), 1024)) << "decoded at a quarter";
}

TEST(SafeToDecode, RefusesWhatWouldTakeMoreThan112MiB) {
    EXPECT_FALSE(is_safe(png(8000, 8000, 8, 6))) << "256 MB of pixels";
    EXPECT_FALSE(is_safe(png(5000, 5000, 16, 6))) << "twice as many bytes a pixel";
    EXPECT_FALSE(is_safe(png(60000, 60000, 1, 3, 1))) << "a palette and an interlace change nothing";
    EXPECT_FALSE(is_safe(png(0xffffffff, 0xffffffff, 16, 0))) << "no product overflows";
    EXPECT_FALSE(is_safe(jpeg(frame(progressive, 8000, 8000), scan(3))))
        << "coefficients of the whole picture";
    EXPECT_FALSE(is_safe(jpeg(frame(baseline, 65500, 65500), scan(3))));
    // Shorter than the square asked for, it would be decoded whole.
    EXPECT_FALSE(is_safe(png(0x7fffffff, 1)));
}

TEST(SafeToDecode, RefusesScansThatKeepADecoderBusy) {
    std::string many;
    for (int i = 0; i < 65; ++i) {
        many += scan(3);
    }
    EXPECT_FALSE(is_safe(jpeg(frame(progressive, 64, 64), many)));
    std::string twenty;
    for (int i = 0; i < 20; ++i) {
        twenty += scan(3);
    }
    EXPECT_TRUE(is_safe(jpeg(frame(progressive, 3900, 3900), twenty)));
    EXPECT_FALSE(is_safe(jpeg(frame(progressive, 4100, 3950), twenty))) << "324 million pixels gone over";
}

TEST(DecodingDivisor, LeavesAtLeastTheSquareAskedFor) {
    const PictureHeader header{PictureFormat::jpeg, 1000, 800, 4, 0, 1};
    EXPECT_EQ(decoding_divisor(header, 100), 8U);
    EXPECT_EQ(decoding_divisor(header, 101), 4U);
    EXPECT_EQ(decoding_divisor(header, 400), 2U);
    EXPECT_EQ(decoding_divisor(header, 401), 1U);
    EXPECT_EQ(decoding_divisor(header, 4000), 1U);
    EXPECT_EQ(decoding_divisor({PictureFormat::png, 1000, 800, 4, 0, 1}, 100), 1U);
}

RC_GTEST_PROP(PictureHeaderProperty, AnyBytesBehindAnyBeginningAreReadOrRefused, ()) {
    const auto beginning = *rc::gen::element<std::string>(
        "\xff\xd8\xff", "\x89PNG\r\n\x1a\n", webp(""), webp(chunk("VP8X", std::string(10, '\x7f'))), "GIF89a",
        "BM", jpeg(frame(progressive, 40, 40), scan(3)), png(40, 40));
    auto bytes = beginning + *rc::gen::arbitrary<std::string>();
    if (*rc::gen::arbitrary<bool>()) {
        bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
    }
    if (const auto header = read_picture_header(bytes)) {
        RC_ASSERT(header->width > 0U && header->height > 0U && header->scans > 0U);
    }
}

}  // namespace
}  // namespace refrain
