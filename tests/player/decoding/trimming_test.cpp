// The parsers of encoder delay as pure functions: on bytes put together by hand from the formats' own words,
// and on arbitrary ones.
#include "player/engine/decoding/trimming/trimming.h"

#include "library_scanner/audio_file/dff_as_dsf.h"
#include "player/engine/decoding/trimming/id3_tags.h"
#include "player/engine/decoding/trimming/itunes_gapless.h"
#include "player/engine/decoding/trimming/mp3_header.h"
#include "player/engine/decoding/trimming/mp4_edits.h"
#include "player/engine/decoding/trimming/ogg_links.h"
#include "tests/player/decoding/byte_writer.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using testing_audio::ByteWriter;

constexpr std::string_view note = " 00000000 00000840 000001CA 00000000003F31F6 00000000 00000000";

TEST(ITunesGapless, ReadsDelayPaddingAndLength) {
    const auto found = parse_itunes_gapless(note);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->delay, 2112);
    EXPECT_EQ(found->padding, 458);
    EXPECT_EQ(found->frames, 4141558);
}

TEST(ITunesGapless, TakesNoNonsense) {
    for (const std::string_view text : {"", "hello", " 00000000 00000840", " 0 0 0 0", " 0 -1 0 100",
                                        " 0 99999999 0 100", " 0 840 0 FFFFFFFFFFFFFFFFFF"}) {
        EXPECT_FALSE(parse_itunes_gapless(text)) << text;
    }
}

// MPEG 1 layer III, no checksum, 128 kbit/s, 44,100 Hz, joint stereo: 1152 / 8 * 128000 / 44100 = 417 bytes.
constexpr std::string_view header{"\xFF\xFB\x90\x64", 4};
constexpr std::size_t frame_bytes = 417;

std::string frame(std::string_view inside = "", std::size_t at = 4) {
    std::string bytes(header);
    bytes.resize(frame_bytes, '\0');
    return bytes.replace(at, inside.size(), inside);
}

TEST(Mp3Frames, AreReadAsTheStandardSays) {
    const auto stereo = parse_mp3_frame(header);
    ASSERT_TRUE(stereo);
    EXPECT_EQ(stereo->rate, 44100);
    EXPECT_EQ(stereo->samples, 1152);
    EXPECT_EQ(stereo->channels, 2);
    EXPECT_EQ(stereo->length, 417);
    // MPEG 2, 64 kbit/s, 22,050 Hz, mono, padded: 72 * 64000 / 22050 + 1 = 209.
    const auto mono = parse_mp3_frame("\xFF\xF3\x82\xC0");
    ASSERT_TRUE(mono);
    EXPECT_EQ(mono->rate, 22050);
    EXPECT_EQ(mono->samples, 576);
    EXPECT_EQ(mono->channels, 1);
    EXPECT_EQ(mono->length, 209);
    // MPEG 2.5, 8 kbit/s, 8,000 Hz.
    EXPECT_EQ(parse_mp3_frame("\xFF\xE3\x18\xC0")->rate, 8000);
    // No sync, layer II, free format, bitrate 15, reserved rate, reserved version.
    for (const std::string_view bad :
         {"\xFE\xFB\x90\x64", "\xFF\xFD\x90\x64", "\xFF\xFB\x04\x64", "\xFF\xFB\xF0\x64", "\xFF\xFB\x9C\x64",
          "\xFF\xEB\x90\x64", "\xFF\xFB"}) {
        EXPECT_FALSE(parse_mp3_frame(bad));
    }
}

/// The table of a file of `frames` frames, with LAME's extension.
std::string lame_table(std::uint32_t frames, std::uint32_t bytes, std::uint32_t delay, std::uint32_t padding,
                       std::string_view name = "LAME3.100") {
    ByteWriter table;
    table.text("Info").big(15, 4).big(frames, 4).big(bytes, 4).padded("", 100).big(50, 4);
    table.padded(name, 9).padded("", 12).big(delay << 12U | padding, 3);
    return frame(table.bytes(), 4 + 32);
}

Trimming trimming_of(const std::string& bytes) {
    return find_trimming(BytesInMemory(bytes));
}

