// What is played when a file, a folder or a cue sheet is opened from outside.
#include "app/open_music.h"

#include "tests/app/sound_file.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using testing::ElementsAre;

class OpeningMusic : public testing::Test {
  protected:
    std::vector<std::string> titles_of(const std::string& path, std::vector<Track> known = {}) {
        const MusicOpener opener(std::make_shared<LibrarySnapshot>(std::move(known)), options);
        const auto opened = opener.open(path);
        EXPECT_TRUE(opened.ok()) << opened.error().text();
        entries = opened.ok() ? opened.value() : std::vector<QueueEntry>();
        std::vector<std::string> titles;
        for (const auto& entry : entries) {
            titles.push_back(entry.title);
        }
        return titles;
    }
    void sound(const std::string& name, const std::string& title, double seconds = 0.5) const {
        write_wav(folder.path() / name, {title, "Artist", "Album", "", seconds, 440.0});
    }
    void text(const std::string& name, const std::string& content) const {
        std::ofstream(folder.path() / name) << content;
    }
    /// Three tracks of a file of 30 s.
    void make_disc() const {
        sound("disc.wav", "The disc", 30.0);
        text("disc.cue",
             "TITLE \"Album\"\nFILE \"disc.wav\" WAVE\n"
             "TRACK 01 AUDIO\nTITLE \"First\"\nINDEX 01 00:00:00\n"
             "TRACK 02 AUDIO\nTITLE \"Second\"\nINDEX 01 00:10:00\n"
             "TRACK 03 AUDIO\nTITLE \"Third\"\nINDEX 01 00:20:37\n");
    }

    test::TemporaryFolder folder;
    FileAsker asker{REFRAIN_TAG_READER};
    OpenOptions options{Intent::remote, "desktop", nullptr, read_tags(asker)};
    std::vector<QueueEntry> entries;
};

TEST_F(OpeningMusic, AFileIsReadAndPlayedAsWhatItsTagsSay) {
    sound("a.wav", "Says");
    EXPECT_THAT(titles_of(folder / "a.wav"), ElementsAre("Says"));
    EXPECT_EQ(entries[0].artist, "Artist");
    EXPECT_EQ(entries[0].duration, Milliseconds(500));
    EXPECT_EQ(entries[0].origin, "desktop");
    EXPECT_EQ(entries[0].intent, Intent::remote);
    EXPECT_FALSE(entries[0].track.valid());
}

TEST_F(OpeningMusic, WhatTheLibraryKnowsIsTakenFromIt) {
    sound("a.wav", "Says");
    Track known;
    known.id = TrackId(7);
    known.path = folder / "a.wav";
    known.title = "As the library has it";
    EXPECT_THAT(titles_of(folder / "a.wav", {known}), ElementsAre("As the library has it"));
    EXPECT_EQ(entries[0].track, TrackId(7));
}

TEST_F(OpeningMusic, AFolderIsPlayedFolderByFolderWithAllThatIsBelow) {
    sound("b/2.wav", "B two");
    sound("b/1.wav", "B one");
    sound("a/deep/x.wav", "Deep");
    sound("a/y.wav", "Above");
    text("a/letter.txt", "no music");
    EXPECT_THAT(titles_of(folder.path()), ElementsAre("Above", "Deep", "B one", "B two"));
}

TEST_F(OpeningMusic, OfAFolderWithAPlaceThatCannotBeOpenedTheRestIsPlayed) {
    sound("a.wav", "Says");
    // Built step by step from inside: no path to its end is short enough to be used.
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    for (int i = 0; i < 20; ++i) {
        const std::string name(250, 'd');
        std::filesystem::create_directory(name);
        std::filesystem::current_path(name);
    }
    std::filesystem::current_path(before);
    EXPECT_THAT(titles_of(folder.path()), ElementsAre("Says"));
}

TEST_F(OpeningMusic, NothingIsBelowAWorkingFolderThatIsGone) {
    const auto before = std::filesystem::current_path();
    std::filesystem::create_directory(folder.path() / "gone");
    std::filesystem::current_path(folder.path() / "gone");
    std::filesystem::remove(folder.path() / "gone");
    const auto opened = MusicOpener(std::make_shared<LibrarySnapshot>(), options).open("a.wav");
    std::filesystem::current_path(before);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::not_found);
    EXPECT_EQ(opened.error().path, "a.wav");
}

