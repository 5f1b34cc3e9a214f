// Tags as people have them: every format as Mutagen writes it, and the odd forms of ID3 byte by byte.
#include "library_scanner/tags/rating_tags.h"
#include "library_scanner/tags/tag_reader.h"
#include "library_scanner/tags/tag_texts.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::UnorderedElementsAre;

Track track_of(const std::filesystem::path& file) {
    auto read = read_tags(file.native());
    if (!read) {
        throw std::runtime_error(read.error().text());
    }
    return std::move(read).value();
}

/// Of the Python that Debian's packages serve, whichever else there may be.
void tag_with_mutagen(const std::string& kind, const std::filesystem::path& file) {
    const auto command = "/usr/bin/python3 " REFRAIN_TAG_WITH_MUTAGEN " " + kind + " '" + file.native() + "'";
    if (std::system(command.c_str()) != 0) {
        throw std::runtime_error("python3-mutagen is needed to tag " + file.native());
    }
}

// --- the same tags in every format

struct Kind {
    const char* kind;
    const char* extension;
    const char* arguments;
    /// Version 2.3 of ID3 writes one value with slashes.
    bool several_values = true;
    /// Mutagen puts the values of an attribute into two lists of a WMA file, and no order is between those.
    bool in_order = true;
};

void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.kind;
}

class TagsByMutagen : public ::testing::TestWithParam<Kind> {};

TEST_P(TagsByMutagen, TellTheSameInEveryFormat) {
    const TemporaryFolder folder;
    const auto file = folder / ("song."s + GetParam().extension);
    encode(file, 1.0, GetParam().arguments);
    tag_with_mutagen(GetParam().kind, file);
    const auto track = track_of(file);
    EXPECT_EQ(track.title, "Duet");
    EXPECT_EQ(track.artist, "Ann & Björk");
    EXPECT_THAT(track.artists, UnorderedElementsAre("Ann", "Björk"));
    EXPECT_EQ(track.album, "Zusammen");
    EXPECT_EQ(track.album_artist, "Ann");
    EXPECT_THAT(track.album_artists, IsEmpty());
    EXPECT_THAT(track.genres, UnorderedElementsAre("Folk", "Jazz"));
    if (GetParam().in_order) {
        EXPECT_THAT(track.artists, ElementsAre("Ann", "Björk"));
        EXPECT_THAT(track.genres, ElementsAre("Folk", "Jazz"));
        EXPECT_EQ(track.composer, GetParam().several_values ? "Carl; Dora" : "Carl/Dora");
    }
    EXPECT_EQ(track.composers.size(), GetParam().several_values ? 2u : 0u);
    EXPECT_EQ(track.year, 2011);
    EXPECT_EQ(track.month, 5);
    EXPECT_EQ(track.day, 1);
    EXPECT_EQ(track.original_date.year, 1969);
    EXPECT_EQ(track.track_number, 3);
    EXPECT_EQ(track.track_total, 12);
    EXPECT_EQ(track.disc_number, 1);
    EXPECT_EQ(track.disc_total, 2);
    EXPECT_TRUE(track.compilation);
    EXPECT_THAT(track.file_rating, Optional(80));
    EXPECT_EQ(track.lyrics, LyricsKind::text);
    EXPECT_EQ(track.musicbrainz_recording_id, "00000001-0000-4000-8000-000000000000");
    EXPECT_EQ(track.musicbrainz_track_id, "00000002-0000-4000-8000-000000000000");
    EXPECT_EQ(track.musicbrainz_release_id, "00000003-0000-4000-8000-000000000000");
    EXPECT_EQ(track.musicbrainz_release_group_id, "00000004-0000-4000-8000-000000000000");
}

INSTANTIATE_TEST_SUITE_P(Written, TagsByMutagen,
                         ::testing::Values(Kind{"id3v24", "mp3", ""}, Kind{"id3v24_utf16", "mp3", ""},
                                           Kind{"id3v24_utf16be", "mp3", ""},
                                           Kind{"id3v23", "mp3", "", false}, Kind{"wav", "wav", ""},
                                           Kind{"aiff", "aiff", ""}, Kind{"flac", "flac", ""},
                                           Kind{"vorbis", "ogg", "-c:a libvorbis"},
                                           Kind{"opus", "opus", "-c:a libopus"},
                                           Kind{"mp4", "m4a", "-c:a aac"}, Kind{"ape", "wv", "-c:a wavpack"},
                                           Kind{"asf", "wma", "-c:a wmav2", true, false}),
                         [](const auto& tested) { return tested.param.kind; });

