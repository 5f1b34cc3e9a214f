// What tells a recording again: the sound of files, what two rows have in common, whether an old file is
// gone.
#include "library_scanner/identity/evidence.h"
#include "library_scanner/identity/old_places.h"
#include "library_scanner/identity/sound_key.h"
#include "library_scanner/tags/tag_reader.h"
#include "tests/library_scanner/audio_files.h"

#include <cstdlib>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace fs = std::filesystem;

// --- the sound of a file

SoundKey sound_of(const fs::path& file) {
    auto read = read_music_file(file.native());
    return read ? read.value().sound : SoundKey{-1};
}

void shell(const std::string& command) {
    if (std::system(command.c_str()) != 0) {
        throw std::runtime_error("failed: " + command);
    }
}

struct Coding {
    const char* ending;
    const char* options;
};

class SoundOf : public ::testing::TestWithParam<Coding> {};

TEST_P(SoundOf, AFileStaysWhenItsTagsChangeAndIsAnotherForOtherAudio) {
    const TemporaryFolder folder;
    const auto name = [&](const char* stem) {
        return folder / (stem + std::string(".") + GetParam().ending);
    };
    encode(name("a"), 3.0, GetParam().options);
    encode(name("longer"), 3.5, GetParam().options);
    // Copied as it is into a file with other tags, of another length each.
    const auto retag = [&](const char* to, const std::string& tags) {
        shell("ffmpeg -nostdin -loglevel error -y -i '" + name("a").native() + "' -c copy " + tags + " '" +
              name(to).native() + "'");
    };
    retag("b", "-metadata title='A Title' -metadata artist='An Artist'");
    retag("c", "-metadata title='" + std::string(9000, 'x') + "'");
    const auto sound = sound_of(name("a"));
    EXPECT_TRUE(sound.known());
    EXPECT_EQ(sound_of(name("b")), sound);
    EXPECT_EQ(sound_of(name("c")), sound);
    EXPECT_NE(sound_of(name("longer")), sound);
}

INSTANTIATE_TEST_SUITE_P(Kinds, SoundOf,
                         ::testing::Values(Coding{"flac", ""}, Coding{"ogg", "-c:a libvorbis"},
                                           Coding{"opus", "-c:a libopus"}, Coding{"m4a", "-c:a aac"},
                                           Coding{"wav", ""}, Coding{"aiff", ""}, Coding{"wv", ""},
                                           Coding{"tta", ""}, Coding{"wma", "-c:a wmav2"}),
                         [](const auto& coding) { return std::string(coding.param.ending); });

TEST(SoundKeys, TagsBehindTheAudioAreNoPartOfIt) {
    const TemporaryFolder folder;
    encode(folder / "a.mp3", 1.0, "-c:a libmp3lame -id3v2_version 0 -write_id3v1 0");
    const auto audio = read_file(folder / "a.mp3");
    const auto id3v1 = "TAG" + std::string(125, 'x');
    const auto ape_fields = std::string(200, 'y');
    const auto ape = [&](std::uint32_t flags) {
        return "APETAGEX" + number(2000, 4, false) +
               number(static_cast<std::uint32_t>(ape_fields.size()) + 32, 4, false) + number(1, 4, false) +
               number(flags, 4, false) + std::string(8, '\0');
    };
    const auto with_header = ape(0xa0000000u) + ape_fields + ape(0x80000000u);
    const auto sound = sound_of(folder / "a.mp3");
    write_file(folder / "b.mp3", id3v2({{"TIT2", utf8_text("Title")}}) + audio + with_header + id3v1);
    write_file(folder / "c.mp3", audio + ape_fields + ape(0));
    EXPECT_EQ(sound_of(folder / "b.mp3"), sound);
    EXPECT_EQ(sound_of(folder / "c.mp3"), sound);
}

TEST(SoundKeys, SilenceHasNone) {
    const TemporaryFolder folder;
    write_file(folder / "a.wav", silent_wav(2));
    write_file(folder / "a.mp3", silent_mp3());
    EXPECT_FALSE(sound_of(folder / "a.wav").known());
    EXPECT_FALSE(sound_of(folder / "a.mp3").known());
}

// --- pairs

TrackMarks marks(std::int64_t id, std::int64_t sound, std::uint64_t recording, std::uint64_t tags,
                 std::uint64_t names, std::int64_t ms) {
    return {TrackId(id), SoundKey{sound}, recording, tags, names, Milliseconds(ms)};
}

bool always(SoundKey) {
    return true;
}

