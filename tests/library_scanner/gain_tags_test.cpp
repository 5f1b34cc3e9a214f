// Gains and peaks in tags: what is read of those that other programs wrote, and what of a file stays as it
// was when ours are written.
#include "library_scanner/tags/gain_writer.h"
#include "library_scanner/tags/replay_gain.h"
#include "library_scanner/tags/tag_reader.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/unprivileged.h"

#include <cmath>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
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

Loudness loudness_of(const std::filesystem::path& file) {
    return track_of(file).loudness;
}

// --- texts

TEST(GainText, IsANumberOfDecibels) {
    EXPECT_FLOAT_EQ(parse_gain_db("-7.03 dB").value(), -7.03F);
    EXPECT_FLOAT_EQ(parse_gain_db("+3").value(), 3.0F);
    EXPECT_FLOAT_EQ(parse_gain_db(" 0.5DB ").value(), 0.5F);
    EXPECT_FLOAT_EQ(parse_gain_db("-7,03 dB").value(), -7.03F);
    EXPECT_FLOAT_EQ(parse_gain_db("+64.82 dB").value(), 64.82F);
    EXPECT_FLOAT_EQ(parse_peak("0.988312").value(), 0.988312F);
    EXPECT_FLOAT_EQ(parse_peak("1.2").value(), 1.2F);
    EXPECT_FLOAT_EQ(parse_peak("0").value(), 0.0F);
}

TEST(GainText, ThatMakesNoSenseIsNotThere) {
    for (const char* text : {"", " ", "dB", "nan dB", "nan", "inf", "-inf dB", "1e30", "-1e30 dB", "1e-400x",
                             "loud", "71", "-70.5 dB", "3 dB 4", "--3", "+-3", "0x10", "3 LUFS"}) {
        EXPECT_FALSE(parse_gain_db(text)) << text;
    }
    EXPECT_FALSE(parse_gain_db(std::string(1000, '1')));
    EXPECT_FALSE(parse_gain_db("-7.03 dB\0junk"s));
    for (const char* text : {"-0.1", "nan", "101", "1e30", ""}) {
        EXPECT_FALSE(parse_peak(text)) << text;
    }
}

TEST(GainText, OfR128IsInSteps) {
    // -2560/256 dB to -23 LUFS are -5 dB to -18 LUFS.
    EXPECT_FLOAT_EQ(parse_r128_gain_db("-2560").value(), -5.0F);
    EXPECT_FLOAT_EQ(parse_r128_gain_db("0").value(), 5.0F);
    EXPECT_FLOAT_EQ(parse_r128_gain_db("+128").value(), 5.5F);
    for (const char* text : {"", "-1.5", "32768", "nan", "99999999999", "-2560 dB", "-32768"}) {
        EXPECT_FALSE(parse_r128_gain_db(text)) << text;
    }
}

TEST(GainText, FillsWhatIsStillEmpty) {
    Loudness loudness;
    fill_loudness(loudness, "ReplayGain_Track_Gain", "nan");
    fill_loudness(loudness, "replaygain_track_gain", "-3 dB");
    fill_loudness(loudness, "REPLAYGAIN_TRACK_GAIN", "-9 dB");
    fill_loudness(loudness, "REPLAYGAIN_REFERENCE_LOUDNESS", "89 dB");
    EXPECT_EQ(loudness, (Loudness{-3.0F, {}, {}, {}}));
}

RC_GTEST_PROP(GainTextProperty, AnyTextIsAGainWithinTheLimitsOrNothing, (const std::string& text)) {
    for (const auto& gain : {parse_gain_db(text), parse_gain_db(text + " dB"), parse_r128_gain_db(text)}) {
        if (gain) {
            RC_ASSERT(std::abs(*gain) <= largest_gain_db);
        }
    }
    if (const auto peak = parse_peak(text)) {
        RC_ASSERT(*peak >= 0.0F && *peak <= largest_peak);
    }
}

// --- as other programs write them

