// What a music file says about itself, and which files are no music.
#include "library_scanner/tags/file_type.h"
#include "library_scanner/tags/tag_reader.h"
#include "library_scanner/tags/tag_texts.h"
#include "library_scanner/tags/unmarked_utf16.h"
#include "library_scanner/text/utf8.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/unprivileged.h"

#include <string>
#include <sys/stat.h>
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
using ::testing::StartsWith;

Track track_of(const std::filesystem::path& file) {
    auto read = read_tags(file.native());
    if (!read) {
        throw std::runtime_error(read.error().text());
    }
    return std::move(read).value();
}

std::string reason_of(const std::filesystem::path& file) {
    const auto read = read_tags(file.native());
    return read ? "it was read as \"" + read.value().title + "\"" : read.error().message;
}

// --- real encoders

struct Format {
    const char* extension;
    const char* arguments;
    bool has_tags;
};

void PrintTo(const Format& format, std::ostream* out) {
    *out << format.extension;
}

class EveryFormat : public ::testing::TestWithParam<Format> {};

TEST_P(EveryFormat, TellsTagsLengthAndRates) {
    const TemporaryFolder folder;
    const auto file = folder / ("song."s + GetParam().extension);
    encode(file, 2.5,
           "-metadata title=Über -metadata artist='Nils Frahm' -metadata album=Spaces -metadata genre=Ambient"
           " -metadata date=2013-11-19 -metadata track=3/11 "s +
               GetParam().arguments);
    const auto track = track_of(file);
    EXPECT_NEAR(static_cast<double>(track.duration.count()), 2500, 120);
    EXPECT_GT(track.sample_rate, 0);
    EXPECT_EQ(track.channels, 2);
    EXPECT_GT(track.bitrate_kbps, 0);
    EXPECT_EQ(track.path, file.native());
    if (GetParam().has_tags) {
        EXPECT_EQ(track.title, "Über");
        EXPECT_EQ(track.artist, "Nils Frahm");
        EXPECT_EQ(track.album, "Spaces");
        EXPECT_THAT(track.genres, ElementsAre("Ambient"));
        EXPECT_EQ(track.year, 2013);
        EXPECT_EQ(track.track_number, 3);
    } else {
        EXPECT_EQ(track.title, "song");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Encoded, EveryFormat,
    ::testing::Values(Format{"mp3", "-c:a libmp3lame -q:a 4", true},
                      Format{"MP3", "-f mp3 -c:a libmp3lame -b:a 128k -write_xing 0", true},
                      Format{"flac", "", true}, Format{"ogg", "-c:a libvorbis", true},
                      Format{"oga", "-c:a flac -f ogg", true}, Format{"opus", "-c:a libopus", true},
                      Format{"m4a", "-c:a aac", true}, Format{"mp4", "-c:a alac", true},
                      Format{"aac", "-c:a aac -f adts", false}, Format{"wav", "", true},
                      Format{"aiff", "-write_id3v2 1", true}, Format{"wv", "-c:a wavpack", true},
                      Format{"tta", "-c:a tta", true}),
    [](const auto& tested) { return tested.param.extension + std::to_string(tested.index); });

// --- tags

Track track_with(const std::vector<std::pair<std::string, std::string>>& frames, int version = 4,
                 const char* name = "07 - File Name.mp3") {
    const TemporaryFolder folder;
    write_file(folder / name, id3v2(frames, version) + silent_mp3());
    return track_of(folder / name);
}

TEST(Tags, AllFieldsOfAnId3TagAreRead) {
    const auto track = track_with({{"TIT2", utf8_text("Says")},
                                   {"TPE1", utf8_text("Nils Frahm\0Anne Müller"s)},
                                   {"TPE2", utf8_text("Various Artists")},
                                   {"TALB", utf8_text("Spaces")},
                                   {"TCOM", utf8_text("N. Frahm")},
                                   {"TCON", utf8_text("Ambient\0Modern Classical"s)},
                                   {"TDRC", utf8_text("2013-11-19")},
                                   {"TRCK", utf8_text("2/11")},
                                   {"TPOS", utf8_text("1/2")},
                                   {"UFID", "http://musicbrainz.org\0b1a9c0e9-d987-4042-ae91-78d6a3267d69"s},
                                   {"APIC", picture_frame(tiny_jpeg())}});
    EXPECT_EQ(track.title, "Says");
    EXPECT_EQ(track.artist, "Nils Frahm; Anne Müller");
    EXPECT_EQ(track.album_artist, "Various Artists");
    EXPECT_EQ(track.album, "Spaces");
    EXPECT_EQ(track.composer, "N. Frahm");
    EXPECT_THAT(track.genres, ElementsAre("Ambient", "Modern Classical"));
    EXPECT_EQ(track.year, 2013);
    EXPECT_EQ(track.track_number, 2);
    EXPECT_EQ(track.disc_number, 1);
    EXPECT_EQ(track.musicbrainz_recording_id, "b1a9c0e9-d987-4042-ae91-78d6a3267d69");
    EXPECT_EQ(track.cover, CoverKind::embedded);
    // 100 frames of 1152 samples at 44,100 Hz.
    EXPECT_NEAR(static_cast<double>(track.duration.count()), 100 * 1152 / 44.1, 30);
    EXPECT_EQ(track.sample_rate, 44100);
    EXPECT_EQ(track.bitrate_kbps, 128);
}

TEST(Tags, NumberedGenresGetTheirNames) {
    EXPECT_THAT(split_genres("(17)", false), ElementsAre("Rock"));
    EXPECT_THAT(split_genres("17", false), ElementsAre("Rock"));
    EXPECT_THAT(split_genres("(4)(17)", false), ElementsAre("Disco", "Rock"));
    EXPECT_THAT(split_genres("(17)Krautrock", false), ElementsAre("Krautrock"));
    EXPECT_THAT(split_genres("(255)", false), IsEmpty());
    EXPECT_THAT(split_genres("(unfinished", false), ElementsAre("(unfinished"));
    EXPECT_THAT(split_genres("(", false), ElementsAre("("));
    EXPECT_THAT(split_genres("", false), IsEmpty());
    EXPECT_THAT(track_with({{"TCON", "\x00(17)"s}}, 3).genres, ElementsAre("Rock"));
}

TEST(Tags, GenresAreSplitWhereTheTagCannotSayItOtherwise) {
    EXPECT_THAT(split_genres("Rock; Pop;", false), ElementsAre("Rock", "Pop"));
    EXPECT_THAT(split_genres("Rock/Pop", false), ElementsAre("Rock/Pop"));
    EXPECT_THAT(split_genres("Rock/Pop", true), ElementsAre("Rock", "Pop"));
    EXPECT_THAT(split_genres("Folk Rock/Singer/Songwriter", true),
                ElementsAre("Folk Rock", "Singer/Songwriter"));
    EXPECT_THAT(split_genres("AC/DC-style Hard Rock", true), ElementsAre("AC/DC-style Hard Rock"));
    EXPECT_THAT(split_genres("/", true), IsEmpty());
}

TEST(Tags, NumbersAreTheFirstDigitsOfTheirText) {
    EXPECT_EQ(leading_number("3/12"), 3);
    EXPECT_EQ(leading_number("2011-05-01"), 2011);
    EXPECT_EQ(leading_number("A1"), 1);
    EXPECT_EQ(leading_number("99999999999999"), 0);
    EXPECT_EQ(leading_number("none"), 0);
    EXPECT_EQ(leading_number(""), 0);
}

TEST(Tags, AFileWithoutTitleIsCalledAsTheFile) {
    EXPECT_EQ(title_from_file_name("03 - Says.ogg"), "Says");
    EXPECT_EQ(title_from_file_name("1-03. Says.ogg"), "Says");
    EXPECT_EQ(title_from_file_name("03_Says.ogg"), "Says");
    EXPECT_EQ(title_from_file_name("99 Problems.mp3"), "99 Problems");
    EXPECT_EQ(title_from_file_name("1979.mp3"), "1979");
    EXPECT_EQ(title_from_file_name("03 - .mp3"), "03 -");
    EXPECT_EQ(title_from_file_name("...And Justice for All.mp3"), "...And Justice for All");
    EXPECT_EQ(title_from_file_name("Caf\xe9.mp3"), "Caf\ufffd");
    EXPECT_EQ(track_with({}).title, "File Name");
    EXPECT_EQ(track_with({{"TIT2", utf8_text("  ")}}).title, "File Name");
}

TEST(Tags, TextsThatNobodyTypedAreCutBetweenTwoCharacters) {
    const TemporaryFolder folder;
    std::string title;
    std::string genres;
    for (int i = 0; i < 100'000; ++i) {
        title += "ж";
        genres += "Genre " + std::to_string(i) + ";";
    }
    write_file(folder / "a.mp3",
               id3v2({{"TIT2", utf8_text("a" + title)}, {"TCON", utf8_text(genres)}}) + silent_mp3());
    const auto track = track_of(folder / "a.mp3");
    EXPECT_EQ(track.title, "a" + title.substr(0, 8190));
    EXPECT_EQ(track.genres.size(), 100u);
    EXPECT_EQ(track.genres.back(), "Genre 99");
}

TEST(Tags, WhiteSpaceAroundATextIsDropped) {
    EXPECT_EQ(track_with({{"TIT2", utf8_text("  Says \n")}}).title, "Says");
}

TEST(Tags, ATextThatIsNotUtf8IsShownAsFarAsItCanBe) {
    const auto track = track_with({{"TIT2", utf8_text("Caf\xe9")}});
    EXPECT_TRUE(is_valid_utf8(track.title));
    EXPECT_FALSE(track.title.empty());
}

TEST(Tags, AnOldTagAtTheEndCountsWhereTheNewOneIsSilent) {
    const TemporaryFolder folder;
    auto old = "TAGOld Title"s;
    old.resize(33, '\0');
    old += "Old Artist";
    old.resize(127, '\0');
    old += '\x11';  // 17: Rock
    write_file(folder / "a.mp3", id3v2({{"TIT2", utf8_text("New Title")}}) + silent_mp3() + old);
    const auto track = track_of(folder / "a.mp3");
    EXPECT_EQ(track.title, "New Title");
    EXPECT_EQ(track.artist, "Old Artist");
    EXPECT_THAT(track.genres, ElementsAre("Rock"));
}

TEST(Tags, ReadingLeavesFileAndTimesAsTheyAre) {
    const TemporaryFolder folder;
    const auto file = folder / "a.mp3";
    write_file(file, tagged_mp3("Says", "Nils Frahm"));
    const auto bytes = read_file(file);
    const auto time = std::filesystem::last_write_time(file);
    track_of(file);
    EXPECT_EQ(read_file(file), bytes);
    EXPECT_EQ(std::filesystem::last_write_time(file), time);
}

// --- DSD

std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
}

