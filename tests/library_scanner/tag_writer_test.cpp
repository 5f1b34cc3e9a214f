// Tags that the listener changes: what the file says afterwards to us and to other programs, and what of it
// stays as it was.
#include "library_scanner/edit/tag_writer.h"

#include "library_scanner/tags/tag_reader.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/unprivileged.h"

#include <cstdio>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string output_of(const std::string& command) {
    FILE* out = ::popen((command + " 2>&1").c_str(), "r");
    std::string text;
    for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) {
        text += static_cast<char>(c);
    }
    if (::pclose(out) != 0) {
        throw std::runtime_error(command + ": " + text);
    }
    return text;
}

std::string quoted(const std::filesystem::path& file) {
    return "'" + file.native() + "'";
}

Track track_of(const std::filesystem::path& file) {
    auto read = read_tags(file.native());
    if (!read) {
        throw std::runtime_error(read.error().text());
    }
    return std::move(read).value();
}

TagChange change(EditField field, std::vector<std::string> values) {
    return {field, std::move(values)};
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename().native());
    }
    return names;
}

// --- what is accepted

TEST(TagChange, IsCleanedBeforeItIsWritten) {
    EXPECT_EQ(checked(change(EditField::title, {"  Says \t"})).value().values,
              (std::vector<std::string>{"Says"}));
    EXPECT_EQ(checked(change(EditField::track_number, {"007"})).value().values,
              (std::vector<std::string>{"7"}));
    EXPECT_EQ(checked(change(EditField::artist, {"Simon", "", "Garfunkel", "Simon"})).value().values,
              (std::vector<std::string>{"Simon", "Garfunkel"}));
    EXPECT_THAT(checked(change(EditField::compilation, {"0"})).value().values, IsEmpty());
    EXPECT_THAT(checked(change(EditField::album, {"   "})).value().values, IsEmpty());
    EXPECT_EQ(checked(change(EditField::date, {"2011-05"})).value().values,
              (std::vector<std::string>{"2011-05"}));
}

TEST(TagChange, ThatMakesNoSenseIsRefusedWithASentence) {
    for (const auto& wrong :
         {change(EditField::track_number, {"0"}), change(EditField::track_number, {"10000"}),
          change(EditField::disc_total, {"two"}), change(EditField::compilation, {"2"}),
          change(EditField::date, {"last year"}), change(EditField::date, {"2011-13"}),
          change(EditField::date, {"2011-05-01 at noon"}), change(EditField::title, {"a", "b"}),
          change(EditField::title, {"a\nb"}), change(EditField::artist, {"\xff"}),
          change(EditField::album, {std::string(longest_tag_text + 1, 'x')})}) {
        const auto outcome = checked(wrong);
        ASSERT_FALSE(outcome) << wrong.values.front();
        EXPECT_THAT(outcome.error().message, HasSubstr(std::string(to_word(wrong.field))));
    }
}

TEST(TagChange, HasAWordForEveryField) {
    for (const EditField field : edit_fields) {
        EXPECT_EQ(edit_field_from(to_word(field)), field);
    }
    EXPECT_EQ(edit_field_from("mood"), std::nullopt);
}

// --- every kind of file

struct Kind {
    const char* extension;
    const char* arguments;
    /// What mutagen prints of the album artist; empty where it has no name for this kind of file.
    const char* shown = "";
    bool several_artists = true;
};

void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.extension;
}