TEST(TagsByMutagen, WordsWithTimesAreToldFromPlainOnes) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", silent_mp3());
    tag_with_mutagen("sylt", folder / "a.mp3");
    EXPECT_EQ(track_of(folder / "a.mp3").lyrics, LyricsKind::timed);
}

// --- ID3, byte by byte

Track track_with(const std::string& tag) {
    const TemporaryFolder folder;
    write_file(folder / "07 - File Name.mp3", tag + silent_mp3());
    return track_of(folder / "07 - File Name.mp3");
}

std::string synchsafe(std::size_t size) {
    std::string bytes;
    for (int i = 3; i >= 0; --i) {
        bytes += static_cast<char>(size >> (7 * i) & 0x7f);
    }
    return bytes;
}

std::string id3_header(int version, int flags, std::size_t size) {
    return "ID3"s + static_cast<char>(version) + '\0' + static_cast<char>(flags) + synchsafe(size);
}

std::string frame_v23(const std::string& id, const std::string& content) {
    return id + number(static_cast<std::uint32_t>(content.size()), 4, true) + std::string(2, '\0') + content;
}

std::string frame_v24(const std::string& id, const std::string& content, int flags = 0) {
    return id + synchsafe(content.size()) + '\0' + static_cast<char>(flags) + content;
}

std::string frame_v22(const std::string& id, const std::string& content) {
    return id + number(static_cast<std::uint32_t>(content.size()), 3, true) + content;
}

/// A zero behind each 0xff, so that no decoder takes the tag for audio. (ID3v2.4.0 structure, section 6.1)
std::string unsynchronised(const std::string& bytes) {
    std::string safe;
    for (const char c : bytes) {
        safe += c;
        if (c == '\xff') {
            safe += '\0';
        }
    }
    return safe;
}

std::string utf16(const std::u16string& text, bool big_endian) {
    std::string bytes;
    for (const char16_t unit : text) {
        bytes += number(unit, 2, big_endian);
    }
    return bytes;
}

const auto with_mark = "\x01\xff\xfe"s;

TEST(OldId3, OfVersion22TellsEverythingItsShortNamesCan) {
    const auto body =
        frame_v22("TT2", "\0Says"s) + frame_v22("TP1", "\0Nils Frahm"s) + frame_v22("TP2", "\0Various"s) +
        frame_v22("TAL", "\0Spaces"s) + frame_v22("TCM", "\0N. Frahm"s) + frame_v22("TCO", "\0(26)"s) +
        frame_v22("TYE", "\0"s + "2013"s) + frame_v22("TRK", "\0"s + "3/11"s) +
        frame_v22("TPA", "\0"s + "1/2"s) + frame_v22("TCP", "\0"s + "1"s) +
        frame_v22("POP", "MusicBee\0\x76\0\0\0\0"s) + frame_v22("ULT", "\0eng\0Words"s) +
        frame_v22("TXX", "\0ARTISTS\0Nils; Frahm"s) + frame_v22("PIC", "\0JPG\x03\0"s + tiny_jpeg());
    const auto track = track_with(id3_header(2, 0, body.size()) + body);
    EXPECT_EQ(track.title, "Says");
    EXPECT_EQ(track.artist, "Nils Frahm");
    EXPECT_THAT(track.artists, ElementsAre("Nils", "Frahm"));
    EXPECT_EQ(track.album_artist, "Various");
    EXPECT_EQ(track.album, "Spaces");
    EXPECT_EQ(track.composer, "N. Frahm");
    EXPECT_THAT(track.genres, ElementsAre("Ambient"));
    EXPECT_EQ(track.year, 2013);
    EXPECT_EQ(track.track_number, 3);
    EXPECT_EQ(track.track_total, 11);
    EXPECT_EQ(track.disc_number, 1);
    EXPECT_EQ(track.disc_total, 2);
    EXPECT_TRUE(track.compilation);
    EXPECT_THAT(track.file_rating, Optional(50));
    EXPECT_EQ(track.lyrics, LyricsKind::text);
    EXPECT_EQ(track.cover, CoverKind::embedded);
}

