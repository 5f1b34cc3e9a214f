// Which files and folders a walk meets: odd names, links, loops, closed folders, covers.
#include "library_scanner/scan/folder_walk.h"

#include "library_scanner/audio_file/file_time.h"
#include "library_scanner/scan/cover_names.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/unprivileged.h"

#include <limits>
#include <map>
#include <set>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct Walked {
    WalkOutcome outcome;
    /// By path below the root.
    std::map<std::string, FoundFile> files;
    std::set<std::string> sheets;
    std::map<std::string, std::string> failed;

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& [name, file] : files) {
            all.push_back(name);
        }
        return all;
    }
};

Walked walk(const std::filesystem::path& root, const std::atomic<bool>* cancel = nullptr) {
    Walked walked;
    const auto below = [&](const std::string& path) { return path.substr(root.native().size() + 1); };
    WalkVisitor visitor;
    visitor.folder = [&](FoundFolder&& folder) {
        for (auto& file : folder.files) {
            const auto name = below(file.path);
            EXPECT_TRUE(walked.files.emplace(name, std::move(file)).second) << name << " was met twice";
        }
        for (const auto& sheet : folder.sheets) {
            walked.sheets.insert(below(sheet.path));
        }
    };
    visitor.failed = [&](const std::string& path, const std::string& reason) {
        walked.failed.emplace(path == root.native() ? "" : below(path), reason);
    };
    walked.outcome = walk_folder(root.native(), visitor, cancel);
    return walked;
}

void make(const TemporaryFolder& folder, std::initializer_list<std::string> names) {
    for (const auto& name : names) {
        write_file(folder / name, "1234");
    }
}

TEST(FolderWalk, FindsMusicInAllFoldersAndNothingElse) {
    const TemporaryFolder folder;
    make(folder, {"a.mp3", "b/c/d.FLAC", "b/notes.txt", "b/list.m3u8", "b/._d.flac"});
    const auto walked = walk(folder.path());
    EXPECT_THAT(walked.names(), ElementsAre("a.mp3", "b/c/d.FLAC"));
    EXPECT_TRUE(walked.outcome.opened);
    EXPECT_TRUE(walked.outcome.clean);
    EXPECT_EQ(walked.files.at("a.mp3").size, 4);
    struct stat status {};
    ASSERT_EQ(stat((folder / "a.mp3").c_str(), &status), 0);
    EXPECT_EQ(walked.files.at("a.mp3").mtime_ns,
              status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec);
}

TEST(FolderWalk, AnEmptyFolderIsWalkedCleanly) {
    const TemporaryFolder folder;
    const auto walked = walk(folder.path());
    EXPECT_TRUE(walked.outcome.clean);
    EXPECT_THAT(walked.names(), IsEmpty());
}

TEST(FolderWalk, AFolderThatIsNotThereIsNotOpened) {
    const TemporaryFolder folder;
    const auto walked = walk(folder / "gone");
    EXPECT_FALSE(walked.outcome.opened);
    EXPECT_FALSE(walked.outcome.clean);
    EXPECT_THAT(walked.outcome.reason, HasSubstr("No such file"));
}

TEST(FolderWalk, NamesAreBytesWhateverIsInThem) {
    const TemporaryFolder folder;
    make(folder, {"Caf\xe9.mp3", "two\nlines.mp3", " .mp3", "\xff\xfe/\x01.mp3", "...And Justice for All.mp3",
                  "back\\slash.mp3", "Ж\u202e.mp3"});
    EXPECT_EQ(walk(folder.path()).files.size(), 7u);
}

TEST(FolderWalk, HiddenFoldersAreLeftOutUnlessTheyAreTitles) {
    for (const char* title :
         {"...And Justice for All", ".5: The Gray Chapter", ".38 Special", ".window.", "a.b"}) {
        EXPECT_TRUE(is_walked_folder(title)) << title;
    }
    for (const char* hidden : {".git", ".Trash-1000", ".Trashes", "$RECYCLE.BIN", "@eaDir", ".", ""}) {
        EXPECT_FALSE(is_walked_folder(hidden)) << hidden;
    }
    const TemporaryFolder folder;
    make(folder, {".git/a.mp3", ".Trash-1000/files/b.mp3", "...And Justice for All/c.mp3", ".d.mp3"});
    EXPECT_THAT(walk(folder.path()).names(), UnorderedElementsAre("...And Justice for All/c.mp3", ".d.mp3"));
}

TEST(FolderWalk, LinksToFoldersAreFollowedOnceAndLoopsEnd) {
    const TemporaryFolder folder;
    make(folder, {"music/z/song.mp3"});
    std::filesystem::create_directory_symlink(folder / "music/z", folder / "music/a link to z");
    std::filesystem::create_directory_symlink(folder / "music", folder / "music/z/loop");
    std::filesystem::create_symlink("self", folder / "music/self");
    std::filesystem::create_symlink("nowhere", folder / "music/dangling.mp3");
    const auto walked = walk(folder / "music");
    EXPECT_THAT(walked.names(), ElementsAre("z/song.mp3"));
    EXPECT_TRUE(walked.outcome.clean);
    EXPECT_THAT(walked.failed, IsEmpty());
}