TEST_F(OpeningMusic, InAFolderTheLibrarysTracksComeByDiscAndNumber) {
    std::vector<Track> known;
    const std::vector<std::tuple<std::string, int, int>> album{
        {"z.wav", 1, 1}, {"a.wav", 2, 1}, {"m.wav", 1, 2}};
    for (const auto& [name, disc, number] : album) {
        sound(name, name);
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(known.size()) + 1);
        track.path = folder / name;
        track.title = name;
        track.disc_number = disc;
        track.track_number = number;
        known.push_back(track);
    }
    EXPECT_THAT(titles_of(folder.path(), known), ElementsAre("z.wav", "m.wav", "a.wav"));
}

TEST_F(OpeningMusic, ACueSheetIsPlayedTrackByTrack) {
    make_disc();
    EXPECT_THAT(titles_of(folder / "disc.cue"), ElementsAre("First", "Second", "Third"));
    EXPECT_EQ(entries[1].path, folder / "disc.wav");
    EXPECT_EQ(entries[1].cue_begin, CdFrames(750));
    EXPECT_EQ(entries[1].cue_end, CdFrames(1537));
}

TEST_F(OpeningMusic, AFolderWithASheetGivesItsTracksAndNotTheWholeFile) {
    make_disc();
    sound("other.wav", "Other");
    EXPECT_THAT(titles_of(folder.path()), testing::UnorderedElementsAre("First", "Second", "Third", "Other"));
}

TEST_F(OpeningMusic, AFileOfSeveralTracksInTheLibraryGivesThemInTheOrderOfItsSheet) {
    make_disc();
    std::vector<Track> known;
    const std::vector<std::tuple<std::string, int, bool>> tracks{
        {"The whole disc", 0, true}, {"Third", 3, false}, {"First", 1, false}, {"Dropped", 2, true}};
    for (const auto& [title, number, missing] : tracks) {
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(known.size()) + 1);
        track.path = folder / "disc.wav";
        track.title = title;
        track.cue_track = number;
        track.missing = missing;
        known.push_back(track);
    }
    EXPECT_THAT(titles_of(folder / "disc.wav", known), ElementsAre("First", "Third"));
    EXPECT_EQ(entries[0].track, TrackId(3));
    EXPECT_EQ(entries[1].track, TrackId(2));
    known.resize(1);
    EXPECT_THAT(titles_of(folder / "disc.wav", known), ElementsAre("The whole disc"))
        << "a file that is back is still the library's";
}

TEST_F(OpeningMusic, ASheetOfAFileForEachTrackPlaysTheFilesInItsOrder) {
    sound("one.wav", "One");
    sound("two.wav", "Two");
    text("album.cue",
         "FILE \"two.wav\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n"
         "FILE \"one.wav\" WAVE\nTRACK 02 AUDIO\nINDEX 01 00:00:00\n");
    EXPECT_THAT(titles_of(folder / "album.cue"), ElementsAre("Two", "One"));
}

TEST_F(OpeningMusic, WhatCannotBeReadIsLeftToThePlayerToSay) {
    text("letter.mp3", "Dear Sir or Madam");
    EXPECT_THAT(titles_of(folder / "letter.mp3"), ElementsAre("letter"));
    EXPECT_EQ(entries[0].path, folder / "letter.mp3");
}

TEST_F(OpeningMusic, AFileThatBringsItsReaderDownIsLeftToThePlayerAndTheOthersAreRead) {
    FileAsker harmed{REFRAIN_MISBEHAVING_READER};
    options.read_tags = read_tags(harmed);
    text("1 crash.mp3", "crash");
    sound("2.wav", "After it");
    EXPECT_THAT(titles_of(folder.path()), testing::UnorderedElementsAre("1 crash", "After it"));
}

TEST_F(OpeningMusic, WithoutAReaderFilesAreOpenedUnread) {
    options.read_tags = {};
    sound("a.wav", "Title");
    EXPECT_THAT(titles_of(folder / "a.wav"), ElementsAre("a"));
}

TEST_F(OpeningMusic, WhatIsNotThereOrHoldsNoMusicIsAnErrorThatNamesIt) {
    const MusicOpener opener(std::make_shared<LibrarySnapshot>(), options);
    text("empty.cue", "nothing of a sheet");
    text("lonely.cue", "FILE \"gone.wav\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n");
    std::filesystem::create_directory(folder / "bare");
    for (const char* name : {"nowhere.flac", "bare", "empty.cue", "lonely.cue"}) {
        const auto opened = opener.open(folder / name);
        ASSERT_FALSE(opened.ok()) << name;
        EXPECT_EQ(opened.error().path, folder / name);
        EXPECT_FALSE(opened.error().message.empty());
    }
}

}  // namespace
}  // namespace refrain::app