TEST(OldId3, YearAndDayOfVersion23AreOneDateAndTheOriginalYearIsRead) {
    const auto body = frame_v23("TYER", "\0"s + "2013"s) + frame_v23("TDAT", "\0"s + "1911"s) +
                      frame_v23("TORY", "\0"s + "1970"s);
    const auto track = track_with(id3_header(3, 0, body.size()) + body);
    EXPECT_EQ(track.year, 2013);
    EXPECT_EQ(track.month, 11);
    EXPECT_EQ(track.day, 19);
    EXPECT_EQ(track.original_date.year, 1970);
}

TEST(OldId3, ASlashBetweenArtistsOfVersion23DividesNothing) {
    const auto body = frame_v23("TPE1", "\0AC/DC"s);
    const auto track = track_with(id3_header(3, 0, body.size()) + body);
    EXPECT_EQ(track.artist, "AC/DC");
    EXPECT_THAT(track.artists, IsEmpty());
}

TEST(OddId3, AWholeTagOfVersion23WithoutSynchronisationIsRead) {
    const auto body = unsynchronised(frame_v23("TIT2", with_mark + utf16(u"ÿ Ünder", false)) +
                                     frame_v23("TPE1", "\0Bj\xf6rk"s));
    const auto track = track_with(id3_header(3, 0x80, body.size()) + body);
    EXPECT_EQ(track.title, "ÿ Ünder");
    EXPECT_EQ(track.artist, "Björk");
}

TEST(OddId3, FramesOfVersion24WithoutSynchronisationAreRead) {
    const auto plain = with_mark + utf16(u"ÿ Ünder", false);
    const auto content = synchsafe(plain.size()) + unsynchronised(plain);
    // Without synchronisation, and with the length before it was changed.
    const auto body = frame_v24("TIT2", content, 0x03) + frame_v24("TPE1", utf8_text("Björk"));
    const auto track = track_with(id3_header(4, 0x80, body.size()) + body);
    EXPECT_EQ(track.title, "ÿ Ünder");
    EXPECT_EQ(track.artist, "Björk");
}

TEST(OddId3, Utf16OfEitherOrderIsRead) {
    const auto body = frame_v24("TIT2", "\x01\xff\xfe"s + utf16(u"Says", false)) +
                      frame_v24("TPE1", "\x01\xfe\xff"s + utf16(u"Nils", true)) +
                      frame_v24("TALB", "\x02"s + utf16(u"Spaces ä", true));
    const auto track = track_with(id3_header(4, 0, body.size()) + body);
    EXPECT_EQ(track.title, "Says");
    EXPECT_EQ(track.artist, "Nils");
    EXPECT_EQ(track.album, "Spaces ä");
}

TEST(OddId3, Utf16WithoutAMarkIsReadInTheOrderThatMakesAText) {
    const auto unmarked = [](const std::u16string& text, bool big_endian) {
        return "\x01"s + utf16(text, big_endian);
    };
    for (const bool big_endian : {false, true}) {
        const auto title = unmarked(u"Ólafur, Björk & Łukasz", big_endian);
        const auto artist = unmarked(u"Земфира", big_endian);
        const auto v22 = frame_v22("TT2", title) + frame_v22("TP1", artist);
        const auto v23 = frame_v23("TIT2", title) + frame_v23("TPE1", artist);
        const auto v24 = frame_v24("TIT2", title) + frame_v24("TPE1", artist) +
                         // "ARTISTS", then two names.
                         frame_v24("TXXX", unmarked(u"ARTISTS\0Zemfira; Björk"s, big_endian)) +
                         frame_v24("USLT", "\x01"s + "rus" + utf16(u"\0Слова"s, big_endian));
        for (const auto& tag : {id3_header(2, 0, v22.size()) + v22, id3_header(3, 0, v23.size()) + v23,
                                id3_header(4, 0, v24.size()) + v24}) {
            const auto track = track_with(tag);
            EXPECT_EQ(track.title, "Ólafur, Björk & Łukasz") << big_endian;
            EXPECT_EQ(track.artist, "Земфира") << big_endian;
        }
        const auto track = track_with(id3_header(4, 0, v24.size()) + v24);
        EXPECT_THAT(track.artists, ElementsAre("Zemfira", "Björk"));
        EXPECT_EQ(track.lyrics, LyricsKind::text);
    }
    // Of Chinese both orders make a text: then it is that of the machines such programs run on.
    for (const auto* text : {u"第一", u"東京事変", u"아이유", u"ひこうき雲"}) {
        const auto body = frame_v23("TIT2", unmarked(text, false)) + frame_v23("TALB", "\0Spaces"s);
        const auto track = track_with(id3_header(3, 0, body.size()) + body);
        EXPECT_EQ(track.title, std::filesystem::path(text).string());
        EXPECT_EQ(track.album, "Spaces");
    }
}

