// Cue sheets as people have them: what is read, what is refused and why, and which part of which file becomes
// a track.
#include "library_scanner/cue/cue_sheet.h"
#include "library_scanner/cue/cue_tracks.h"
#include "library_scanner/cue/flac_cue_block.h"
#include "library_scanner/text/legacy_text.h"
#include "library_scanner/text/utf8.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

CueSheet sheet_of(std::string_view text) {
    auto parsed = parse_cue_sheet(text);
    if (!parsed) {
        throw std::runtime_error(parsed.error().message);
    }
    return std::move(parsed).value();
}

std::string reason_of(std::string_view text) {
    const auto parsed = parse_cue_sheet(text);
    return parsed ? "it was read" : parsed.error().message;
}

const char* const disc = R"(REM GENRE "Modern Classical"
REM DATE 2013
REM DISCID 860B640B
REM COMMENT "ExactAudioCopy v0.99pb4"
REM DISCNUMBER 1
REM REPLAYGAIN_ALBUM_GAIN -6.50 dB
REM REPLAYGAIN_ALBUM_PEAK 0.988312
CATALOG 0724385260926
PERFORMER "Nils Frahm"
TITLE "Spaces"
FILE "Nils Frahm - Spaces.wav" WAVE
  TRACK 01 AUDIO
    TITLE "An Aborted Beginning"
    PERFORMER "Nils Frahm"
    ISRC GBBPW1300001
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "Says"
    REM COMPOSER "N. Frahm"
    REM REPLAYGAIN_TRACK_GAIN -7.25 dB
    REM REPLAYGAIN_TRACK_PEAK 0.9
    FLAGS DCP
    INDEX 00 01:35:60
    INDEX 01 01:37:10
  TRACK 03 AUDIO
    TITLE "Said and "Done""
    PERFORMER "Anne Müller"
    PREGAP 00:02:00
    INDEX 01 09:52:74
)";

TEST(CueSheet, TellsTheDiscAndItsTracks) {
    const auto sheet = sheet_of(disc);
    EXPECT_EQ(sheet.title, "Spaces");
    EXPECT_EQ(sheet.performer, "Nils Frahm");
    EXPECT_EQ(sheet.genre, "Modern Classical");
    EXPECT_EQ(sheet.year, 2013);
    EXPECT_EQ(sheet.disc_number, 1);
    EXPECT_FLOAT_EQ(sheet.loudness.album_gain_db.value(), -6.5F);
    EXPECT_FLOAT_EQ(sheet.loudness.album_peak.value(), 0.988312F);
    EXPECT_THAT(sheet.files, ElementsAre("Nils Frahm - Spaces.wav"));
    ASSERT_THAT(sheet.tracks, SizeIs(3));
    EXPECT_EQ(sheet.tracks[0].title, "An Aborted Beginning");
    EXPECT_EQ(sheet.tracks[0].isrc, "GBBPW1300001");
    EXPECT_EQ(sheet.tracks[0].begin, CdFrames(0));
    EXPECT_EQ(sheet.tracks[1].number, 2);
    EXPECT_EQ(sheet.tracks[1].songwriter, "N. Frahm");
    EXPECT_EQ(sheet.tracks[1].gap_begin, CdFrames((60 + 35) * 75 + 60));
    EXPECT_EQ(sheet.tracks[1].begin, CdFrames((60 + 37) * 75 + 10));
    EXPECT_FLOAT_EQ(sheet.tracks[1].loudness.track_gain_db.value(), -7.25F);
    EXPECT_EQ(sheet.tracks[2].title, "Said and \"Done\"");
    EXPECT_EQ(sheet.tracks[2].performer, "Anne Müller");
    EXPECT_EQ(sheet.tracks[2].pregap, CdFrames(150));
    EXPECT_EQ(sheet.tracks[2].begin, CdFrames((9 * 60 + 52) * 75 + 74));
}

TEST(CueSheet, IsReadWhateverItsLineEndsCaseAndQuotes) {
    const auto plain = sheet_of("file a b.wav WAVE\ntrack 1 audio\ntitle One Two\nindex 1 0:0:0\n");
    EXPECT_EQ(plain.files[0], "a b.wav");
    EXPECT_EQ(plain.tracks[0].title, "One Two");
    const std::string text = disc;
    for (const char* line_end : {"\r\n", "\r"}) {
        std::string other;
        for (const char c : text) {
            other += c == '\n' ? std::string(line_end) : std::string(1, c);
        }
        EXPECT_EQ(sheet_of(other), sheet_of(text)) << (line_end[1] != '\0' ? "CR LF" : "CR");
    }
}