class TagWriting : public ::testing::TestWithParam<Kind> {
  protected:
    TagWriting() {
        file_ = folder_ / ("03 - song."s + GetParam().extension);
        if (GetParam().extension == "mpc"s) {
            encode(folder_ / "song.wav", 2.0);
            output_of("mpcenc --silent --artist 'Nils Frahm' --title Says " + quoted(folder_ / "song.wav") +
                      " " + quoted(file_));
            std::filesystem::remove(folder_ / "song.wav");
        } else {
            encode(file_, 2.0,
                   "-metadata title=Says -metadata artist='Nils Frahm' -metadata comment=untouched "s +
                       GetParam().arguments);
        }
    }
    /// The sound in a file, whatever its tags.
    std::string sound() const {
        return output_of("ffmpeg -nostdin -v error -i " + quoted(file_) + " -map 0:a -f md5 -");
    }
    /// As mutagen, which shares no code with TagLib, reads them.
    std::string inspected() const { return output_of("mutagen-inspect " + quoted(file_)); }
    void write(const TagChanges& changes) {
        const auto outcome = write_tags(file_.native(), changes, change_tags_of_copy);
        ASSERT_TRUE(outcome) << outcome.error().text();
        struct stat status {};
        ASSERT_EQ(stat(file_.c_str(), &status), 0);
        EXPECT_EQ(outcome.value().file.size, status.st_size);
        EXPECT_EQ(outcome.value().file.mtime_ns,
                  status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec);
        EXPECT_EQ(outcome.value().track.title, track_of(file_).title);
    }

    TemporaryFolder folder_;
    std::filesystem::path file_;
};

TEST_P(TagWriting, SetsEveryFieldAndLeavesTheSoundAsItIs) {
    const std::string before = sound();
    write({change(EditField::title, {"Über den Wolken 云"}), change(EditField::artist, {"Reinhard Mey"}),
           change(EditField::album, {"Wie vor Jahr und Tag"}), change(EditField::album_artist, {"Various"}),
           change(EditField::composer, {"R. Mey"}), change(EditField::genre, {"Chanson", "Folk"}),
           change(EditField::date, {"1974-05-01"}), change(EditField::track_number, {"3"}),
           change(EditField::disc_number, {"2"})});
    const Track after = track_of(file_);
    EXPECT_EQ(after.title, "Über den Wolken 云");
    EXPECT_EQ(after.artist, "Reinhard Mey");
    EXPECT_EQ(after.album, "Wie vor Jahr und Tag");
    EXPECT_EQ(after.album_artist, "Various");
    EXPECT_EQ(after.composer, "R. Mey");
    EXPECT_THAT(after.genres, ElementsAre("Chanson", "Folk"));
    EXPECT_EQ(after.year, 1974);
    EXPECT_EQ(after.track_number, 3);
    EXPECT_EQ(after.disc_number, 2);
    EXPECT_EQ(sound(), before);
    const std::string shown = inspected();
    for (const char* text :
         {"Über den Wolken 云", "Reinhard Mey", "Wie vor Jahr und Tag", "Chanson", "1974"}) {
        EXPECT_THAT(shown, HasSubstr(text));
    }
    EXPECT_THAT(shown, HasSubstr(GetParam().shown));
    EXPECT_THAT(names_in(folder_.path()), SizeIs(1)) << "no copy stays behind";
}

TEST_P(TagWriting, TouchesNothingThatWasNotAskedFor) {
    const Track before = track_of(file_);
    write({change(EditField::album, {"Spaces"})});
    const Track after = track_of(file_);
    EXPECT_EQ(after.album, "Spaces");
    EXPECT_EQ(after.title, before.title);
    EXPECT_EQ(after.artist, before.artist);
    EXPECT_EQ(after.duration, before.duration);
    if (GetParam().extension != "mpc"s) {
        const bool wide = GetParam().extension == "wma"s;
        EXPECT_THAT(read_file(file_), HasSubstr(wide ? "u\0n\0t\0o\0u\0c\0h\0e\0d"s : "untouched"s));
    }
}

