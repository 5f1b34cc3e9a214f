// Places in FLAC files without a table: on a file put together by hand, on damaged ones, and through a deck.
#include "player/engine/decoding/trimming/flac_index.h"

#include "tests/player/decoding/written_flac.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr std::uint64_t minute = 60 * written_flac_rate;

class CountingBytes final : public Bytes {
  public:
    explicit CountingBytes(std::string bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::size_t read(std::uint64_t offset, char* out, std::size_t length) const override {
        const std::size_t got = BytesInMemory(bytes_).read(offset, out, length);
        bytes_read += got;
        return got;
    }
    mutable std::uint64_t bytes_read = 0;

  private:
    std::string bytes_;
};

/// An hour: 7031 frames.
std::shared_ptr<const CountingBytes> hour() {
    static const auto file = std::make_shared<const CountingBytes>(written_flac(60 * minute / 4096));
    return file;
}

struct Point {
    std::uint64_t sample = 0, offset = 0;
};
/// Of the block behind STREAMINFO, which is the last.
std::vector<Point> table_of(const Bytes& file) {
    constexpr std::uint64_t table_at = 4 + 4 + 34;
    const std::string header = file.take(table_at, 4).value();
    EXPECT_EQ(header[0], '\x83');
    std::vector<Point> points;
    for (std::uint64_t at = table_at + 4; at < table_at + 4 + big_endian(header, 1, 3); at += 18) {
        const std::string bytes = file.take(at, 18).value();
        points.push_back({big_endian(bytes, 0, 8), big_endian(bytes, 8, 8)});
    }
    return points;
}

TEST(FlacFrames, AreReadAsTheStandardSays) {
    // RFC 9639, D.1.2: one sample, number 0.
    const auto example = parse_flac_frame(std::string_view("\xFF\xF8\x69\x18\x00\x00\xBF", 7));
    ASSERT_TRUE(example);
    EXPECT_FALSE(example->variable);
    EXPECT_EQ(example->block, 1U);
    EXPECT_EQ(example->number, 0U);
    EXPECT_FALSE(parse_flac_frame(std::string_view("\xFF\xF8\x69\x18\x00\x00\xBE", 7))) << "wrong checksum";
    EXPECT_FALSE(parse_flac_frame(std::string_view("\xFF\xF8\x69\x18\x00\x00", 6))) << "cut short";
    EXPECT_FALSE(parse_flac_frame(""));
}

TEST(FlacFrames, HaveNumbersOfOneToSevenBytes) {
    struct Number {
        std::uint64_t value;
        std::string coded;
    };
    // The largest of each length.
    const std::vector<Number> numbers{{0x7F, "\x7F"},
                                      {0x7FF, "\xDF\xBF"},
                                      {0xFFFF, "\xEF\xBF\xBF"},
                                      {0x1FFFFF, "\xF7\xBF\xBF\xBF"},
                                      {0x3FFFFFF, "\xFB\xBF\xBF\xBF\xBF"},
                                      {0x7FFFFFFF, "\xFD\xBF\xBF\xBF\xBF\xBF"},
                                      {0xFFFFFFFFF, "\xFE\xBF\xBF\xBF\xBF\xBF\xBF"}};
    for (const auto& [value, coded] : numbers) {
        ByteWriter header;
        // Of changing size, 4096 samples.
        header.big(0xFFF9C402, 4).text(coded);
        header.big(checksum_of(header.bytes(), 8, 0x107), 1);
        const auto frame = parse_flac_frame(header.bytes());
        ASSERT_TRUE(frame) << value;
        EXPECT_TRUE(frame->variable);
        EXPECT_EQ(frame->number, value);
        EXPECT_EQ(frame->block, 4096U);
    }
}

TEST(AFlacIndex, FindsAPlaceAtMostTenSecondsOrTwoFramesLengthsBeforeTheOneWantedAndReadsLittle) {
    for (const std::uint64_t wanted : {59 * minute, 45 * minute, 31 * minute, 29 * minute}) {
        auto index = FlacIndex::of(hour());
        ASSERT_TRUE(index);
        EXPECT_EQ(index->rate(), written_flac_rate);
        hour()->bytes_read = 0;
        ASSERT_TRUE(index->approach(wanted));
        // The file has 15 MB.
        EXPECT_LT(hour()->bytes_read, 500'000U);
        const auto shown = index->with_table();
        const auto points = table_of(*shown);
        const std::uint64_t frames_at = 4 + 4 + 34 + 4 + 18 * points.size();
        Point nearest;
        for (const auto& [sample, offset] : points) {
            const auto frame = parse_flac_frame(shown->take(frames_at + offset, 16).value());
            ASSERT_TRUE(frame);
            EXPECT_EQ(frame->number * written_flac_block, sample);
            nearest = sample <= wanted ? Point{sample, offset} : nearest;
        }
        // A frame of silence takes at most 13 bytes, one that is not packed 4106.
        const bool silent = wanted < 30 * minute;
        EXPECT_LE(wanted - nearest.sample,
                  silent ? 2 * 4106 / 11 * written_flac_block : 10 * written_flac_rate);
        EXPECT_FALSE(index->approach(wanted)) << "nothing new";
        EXPECT_EQ(shown->size(), frames_at + hour()->size() - (4 + 4 + 34));
    }
}

TEST(AFlacIndex, LooksForNothingNearWhatIsKnown) {
    auto index = FlacIndex::of(hour());
    EXPECT_FALSE(index->approach(0));
    EXPECT_FALSE(index->approach(minute));
    ASSERT_TRUE(index->approach(50 * minute));
    EXPECT_FALSE(index->approach(50 * minute + minute / 2));
}

TEST(AFlacIndex, KnowsTheLengthFromTheLastFrameWhereTheFileSaysLess) {
    const std::uint64_t frames = 200, length = frames * written_flac_block;
    const std::string whole = written_flac(frames);
    struct Said {
        std::uint64_t total, known;
    };
    for (const auto& [total, known] :
         {Said{length, length}, {0, length}, {1000, length}, {2 * length, 2 * length}}) {
        ByteWriter number;
        number.big(total, 4);
        std::string changed = whole;
        changed.replace(8 + 14, 4, number.bytes());
        EXPECT_EQ(FlacIndex::of(std::make_shared<CountingBytes>(changed))->length(), known) << total;
    }
    // Cut within the last frame: its header still counts.
    const std::string cut = whole.substr(0, whole.size() - 1000);
    EXPECT_EQ(FlacIndex::of(std::make_shared<CountingBytes>(cut))->length(), length);
}

TEST(AFlacIndex, IsNotMadeOfOtherFilesNorOfOnesThatBeginInTheMiddle) {
    const std::string whole = written_flac(20);
    EXPECT_FALSE(FlacIndex::of(std::make_shared<CountingBytes>("")));
    EXPECT_FALSE(FlacIndex::of(std::make_shared<CountingBytes>("OggS and so on")));
    EXPECT_FALSE(FlacIndex::of(std::make_shared<CountingBytes>(whole.substr(0, 42))));
    std::string later = whole.substr(0, 42) + whole.substr(42 + 11);
    EXPECT_FALSE(FlacIndex::of(std::make_shared<CountingBytes>(later)));
    EXPECT_TRUE(FlacIndex::of(std::make_shared<CountingBytes>(whole)));
}

RC_GTEST_PROP(AFlacIndexOfDamagedFiles, NamesOnlyPlacesWhereFramesBegin, ()) {
    static const std::string whole = written_flac(300);
    std::string bytes = whole;
    for (const auto& [at, value] : *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
             rc::gen::pair(rc::gen::arbitrary<std::size_t>(), rc::gen::arbitrary<char>()))) {
        bytes[at % bytes.size()] = value;
    }
    bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
    auto index = FlacIndex::of(std::make_shared<CountingBytes>(bytes));
    if (!index) {
        return;
    }
    index->approach(*rc::gen::inRange<std::uint64_t>(0, 400 * written_flac_block));
    const auto shown = index->with_table();
    const auto points = table_of(*shown);
    const std::uint64_t frames_at = 4 + 4 + 34 + 4 + 18 * points.size();
    for (const auto& [sample, offset] : points) {
        const auto frame = parse_flac_frame(shown->take(frames_at + offset, 16).value_or(""));
        RC_ASSERT(frame.has_value());
    }
    RC_ASSERT(index->length() < 1ULL << 37U);
}

}  // namespace
}  // namespace refrain