TEST(CueSheet, WhatNobodyKnowsIsPassedOver) {
    EXPECT_THAT(
        sheet_of("HELLO world\nREM\nREM FOO bar\nCDTEXTFILE \"x.cdt\"\nFILE \"a\" WAVE\nTRACK 1 AUDIO\n"
                 "POSTGAP 00:01:00\nINDEX 01 00:00:00\nINDEX 02 00:10:00\n")
            .tracks,
        SizeIs(1));
}

TEST(CueSheet, SaysWhichLineMakesNoSense) {
    EXPECT_THAT(reason_of(""), HasSubstr("names no track"));
    EXPECT_THAT(reason_of("<html>not found</html>"), HasSubstr("no cue sheet"));
    EXPECT_THAT(reason_of("TRACK 01 AUDIO\nINDEX 01 00:00:00"),
                HasSubstr("line 1 has a track before any file"));
    const auto with = [](const std::string& rest) {
        return reason_of("FILE \"a.wav\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n" + rest);
    };
    EXPECT_THAT(with("TRACK 02 AUDIO\nINDEX 01 99:61:00"), HasSubstr("line 5 is not a time"));
    EXPECT_THAT(with("TRACK 02 AUDIO\nINDEX 01 00:10:75"), HasSubstr("line 5 is not a time"));
    EXPECT_THAT(with("TRACK 02 AUDIO\nINDEX 01 soon"), HasSubstr("line 5 is not a time"));
    EXPECT_THAT(with("TRACK 02 AUDIO\nINDEX 01 -1:00:00"), HasSubstr("line 5 is not a time"));
    EXPECT_THAT(with("TRACK 02 AUDIO\nINDEX 01 00:00:00\n"), HasSubstr("begins no later than"));
    EXPECT_THAT(with("TRACK 01 AUDIO\nINDEX 01 01:00:00\n"), HasSubstr("track 1 out of its order"));
    EXPECT_THAT(with("TRACK 02 AUDIO\nTITLE x\n"), HasSubstr("track 2 was told where to begin"));
    EXPECT_THAT(with("TRACK AUDIO\n"), HasSubstr("without a number"));
    EXPECT_THAT(with("FILE \"\" WAVE\n"), HasSubstr("names no file"));
}

TEST(CueSheet, TimesAreMinutesSecondsAndSeventyFifths) {
    EXPECT_EQ(parse_cue_time("01:02:03"), CdFrames(62 * 75 + 3));
    EXPECT_EQ(parse_cue_time(" 123:00:74 "), CdFrames(123 * 60 * 75 + 74));
    for (const char* wrong :
         {"", "1", "1:2", "00:60:00", "00:00:75", "a:b:c", "1:2:3:4", "-1:00:00", "99999:00:00"}) {
        EXPECT_FALSE(parse_cue_time(wrong)) << wrong;
    }
}

// --- encodings

TEST(CueEncoding, TheByteOrderMarkTells) {
    EXPECT_EQ(to_utf8("\xef\xbb\xbfTITLE \"é\""), "TITLE \"é\"");
    EXPECT_EQ(to_utf8("\xff\xfeT\0\xe9\0"s), "Té");
    EXPECT_EQ(to_utf8("\xfe\xff\0T\0\xe9"s), "Té");
    EXPECT_EQ(to_utf8("T\0I\0T\0L\0E\0 \0\x16\x4e"s), "TITLE 世") << "without a mark";
}

TEST(CueEncoding, OldTextIsReadByItsLetters) {
    EXPECT_EQ(to_utf8(""), "");
    EXPECT_EQ(to_utf8("Motörhead"), "Motörhead");
    EXPECT_EQ(
        to_utf8("PERFORMER \"Bj\xf6rk Gu\xf0mundsd\xf3ttir\"\nTITLE \"Debut\"\nTITLE \"Human Behaviour\"\n"),
        "PERFORMER \"Björk Guðmundsdóttir\"\nTITLE \"Debut\"\nTITLE \"Human Behaviour\"\n");
    // "Виктор Цой, группа Кино, Группа крови на рукаве" in Windows-1251.
    EXPECT_THAT(to_utf8("\xc2\xe8\xea\xf2\xee\xf0 \xd6\xee\xe9, \xe3\xf0\xf3\xef\xef\xe0 \xca\xe8\xed\xee, "
                        "\xc3\xf0\xf3\xef\xef\xe0 \xea\xf0\xee\xe2\xe8 \xed\xe0 \xf0\xf3\xea\xe0\xe2\xe5"),
                HasSubstr("Группа крови на рукаве"));
}