TEST(FolderWalk, MusicBehindLinksIsFound) {
    const TemporaryFolder folder;
    make(folder, {"elsewhere/album/a.mp3", "elsewhere/b.mp3", "music/c.mp3"});
    std::filesystem::create_directory_symlink(folder / "elsewhere/album", folder / "music/album");
    std::filesystem::create_symlink(folder / "elsewhere/b.mp3", folder / "music/b.mp3");
    EXPECT_THAT(walk(folder / "music").names(), ElementsAre("album/a.mp3", "b.mp3", "c.mp3"));
}

TEST(FolderWalk, AClosedFolderIsReportedAndTheRestIsWalked) {
    const TemporaryFolder folder;
    make(folder, {"open/a.mp3", "closed/b.mp3"});
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    std::filesystem::permissions(folder / "closed", std::filesystem::perms::none);
    {
        const Unprivileged user;
        const auto walked = walk(folder.path());
        EXPECT_THAT(walked.names(), ElementsAre("open/a.mp3"));
        ASSERT_EQ(walked.failed.count("closed"), 1u);
        EXPECT_THAT(walked.failed.at("closed"), HasSubstr("Permission denied"));
        EXPECT_TRUE(walked.outcome.clean);
    }
    std::filesystem::permissions(folder / "closed", std::filesystem::perms::all);
}

TEST(FolderWalk, AFolderTooDeepToBeOpenedIsReported) {
    const TemporaryFolder folder;
    // Built step by step from inside: no path to its end is short enough to be used.
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    const std::string name(250, 'd');
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(mkdir(name.c_str(), 0700), 0);
        ASSERT_EQ(chdir(name.c_str()), 0);
    }
    std::filesystem::current_path(before);
    make(folder, {"a.mp3"});
    const auto walked = walk(folder.path());
    EXPECT_THAT(walked.names(), ElementsAre("a.mp3"));
    ASSERT_EQ(walked.failed.size(), 1u);
    EXPECT_THAT(walked.failed.begin()->second, HasSubstr("name too long"));
}

// Through /proc/self/root the whole disk would be the library, and again through every other process.
TEST(FolderWalk, WhatTheKernelShowsOfItselfIsNoLibrary) {
    const TemporaryFolder folder;
    ASSERT_EQ(symlink("/proc", (folder / "all of it").c_str()), 0);
    ASSERT_EQ(symlink("/proc/self/task", (folder / "some of it").c_str()), 0);
    for (const std::string& root : {std::string("/proc"), std::string("/sys"), folder.path().string()}) {
        std::size_t files = 0, folders = 0;
        WalkVisitor visitor;
        visitor.folder = [&](FoundFolder&& found) {
            ++folders;
            files += found.files.size();
        };
        visitor.failed = [](const std::string& path, const std::string& reason) {
            ADD_FAILURE() << path << " " << reason;
        };
        const auto outcome = walk_folder(root, visitor, nullptr);
        EXPECT_TRUE(outcome.opened && outcome.clean) << root;
        EXPECT_EQ(files, 0U);
        EXPECT_LE(folders, 3U) << root;
    }
}

// A clock that ran backwards, an archive of nonsense: file systems take such times, nanoseconds do not.
TEST(FolderWalk, TimesThatNoNumberHoldsAreTheFirstAndTheLast) {
    constexpr std::int64_t year_2100 = 4'102'444'800, second = 1'000'000'000;
    struct stat status {};
    status.st_mtim = {year_2100, 5};
    EXPECT_EQ(mtime_ns(status), year_2100 * second + 5);
    status.st_mtim = {-1, 999'999'999};
    EXPECT_EQ(mtime_ns(status), -1);
    status.st_mtim = {std::numeric_limits<std::int64_t>::max(), 999'999'999};
    EXPECT_GT(mtime_ns(status), year_2100 * second);
    status.st_mtim = {std::numeric_limits<std::int64_t>::min(), 0};
    EXPECT_LT(mtime_ns(status), -year_2100 * second);
}

TEST(FolderWalk, PipesSocketsAndFoldersNamedLikeMusicAreNoFiles) {
    const TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe.mp3").c_str(), 0600), 0);
    make(folder, {"folder.mp3/inside.mp3"});
    EXPECT_THAT(walk(folder.path()).names(), ElementsAre("folder.mp3/inside.mp3"));
}

TEST(FolderWalk, CueSheetsAreFoundBesideTheMusic) {
    const TemporaryFolder folder;
    make(folder, {"a/disc.flac", "a/disc.cue", "a/Disc.CUE", "a/._disc.cue", "a/cue", "b/.cue"});
    EXPECT_THAT(walk(folder.path()).sheets, ElementsAre("a/Disc.CUE", "a/disc.cue"));
}