std::string frames(int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += frame();
    }
    return all;
}

TEST(Mp3Trimming, CutsWhatLameSaysAndTheDecodersDelay) {
    const std::string file = lame_table(10, 11 * 417, 576, 1105) + frames(10);
    const Trimming trimming = trimming_of(file);
    EXPECT_EQ(trimming.skip, 576 + 529);
    EXPECT_EQ(trimming.frames, 10 * 1152 - 576 - 1105);
    EXPECT_EQ(trimming.rate, 44100);
    EXPECT_EQ(trimming.view.begin, 417U) << "the table's frame is no sound";
    EXPECT_FALSE(trimming.view.end);
}

TEST(Mp3Trimming, HeedsOtherEncodersInLamesPlace) {
    EXPECT_EQ(trimming_of(lame_table(10, 0, 576, 1000, "Lavc59.37") + frames(10)).skip, 576 + 529);
    EXPECT_EQ(trimming_of(lame_table(10, 0, 576, 1000, std::string_view("\0\0\0\0", 4)) + frames(10)).skip, 0)
        << "what no encoder signed is not heeded";
}

TEST(Mp3Trimming, LeavesFilesWithoutTableAlone) {
    const Trimming trimming = trimming_of(frames(10));
    EXPECT_EQ(trimming.skip, 0);
    EXPECT_FALSE(trimming.frames);
    EXPECT_EQ(trimming.view.begin, 0U);
}

TEST(Mp3Trimming, StepsOverTagsOnBothSides) {
    // The size of ID3v2 has seven bits a byte: 300 = 2 * 128 + 44. Two of them in a row, as some tools leave.
    ByteWriter tag;
    tag.text("ID3").big(3, 1).big(0, 2).big(2U << 8U | 44U, 4).padded("", 300);
    const std::string ape =
        ByteWriter().padded("", 50).bytes() +
        ByteWriter().text("APETAGEX").little(2000, 4).little(82, 4).padded("", 16).bytes();
    const std::string id3v1 = ByteWriter().padded("TAG", 128).bytes();
    const std::string music = lame_table(10, 11 * 417, 576, 1105) + frames(10);
    const Trimming trimming = trimming_of(tag.bytes() + tag.bytes() + music + ape + id3v1);
    EXPECT_EQ(trimming.view.begin, 620U + 417U);
    EXPECT_EQ(trimming.view.end, 620U + music.size());
    EXPECT_EQ(trimming.skip, 1105);
}