// --- which file

TEST(CueFiles, AreFoundUnderOtherNamesToo) {
    CueSheet sheet;
    sheet.files = {"D:\\rips\\Spaces.wav"};
    const auto index = [&](const std::vector<std::string>& names, const char* own_name = "x.cue") {
        return match_cue_files(sheet, own_name, names)[0];
    };
    EXPECT_EQ(index({"a.flac", "Spaces.wav"}), 1u);
    EXPECT_EQ(index({"spaces.flac", "SPACES.WAV"}), 1u);
    EXPECT_EQ(index({"a.flac", "Spaces.flac"}), 1u);
    EXPECT_EQ(index({"a.flac", "spaces.ape"}), 1u);
    EXPECT_EQ(index({"a.flac", "x.flac"}), 1u) << "called like the sheet";
    EXPECT_EQ(index({"a.flac", "x.flac"}, "x.flac.cue"), 1u);
    EXPECT_EQ(index({"renamed.flac"}), 0u) << "there is no other";
    EXPECT_EQ(index({"a.flac", "b.flac"}), std::nullopt);
    EXPECT_EQ(index({}), std::nullopt);
}

TEST(CueFiles, SeveralAreEachMeantOnce) {
    CueSheet sheet;
    sheet.files = {"Side A.wav", "side a.wav", "Side B.wav"};
    EXPECT_THAT(match_cue_files(sheet, "x.cue", {"Side B.flac", "side a.flac", "Side A.flac"}),
                ElementsAre(2u, 1u, 0u));
    EXPECT_THAT(match_cue_files(sheet, "x.cue", {"Side A.flac"}),
                ElementsAre(0u, std::nullopt, std::nullopt));
}

// --- tracks

