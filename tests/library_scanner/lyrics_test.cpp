// The words of tracks: .lrc files, and what tags of every kind hold.
#include "library_scanner/lyrics/lrc.h"
#include "library_scanner/lyrics/lyrics_of_file.h"
#include "library_scanner/scan/ask_reader.h"
#include "library_scanner/text/utf8.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"

#include <cstdlib>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

LyricLine at(std::int64_t ms, std::string text) {
    return {Milliseconds(ms), std::move(text)};
}

LyricLine plain(std::string text) {
    return {std::nullopt, std::move(text)};
}

std::vector<LyricLine> lines_of(std::string_view text) {
    return parse_lyrics(text).lines;
}

// --- the form of .lrc

TEST(Lrc, EachLineHasItsTime) {
    EXPECT_THAT(lines_of("[00:12.00]One\n[01:05.50]Two\r\n[02:00]Three"),
                ElementsAre(at(12'000, "One"), at(65'500, "Two"), at(120'000, "Three")));
    EXPECT_TRUE(parse_lyrics("[00:12.00]One").timed());
}

TEST(Lrc, TimesAreWrittenInManyWays) {
    const std::vector<std::pair<std::string, std::int64_t>> table{
        {"00:01", 1000},          {"0:1", 1000},
        {"00:01.5", 1500},        {"00:01.50", 1500},
        {"00:01.505", 1505},      {"00:01:50", 1500},
        {"00:01,50", 1500},       {" 00:01.50 ", 1500},
        {"90:00.00", 5'400'000},  {"1:30:00.00", 5'400'000},
        {"999:59.99", 59'999'990}};
    for (const auto& [text, ms] : table) {
        EXPECT_THAT(lines_of("[" + text + "]x"), ElementsAre(at(ms, "x"))) << text;
    }
}

TEST(Lrc, WhatIsNoTimeIsText) {
    for (const auto* text : {"[Chorus]", "[00:61.00]x", "[00:01.0000]x", "[:]", "[00:]", "[12345:00]x", "[x",
                             "[]", "(00:12)", "[-1:00]x", "[99999999999999999999:00]x"}) {
        EXPECT_THAT(lines_of(text), ElementsAre(plain(text))) << text;
    }
}

TEST(Lrc, ARefrainStandsAtEachOfItsTimes) {
    EXPECT_THAT(lines_of("[00:10.00][00:30.00]La la\n[00:20.00]Verse"),
                ElementsAre(at(10'000, "La la"), at(20'000, "Verse"), at(30'000, "La la")));
}

TEST(Lrc, APositiveOffsetMakesTheWordsComeSoonerAndNoneBeforeTheStart) {
    EXPECT_THAT(lines_of("[offset:+500]\n[00:10.00]a"), ElementsAre(at(9'500, "a")));
    EXPECT_THAT(lines_of("[offset: -250]\n[00:10.00]a"), ElementsAre(at(10'250, "a")));
    EXPECT_THAT(lines_of("[00:00.20]a\n[offset:500]"), ElementsAre(at(0, "a")));
    EXPECT_THAT(lines_of("[offset:soon]\n[00:10.00]a"), ElementsAre(at(10'000, "a")));
}

TEST(Lrc, HeadingsAreNoWordsAndMayNameTheLanguage) {
    const auto lyrics = parse_lyrics("[ar:Ann]\n[ti:Title]\n[la:eng]\n[00:01.00]a\n[by:somebody]");
    EXPECT_THAT(lyrics.lines, ElementsAre(at(1'000, "a")));
    EXPECT_EQ(lyrics.language, "eng");
}

TEST(Lrc, TimesOfSingleWordsAreDropped) {
    EXPECT_THAT(lines_of("[00:01.00]<00:01.00>One <00:01.50>two <3"), ElementsAre(at(1'000, "One two <3")));
}

TEST(Lrc, ALineWithoutATimeStaysBehindTheOneItFollows) {
    EXPECT_THAT(lines_of("[00:20.00]b\n(softly)\n\n[00:10.00]a"),
                ElementsAre(at(10'000, "a"), at(20'000, "b"), plain("(softly)")));
}

TEST(Lrc, PlainWordsKeepTheirVersesApart) {
    const auto lyrics = parse_lyrics("\n\nOne\r\nTwo\r\rThree \n\n\n");
    EXPECT_THAT(lyrics.lines, ElementsAre(plain("One"), plain("Two"), plain(""), plain("Three")));
    EXPECT_FALSE(lyrics.timed());
}

TEST(Lrc, ALineOfVeryManyTimesIsBounded) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
        text += "[00:01]";
    }
    text += std::string(300'000, 'x');
    const auto lyrics = parse_lyrics(text);
    EXPECT_LE(lyrics.lines.size(), most_lyric_lines);
    std::size_t bytes = 0;
    for (const auto& line : lyrics.lines) {
        bytes += line.text.size();
    }
    EXPECT_LT(bytes, 6 * max_lyrics_bytes);
}

RC_GTEST_PROP(Lrc, AnyBytesAreLinesInOrder, ()) {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::oneOf(rc::gen::element<std::string>("[00:01.00]", "[1:2:3.4]", "\n", "[offset:-9999999]",
                                                     "<00:01>", "[", "]", "日本"),
                       rc::gen::container<std::string>(rc::gen::arbitrary<char>())));
    std::string text;
    for (const auto& piece : pieces) {
        text += piece;
    }
    Milliseconds last{0};
    for (const auto& line : lines_of(text)) {
        RC_ASSERT(is_valid_utf8(line.text));
        if (line.at) {
            RC_ASSERT(*line.at >= last);
            last = *line.at;
        }
    }
}

// --- beside the music

TEST(LyricsBeside, AreFoundByTheNameOfTheMusicInAnyEncoding) {
    const TemporaryFolder folder;
    const auto song = (folder / "a.b.mp3").native();
    EXPECT_EQ(lyrics_beside_file(song).value(), std::nullopt);
    write_file(folder / "a.b.LRC", "[00:01.00]One");
    EXPECT_THAT(lyrics_beside_file(song).value()->lines, ElementsAre(at(1'000, "One")));
    // UTF-16 with its mark, as Windows' editor writes it.
    write_file(folder / "a.b.lrc",
               "\xff\xfe[\0"
               "0\0"
               "0\0:\0"
               "0\0"
               "2\0]\0\x2b\x67\xf4\x66"s);
    EXPECT_THAT(lyrics_beside_file(song).value()->lines, ElementsAre(at(2'000, "末更")));
    write_file(folder / "a.b.lrc", "");
    EXPECT_EQ(lyrics_beside_file(song).value(), std::nullopt);
    write_file(folder / "a.b.lrc", std::string(max_lyrics_bytes + 1, 'x'));
    const auto large = lyrics_beside_file(song);
    ASSERT_FALSE(large);
    EXPECT_THAT(large.error().message, HasSubstr("too large"));
    EXPECT_EQ(large.error().path, (folder / "a.b.lrc").native());
}

// --- inside it

std::vector<Lyrics> words_in(const std::string& bytes) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", bytes);
    auto found = lyrics_in_file((folder / "a.mp3").native());
    if (!found) {
        throw std::runtime_error(found.error().text());
    }
    return std::move(found).value();
}

std::string sylt(int unit, const std::vector<std::pair<std::string, std::uint32_t>>& entries) {
    auto content =
        "\x03"
        "eng"s +
        static_cast<char>(unit) + "\x01live\0"s;
    for (const auto& [text, time] : entries) {
        content += text + '\0' + number(time, 4, true);
    }
    return content;
}

TEST(LyricsInside, WithTimesComeBeforePlainOnesOfAnyLanguage) {
    const auto words = words_in(id3v2({{"USLT",
                                        "\x03"
                                        "deu\0Eins\nZwei"s},
                                       {"USLT", "\x03XXXnotes\0One\nTwo"s},
                                       {"SYLT", sylt(2, {{"One", 1000}, {"Two", 2500}})}}) +
                                silent_mp3());
    ASSERT_THAT(words, SizeIs(3));
    EXPECT_THAT(words[0].lines, ElementsAre(at(1'000, "One"), at(2'500, "Two")));
    EXPECT_EQ(words[0].language, "eng");
    EXPECT_EQ(words[0].description, "live");
    EXPECT_THAT(words[1].lines, ElementsAre(plain("Eins"), plain("Zwei")));
    EXPECT_EQ(words[1].language, "deu");
    EXPECT_EQ(words[2].language, "");
    EXPECT_EQ(words[2].description, "notes");
}

TEST(LyricsInside, TimesInMpegFramesAreTakenAtTheLengthOfAFrame) {
    // 1152 samples at 44,100 Hz.
    const auto words = words_in(id3v2({{"SYLT", sylt(1, {{"One", 0}, {"Two", 100}})}}) + silent_mp3());
    EXPECT_THAT(words.at(0).lines, ElementsAre(at(0, "One"), at(2'612, "Two")));
}

TEST(LyricsInside, SyllablesAreJoinedToLines) {
    const auto words = words_in(
        id3v2({{"SYLT",
                sylt(2, {{"Re", 100}, {"frain", 300}, {"\nall", 1000}, {" night", 1500}, {"\n", 2000}})}}) +
        silent_mp3());
    EXPECT_THAT(words.at(0).lines, ElementsAre(at(100, "Refrain"), at(1'000, "all night"), at(2'000, "")));
}

TEST(LyricsInside, OfAPlainFieldMayHaveTimesToo) {
    const auto words = words_in(id3v2({{"USLT",
                                        "\x03"
                                        "eng\0[00:02.00]Two\n[00:01.00]One"s}}) +
                                silent_mp3());
    EXPECT_THAT(words.at(0).lines, ElementsAre(at(1'000, "One"), at(2'000, "Two")));
}

TEST(LyricsInside, AFileWithoutWordsHasNone) {
    EXPECT_THAT(words_in(tagged_mp3("a", "b")), IsEmpty());
    EXPECT_THAT(words_in(id3v2({{"USLT",
                                 "\x03"
                                 "eng\0 \n "s}}) +
                         silent_mp3()),
                IsEmpty());
}

struct Kind {
    const char* kind;
    const char* extension;
    const char* arguments;
};

void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.kind;
}

class LyricsByMutagen : public ::testing::TestWithParam<Kind> {};

TEST_P(LyricsByMutagen, AreFoundByTheReader) {
    const TemporaryFolder folder;
    const auto file = folder / ("song."s + GetParam().extension);
    encode(file, 1.0, GetParam().arguments);
    const auto tag =
        "/usr/bin/python3 " REFRAIN_TAG_WITH_MUTAGEN " "s + GetParam().kind + " '" + file.native() + "'";
    ASSERT_EQ(std::system(tag.c_str()), 0);
    const auto words = ask_for_lyrics(REFRAIN_TAG_READER, file.native());
    ASSERT_TRUE(words) << words.error().text();
    ASSERT_THAT(words.value(), SizeIs(1));
    EXPECT_THAT(words.value()[0].lines, ElementsAre(plain("First line"), plain("Second line")));
}

INSTANTIATE_TEST_SUITE_P(Written, LyricsByMutagen,
                         ::testing::Values(Kind{"id3v24", "mp3", ""}, Kind{"id3v23", "mp3", ""},
                                           Kind{"wav", "wav", ""}, Kind{"aiff", "aiff", ""},
                                           Kind{"flac", "flac", ""}, Kind{"vorbis", "ogg", "-c:a libvorbis"},
                                           Kind{"opus", "opus", "-c:a libopus"},
                                           Kind{"mp4", "m4a", "-c:a aac"}, Kind{"ape", "wv", "-c:a wavpack"},
                                           Kind{"asf", "wma", "-c:a wmav2"}),
                         [](const auto& tested) { return tested.param.kind; });

// --- asked of a reader

TEST(AskedForLyrics, AFileThatBringsTheReaderDownIsAnErrorAndNoMore) {
    const TemporaryFolder folder;
    ReaderLimits limits;
    limits.computing = Milliseconds(100);
    limits.idle = Milliseconds(300);
    const auto error_of = [&](const std::string& order) {
        write_file(folder / (order + ".mp3"), order);
        const auto words = ask_for_lyrics(MISBEHAVING_READER, (folder / (order + ".mp3")).native(), limits);
        return words ? "no error" : words.error().message;
    };
    EXPECT_THAT(error_of("crash"), HasSubstr("made the tag reader crash"));
    EXPECT_THAT(error_of("hang"), HasSubstr("busy without an end"));
    EXPECT_THAT(error_of("wait"), HasSubstr("disk does not answer"));
    EXPECT_THAT(error_of("babble"), HasSubstr("nonsense"));
    EXPECT_THAT(error_of("end"), HasSubstr("made the tag reader end"));
    EXPECT_THAT(error_of("eat"), HasSubstr("needs more memory"));
}

TEST(AskedForLyrics, AReaderThatIsNotThereIsAnError) {
    EXPECT_FALSE(ask_for_lyrics("/nowhere/reader", "/nowhere/a.mp3"));
}

TEST(FoundLyrics, ThoseBesideTheMusicComeFirstAndCountWhereTheMusicCannotBeRead) {
    const TemporaryFolder folder;
    const auto song = folder / "a.mp3";
    write_file(song, id3v2({{"USLT",
                             "\x03"
                             "eng\0Inside"s}}) +
                         silent_mp3());
    write_file(folder / "a.lrc", "[00:01.00]Beside");
    const auto both = find_lyrics(REFRAIN_TAG_READER, song.native());
    ASSERT_TRUE(both);
    ASSERT_THAT(both.value(), SizeIs(2));
    EXPECT_EQ(both.value()[0].lines.front().text, "Beside");
    EXPECT_EQ(both.value()[1].lines.front().text, "Inside");
    write_file(song, "no music");
    EXPECT_THAT(find_lyrics(REFRAIN_TAG_READER, song.native()).value(), SizeIs(1));
    std::filesystem::remove(folder / "a.lrc");
    EXPECT_FALSE(find_lyrics(REFRAIN_TAG_READER, song.native()));
}

}  // namespace
}  // namespace refrain