TEST(Mp3Trimming, SkipsAFraunhoferTableWithoutTrimming) {
    ByteWriter table;
    table.text("VBRI").big(1, 2).big(1000, 2).big(75, 2).big(11 * 417, 4).big(10, 4);
    const Trimming trimming = trimming_of(frame(table.bytes(), 36) + frames(10));
    EXPECT_EQ(trimming.view.begin, 417U);
    EXPECT_EQ(trimming.skip, 0);
    EXPECT_EQ(trimming.frames, 11'520);
}

TEST(Mp3Trimming, ReadsITunesNoteFromAComment) {
    for (const bool wide : {false, true}) {
        std::string text = std::string("iTunSMPB") + '\0' + std::string(note);
        if (wide) {
            std::string units = "\xFF\xFE";
            for (const char c : text) {
                units += c;
                units += c == '\0' ? std::string("\0\xFF\xFE", 3) : std::string(1, '\0');
            }
            text = units;
        }
        ByteWriter body;
        body.text("COMM").big(4 + text.size(), 4).big(0, 2).big(wide ? 1 : 0, 1).text("eng").text(text);
        ByteWriter tag;
        const auto size = static_cast<std::uint32_t>(body.size());
        tag.text("ID3").big(3, 1).big(0, 2).big((size >> 7U) << 8U | (size & 127U), 4).append(body);
        const Trimming trimming = trimming_of(tag.bytes() + frames(10));
        EXPECT_EQ(trimming.skip, 2112 + 529) << wide;
        EXPECT_EQ(trimming.frames, 4141558) << wide;
    }
}

TEST(Mp3Trimming, DoesNotTakeOtherFilesForMp3) {
    EXPECT_TRUE(trimming_of("fLaC" + frames(10)).caps.empty());
    EXPECT_TRUE(trimming_of("RIFF" + frames(10)).caps.empty());
    EXPECT_TRUE(trimming_of("x" + frames(2) + "and that was all").caps.empty()) << "two frames, by chance";
    EXPECT_FALSE(trimming_of("x" + frames(6)).caps.empty());
}

struct Mp4 {
    std::uint32_t movie_scale = 1000, movie_duration = 10018;
    std::uint32_t scale = 44100, duration = 442801;
    /// Duration in the movie's scale and start in the sound's.
    std::vector<std::pair<std::uint32_t, std::int32_t>> edits;
    std::string note;

    static ByteWriter box(std::string_view kind, const ByteWriter& body) {
        ByteWriter whole;
        return whole.big(8 + body.size(), 4).text(kind).append(body);
    }
    std::string bytes() const {
        ByteWriter list;
        list.big(0, 4).big(edits.size(), 4);
        for (const auto& [length, start] : edits) {
            list.big(length, 4).big(static_cast<std::uint32_t>(start), 4).big(0x10000, 4);
        }
        ByteWriter media;
        media.append(box("mdhd", ByteWriter().padded("", 12).big(scale, 4).big(duration, 4).big(0, 4)));
        media.append(box("hdlr", ByteWriter().padded("", 8).text("soun").padded("", 12)));
        ByteWriter track;
        if (!edits.empty()) {
            track.append(box("edts", box("elst", list)));
        }
        track.append(box("mdia", media));
        ByteWriter movie;
        movie.append(box(
            "mvhd", ByteWriter().padded("", 12).big(movie_scale, 4).big(movie_duration, 4).padded("", 80)));
        movie.append(box("trak", track));
        if (!note.empty()) {
            ByteWriter item;
            item.append(box("mean", ByteWriter().big(0, 4).text("com.apple.iTunes")));
            item.append(box("name", ByteWriter().big(0, 4).text("iTunSMPB")));
            item.append(box("data", ByteWriter().big(1, 4).big(0, 4).text(note)));
            movie.append(
                box("udta", box("meta", ByteWriter().big(0, 4).append(box("ilst", box("----", item))))));
        }
        ByteWriter file;
        file.append(box("ftyp", ByteWriter().text("M4A ").big(0, 4)))
            .append(box("mdat", ByteWriter().padded("", 99)));
        return file.append(box("moov", movie)).bytes();
    }
};

std::string seen(const std::string& file) {
    const auto bytes = std::make_shared<BytesInMemory>(file);
    const auto view = seen_through(find_trimming(*bytes).view, bytes);
    return view->take(0, static_cast<std::size_t>(view->size())).value();
}

TEST(Mp4Trimming, FollowsTheEditListAndHidesIt) {
    Mp4 mp4;
    mp4.edits = {{10018, 1024}};
    const std::string file = mp4.bytes();
    const Trimming trimming = trimming_of(file);
    EXPECT_EQ(trimming.rate, 44100);
    EXPECT_EQ(trimming.skip, 1024);
    EXPECT_EQ(trimming.frames, 442801 - 1024)
        << "an end within one millisecond of the sound's is the sound's";
    const std::string shown = seen(file);
    EXPECT_EQ(shown.find("edts"), std::string::npos);
    // And the movie is said to be as long as all of the sound: 442801 / 44.1 = 10040.8 ms.
    const std::size_t duration = shown.find("mvhd") + 4 + 16;
    EXPECT_EQ(big_endian(shown, duration, 4), 10'041U);
}

TEST(Mp4Trimming, EndsBeforeTheSoundWhereTheEditDoes) {
    Mp4 mp4;
    mp4.edits = {{5000, 1024}};
    EXPECT_EQ(trimming_of(mp4.bytes()).frames, 220'500);
    mp4.edits = {{0, 1024}};
    EXPECT_EQ(trimming_of(mp4.bytes()).frames, 442801 - 1024) << "0: to the end";
}

TEST(Mp4Trimming, StepsOverSilenceAndLeavesPiecesToGStreamer) {
    Mp4 mp4;
    mp4.edits = {{500, -1}, {10018, 2112}};
    EXPECT_EQ(trimming_of(mp4.bytes()).skip, 2112);
    mp4.edits = {{500, 0}, {500, 100'000}};
    const Trimming trimming = trimming_of(mp4.bytes());
    EXPECT_EQ(trimming.skip, 0);
    EXPECT_TRUE(trimming.view.patches.empty());
}

TEST(Mp4Trimming, TakesITunesNoteForExact) {
    Mp4 mp4;
    mp4.duration = 4141558 + 2112 + 458;
    mp4.note = note;
    const Trimming trimming = trimming_of(mp4.bytes());
    EXPECT_EQ(trimming.skip, 2112);
    EXPECT_EQ(trimming.frames, 4141558);
    mp4.duration = 1000;
    EXPECT_EQ(trimming_of(mp4.bytes()).skip, 0) << "a note of another file";
}

TEST(Mp4Trimming, LeavesFilesThatSayNothingWhole) {
    const Trimming trimming = trimming_of(Mp4().bytes());
    EXPECT_EQ(trimming.skip, 0);
    EXPECT_FALSE(trimming.frames);
}

/// A page of a stream: `kind` 2 begins it, 4 ends it.
std::string ogg_page(std::uint32_t stream, int kind, std::int64_t granule, const std::string& packet) {
    ByteWriter page;
    page.text("OggS").little(0, 1).little(static_cast<std::uint64_t>(kind), 1);
    page.little(static_cast<std::uint64_t>(granule), 8).little(stream, 4).little(0, 4).little(0, 4);
    page.little(packet.size() / 255 + 1, 1);
    for (std::size_t i = 0; i < packet.size() / 255; ++i) {
        page.little(255, 1);
    }
    return page.little(packet.size() % 255, 1).bytes() + packet;
}
std::string opus_link(std::uint32_t stream, std::int64_t first, std::int64_t last, std::size_t packets) {
    constexpr int skipped = 312;
    ByteWriter head;
    head.text("OpusHead").little(1, 1).little(2, 1).little(skipped, 2).little(48'000, 4).little(0, 3);
    std::string bytes = ogg_page(stream, 2, 0, head.bytes()) + ogg_page(stream, 0, 0, "OpusTags");
    for (std::size_t i = 0; i < packets; ++i) {
        const std::int64_t granule = i + 1 < packets ? first + static_cast<std::int64_t>(i) * 960 : last;
        bytes += ogg_page(stream, i + 1 < packets ? 0 : 4, granule, std::string(700 + i % 3 * 500, 'x'));
    }
    return bytes;
}

TEST(OggLinks, BeginWhereTheOneBeforeEndsAndLastAsTheirPagesSay) {
    const std::vector<std::string> parts{opus_link(1, 960, 960 * 500, 500), opus_link(2, 960, 48'312, 3),
                                         opus_link(7, 960, 960 * 90, 90)};
    const std::string bytes = parts[0] + parts[1] + parts[2];
    const auto links = find_ogg_links(BytesInMemory(bytes));
    ASSERT_EQ(links.size(), 3U);
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < links.size(); ++i) {
        EXPECT_EQ(links[i].begin, at);
        at += parts[i].size();
        EXPECT_EQ(links[i].end, at);
    }
    EXPECT_EQ(links[0].duration, (960 * 500 - 312) * 1'000'000'000ULL / 48'000);
    EXPECT_EQ(links[1].duration, 1'000'000'000ULL);
}

TEST(OggLinks, ThatJoinAStreamInItsMiddleCountFromThere) {
    // Some hours into it, a second of it.
    const std::string bytes = opus_link(1, 960, 960 * 50, 50) + opus_link(2, 500'000'000, 500'048'000, 50);
    const auto links = find_ogg_links(BytesInMemory(bytes));
    ASSERT_EQ(links.size(), 2U);
    EXPECT_EQ(links[1].duration, 1'000'000'000ULL);
}

TEST(OggLinks, AreNotFoundInOneFileNorInWhatIsNone) {
    const std::string one = opus_link(1, 960, 960 * 50, 50);
    EXPECT_TRUE(find_ogg_links(BytesInMemory(one)).empty());
    EXPECT_TRUE(find_ogg_links(BytesInMemory("")).empty());
    EXPECT_TRUE(find_ogg_links(BytesInMemory(std::string(100'000, 'O'))).empty());
    EXPECT_TRUE(find_ogg_links(BytesInMemory(one + std::string(100'000, '\0'))).empty());
}

RC_GTEST_PROP(AnyOggBytes, GiveLinksThatFollowEachOther, ()) {
    std::string bytes = opus_link(1, 960, 960 * 20, 20) + opus_link(2, 960, 960 * 20, 20);
    const auto wounds = *rc::gen::inRange(0, 30);
    for (int i = 0; i < wounds; ++i) {
        bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
    }
    bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
    const auto links = find_ogg_links(BytesInMemory(bytes));
    std::uint64_t at = 0;
    for (const OggLink& link : links) {
        RC_ASSERT(link.begin == at);
        RC_ASSERT(link.end > link.begin);
        at = link.end;
    }
    RC_ASSERT(links.empty() || at == bytes.size());
}

RC_GTEST_PROP(AnyBytes, TrimNothingImpossible, ()) {
    const auto start = *rc::gen::element<std::string>("", "ID3\x03", "ID3\x04", std::string(header), "FRM8",
                                                      Mp4().bytes(), lame_table(10, 0, 576, 0) + frames(3));
    std::string bytes = start + *rc::gen::string<std::string>();
    for (const auto& [at, value] : *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
             rc::gen::pair(rc::gen::arbitrary<std::size_t>(), rc::gen::arbitrary<char>()))) {
        if (!bytes.empty()) {
            bytes[at % bytes.size()] = value;
        }
    }
    const auto file = std::make_shared<BytesInMemory>(bytes);
    const Trimming trimming = find_trimming(*file);
    RC_ASSERT(trimming.skip >= 0);
    RC_ASSERT(trimming.frames.value_or(0) >= 0);
    RC_ASSERT(trimming.rate >= 0);
    RC_ASSERT(seen_through(trimming.view, file)->size() <= bytes.size());
    if (const auto dsf = dff_as_dsf(file)) {
        RC_ASSERT(
            dsf->take(0, static_cast<std::size_t>(std::min<std::uint64_t>(dsf->size(), 10'000))).has_value());
    }
}

RC_GTEST_PROP(AView, IsTheSameInPiecesAsAtOnce, ()) {
    const auto bytes = *rc::gen::container<std::string>(50, rc::gen::arbitrary<char>());
    FileView view;
    view.begin = *rc::gen::inRange<std::uint64_t>(0, 20);
    view.end = *rc::gen::inRange<std::uint64_t>(10, 70);
    view.patches = {{*rc::gen::inRange<std::uint64_t>(0, 60), "patch"},
                    {*rc::gen::inRange<std::uint64_t>(0, 60), "of"}};
    std::string expected = bytes;
    for (const auto& patch : view.patches) {
        for (std::size_t i = 0; i < patch.bytes.size() && patch.offset + i < expected.size(); ++i) {
            expected[patch.offset + i] = patch.bytes[i];
        }
    }
    const std::uint64_t end = std::max(view.begin, std::min<std::uint64_t>(*view.end, 50));
    expected = expected.substr(view.begin, end - view.begin);
    const auto seen_bytes = seen_through(view, std::make_shared<BytesInMemory>(bytes));
    RC_ASSERT(seen_bytes->size() == expected.size());
    std::string pieces;
    while (pieces.size() < expected.size()) {
        std::string piece(*rc::gen::inRange<std::size_t>(1, 9), '\0');
        piece.resize(seen_bytes->read(pieces.size(), piece.data(), piece.size()));
        RC_ASSERT(!piece.empty());
        pieces += piece;
    }
    RC_ASSERT(pieces == expected);
}

}  // namespace
}  // namespace refrain