TEST(GainTags, OfMetaflacAreRead) {
    const TemporaryFolder folder;
    encode(folder / "1.flac", 3.0, "-sample_fmt s16");
    encode(folder / "2.flac", 3.0, "-af volume=-12dB -sample_fmt s16");
    output_of("metaflac --add-replay-gain " + quoted(folder / "1.flac") + " " + quoted(folder / "2.flac"));
    const auto shown =
        output_of("metaflac --show-tag=REPLAYGAIN_TRACK_GAIN --show-tag=REPLAYGAIN_ALBUM_PEAK " +
                  quoted(folder / "2.flac"));
    const auto loudness = loudness_of(folder / "2.flac");
    EXPECT_NEAR(loudness.track_gain_db.value(), std::stof(shown.substr(shown.find("GAIN=") + 5)), 0.001);
    EXPECT_NEAR(loudness.album_peak.value(), std::stof(shown.substr(shown.find("PEAK=") + 5)), 0.001);
    EXPECT_NEAR(loudness.track_gain_db.value() - loudness_of(folder / "1.flac").track_gain_db.value(), 12.0,
                0.1);
    EXPECT_EQ(loudness.album_gain_db, loudness_of(folder / "1.flac").album_gain_db);
}

TEST(GainTags, OfFfmpegAreReadInAnyCase) {
    const TemporaryFolder folder;
    for (const char* name : {"a.mp3", "a.ogg", "a.wv", "a.wma", "a.aiff"}) {
        encode(
            folder / name, 2.0,
            "-write_id3v2 1 -metadata replaygain_track_gain='-6.50 dB' -metadata Replaygain_Track_Peak=0.75"
            " -metadata REPLAYGAIN_ALBUM_GAIN='-7.25 dB' -metadata replaygain_album_peak=nan"s);
        EXPECT_EQ(loudness_of(folder / name), (Loudness{-6.5F, 0.75F, -7.25F, {}})) << name;
    }
}

TEST(GainTags, OfOpusencAreReadWhateverTheOutputGainOfTheHeader) {
    const TemporaryFolder folder;
    encode(folder / "a.wav", 2.0);
    output_of(
        "opusenc --quiet --comment R128_TRACK_GAIN=-2560 --comment R128_ALBUM_GAIN=256"
        " --comment 'REPLAYGAIN_TRACK_GAIN=-1 dB' --comment R128_TRACK_PEAK=1 " +
        quoted(folder / "a.wav") + " " + quoted(folder / "a.opus"));
    EXPECT_EQ(loudness_of(folder / "a.opus"), (Loudness{-5.0F, {}, 6.0F, {}}));
    write_file(folder / "a.opus", with_output_gain(read_file(folder / "a.opus"), -3 * 256));
    EXPECT_EQ(loudness_of(folder / "a.opus"), (Loudness{-5.0F, {}, 6.0F, {}})) << "the decoder applies that";
}

TEST(GainTags, OfMpcgainAreReadFromTheHeader) {
    const TemporaryFolder folder;
    encode(folder / "a.wav", 3.0);
    output_of("mpcenc --silent --overwrite " + quoted(folder / "a.wav") + " " + quoted(folder / "a.mpc"));
    EXPECT_EQ(loudness_of(folder / "a.mpc"), Loudness());
    output_of("mpcgain " + quoted(folder / "a.mpc"));
    const auto loudness = loudness_of(folder / "a.mpc");
    // ffmpeg's sine has an amplitude of 1/8, and as much in each of two channels has half of its power.
    EXPECT_NEAR(loudness.track_peak.value(), 0.125 / std::sqrt(2.0), 0.002);
    EXPECT_GT(loudness.track_gain_db.value(), 0.0F);
    EXPECT_EQ(loudness.album_gain_db, loudness.track_gain_db);
    // The header in any state is a loudness or none.
    const auto bytes = read_file(folder / "a.mpc").substr(0, 64);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0xff);
        for (const auto& head : {damaged, bytes.substr(0, i)}) {
            const auto gain = musepack_header_loudness(head).track_gain_db;
            EXPECT_TRUE(!gain || std::abs(*gain) <= largest_gain_db);
        }
    }
}

TEST(GainTags, OfAVolumeFrameAreRead) {
    // RVA2: name, master volume, 1/512 dB, 16 bits of peak.
    const auto frame = [](const std::string& name, int steps) {
        return name + '\0' + '\x01' + number(static_cast<std::uint32_t>(steps), 2, true) + '\x10' +
               number(16384, 2, true);
    };
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", id3v2({{"RVA2", frame("track", -3 * 512)},
                                        {"RVA2", frame("Album", 2 * 512)},
                                        {"RVA2", frame("other", 9 * 512)}}) +
                                     silent_mp3());
    EXPECT_EQ(loudness_of(folder / "a.mp3"), (Loudness{-3.0F, 0.5F, 2.0F, 0.5F}));
}