TEST_P(TagWriting, RemovesWhatIsSetToNothingInAllTagsOfTheFile) {
    const std::string artist = track_of(file_).artist;
    write({change(EditField::album, {"Spaces"}), change(EditField::track_number, {"4"}),
           change(EditField::genre, {"Ambient"}), change(EditField::date, {"2013"})});
    write({change(EditField::album, {}), change(EditField::track_number, {}), change(EditField::genre, {}),
           change(EditField::date, {}), change(EditField::title, {})});
    const Track after = track_of(file_);
    EXPECT_EQ(after.album, "");
    EXPECT_EQ(after.track_number, 0);
    EXPECT_THAT(after.genres, IsEmpty());
    EXPECT_EQ(after.year, 0);
    EXPECT_EQ(after.title, "song") << "the name of the file stands in";
    EXPECT_EQ(after.artist, artist);
    EXPECT_THAT(inspected(), Not(HasSubstr("Spaces")));
}

TEST_P(TagWriting, KeepsSeveralArtistsApart) {
    write({change(EditField::artist, {"Simon", "Garfunkel"})});
    EXPECT_EQ(track_of(file_).artist, "Simon; Garfunkel");
    if (GetParam().several_artists) {
        EXPECT_THAT(inspected(), Not(HasSubstr("Simon; Garfunkel"))) << "two values, not one text";
    }
}

INSTANTIATE_TEST_SUITE_P(
    EveryKind, TagWriting,
    ::testing::Values(Kind{"mp3", "-c:a libmp3lame -write_id3v1 1", "TPE2=Various"},
                      Kind{"flac", "", "ALBUMARTIST=Various"},
                      Kind{"ogg", "-c:a libvorbis", "ALBUMARTIST=Various"}, Kind{"oga", "-c:a flac -f ogg"},
                      Kind{"opus", "-c:a libopus", "ALBUMARTIST=Various"},
                      Kind{"m4a", "-c:a aac", "aART=Various"}, Kind{"mp4", "-c:a alac", "aART=Various"},
                      Kind{"wv", "-c:a wavpack", "Album Artist=Various"}, Kind{"wav", "", "TPE2=Various"},
                      Kind{"aiff", "-write_id3v2 1", "TPE2=Various"}, Kind{"tta", "-c:a tta", "Various"},
                      Kind{"wma", "-c:a wmav2", "WM/AlbumArtist=Various", false}, Kind{"mpc", "", "Various"}),
    [](const auto& tested) { return std::string(tested.param.extension); });

// --- what is particular

TEST(TagWriter, KeepsTheVersionOfTheTagsPicturesAndWhatItDoesNotKnow) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", id3v2({{"TIT2", "\x00Says"s},
                                        {"TRCK",
                                         "\x00"
                                         "3/12"s},
                                        {"PRIV", "owner\x00secret"s},
                                        {"APIC", picture_frame(tiny_jpeg())},
                                        {"TXXX", "\x00mood\x00"s + "calm"}},
                                       3) +
                                     silent_mp3());
    const auto outcome = write_tags((folder / "a.mp3").native(), {change(EditField::track_number, {"5"})},
                                    change_tags_of_copy);
    ASSERT_TRUE(outcome) << outcome.error().text();
    const std::string bytes = read_file(folder / "a.mp3");
    EXPECT_EQ(bytes.substr(0, 4), "ID3\x03");
    EXPECT_THAT(bytes, HasSubstr("owner\x00secret"s));
    EXPECT_THAT(bytes, HasSubstr(tiny_jpeg()));
    const std::string shown = output_of("mutagen-inspect " + quoted(folder / "a.mp3"));
    EXPECT_THAT(shown, HasSubstr("TXXX=mood=calm"));
    EXPECT_THAT(shown, HasSubstr("TRCK=5/12")) << "how many there are stays";
    EXPECT_EQ(bytes.substr(bytes.size() - 128, 3).find("TAG"), std::string::npos) << "no other tag is added";
    EXPECT_TRUE(bytes.ends_with(silent_mp3())) << "the sound byte for byte";
}

std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
}

std::string big(std::uint64_t value, int bytes) {
    const std::string text = little(value, bytes);
    return {text.rbegin(), text.rend()};
}