TEST(OddId3, OneMarkIsEnoughForAllTextsOfAFrame) {
    const auto body = frame_v24("TPE1", with_mark + utf16(u"Ann\0Bob"s, false)) +
                      frame_v24("TXXX", "\x01"s + utf16(u"\0"s, false) + "\xff\xfe" + utf16(u"x", false)) +
                      frame_v24("TALB", with_mark + utf16(u"Spaces", false));
    const auto track = track_with(id3_header(4, 0, body.size()) + body);
    EXPECT_THAT(track.artists, ElementsAre("Ann", "Bob"));
    EXPECT_EQ(track.album, "Spaces");
}

TEST(OddId3, AnExtendedHeaderIsPassedOver) {
    const auto frames_v24 = frame_v24("TIT2", utf8_text("Says"));
    const auto extended_v24 = synchsafe(12) + "\x01\x20\x05"s + synchsafe(0) + '\0';
    const auto body_v24 = extended_v24 + frames_v24;
    EXPECT_EQ(track_with(id3_header(4, 0x40, body_v24.size()) + body_v24).title, "Says");
    // Of version 2.3: its size does not count itself.
    const auto body_v23 = number(6, 4, true) + std::string(6, '\0') + frame_v23("TIT2", "\0Says"s);
    EXPECT_EQ(track_with(id3_header(3, 0x40, body_v23.size()) + body_v23).title, "Says");
}

TEST(OddId3, PaddingAndAFooterBelongToTheTag) {
    const auto padded = frame_v24("TIT2", utf8_text("Says")) + std::string(2000, '\0');
    EXPECT_EQ(track_with(id3_header(4, 0, padded.size()) + padded).title, "Says");
    const auto body = frame_v24("TIT2", utf8_text("Says"));
    auto footer = id3_header(4, 0x10, body.size());
    footer.replace(0, 3, "3DI");
    EXPECT_EQ(track_with(id3_header(4, 0x10, body.size()) + body + footer).title, "Says");
}

TEST(OddId3, SeveralFramesAndSeveralValuesAreAllRead) {
    const auto body = frame_v24("TPE1", utf8_text("Ann\0Bob\0\0 \0Ann"s)) +
                      frame_v24("TPE1", utf8_text("Cem")) + frame_v24("TCON", utf8_text("Rock\0Pop"s)) +
                      frame_v24("TCON", utf8_text("Folk"));
    const auto track = track_with(id3_header(4, 0, body.size()) + body);
    EXPECT_THAT(track.artists, ElementsAre("Ann", "Bob", "Cem"));
    EXPECT_THAT(track.genres, ElementsAre("Rock", "Pop", "Folk"));
}