TEST(GainTags, ThatAreHostileLeaveTheTrackWithoutThem) {
    const TemporaryFolder folder;
    encode(folder / "a.flac", 1.0,
           "-metadata REPLAYGAIN_TRACK_GAIN=1e30 -metadata REPLAYGAIN_TRACK_PEAK=-5 "
           "-metadata REPLAYGAIN_ALBUM_GAIN='nan dB' -metadata REPLAYGAIN_ALBUM_PEAK=inf");
    EXPECT_EQ(loudness_of(folder / "a.flac"), Loudness());
}

// --- ours

struct Kind {
    const char* extension;
    const char* arguments;
    bool keeps_peaks = true;
};

void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.extension;
}

class GainWriting : public ::testing::TestWithParam<Kind> {
  protected:
    /// The sound in a file, whatever its tags.
    static std::string sound_of(const std::filesystem::path& file) {
        return output_of("ffmpeg -nostdin -v error -i " + quoted(file) + " -map 0:a -f md5 -");
    }
    static std::vector<std::string> names_in(const std::filesystem::path& folder) {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            names.push_back(entry.path().filename().native());
        }
        return names;
    }
};

constexpr Loudness written{-6.54F, 0.98765F, -7.21F, 1.01F};

TEST_P(GainWriting, ChangesTheGainsAndNothingElse) {
    const TemporaryFolder folder;
    const auto file = folder / ("song."s + GetParam().extension);
    if (GetParam().extension == "mpc"s) {
        encode(folder / "song.wav", 2.0);
        output_of("mpcenc --silent --artist 'Nils Frahm' --title Says " + quoted(folder / "song.wav") + " " +
                  quoted(file));
        std::filesystem::remove(folder / "song.wav");
    } else {
        encode(file, 2.0, "-metadata title=Says -metadata artist='Nils Frahm' "s + GetParam().arguments);
    }
    std::filesystem::permissions(file, std::filesystem::perms(0640));
    timespec times[2] = {{1'000'000'000, 5}, {1'100'000'000, 123'456'789}};
    ASSERT_EQ(utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
    const auto before = track_of(file);
    const auto sound = sound_of(file);

    const auto outcome = write_gains(file.native(), written);
    ASSERT_TRUE(outcome) << outcome.error().text();
    const auto after = track_of(file);
    // Two decimals are written, and 1/256 dB in Opus.
    EXPECT_NEAR(after.loudness.track_gain_db.value(), -6.54, 0.005);
    EXPECT_NEAR(after.loudness.album_gain_db.value(), -7.21, 0.005);
    if (GetParam().keeps_peaks) {
        EXPECT_NEAR(after.loudness.track_peak.value(), 0.98765, 1e-5);
        EXPECT_NEAR(after.loudness.album_peak.value(), 1.01, 1e-5);
    } else {
        EXPECT_FALSE(after.loudness.track_peak);
    }
    EXPECT_EQ(after.title, before.title);
    EXPECT_EQ(after.artist, before.artist);
    EXPECT_EQ(after.duration, before.duration);
    EXPECT_EQ(sound_of(file), sound);
    struct stat status {};
    ASSERT_EQ(stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777u, 0640u);
    EXPECT_EQ(status.st_mtim.tv_sec, 1'100'000'000);
    EXPECT_EQ(status.st_mtim.tv_nsec, 123'456'789);
    EXPECT_THAT(names_in(folder.path()), SizeIs(1)) << "no copy stays behind";

    // Written again the new ones stand in the place of the old ones.
    ASSERT_TRUE(write_gains(file.native(), {-1.0F, 0.5F, {}, {}}));
    EXPECT_NEAR(track_of(file).loudness.track_gain_db.value(), -1.0, 0.005);
    EXPECT_FALSE(track_of(file).loudness.album_gain_db);
    EXPECT_EQ(sound_of(file), sound);
}

INSTANTIATE_TEST_SUITE_P(EveryKind, GainWriting,
                         ::testing::Values(Kind{"mp3", "-c:a libmp3lame"}, Kind{"flac", ""},
                                           Kind{"ogg", "-c:a libvorbis"}, Kind{"oga", "-c:a flac -f ogg"},
                                           Kind{"opus", "-c:a libopus", false}, Kind{"m4a", "-c:a aac"},
                                           Kind{"mp4", "-c:a alac"}, Kind{"wv", "-c:a wavpack"},
                                           Kind{"wav", ""}, Kind{"aiff", "-write_id3v2 1"},
                                           Kind{"tta", "-c:a tta"}, Kind{"wma", "-c:a wmav2"},
                                           Kind{"mpc", ""}),
                         [](const auto& tested) { return std::string(tested.param.extension); });

TEST(GainWriter, WhatOtherProgramsReadIsThere) {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "a.mp3", "a.m4a"}) {
        encode(folder / name, 1.0);
        ASSERT_TRUE(write_gains((folder / name).native(), written));
        // A side data of its own where ffmpeg understands it, else the tag.
        const auto shown = output_of("ffprobe -v error -show_entries format_tags " + quoted(folder / name));
        EXPECT_THAT(shown,
                    ::testing::ContainsRegex("[Rr][Ee][Pp][Ll][Aa][Yy][Gg][Aa][Ii][Nn]_[Tt][Rr][Aa][Cc][Kk]_"
                                             "[Gg][Aa][Ii][Nn]=-6.54 dB"))
            << name;
    }
}