TEST(Pairs, TheStrongestEvidenceGoesFirst) {
    // 1 and 11 sound alike, but 12 is the recording of 1.
    const std::vector gone{marks(1, 5, 70, 8, 9, 60'000)};
    const std::vector arrived{marks(11, 5, 0, 0, 0, 60'000), marks(12, 6, 70, 0, 0, 60'900)};
    const auto pairs = pair_up(gone, arrived, always);
    ASSERT_THAT(pairs, SizeIs(1));
    EXPECT_EQ(pairs[0].arrived, 1u);
    EXPECT_EQ(pairs[0].evidence, Evidence::recording);
}

TEST(Pairs, DurationsMayDifferByASecondForARecordingAndByTwoForNames) {
    const auto paired = [](const TrackMarks& a, const TrackMarks& b) {
        return pair_up(std::vector{a}, std::vector{b}, always).size() == 1;
    };
    EXPECT_TRUE(paired(marks(1, 0, 7, 0, 0, 60'000), marks(2, 0, 7, 0, 0, 61'000)));
    EXPECT_FALSE(paired(marks(1, 0, 7, 0, 0, 60'000), marks(2, 0, 7, 0, 0, 61'001)));
    EXPECT_TRUE(paired(marks(1, 0, 0, 0, 7, 60'000), marks(2, 0, 0, 0, 7, 58'000)));
    EXPECT_FALSE(paired(marks(1, 0, 0, 0, 7, 60'000), marks(2, 0, 0, 0, 7, 57'999)));
}

TEST(Pairs, TwoOnEitherSideStayApart) {
    const std::vector one{marks(1, 5, 0, 0, 0, 60'000)};
    const std::vector two{marks(11, 5, 0, 0, 0, 60'000), marks(12, 5, 0, 0, 0, 60'000)};
    EXPECT_THAT(pair_up(one, two, always), IsEmpty());
    EXPECT_THAT(pair_up(two, one, always), IsEmpty());
}

TEST(Pairs, WhatSoundsAlikeIsToldByItsTags) {
    const std::vector gone{marks(1, 5, 0, 81, 0, 1), marks(2, 5, 0, 82, 0, 1)};
    const std::vector arrived{marks(11, 5, 0, 82, 0, 1), marks(12, 5, 0, 81, 0, 1)};
    const auto pairs = pair_up(gone, arrived, always);
    ASSERT_THAT(pairs, SizeIs(2));
    EXPECT_EQ(pairs[0].arrived, 1u);
    EXPECT_EQ(pairs[1].arrived, 0u);
}

TEST(Pairs, ASoundThatOthersHaveTellsNothingByItself) {
    const std::vector gone{marks(1, 5, 0, 81, 0, 1)};
    const std::vector arrived{marks(11, 5, 0, 82, 0, 1)};
    EXPECT_THAT(pair_up(gone, arrived, [](SoundKey) { return false; }), IsEmpty());
    EXPECT_THAT(pair_up(gone, arrived, always), SizeIs(1));
}

RC_GTEST_PROP(AnyPairs, NameEachFileOnceAndOnlyForAReason, ()) {
    const auto few = rc::gen::inRange<std::uint64_t>(0, 4);
    const auto side = rc::gen::container<std::vector<TrackMarks>>(rc::gen::build<TrackMarks>(
        rc::gen::set(&TrackMarks::sound, rc::gen::map(rc::gen::inRange<std::int64_t>(0, 4),
                                                      [](std::int64_t value) { return SoundKey{value}; })),
        rc::gen::set(&TrackMarks::recording, few), rc::gen::set(&TrackMarks::tags, few),
        rc::gen::set(&TrackMarks::names, few)));
    const auto gone = *side;
    const auto arrived = *side;
    std::set<std::size_t> left, right;
    for (const auto& pair : pair_up(gone, arrived, always)) {
        RC_ASSERT(left.insert(pair.gone).second);
        RC_ASSERT(right.insert(pair.arrived).second);
        RC_ASSERT(agree(gone[pair.gone], arrived[pair.arrived], pair.evidence));
    }
}

TEST(Names, SayTheSameOfTheSameSongInOtherWords) {
    const auto names = [](std::string_view title, std::string_view artist, std::string_view album) {
        return names_mark({title, artist, album, {}});
    };
    EXPECT_EQ(names("Song (2011 Remaster)", "The Band feat. Guest", "Album"),
              names("song", "THE BAND", "album [Deluxe Edition]"));
    EXPECT_NE(names("Song (Live)", "The Band", "Album"), names("Song", "The Band", "Album"));
    EXPECT_EQ(names("", "The Band", "Album"), 0u);
}

// --- what became of a file

constexpr FileMark old_file{100, 5000, 77, 1, false};

TEST(OldFiles, NothingAtThePathIsGone) {
    EXPECT_EQ(what_became(old_file, {true, std::nullopt}, {200, 5000, 77}, false), OldFile::gone);
}

TEST(OldFiles, WhatCannotBeAskedIsThere) {
    EXPECT_EQ(what_became(old_file, {false, std::nullopt}, {200, 5000, 77}, false), OldFile::there);
}

TEST(OldFiles, AnotherFileAtThePathReplacedItOnlyIfItsOwnCameUpElsewhere) {
    const Probe other{true, FileMark{300, 6000, 78}};
    EXPECT_EQ(what_became(old_file, other, {100, 5000, 77}, false), OldFile::replaced);
    // A copy of it came up elsewhere: the path may hold the same music, tagged anew.
    EXPECT_EQ(what_became(old_file, other, {400, 5000, 77}, false), OldFile::there);
}

TEST(OldFiles, WhatLooksTheSameToAScanIsThere) {
    const Probe copy{true, FileMark{300, 5000, 77}};
    EXPECT_EQ(what_became(old_file, copy, {100, 5000, 77}, false), OldFile::there);
}

TEST(OldFiles, ASecondNameOfAFileIsNoMove) {
    const Probe hard_link{true, FileMark{100, 5000, 77, 2}};
    EXPECT_EQ(what_became(old_file, hard_link, {100, 5000, 77, 2}, false), OldFile::there);
    EXPECT_EQ(what_became(old_file, hard_link, {100, 5000, 77, 2}, true), OldFile::there);
    const Probe link{true, FileMark{100, 5000, 77, 1, true}};
    EXPECT_EQ(what_became(old_file, link, {100, 5000, 77}, true), OldFile::there);
}

TEST(OldFiles, WhereCapitalsAreOneWithSmallLettersTheOldNameStillLeadsToTheFile) {
    const Probe itself{true, old_file};
    EXPECT_EQ(what_became(old_file, itself, old_file, true), OldFile::gone);
    EXPECT_EQ(what_became(old_file, itself, old_file, false), OldFile::there);
    EXPECT_TRUE(same_but_for_case("/music/\xc3\x84rzte.mp3", "/Music/a\xcc\x88RZTE.MP3"));
    EXPECT_FALSE(same_but_for_case("/music/a.mp3", "/music/a.mp3"));
    EXPECT_FALSE(same_but_for_case("/music/a.mp3", "/music/b.mp3"));
}

TEST(OldPlacesAsked, WhatMayBeAwayIsNotGone) {
    const TemporaryFolder folder;
    write_file(folder / "full/something", "x");
    fs::create_directories(folder / "empty");
    const auto full = (folder / "full").native();
    const auto empty = (folder / "empty").native();
    const auto asked = [&](std::vector<MountedPlace> mounted, std::vector<std::string> away,
                           const std::string& path) {
        OldPlaces places(std::move(mounted),
                         [] {
                             return std::vector<std::string>{"/", "/mnt/here"};
                         },
                         std::move(away), {full, empty});
        return places.is_gone(path);
    };
    EXPECT_TRUE(asked({}, {}, full + "/a.mp3"));
    EXPECT_FALSE(asked({}, {}, empty + "/a.mp3"));
    EXPECT_FALSE(asked({}, {full}, full + "/a.mp3"));
    EXPECT_FALSE(asked({{full, "/mnt/unplugged"}}, {}, full + "/a.mp3"));
    EXPECT_TRUE(asked({{full, "/mnt/here"}}, {}, full + "/a.mp3"));
    EXPECT_FALSE(asked({}, {}, full + "/something"));
}

TEST(OldPlacesAsked, AFolderThatCannotBeEnteredTellsNothing) {
    if (geteuid() == 0) {
        // Root may look everywhere; what the probe says then is checked by hand.
        EXPECT_TRUE(probe_file("/nowhere/at/all").known);
        return;
    }
    const TemporaryFolder folder;
    write_file(folder / "closed/a.mp3", "x");
    fs::permissions(folder / "closed", fs::perms::none);
    EXPECT_FALSE(probe_file((folder / "closed/a.mp3").native()).known);
    fs::permissions(folder / "closed", fs::perms::owner_all);
}

}  // namespace
}  // namespace refrain