TEST(OddId3, ValuesOfWhiteSpaceAreNone) {
    const auto body = frame_v24("TIT2", utf8_text(" \t\n")) + frame_v24("TPE1", utf8_text("\0 \0"s)) +
                      frame_v24("TALB", "\x03"s) + frame_v24("TRCK", utf8_text("")) +
                      frame_v24("TCMP", utf8_text("0")) +
                      frame_v24("USLT",
                                "\x03"
                                "eng\0 \n"s) +
                      frame_v24("POPM", "Windows Media Player 9 Series\0\0"s);
    const auto track = track_with(id3_header(4, 0, body.size()) + body);
    EXPECT_EQ(track.title, "File Name");
    EXPECT_EQ(track.artist, "");
    EXPECT_THAT(track.artists, IsEmpty());
    EXPECT_EQ(track.album, "");
    EXPECT_EQ(track.track_number, 0);
    EXPECT_FALSE(track.compilation);
    EXPECT_EQ(track.lyrics, LyricsKind::none);
    EXPECT_EQ(track.file_rating, std::nullopt);
}

/// An item of APEv2 as text. (APEv2 specification, "APE tag item")
std::string ape_item(const std::string& key, const std::string& value) {
    return number(static_cast<std::uint32_t>(value.size()), 4, false) + number(0, 4, false) + key + '\0' +
           value;
}

/// Without a header, as it stands behind MP3 files.
std::string ape_tag(const std::string& items, std::uint32_t count) {
    return items + "APETAGEX" + number(2000, 4, false) +
           number(static_cast<std::uint32_t>(items.size()) + 32, 4, false) + number(count, 4, false) +
           number(0, 4, false) + std::string(8, '\0');
}

TEST(SeveralTags, OfOneFileFillEachOthersGaps) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", id3v2({{"TIT2", utf8_text("Of ID3")}}) + silent_mp3() +
                                     ape_tag(ape_item("Title", "Of APE") + ape_item("Artist", "Ann\0Bob"s) +
                                                 ape_item("Rating", "4") + ape_item("Album Artist", "Ann"),
                                             4));
    const auto track = track_of(folder / "a.mp3");
    EXPECT_EQ(track.title, "Of ID3");
    EXPECT_EQ(track.artist, "Ann; Bob");
    EXPECT_THAT(track.artists, ElementsAre("Ann", "Bob"));
    EXPECT_EQ(track.album_artist, "Ann");
    EXPECT_THAT(track.file_rating, Optional(80));
}

TEST(TagsByFfmpeg, OfATtaFileStandInAnApeTagAtItsEnd) {
    const TemporaryFolder folder;
    const auto file = folder / "a.tta";
    encode(file, 1.0,
           "-metadata title=Says -metadata artist='Nils Frahm' -metadata album=Spaces -metadata genre=Ambient"
           " -metadata track=3/9 -metadata date=2013");
    const auto expect = [&] {
        const auto track = track_of(file);
        EXPECT_EQ(track.title, "Says");
        EXPECT_EQ(track.artist, "Nils Frahm");
        EXPECT_EQ(track.album, "Spaces");
        EXPECT_THAT(track.genres, ElementsAre("Ambient"));
        EXPECT_EQ(track.track_number, 3);
        EXPECT_EQ(track.track_total, 9);
        EXPECT_EQ(track.year, 2013);
    };
    expect();
    // An old tag behind it.
    write_file(file, read_file(file) + "TAG" + std::string(125, '\0'));
    expect();
}

TEST(TagsByFfmpeg, OfAWmaFileNameTheArtistTwiceAndMeanOne) {
    const TemporaryFolder folder;
    const auto file = folder / "a.wma";
    encode(file, 1.0, "-c:a wmav2 -metadata title=Says -metadata artist='Nils Frahm'");
    EXPECT_EQ(track_of(file).artist, "Nils Frahm");
    EXPECT_THAT(track_of(file).artists, IsEmpty());
}