Track ten_minutes() {
    Track whole;
    whole.path = "/music/disc.flac";
    whole.title = "disc";
    whole.artist = "File Artist";
    whole.album = "File Album";
    whole.composer = "File Composer";
    whole.genres = {"File Genre", "Another"};
    whole.year = 1999;
    whole.disc_number = 2;
    whole.sample_rate = 44100;
    whole.channels = 2;
    whole.duration = Milliseconds(600'000);
    whole.cover = CoverKind::embedded;
    whole.loudness = {-3.0F, 0.5F, {}, {}};
    whole.musicbrainz_recording_id = "of the file";
    return whole;
}

TEST(CueTracks, EachEndsWhereTheNextBegins) {
    const auto tracks = cue_tracks(sheet_of(disc), 0, ten_minutes()).value();
    ASSERT_THAT(tracks, SizeIs(3));
    EXPECT_EQ(tracks[0].cue_begin, CdFrames(0));
    EXPECT_EQ(tracks[0].cue_end, tracks[1].cue_begin) << "the gap is the end of the track before it";
    EXPECT_EQ(tracks[1].cue_begin, CdFrames(97 * 75 + 10));
    EXPECT_EQ(tracks[2].cue_end, CdFrames(0)) << "the end of the file";
    // 97 s and 10/75 s.
    EXPECT_EQ(tracks[0].duration, Milliseconds(97'133));
    EXPECT_EQ(tracks[0].duration + tracks[1].duration + tracks[2].duration, Milliseconds(600'000));
}

TEST(CueTracks, HaveTheirOwnTextsAndThoseOfDiscAndFileWhereTheSheetIsSilent) {
    const auto tracks = cue_tracks(sheet_of(disc), 0, ten_minutes()).value();
    EXPECT_EQ(tracks[1].path, "/music/disc.flac");
    EXPECT_EQ(tracks[1].cue_track, 2);
    EXPECT_EQ(tracks[1].track_number, 2);
    EXPECT_EQ(tracks[1].title, "Says");
    EXPECT_EQ(tracks[1].artist, "Nils Frahm");
    EXPECT_EQ(tracks[1].composer, "N. Frahm");
    EXPECT_EQ(tracks[2].artist, "Anne Müller");
    EXPECT_EQ(tracks[2].album_artist, "Nils Frahm");
    EXPECT_EQ(tracks[2].composer, "File Composer");
    EXPECT_EQ(tracks[2].album, "Spaces");
    EXPECT_EQ(tracks[2].year, 2013);
    EXPECT_EQ(tracks[2].disc_number, 1);
    EXPECT_THAT(tracks[2].genres, ElementsAre("Modern Classical"));
    EXPECT_EQ(tracks[2].cover, CoverKind::embedded);
    EXPECT_EQ(tracks[2].sample_rate, 44100);
    EXPECT_THAT(tracks[2].musicbrainz_recording_id, IsEmpty());

    const auto bare = cue_tracks(sheet_of("FILE a WAVE\nTRACK 1 AUDIO\nINDEX 01 00:00:00\nTRACK 2 AUDIO\n"
                                          "INDEX 01 01:00:00\n"),
                                 0, ten_minutes())
                          .value();
    EXPECT_EQ(bare[1].title, "Track 02");
    EXPECT_EQ(bare[1].artist, "File Artist");
    EXPECT_EQ(bare[1].album, "File Album");
    EXPECT_EQ(bare[1].disc_number, 2);
    EXPECT_THAT(bare[1].genres, ElementsAre("File Genre", "Another"));
}

TEST(CueTracks, TheGainOfTheFileIsThatOfTheAlbum) {
    auto sheet = sheet_of(disc);
    auto tracks = cue_tracks(sheet, 0, ten_minutes()).value();
    EXPECT_EQ(tracks[0].loudness, (Loudness{{}, {}, -6.5F, 0.988312F}));
    EXPECT_EQ(tracks[1].loudness, (Loudness{-7.25F, 0.9F, -6.5F, 0.988312F}));
    sheet.loudness = {};
    tracks = cue_tracks(sheet, 0, ten_minutes()).value();
    EXPECT_EQ(tracks[0].loudness, (Loudness{{}, {}, -3.0F, 0.5F}));
}

TEST(CueTracks, DataTracksEndTheOneBeforeThemAndAreNoMusic) {
    const auto sheet = sheet_of(
        "FILE a WAVE\nTRACK 1 AUDIO\nINDEX 01 00:00:00\nTRACK 2 AUDIO\nINDEX 01 01:00:00\n"
        "TRACK 3 MODE1/2352\nINDEX 01 02:00:00\n");
    const auto tracks = cue_tracks(sheet, 0, ten_minutes()).value();
    ASSERT_THAT(tracks, SizeIs(2));
    EXPECT_EQ(tracks[1].duration, Milliseconds(60'000));
}

TEST(CueTracks, ASheetOfSeveralFilesGivesEachItsOwn) {
    const auto sheet = sheet_of(
        "FILE A.wav WAVE\nTRACK 1 AUDIO\nINDEX 01 00:00:00\nTRACK 2 AUDIO\nINDEX 01 05:00:00\n"
        "TRACK 3 AUDIO\nINDEX 00 09:58:00\nFILE B.wav WAVE\nINDEX 01 00:00:00\nTRACK 4 AUDIO\nINDEX 01 "
        "01:00:00\n");
    const auto first = cue_tracks(sheet, 0, ten_minutes()).value();
    ASSERT_THAT(first, SizeIs(2));
    EXPECT_EQ(first[1].cue_end, CdFrames(0)) << "the gap at its end belongs to it";
    const auto second = cue_tracks(sheet, 1, ten_minutes()).value();
    ASSERT_THAT(second, SizeIs(2));
    EXPECT_EQ(second[0].cue_track, 3);
    EXPECT_EQ(second[0].cue_begin, CdFrames(0));
    EXPECT_EQ(second[0].cue_end, CdFrames(60 * 75));
}

TEST(CueTracks, ASheetThatDoesNotFitItsFileSaysWhy) {
    auto whole = ten_minutes();
    whole.duration = Milliseconds(500'000);
    const auto tracks = cue_tracks(sheet_of(disc), 0, whole);
    ASSERT_FALSE(tracks);
    EXPECT_EQ(tracks.error().message, "cannot be used: track 3 begins at 9:52, and the file ends at 8:20");
    EXPECT_FALSE(cue_tracks(sheet_of("FILE a WAVE\nTRACK 1 AUDIO\nINDEX 01 00:00:00\n"), 0, whole));
}

// --- FLAC's block

std::string big_endian(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) {
        text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
}

std::string block_track(std::uint64_t offset, int number,
                        const std::vector<std::pair<std::uint64_t, int>>& points) {
    auto text = big_endian(offset, 8) + big_endian(static_cast<std::uint64_t>(number), 1) +
                std::string(12 + 1 + 13, '\0') + big_endian(points.size(), 1);
    for (const auto& [at, index] : points) {
        text += big_endian(at, 8) + big_endian(static_cast<std::uint64_t>(index), 1) + std::string(3, '\0');
    }
    return text;
}

TEST(FlacCueBlock, TellsWhereTheTracksBegin) {
    // One frame of a CD is 588 samples; the second track has a gap of 150 frames before it.
    const auto block = std::string(128 + 8 + 1 + 258, '\0') + big_endian(3, 1) + block_track(0, 1, {{0, 1}}) +
                       block_track(588 * 1000, 2, {{0, 0}, {588 * 150, 1}}) +
                       block_track(588 * 5000, 170, {});
    const auto sheet = parse_flac_cue_block(block, 44100).value();
    ASSERT_THAT(sheet.tracks, SizeIs(2));
    EXPECT_EQ(sheet.tracks[0].begin, CdFrames(0));
    EXPECT_EQ(sheet.tracks[1].begin, CdFrames(1150));
    EXPECT_TRUE(sheet.tracks[1].audio);
    EXPECT_FALSE(parse_flac_cue_block(block, 0));
    for (std::size_t length = 0; length < block.size() - 36; length += 7) {
        EXPECT_FALSE(parse_flac_cue_block(block.substr(0, length), 44100)) << length;
    }
}

// --- properties

/// A sheet as its author meant it, and the text of it.
std::string text_of(const CueSheet& sheet) {
    std::string text = "TITLE \"" + sheet.title + "\"\nPERFORMER \"" + sheet.performer + "\"\n";
    std::size_t files = 0;
    for (const auto& track : sheet.tracks) {
        for (; files <= track.file; ++files) {
            text += "FILE \"" + sheet.files[files] + "\" WAVE\n";
        }
        const auto frames = track.begin.count();
        text += "  TRACK " + std::to_string(track.number) + " AUDIO\n    TITLE \"" + track.title +
                "\"\n    INDEX 01 " + std::to_string(frames / 75 / 60) + ":" +
                std::to_string(frames / 75 % 60) + ":" + std::to_string(frames % 75) + "\n";
    }
    return text;
}

rc::Gen<std::string> any_words() {
    return rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
        {{8, rc::gen::inRange('a', 'z')}, {1, rc::gen::element('"', ':', '\\', '7')}}));
}

RC_GTEST_PROP(CueProperty, WhatASheetSaysIsRead, ()) {
    CueSheet sheet;
    sheet.title = *any_words();
    sheet.performer = *any_words();
    const auto files = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::size_t file = 0; file < files; ++file) {
        sheet.files.push_back("x" + *any_words());
        std::int64_t at = 0;
        const auto steps =
            *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 40'000));
        for (std::size_t i = 0; i <= steps.size(); ++i) {
            CueTrack track;
            track.number = static_cast<std::int32_t>(sheet.tracks.size()) + 1;
            track.file = file;
            track.title = *any_words();
            track.begin = CdFrames(at);
            sheet.tracks.push_back(track);
            at += i < steps.size() ? steps[i] : 0;
        }
    }
    const auto parsed = parse_cue_sheet(text_of(sheet));
    RC_ASSERT(parsed.ok());
    RC_ASSERT(parsed.value() == sheet);
}

RC_GTEST_PROP(CueProperty, AnyTextIsASheetInOrderOrAReason, ()) {
    const auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
        rc::gen::map(rc::gen::arbitrary<std::string>(), [](const auto& text) { return text + "\n"; }),
        rc::gen::map(
            rc::gen::tuple(rc::gen::element<std::string>("FILE a WAVE", "TRACK 1 AUDIO", "TRACK 2 AUDIO",
                                                         "INDEX 01 00:00:00", "INDEX 01 1:2:3", "INDEX 00",
                                                         "REM REPLAYGAIN_TRACK_GAIN nan", "TITLE \""),
                           rc::gen::element<std::string>("\n", "\r\n", " ")),
            [](const auto& pair) { return std::get<0>(pair) + std::get<1>(pair); })));
    std::string bytes;
    for (const auto& line : lines) {
        bytes += line;
    }
    const auto parsed = parse_cue_sheet(to_utf8(bytes));
    if (!parsed) {
        RC_ASSERT(!parsed.error().message.empty());
        return;
    }
    Track whole;
    whole.duration = Milliseconds(60'000);
    for (std::size_t file = 0; file < parsed.value().files.size(); ++file) {
        const auto tracks = cue_tracks(parsed.value(), file, whole);
        auto at = CdFrames(-1);
        for (const auto& track : tracks ? tracks.value() : std::vector<Track>()) {
            RC_ASSERT(is_valid_utf8(track.title) && !track.title.empty());
            RC_ASSERT(track.cue_begin > at);
            RC_ASSERT(track.cue_end.count() == 0 || track.cue_end > track.cue_begin);
            RC_ASSERT(track.duration.count() > 0);
            at = track.cue_begin;
        }
    }
}

}  // namespace
}  // namespace refrain