TEST(FolderWalk, TheCoverBesideAFileIsFoundByRank) {
    EXPECT_LT(cover_rank("cover.jpg"), cover_rank("folder.jpg"));
    EXPECT_LT(cover_rank("Folder.PNG"), cover_rank("front.webp"));
    EXPECT_LT(cover_rank("back.jpg"), 0);
    EXPECT_LT(cover_rank("cover.txt"), 0);
    EXPECT_LT(cover_rank("cover"), 0);
    const TemporaryFolder folder;
    make(folder, {"a/1.mp3", "a/Front.jpg", "a/Folder.JPG", "b/2.mp3", "b/back.jpg"});
    const auto walked = walk(folder.path());
    EXPECT_EQ(walked.files.at("a/1.mp3").cover_path, (folder / "a/Folder.JPG").native());
    EXPECT_EQ(walked.files.at("b/2.mp3").cover_path, "");
}

TEST(CoverNames, ThatPeopleAndProgramsGiveAreRankedByHowSureTheyAre) {
    const std::vector<std::string> in_order{"COVER.JPG",
                                            "cover.jpeg",
                                            "Cover.png",
                                            "folder.jpg",
                                            "Front.webp",
                                            "albumart.jpg",
                                            "AlbumArt_{5FA05D35-A682-4AF6-96F7-0773E42D4D16}_Large.jpg",
                                            "front cover.jpg",
                                            "Nils Frahm - Spaces (Front).png",
                                            "AlbumArtSmall.jpg"};
    int before = -1;
    for (const auto& name : in_order) {
        EXPECT_GT(cover_rank(name), before) << name;
        before = cover_rank(name);
    }
    EXPECT_EQ(cover_rank("cover (1).jpg"), cover_rank("front-cover.jpg"));
    for (const auto* other :
         {"back.jpg", "cover-back.jpg", "Back Cover.jpg", "front.txt", "frontier.jpg", "discover.jpg",
          "cover cd.jpg", "booklet 01.jpg", "jpg", ".jpg", "cover", "cover.jpg.part", ""}) {
        EXPECT_LT(cover_rank(other), 0) << other;
    }
}

TEST(FolderWalk, AFolderOfArtworkServesTheMusicBesideIt) {
    const TemporaryFolder folder;
    make(folder,
         {"a/1.mp3", "a/Scans/front.jpg", "a/Scans/back.jpg", "b/1.mp3", "b/cover.jpg", "b/Artwork/cover.jpg",
          "c/CD1/1.mp3", "c/Covers/cover.png", "d/Scans/cover.jpg", "e/1.mp3", "e/Other/cover.jpg"});
    const auto walked = walk(folder.path());
    EXPECT_EQ(walked.files.at("a/1.mp3").cover_path, (folder / "a/Scans/front.jpg").native());
    EXPECT_EQ(walked.files.at("b/1.mp3").cover_path, (folder / "b/cover.jpg").native());
    EXPECT_EQ(walked.files.at("c/CD1/1.mp3").cover_path, (folder / "c/Covers/cover.png").native());
    EXPECT_EQ(walked.files.at("e/1.mp3").cover_path, "");
}

TEST(FolderWalk, DiscsOfAnAlbumShareTheCoverAboveThem) {
    EXPECT_EQ(disc_of_folder("CD1"), 1);
    EXPECT_EQ(disc_of_folder("Disc 02"), 2);
    EXPECT_EQ(disc_of_folder("disk_3 - Live"), 3);
    EXPECT_EQ(disc_of_folder("Disco"), 0);
    EXPECT_EQ(disc_of_folder("CDs"), 0);
    EXPECT_EQ(disc_of_folder("CD"), 0);
    EXPECT_EQ(disc_of_folder("CD 99999999999999999999"), 0);
    const TemporaryFolder folder;
    make(folder, {"album/cover.jpg", "album/CD1/1.mp3", "album/CD2/2.mp3", "album/CD2/cover.png",
                  "album/live/3.mp3"});
    const auto walked = walk(folder.path());
    EXPECT_EQ(walked.files.at("album/CD1/1.mp3").cover_path, (folder / "album/cover.jpg").native());
    EXPECT_EQ(walked.files.at("album/CD2/2.mp3").cover_path, (folder / "album/CD2/cover.png").native());
    EXPECT_EQ(walked.files.at("album/live/3.mp3").cover_path, "");
}

TEST(FolderWalk, ACancelledWalkIsNotClean) {
    const TemporaryFolder folder;
    make(folder, {"a/1.mp3"});
    const std::atomic<bool> cancel{true};
    EXPECT_FALSE(walk(folder.path(), &cancel).outcome.clean);
}

}  // namespace
}  // namespace refrain