TEST(SeveralTags, RiffInfoIsReadWhereThereIsNoOther) {
    const TemporaryFolder folder;
    const auto text = [](const std::string& id, const std::string& value) {
        const auto padded = value + std::string(value.size() % 2, '\0');
        return id + number(static_cast<std::uint32_t>(value.size()), 4, false) + padded;
    };
    const auto info = "INFO" + text("INAM", "Says") + text("IART", "Nils Frahm") + text("IPRD", "Spaces") +
                      text("IGNR", "Ambient") + text("ICRD", "2013") + text("IPRT", "3") +
                      text("IMUS", "N. F.");
    auto wav = silent_wav(1.0) + "LIST" + number(static_cast<std::uint32_t>(info.size()), 4, false) + info;
    wav.replace(4, 4, number(static_cast<std::uint32_t>(wav.size()) - 8, 4, false));
    write_file(folder / "a.wav", wav);
    const auto track = track_of(folder / "a.wav");
    EXPECT_EQ(track.title, "Says");
    EXPECT_EQ(track.artist, "Nils Frahm");
    EXPECT_EQ(track.album, "Spaces");
    EXPECT_EQ(track.composer, "N. F.");
    EXPECT_THAT(track.genres, ElementsAre("Ambient"));
    EXPECT_EQ(track.year, 2013);
    EXPECT_EQ(track.track_number, 3);
}

TEST(Compilations, WithoutAnAlbumArtistAreOneAlbumOfVariousArtists) {
    const auto body = frame_v24("TPE1", utf8_text("Ann")) + frame_v24("TCMP", utf8_text("1"));
    EXPECT_EQ(track_with(id3_header(4, 0, body.size()) + body).album_artist, "Various Artists");
}

// --- encodings that no tag tells

/// The tag at the end of old files: 30 bytes a field. (ID3v1)
std::string id3v1(const std::string& title, const std::string& artist) {
    const auto field = [](std::string text, std::size_t size) {
        text.resize(size, '\0');
        return text;
    };
    return "TAG" + field(title, 30) + field(artist, 30) + field("", 30) + field("", 4) + field("", 30) +
           '\xff';
}

// In GBK: 周杰伦, 青花瓷, 菊花台.
const auto jay = "\xd6\xdc\xbd\xdc\xc2\xd7"s;
const auto porcelain = "\xc7\xe0\xbb\xa8\xb4\xc9"s;
const auto terrace = "\xbe\xd5\xbb\xa8\xcc\xa8"s;

TEST(TextsOfNoEncoding, AreReadByWhatTheTracksOfAFolderAgreeOn) {
    const TemporaryFolder folder;
    write_file(folder / "1.mp3", silent_mp3() + id3v1(porcelain, jay));
    write_file(folder / "2.mp3", id3v2({{"TIT2", "\0"s + terrace}, {"TPE1", "\0"s + jay}}, 3) + silent_mp3());
    EXPECT_EQ(track_of(folder / "1.mp3").title, "青花瓷");
    EXPECT_EQ(track_of(folder / "1.mp3").artist, "周杰伦");
    EXPECT_EQ(track_of(folder / "2.mp3").title, "菊花台");
    // The file is as it was.
    EXPECT_EQ(read_file(folder / "1.mp3"), silent_mp3() + id3v1(porcelain, jay));
}

TEST(TextsOfNoEncoding, StayAsTheyAreInAFolderOfWesternNames) {
    const TemporaryFolder folder;
    const auto latin = [](const std::string& text) { return "\0"s + text; };
    write_file(folder / "1.mp3",
               id3v2({{"TIT2", latin("J\xf3ga")}, {"TPE1", latin("Bj\xf6rk")}}) + silent_mp3());
    write_file(folder / "2.mp3", silent_mp3() + id3v1("Svefn-g-englar", "Sigur R\xf3s"));
    EXPECT_EQ(track_of(folder / "1.mp3").artist, "Björk");
    EXPECT_EQ(track_of(folder / "2.mp3").artist, "Sigur Rós");
}

TEST(TextsOfNoEncoding, ThatAreUtf8AreReadAsSuch) {
    EXPECT_EQ(track_with(id3v2({{"TIT2", "\0Jóga"s}, {"TPE1", "\0Björk"s}})).artist, "Björk");
}

TEST(TextsOfNoEncoding, AreNeverThoseOfATagThatTellsIt) {
    // Somebody's art, in UTF-8 and in UTF-16.
    const auto body =
        frame_v24("TIT2", utf8_text("ÖÜ½ÜÂ×")) + frame_v24("TPE1", with_mark + utf16(u"ÖÜ½ÜÂ×", false));
    const auto track = track_with(id3_header(4, 0, body.size()) + body);
    EXPECT_EQ(track.title, "ÖÜ½ÜÂ×");
    EXPECT_EQ(track.artist, "ÖÜ½ÜÂ×");
}