std::string big(std::uint64_t value, int bytes) {
    const auto text = little(value, bytes);
    return {text.rbegin(), text.rend()};
}

/// Stereo at 64 times the rate of a CD, silent (every other bit is set).
std::string dsf(std::uint64_t samples, const std::string& tag) {
    const std::string data(samples / 8 * 2, '\x55');
    const auto tag_at = 28 + 52 + 12 + data.size();
    return "DSD " + little(28, 8) + little(tag_at + tag.size(), 8) + little(tag.empty() ? 0 : tag_at, 8) +
           "fmt " + little(52, 8) + little(1, 4) + little(0, 4) + little(2, 4) + little(2, 4) +
           little(2'822'400, 4) + little(1, 4) + little(samples, 8) + little(4096, 4) + little(0, 4) +
           "data" + little(12 + data.size(), 8) + data + tag;
}

std::string dff(std::uint64_t samples, const std::string& more) {
    const std::string data(samples / 8 * 2, '\x55');
    const auto chunk = [](const std::string& name, const std::string& content) {
        return name + big(content.size(), 8) + content + std::string(content.size() % 2, '\0');
    };
    const auto body =
        "DSD " + chunk("FVER", big(0x01050000, 4)) +
        chunk("PROP", "SND " + chunk("FS  ", big(2'822'400, 4)) + chunk("CHNL", big(2, 2) + "SLFTSRGT") +
                          chunk("CMPR", "DSD \x04none")) +
        chunk("DSD ", data) + more;
    return "FRM8" + big(body.size(), 8) + body;
}