/// One channel at 2.8 MHz.
std::string dsf(const std::string& tag) {
    const std::string sound(8192, '\x69');
    const std::uint64_t tag_at = tag.empty() ? 0 : 92 + sound.size();
    return "DSD " + little(28, 8) + little(92 + sound.size() + tag.size(), 8) + little(tag_at, 8) + "fmt " +
           little(52, 8) + little(1, 4) + little(0, 4) + little(1, 4) + little(1, 4) + little(2'822'400, 4) +
           little(1, 4) + little(sound.size() * 8, 8) + little(4096, 4) + little(0, 4) + "data" +
           little(12 + sound.size(), 8) + sound + tag;
}

std::string dff(const std::string& more) {
    const std::string sound(8192, '\x69');
    const std::string property =
        "SND FS  " + big(4, 8) + big(2'822'400, 4) + "CHNL" + big(6, 8) + big(1, 2) + "C   ";
    const std::string body =
        "DSD PROP" + big(property.size(), 8) + property + "DSD " + big(sound.size(), 8) + sound + more;
    return "FRM8" + big(body.size(), 8) + body;
}

TEST(TagWriter, ChangesTheApeTagOfATtaFileToo) {
    const TemporaryFolder folder;
    const auto file = folder / "a.tta";
    encode(file, 2.0, "-metadata title=Says -metadata artist='Nils Frahm' -metadata album=Spaces");
    const auto sound = output_of("ffmpeg -nostdin -v error -i " + quoted(file) + " -map 0:a -f md5 -");
    const auto written =
        write_tags(file.native(), {change(EditField::title, {"Unter"}), change(EditField::artist, {})},
                   change_tags_of_copy);
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(track_of(file).title, "Unter");
    EXPECT_EQ(track_of(file).artist, "");
    EXPECT_EQ(track_of(file).album, "Spaces");
    const std::string bytes = read_file(file);
    const std::string ape = bytes.substr(bytes.find("APETAGEX"));
    EXPECT_THAT(ape, HasSubstr("Unter"));
    EXPECT_THAT(ape, HasSubstr("Spaces"));
    EXPECT_THAT(ape, Not(HasSubstr("Nils Frahm")));
    EXPECT_EQ(output_of("ffmpeg -nostdin -v error -i " + quoted(file) + " -map 0:a -f md5 -"), sound);
}

TEST(TagWriter, KeepsTextsThatLackTheMarkOfTheirOrder) {
    const TemporaryFolder folder;
    const auto file = folder / "a.mp3";
    write_file(file,
               id3v2({{"TIT2", "\x01S\0a\0y\0s\0"s}, {"TALB", "\x01\x1f\x04@\x04"s}}, 3) + silent_mp3());
    ASSERT_EQ(track_of(file).title, "Says");
    const auto written =
        write_tags(file.native(), {change(EditField::artist, {"Nils Frahm"})}, change_tags_of_copy);
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(track_of(file).artist, "Nils Frahm");
    const std::string shown = output_of("mutagen-inspect " + quoted(file));
    EXPECT_THAT(shown, HasSubstr("TIT2=Says"));
    EXPECT_THAT(shown, HasSubstr("TALB=Пр"));
}

TEST(TagWriter, MakesACompilationThoughItsAlbumArtistIsThenToldToBeVarious) {
    const TemporaryFolder folder;
    const auto file = folder / "a.mp3";
    write_file(file, tagged_mp3("Says", "Nils Frahm", "Sampler"));
    const auto written =
        write_tags(file.native(), {change(EditField::compilation, {"1"})}, change_tags_of_copy);
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_TRUE(track_of(file).compilation);
    EXPECT_EQ(track_of(file).album_artist, various_artists);
    const auto back = write_tags(file.native(), {change(EditField::compilation, {})}, change_tags_of_copy);
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(track_of(file).album_artist, "");
}