// --- texts by what they mean

TEST(TagNames, MeanTheSameHoweverTheyAreWritten) {
    EXPECT_EQ(tag_field_named("ALBUMARTIST"), TagField::album_artist);
    EXPECT_EQ(tag_field_named("Album Artist"), TagField::album_artist);
    EXPECT_EQ(tag_field_named("album_artist"), TagField::album_artist);
    EXPECT_EQ(tag_field_named("WM/AlbumArtist"), TagField::album_artist);
    EXPECT_EQ(tag_field_named("MusicBrainz/Album Id"), TagField::release_id);
    EXPECT_EQ(tag_field_named("MUSICBRAINZ_ALBUMID"), TagField::release_id);
    EXPECT_EQ(tag_field_named("FMPS_Rating"), TagField::fmps_rating);
    EXPECT_EQ(tag_field_named("ARTISTSORT"), std::nullopt);
    EXPECT_EQ(tag_field_named("©"), std::nullopt);
    EXPECT_EQ(tag_field_named(""), std::nullopt);
}

Track track_of(const std::vector<std::pair<TagField, std::string>>& values) {
    TagTexts texts;
    for (const auto& [field, value] : values) {
        texts.add(field, "key", value);
    }
    Track track;
    UnsureFields unsure;
    fill_track(track, texts, unsure);
    return track;
}

TEST(TagTexts, TheNamesBehindALineAreThoseOfTheListElseOfItsValues) {
    const auto feat = track_of(
        {{TagField::artist, "Ann feat. Bob"}, {TagField::artists, "Ann"}, {TagField::artists, "Bob"}});
    EXPECT_EQ(feat.artist, "Ann feat. Bob");
    EXPECT_THAT(feat.artists, ElementsAre("Ann", "Bob"));
    const auto values = track_of({{TagField::artist, "Ann"}, {TagField::artist, "Bob"}});
    EXPECT_EQ(values.artist, "Ann; Bob");
    EXPECT_THAT(values.artists, ElementsAre("Ann", "Bob"));
    EXPECT_THAT(track_of({{TagField::artist, "Ann; Bob"}}).artists, ElementsAre("Ann", "Bob"));
    EXPECT_THAT(track_of({{TagField::artist, "Ann"}, {TagField::artists, "Ann"}}).artists, IsEmpty());
    EXPECT_EQ(track_of({{TagField::artists, "Ann"}, {TagField::artists, "Bob"}}).artist, "Ann; Bob");
}

TEST(TagTexts, SlashesInAListDivideItWhereTheLineShowsItsNames) {
    EXPECT_THAT(track_of({{TagField::artist, "Ann & Bob"}, {TagField::artists, "Ann/Bob"}}).artists,
                ElementsAre("Ann", "Bob"));
    EXPECT_THAT(track_of({{TagField::artist, "AC/DC"}, {TagField::artists, "AC/DC"}}).artists, IsEmpty());
    EXPECT_THAT(track_of({{TagField::artist, "Ann"}, {TagField::artists, "AC/DC"}}).artists,
                ElementsAre("AC/DC"));
}

TEST(TagTexts, AFieldIsToldByOneOfTheKeysThatMeanIt) {
    TagTexts texts;
    texts.add(TagField::album_artist, "ALBUM ARTIST", "Ann");
    texts.add(TagField::album_artist, "ALBUMARTIST", "Ann Other");
    EXPECT_THAT(texts[TagField::album_artist], ElementsAre("Ann"));
}

TEST(TagTexts, TotalsStandBehindTheSlashOrByThemselves) {
    EXPECT_EQ(track_of({{TagField::track, "3/12"}, {TagField::track_total, "13"}}).track_total, 12);
    EXPECT_EQ(track_of({{TagField::track, "3"}, {TagField::track_total, "13"}}).track_total, 13);
    EXPECT_EQ(track_of({{TagField::disc, "/2"}}).disc_total, 2);
    EXPECT_EQ(track_of({{TagField::disc, "1/99999"}}).disc_total, 0);
}