TEST(Dsd, BothKindsTellTagsLengthAndRates) {
    const TemporaryFolder folder;
    const auto tag = id3v2({{"TIT2", utf8_text("Says")},
                            {"TPE1", utf8_text("Nils Frahm")},
                            {"TXXX", utf8_text("replaygain_track_gain\0-3 dB"s)}});
    // A second and a half.
    write_file(folder / "a.dsf", dsf(4'233'600, tag));
    write_file(folder / "a.dff", dff(4'233'600, "ID3 " + big(tag.size(), 8) + tag));
    for (const char* name : {"a.dsf", "a.dff"}) {
        const auto track = track_of(folder / name);
        EXPECT_EQ(track.title, "Says") << name;
        EXPECT_EQ(track.artist, "Nils Frahm");
        EXPECT_EQ(track.duration, Milliseconds(1500));
        EXPECT_EQ(track.sample_rate, 2'822'400);
        EXPECT_EQ(track.channels, 2);
        EXPECT_NEAR(track.bitrate_kbps, 5645, 5);
        EXPECT_EQ(track.loudness.track_gain_db, -3.0F);
    }
}

TEST(Dsd, TheOwnTextsOfDsdiffCountWhereThereIsNoTag) {
    const TemporaryFolder folder;
    const auto title = "DITI" + big(8, 8) + big(4, 4) + "Says";
    const auto artist = "DIAR" + big(8, 8) + big(4, 4) + "Nils";
    write_file(folder / "a.dff", dff(80'000, "DIIN" + big(title.size() + artist.size(), 8) + title + artist));
    EXPECT_EQ(track_of(folder / "a.dff").title, "Says");
    EXPECT_EQ(track_of(folder / "a.dff").artist, "Nils");
    write_file(folder / "01 - Untitled.dsf", dsf(80'000, ""));
    EXPECT_EQ(track_of(folder / "01 - Untitled.dsf").title, "Untitled");
}

TEST(Dsd, ThatIsCutOffAnywhereIsATrackOrAReason) {
    const TemporaryFolder folder;
    for (const char* name : {"a.dsf", "a.dff"}) {
        const auto whole = name == "a.dsf"s ? dsf(8000, tagged_mp3("x", "y").substr(0, 60)) : dff(8000, "");
        for (std::size_t length = 1; length < whole.size(); length += 13) {
            write_file(folder / name, whole.substr(0, length));
            const auto read = read_tags((folder / name).native());
            EXPECT_TRUE(read || !read.error().message.empty());
            if (length < whole.size() / 3) {
                EXPECT_FALSE(read) << name << " of " << length;
            }
        }
    }
}

// --- what is no music

TEST(NoMusic, AnEmptyFileIsSaidToBeEmpty) {
    const TemporaryFolder folder;
    for (const char* name : {"a.mp3", "a.flac", "a.ogg", "a.m4a", "a.xm"}) {
        write_file(folder / name, "");
        EXPECT_EQ(reason_of(folder / name), "is empty") << name;
    }
}

TEST(NoMusic, ATextUnderAnyMusicNameIsRefusedByKind) {
    const TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 500; ++i) {
        text += "<html>404 not found, nothing to hear here</html>\n";
    }
    for (const char* name :
         {"a.mp3", "a.flac", "a.ogg", "a.opus", "a.m4a", "a.aac", "a.wav", "a.aiff", "a.wv", "a.mpc", "a.ape",
          "a.tta", "a.wma", "a.dsf", "a.dff", "a.mod", "a.xm", "a.it", "a.s3m"}) {
        write_file(folder / name, text);
        EXPECT_THAT(reason_of(folder / name), StartsWith("is not a")) << name;
    }
    EXPECT_THAT(reason_of(folder / "a.mp3"), HasSubstr("no MPEG audio"));
}

TEST(NoMusic, ATagWithNothingBehindItIsRefused) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", id3v2({{"TIT2", utf8_text("Only a tag")}}));
    EXPECT_THAT(reason_of(folder / "a.mp3"), HasSubstr("no MPEG audio"));
}

TEST(NoMusic, BytesThatLookLikeOneFrameAreNotEnough) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", silent_mp3_frame() + std::string(5000, 'x'));
    EXPECT_THAT(reason_of(folder / "a.mp3"), HasSubstr("no MPEG audio"));
}

TEST(NoMusic, AnMp3WithLessThanHalfOfWhatItsHeaderSaysIsCutShort) {
    const TemporaryFolder folder;
    const auto whole = xing_frame(200, 201 * 417) + silent_mp3(200);
    write_file(folder / "a.mp3", whole);
    EXPECT_EQ(track_of(folder / "a.mp3").duration.count() / 100, 200 * 1152 / 4410);
    write_file(folder / "a.mp3", whole.substr(0, whole.size() * 6 / 10));
    EXPECT_EQ(track_of(folder / "a.mp3").title, "a");
    write_file(folder / "a.mp3", whole.substr(0, whole.size() * 4 / 10));
    EXPECT_THAT(reason_of(folder / "a.mp3"), StartsWith("is cut short"));
}

TEST(NoMusic, AFewFramesThatBreakOffAreCutShort) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", silent_mp3(5) + silent_mp3_frame().substr(0, 100));
    EXPECT_THAT(reason_of(folder / "a.mp3"), StartsWith("is cut short"));
}