// What stands there looks like a tag that reaches to the end of the file, and to replace it would take the
// sound away.
TEST(TagWriter, ADsdFileWhoseHeaderPointsIntoItselfKeepsItsSound) {
    const TemporaryFolder folder;
    std::string bytes = dsf("");
    bytes.replace(20, 8, little(80, 8));
    bytes.replace(80, 10, "ID3\x04\0\0\0\0\x7f\x7f"s);
    const auto file = folder / "odd.dsf";
    write_file(file, bytes);
    const auto written = write_tags(file.native(), {change(EditField::title, {"Says"})}, change_tags_of_copy);
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(track_of(file).title, "Says");
    EXPECT_THAT(read_file(file), HasSubstr(std::string(8192, '\x69')));
}

TEST(TagWriter, WritesIntoDsdFilesWithAndWithoutATag) {
    const TemporaryFolder folder;
    const std::string tag = id3v2({{"TIT2", utf8_text("Says")}, {"TPE1", utf8_text("Nils Frahm")}});
    write_file(folder / "tagged.dsf", dsf(tag));
    write_file(folder / "plain.dsf", dsf(""));
    write_file(folder / "tagged.dff",
               dff("ID3 " + big(tag.size(), 8) + tag + std::string(tag.size() % 2, '\0')));
    write_file(folder / "plain.dff", dff(""));
    for (const char* name : {"tagged.dsf", "plain.dsf", "tagged.dff", "plain.dff"}) {
        const auto file = folder / name;
        for (const char* album : {"Spaces", "A longer name than the one before it"}) {
            const auto outcome = write_tags(
                file.native(), {change(EditField::album, {album}), change(EditField::date, {"2013"})},
                change_tags_of_copy);
            ASSERT_TRUE(outcome) << outcome.error().text();
            EXPECT_EQ(track_of(file).album, album) << name;
            EXPECT_EQ(track_of(file).year, 2013) << name;
        }
        EXPECT_EQ(track_of(file).title, std::string(name).starts_with("tagged") ? "Says" : "plain");
        const std::string bytes = read_file(file);
        EXPECT_THAT(bytes, HasSubstr(std::string(8192, '\x69'))) << "the sound";
        // The size that the header tells is that of the file.
        EXPECT_EQ(name == "tagged.dsf"s || name == "plain.dsf"s ? bytes.substr(12, 8) : bytes.substr(4, 8),
                  name == "tagged.dsf"s || name == "plain.dsf"s ? little(bytes.size(), 8)
                                                                : big(bytes.size() - 12, 8));
    }
    // A tag with something behind it cannot grow.
    write_file(folder / "odd.dff", dff("ID3 " + big(tag.size(), 8) + tag + std::string(tag.size() % 2, '\0') +
                                       "MANF" + big(4, 8) + "acme"));
    const std::string odd = read_file(folder / "odd.dff");
    EXPECT_EQ(
        write_tags((folder / "odd.dff").native(), {change(EditField::album, {"x"})}, change_tags_of_copy)
            .error()
            .code,
        ErrorCode::unsupported);
    EXPECT_EQ(read_file(folder / "odd.dff"), odd);
}

TEST(TagWriter, RefusesWhatHasNoTagsAndLeavesIt) {
    const TemporaryFolder folder;
    write_file(folder / "text.flac", "once upon a time");
    std::filesystem::create_directory(folder / "folder.flac");
    for (const char* name : {"text.flac", "folder.flac", "gone.flac"}) {
        const auto outcome =
            write_tags((folder / name).native(), {change(EditField::album, {"x"})}, change_tags_of_copy);
        ASSERT_FALSE(outcome) << name;
        EXPECT_EQ(outcome.error().path, (folder / name).native());
    }
    EXPECT_EQ(read_file(folder / "text.flac"), "once upon a time");
}

}  // namespace
}  // namespace refrain