TEST(GainWriter, KeepsTheVersionOfTheTagsAndAddsNoOthers) {
    const TemporaryFolder folder;
    encode(folder / "a.mp3", 1.0, "-id3v2_version 3 -write_id3v1 0 -metadata title=Says");
    ASSERT_TRUE(write_gains((folder / "a.mp3").native(), written));
    const auto bytes = read_file(folder / "a.mp3");
    EXPECT_EQ(bytes.substr(0, 4), "ID3\x03");
    EXPECT_EQ(bytes.substr(bytes.size() - 128, 3).find("TAG"), std::string::npos);
}

TEST(GainWriter, RefusesWhatHasNoTagsAndWhatIsNoFileOfItsOwn) {
    const TemporaryFolder folder;
    encode(folder / "a.aac", 1.0, "-c:a aac -f adts");
    encode(folder / "real.flac", 1.0);
    std::filesystem::create_symlink(folder / "real.flac", folder / "link.flac");
    std::filesystem::create_directory(folder / "folder.flac");
    write_file(folder / "text.flac", "once upon a time");
    const auto real = read_file(folder / "real.flac");
    for (const char* name : {"a.aac", "link.flac", "folder.flac", "text.flac", "gone.flac"}) {
        const auto bytes = name == "folder.flac"s ? std::string() : read_file(folder / name);
        const auto outcome = write_gains((folder / name).native(), written);
        ASSERT_FALSE(outcome) << name;
        EXPECT_EQ(outcome.error().path, (folder / name).native());
        if (name != "folder.flac"s) {
            EXPECT_EQ(read_file(folder / name), bytes) << name;
        }
    }
    EXPECT_EQ(read_file(folder / "real.flac"), real);
    EXPECT_FALSE(write_gains("no-folder.flac", written));
}

TEST(GainWriter, AFolderThatMayNotBeWrittenLeavesTheFileAsItWas) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "closed");
    const auto file = folder / "closed/a.flac";
    encode(file, 1.0);
    using std::filesystem::perms;
    std::filesystem::permissions(folder.path(), perms::all);
    std::filesystem::permissions(file, perms::all);
    std::filesystem::permissions(folder / "closed",
                                 perms::owner_all | perms::others_read | perms::others_exec);
    const auto bytes = read_file(file);
    {
        const Unprivileged user;
        // Owned by root in a test of root's, else by the one who is tested: then the folder is closed to all.
        if (geteuid() != 65534) {
            std::filesystem::permissions(folder / "closed", perms::owner_read | perms::owner_exec);
        }
        const auto outcome = write_gains(file.native(), written);
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::not_writable);
        EXPECT_THAT(outcome.error().message, HasSubstr("Permission denied"));
    }
    std::filesystem::permissions(folder / "closed", perms::owner_all);
    EXPECT_EQ(read_file(file), bytes);
}

}  // namespace
}  // namespace refrain