TEST(NoMusic, RealFilesCutToATenthAreRefusedWithAReason) {
    const TemporaryFolder folder;
    for (const char* name : {"a.mp3", "a.flac", "a.m4a", "a.wav", "a.aiff"}) {
        encode(folder / name, 5.0);
        const auto whole = read_file(folder / name);
        write_file(folder / name, whole.substr(0, whole.size() / 10));
        EXPECT_THAT(reason_of(folder / name), ::testing::AnyOf(HasSubstr("cut short"), HasSubstr("no audio")))
            << name;
    }
}

TEST(NoMusic, WhatIsNoFileOrNotThereIsSaidSo) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "folder.mp3");
    ASSERT_EQ(mkfifo((folder / "pipe.mp3").c_str(), 0600), 0);
    EXPECT_THAT(reason_of(folder / "folder.mp3"), HasSubstr("not a regular file"));
    EXPECT_THAT(reason_of(folder / "pipe.mp3"), HasSubstr("not a regular file"));
    EXPECT_THAT(reason_of(folder / "gone.mp3"), StartsWith("cannot be opened"));
    EXPECT_THAT(reason_of(folder / "a.txt"), HasSubstr("kind"));
}

TEST(NoMusic, AFileWithoutPermissionIsSaidSo) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", silent_mp3());
    std::filesystem::permissions(folder / "a.mp3", std::filesystem::perms::none);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const Unprivileged user;
    EXPECT_THAT(reason_of(folder / "a.mp3"), HasSubstr("Permission denied"));
}