TEST(TagTexts, WordsWithTimesInAFieldForPlainOnesAreTold) {
    EXPECT_EQ(track_of({{TagField::lyrics, "[00:12.30]One\n[00:15]Two"}}).lyrics, LyricsKind::timed);
    EXPECT_EQ(track_of({{TagField::lyrics, "[Chorus]\nOne"}}).lyrics, LyricsKind::text);
}

// --- ratings

struct Popm {
    const char* writer;
    std::vector<int> values;
    std::vector<int> ratings;
};

TEST(Ratings, OfPopmAreReadAsTheirWriterMeansThem) {
    const std::vector<int> stars{20, 40, 60, 80, 100};
    const std::vector<int> halves{10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
    const std::vector<int> today{13, 1, 54, 64, 118, 128, 186, 196, 242, 255};
    const Popm table[]{
        {"Windows Media Player 9 Series", {1, 64, 128, 196, 255}, stars},
        {"rating@winamp.com", {1, 64, 128, 196, 255}, stars},
        {"MusicBee", today, halves},
        {"no@email", today, halves},
        {"no@email", {26, 51, 76, 102, 153, 178, 204, 230, 255}, {10, 20, 30, 40, 60, 70, 80, 90, 100}},
        {"traktor@native-instruments.de", {51, 102, 153, 204, 255}, stars},
        {"Banshee", {1, 63, 64, 127, 128, 191, 192, 254, 255}, {20, 20, 40, 40, 60, 60, 80, 80, 100}},
        {"quodlibet@lists.sacredchao.net", {51, 127, 128, 191, 255}, {20, 50, 50, 75, 100}},
        {"somebody@example.org",
         {1, 31, 32, 95, 96, 159, 160, 223, 224, 255},
         {20, 20, 40, 40, 60, 60, 80, 80, 100, 100}},
        {"", {1, 64, 128, 192, 255}, stars},
    };
    for (const auto& row : table) {
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            EXPECT_THAT(rating_of_popm(row.writer, row.values[i]), Optional(row.ratings[i]))
                << row.writer << " " << row.values[i];
        }
        EXPECT_EQ(rating_of_popm(row.writer, 0), std::nullopt) << row.writer;
        EXPECT_EQ(rating_of_popm(row.writer, 256), std::nullopt) << row.writer;
        EXPECT_EQ(rating_of_popm(row.writer, -1), std::nullopt) << row.writer;
    }
}

TEST(Ratings, OfTextsAreStarsSharesOrHundredths) {
    EXPECT_THAT(rating_of_text("4"), Optional(80));
    EXPECT_THAT(rating_of_text(" 3.5 "), Optional(70));
    EXPECT_THAT(rating_of_text("1"), Optional(20));
    EXPECT_THAT(rating_of_text("0.8"), Optional(80));
    EXPECT_THAT(rating_of_text("80"), Optional(80));
    EXPECT_THAT(rating_of_text("100"), Optional(100));
    for (const auto* nothing :
         {"", "0", "-1", "101", "good", "4 stars", "nan", "inf", "1e300", "0x4", "★★★"}) {
        EXPECT_EQ(rating_of_text(nothing), std::nullopt) << nothing;
    }
    EXPECT_THAT(rating_of_fmps("0.0"), Optional(0));
    EXPECT_THAT(rating_of_fmps("0.125"), Optional(13));
    EXPECT_THAT(rating_of_fmps("1"), Optional(100));
    for (const auto* nothing : {"", "-0.1", "1.1", "x"}) {
        EXPECT_EQ(rating_of_fmps(nothing), std::nullopt) << nothing;
    }
}

TEST(Ratings, OfWindowsMediaAreFiveStepsOfNinetyNine) {
    const std::vector<std::pair<int, int>> table{{1, 20},  {25, 40},  {50, 60},
                                                 {75, 80}, {99, 100}, {100, 100}};
    for (const auto& [value, rating] : table) {
        EXPECT_THAT(rating_of_windows_media(value), Optional(rating)) << value;
    }
    EXPECT_EQ(rating_of_windows_media(0), std::nullopt);
    EXPECT_EQ(rating_of_windows_media(101), std::nullopt);
}

}  // namespace
}  // namespace refrain