RC_GTEST_PROP(UnmarkedUtf16, OfAnyTextsIsMendedWithinTheTagAndOnce,
              (std::vector<std::pair<bool, std::string>> texts, std::string rest)) {
    std::vector<std::pair<std::string, std::string>> frames;
    for (const auto& [is_utf16, text] : texts) {
        frames.emplace_back("TIT2", std::string(1, is_utf16 ? '\1' : '\0') + text);
    }
    const auto tag = id3v2(frames, 3);
    auto file = tag + rest;
    const auto bytes_at = [&](std::int64_t at, std::size_t size) {
        const auto from = std::min(static_cast<std::size_t>(at), file.size());
        return file.substr(from, size);
    };
    for (const auto& piece : mend_unmarked_utf16(bytes_at)) {
        const auto at = static_cast<std::size_t>(piece.at);
        RC_ASSERT(at + piece.bytes.size() <= tag.size());
        RC_ASSERT(file[at] == '\1');
        file.replace(at, piece.bytes.size(), piece.bytes);
    }
    RC_ASSERT(mend_unmarked_utf16(bytes_at).empty());
}

TEST(FileTypes, AreToldByTheirEndingWhateverItsCase) {
    EXPECT_EQ(file_type_of("a.MP3"), FileType::mpeg);
    EXPECT_EQ(file_type_of("a.b.Flac"), FileType::flac);
    EXPECT_EQ(file_type_of(".01 - What Is Window?.m4a"), FileType::mp4);
    EXPECT_FALSE(file_type_of("a.jpg"));
    EXPECT_FALSE(file_type_of("mp3"));
    EXPECT_FALSE(file_type_of(".mp3"));
    EXPECT_FALSE(file_type_of("._a.mp3"));
    EXPECT_FALSE(file_type_of("a.mp3 "));
}

/// Bytes of a real file with some of them changed, dropped or cut off.
rc::Gen<std::string> damaged(const std::string& whole) {
    return rc::gen::map(
        rc::gen::tuple(rc::gen::container<std::vector<std::pair<std::size_t, char>>>(rc::gen::pair(
                           rc::gen::inRange<std::size_t>(0, whole.size()), rc::gen::arbitrary<char>())),
                       rc::gen::inRange<std::size_t>(0, whole.size() + 1)),
        [whole](const auto& damage) {
            auto bytes = whole;
            for (const auto& [at, value] : std::get<0>(damage)) {
                bytes[at] = value;
            }
            return bytes.substr(0, std::get<1>(damage));
        });
}

RC_GTEST_PROP(DamagedFile, GivesATrackOrAReasonAndNeverACrash, ()) {
    static const TemporaryFolder folder;
    static const auto wholes = [] {
        std::vector<std::pair<std::string, std::string>> files;
        for (const char* name : {"a.flac", "a.ogg", "a.m4a", "a.mp3", "a.wv", "a.aiff", "a.opus"}) {
            encode(folder / name, 0.3, "-metadata title=x -metadata genre='(17)'");
            files.emplace_back(name, read_file(folder / name));
        }
        return files;
    }();
    const auto& [name, whole] = *rc::gen::elementOf(wholes);
    write_file(folder / name, *damaged(whole));
    const auto read = read_tags((folder / name).native());
    if (read) {
        RC_ASSERT(is_valid_utf8(read.value().title) && !read.value().title.empty());
        RC_ASSERT(is_valid_utf8(read.value().artist));
    } else {
        RC_ASSERT(!read.error().message.empty());
    }
}

}  // namespace
}  // namespace refrain
