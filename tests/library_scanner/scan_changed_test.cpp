// Scans of the folders in which something has changed: they find what a scan of everything would find there,
// and leave the rest of the library alone.
#include "library_scanner/scan/changed_folders.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/scan_test_base.h"

#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// --- which parts

TEST(ChangedFolders, BelongToTheInnermostRootThatHoldsThem) {
    const std::vector<std::string> roots{"/a", "/a/b", "/ab"};
    EXPECT_EQ(*root_of("/a/b/c", roots), "/a/b");
    EXPECT_EQ(*root_of("/a/bc", roots), "/a");
    EXPECT_EQ(*root_of("/ab", roots), "/ab");
    EXPECT_EQ(root_of("/b", roots), nullptr);
}

TEST(ChangedFolders, AreLookedAtOnceAndNotBelowOneThatIsLookedAtWhole) {
    EXPECT_THAT(
        areas_by_root({{"/m/b", false}, {"/m/a/x", false}, {"/m/a", true}, {"/m/b", false}, {"/m/ab", false}},
                      {"/m"}),
        ElementsAre(Pair("/m", ElementsAre(ChangedFolder{"/m/a", true}, ChangedFolder{"/m/ab", false},
                                           ChangedFolder{"/m/b", false}))));
}

TEST(ChangedFolders, OutsideTheLibraryOrWhereNoWalkGoesAreLeftOut) {
    EXPECT_THAT(areas_by_root({{"/other", false}, {"/m/.git/a", true}, {"/m/a/.Trash-1000", false}}, {"/m"}),
                IsEmpty());
    EXPECT_THAT(areas_by_root({{"/m", false}}, {"/"}), SizeIs(1));
    EXPECT_THAT(areas_by_root({{"/.hidden/a", false}}, {"/.hidden"}), SizeIs(1))
        << "a root may be called as it likes";
}

// --- scans

class ScanChanged : public ScanTest {
  protected:
    ScanReport look_at(const std::vector<ChangedFolder>& folders, ScanOptions options = test::harmless()) {
        files_read_ = 0;
        options.on_progress = [this](const ScanProgress& progress) { files_read_ = progress.files_read; };
        if (!mounts_.empty()) {
            options.mounts = [this] { return mounts_; };
        }
        auto scanned = scan_changed(*database_, folders, options);
        if (!scanned) {
            throw std::runtime_error(scanned.error().text());
        }
        return std::move(scanned).value();
    }

    ChangedFolder changed(const std::string& name, bool whole = false) const {
        auto path = music(name).native();
        if (path.back() == '/') {
            path.pop_back();
        }
        return {path, whole};
    }

    std::vector<std::string> mounts_;
};

TEST_F(ScanChanged, FindsWhatCameWentAndChangedInThatFolderAlone) {
    add_song("a/same.mp3");
    add_song("a/changed.mp3", "Old");
    add_song("a/gone.mp3");
    add_song("b/gone too.mp3");
    scan_music();
    const auto before = tracks();
    add_song("a/new.mp3");
    add_song("a/changed.mp3", "A New Title");
    std::filesystem::remove(music("a/gone.mp3"));
    std::filesystem::remove(music("b/gone too.mp3"));
    add_song("b/new too.mp3");
    const auto report = look_at({changed("a")});
    EXPECT_EQ(report.added, 1);
    EXPECT_EQ(report.updated, 1);
    EXPECT_EQ(report.missing, 1);
    EXPECT_EQ(report.files, 3);
    EXPECT_EQ(files_read_, 2);
    const auto found = tracks();
    EXPECT_EQ(found.at("a/changed.mp3").title, "A New Title");
    EXPECT_EQ(found.at("a/changed.mp3").id, before.at("a/changed.mp3").id);
    EXPECT_TRUE(found.at("a/gone.mp3").missing);
    EXPECT_FALSE(found.at("b/gone too.mp3").missing) << "nobody looked there";
    EXPECT_EQ(found.count("b/new too.mp3"), 0u);
}

TEST_F(ScanChanged, TellsTheTracksThatChanged) {
    add_song("a/1.mp3");
    add_song("a/2.mp3");
    scan_music();
    const auto gone = tracks().at("a/1.mp3").id;
    std::filesystem::remove(music("a/1.mp3"));
    add_song("a/3.mp3");
    std::set<TrackId> told;
    auto options = test::harmless();
    options.on_batch = [&](std::span<const TrackId> ids) { told.insert(ids.begin(), ids.end()); };
    look_at({changed("a")}, options);
    EXPECT_EQ(told, (std::set{gone, tracks().at("a/3.mp3").id}));
}

TEST_F(ScanChanged, AFolderThatCameIsReadWithAllBelow) {
    add_song("1.mp3");
    scan_music();
    add_song("artist/album/2.mp3");
    add_song("artist/album/cd1/3.mp3");
    EXPECT_EQ(look_at({changed("")}).added, 2);
    EXPECT_THAT(tracks(), SizeIs(3));
}

TEST_F(ScanChanged, AKnownFolderInAChangedOneIsNotEntered) {
    add_song("1.mp3");
    add_song("a/2.mp3");
    scan_music();
    add_song("3.mp3");
    add_song("a/4.mp3");
    EXPECT_EQ(look_at({changed("")}).added, 1);
    EXPECT_EQ(look_at({changed("a", true)}).added, 1);
}

TEST_F(ScanChanged, AFolderThatWentTakesAlongWhatWasBelow) {
    add_song("a/b/1.mp3");
    add_song("a/b/c/2.mp3");
    write_file(music("a/b/broken.mp3"), "no music");
    add_song("3.mp3");
    scan_music();
    std::filesystem::remove_all(music("a"));
    const auto report = look_at({changed("a/b")});
    EXPECT_EQ(report.missing, 2);
    EXPECT_FALSE(tracks().at("3.mp3").missing);
    EXPECT_THAT(Library(*database_).failures().value(), IsEmpty());
}

TEST_F(ScanChanged, ARenamedFolderIsThereUnderItsNewNameWithTheSameTracks) {
    add_song("old/1.mp3");
    add_song("old/2.mp3");
    add_song("3.mp3");
    scan_music();
    const auto before = tracks();
    std::filesystem::rename(music("old"), music("new"));
    const auto report = look_at({changed(""), changed("new", true)});
    EXPECT_EQ(report.moved, 2);
    EXPECT_EQ(report.missing, 0);
    EXPECT_FALSE(tracks().at("new/1.mp3").missing);
    EXPECT_EQ(tracks().at("new/1.mp3").id, before.at("old/1.mp3").id);
}

TEST_F(ScanChanged, AFileThatCameBackIsTheSameTrackAndNotReadAgain) {
    add_song("a/1.mp3");
    add_song("a/2.mp3");
    scan_music();
    const auto id = tracks().at("a/1.mp3").id;
    std::filesystem::rename(music("a/1.mp3"), folder_ / "kept");
    look_at({changed("a")});
    ASSERT_TRUE(tracks().at("a/1.mp3").missing);
    std::filesystem::rename(folder_ / "kept", music("a/1.mp3"));
    look_at({changed("a")});
    EXPECT_EQ(files_read_, 0);
    EXPECT_FALSE(tracks().at("a/1.mp3").missing);
    EXPECT_EQ(tracks().at("a/1.mp3").id, id);
}

TEST_F(ScanChanged, AFileThatIsBeingWrittenIsLeftAsItIsUntilItIsWhole) {
    add_song("a/known.mp3", "Old");
    scan_music();
    add_song("a/known.mp3", "Half of it");
    write_file(music("a/new.mp3"), "");
    auto options = test::harmless();
    options.is_being_written = [](const std::string&) { return true; };
    const auto report = look_at({changed("a")}, options);
    EXPECT_EQ(files_read_, 0);
    EXPECT_EQ(report.missing, 0);
    EXPECT_THAT(report.failed, IsEmpty());
    EXPECT_EQ(tracks().at("a/known.mp3").title, "Old");

    add_song("a/new.mp3");
    EXPECT_EQ(look_at({changed("a")}).added, 1);
    EXPECT_EQ(tracks().at("a/known.mp3").title, "Half of it");
}

TEST_F(ScanChanged, ThePictureOfAnAlbumIsSharedByItsDiscs) {
    add_song("album/cd1/1.mp3");
    add_song("album/2.mp3");
    scan_music();
    write_file(music("album/cover.jpg"), tiny_jpeg());
    look_at({changed("album")});
    EXPECT_EQ(files_read_, 0);
    EXPECT_EQ(tracks().at("album/cd1/1.mp3").cover_path, music("album/cover.jpg").native());
    add_song("album/cd1/3.mp3");
    look_at({changed("album/cd1")});
    EXPECT_EQ(tracks().at("album/cd1/3.mp3").cover_path, music("album/cover.jpg").native());
    EXPECT_EQ(tracks().at("album/cd1/1.mp3").cover_path, music("album/cover.jpg").native());
}

TEST_F(ScanChanged, ALinkToMusicElsewhereIsFollowedOnceAndOneIntoTheRootIsNot) {
    write_file(folder_ / "elsewhere/1.mp3", tagged_mp3("One", "Somebody", "An Album"));
    add_song("a/2.mp3");
    scan_music();
    std::filesystem::create_directory_symlink(music("a"), music("into the root"));
    EXPECT_EQ(look_at({changed("")}).added, 0);
    std::filesystem::create_directory_symlink(folder_ / "elsewhere", music("first"));
    std::filesystem::create_directory_symlink(folder_ / "elsewhere", music("second"));
    EXPECT_EQ(look_at({changed("")}).added, 1);
    EXPECT_THAT(tracks(), SizeIs(2));
    EXPECT_EQ(look_at({changed("")}).added + scan_music().added, 0);
}

TEST_F(ScanChanged, ACueSheetThatComesDividesItsFile) {
    write_file(music("a/disc.wav"), silent_wav(20));
    add_song("b/1.mp3");
    scan_music();
    write_file(music("a/disc.cue"),
               "FILE \"disc.wav\" WAVE\n  TRACK 01 AUDIO\n    TITLE \"First\"\n    INDEX 01 00:00:00\n"
               "  TRACK 02 AUDIO\n    TITLE \"Second\"\n    INDEX 01 00:10:00\n");
    look_at({changed("a")});
    Library library(*database_);
    ASSERT_TRUE(library.reload());
    EXPECT_EQ(library.snapshot()->present(), 3u);
    std::filesystem::remove(music("a/disc.cue"));
    look_at({changed("a")});
    ASSERT_TRUE(library.reload());
    EXPECT_EQ(library.snapshot()->present(), 2u);
}

TEST_F(ScanChanged, FoldersOutsideTheLibraryAreNoneOfItsBusiness) {
    add_song("1.mp3");
    scan_music();
    write_file(folder_ / "other/2.mp3", tagged_mp3("Two", "Somebody", "An Album"));
    const auto report = look_at({{(folder_ / "other").native(), true}});
    EXPECT_EQ(report.files, 0);
    EXPECT_THAT(Library(*database_).roots().value(), SizeIs(1));
}

// --- disks that are away

TEST_F(ScanChanged, ARootThatIsSuddenlyEmptyIsAwayAndNothingIsMissing) {
    add_song("1.mp3");
    add_song("a/2.mp3");
    scan_music();
    std::filesystem::rename(music("a"), folder_ / "a");
    std::filesystem::rename(music("1.mp3"), folder_ / "1.mp3");
    const auto report = look_at({changed("")});
    EXPECT_EQ(report.missing, 0);
    ASSERT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.away[0].files, 2);
    EXPECT_THAT(away_places(*database_).value(), SizeIs(1));
    std::filesystem::rename(folder_ / "1.mp3", music("1.mp3"));
    EXPECT_EQ(look_at({changed("")}).missing, 1) << "there is music: the rest is gone";
}

TEST_F(ScanChanged, ADiskBelowTheRootThatIsUnmountedIsAway) {
    mounts_ = {"/", music("usb").native()};
    add_song("usb/1.mp3");
    add_song("2.mp3");
    auto options = test::harmless();
    options.mounts = [this] { return mounts_; };
    scan_music(options);
    mounts_ = {"/"};
    std::filesystem::rename(music("usb"), folder_ / "the disk itself");
    std::filesystem::create_directory(music("usb"));
    const auto expect_away = [&](const ChangedFolder& folder) {
        const auto report = look_at({folder});
        EXPECT_EQ(report.missing, 0);
        ASSERT_THAT(report.away, SizeIs(1));
        EXPECT_THAT(report.away[0].reason, HasSubstr("is not mounted"));
    };
    expect_away(changed("usb"));
    expect_away(changed("usb", true));
    EXPECT_EQ(look_at({changed("")}).missing, 0);
    std::filesystem::remove(music("usb"));
    expect_away(changed(""));
    EXPECT_FALSE(tracks().at("usb/1.mp3").missing);
}

TEST_F(ScanChanged, ARootThatCannotBeOpenedIsAway) {
    add_song("1.mp3");
    scan_music();
    std::filesystem::rename(folder_ / "music", folder_ / "unplugged");
    const auto report = look_at({changed("")});
    EXPECT_THAT(report.away, SizeIs(1));
    EXPECT_FALSE(tracks().at("1.mp3").missing);
}

TEST_F(ScanChanged, WhatIsAwayElsewhereStaysKnownAsAway) {
    mounts_ = {"/", music("usb").native()};
    add_song("usb/1.mp3");
    add_song("a/2.mp3");
    add_song("a/3.mp3");
    auto options = test::harmless();
    options.mounts = [this] { return mounts_; };
    scan_music(options);
    mounts_ = {"/"};
    std::filesystem::remove_all(music("usb"));
    scan_music(options);
    ASSERT_THAT(away_places(*database_).value(), SizeIs(1));
    std::filesystem::remove(music("a/2.mp3"));
    EXPECT_EQ(look_at({changed("a")}).missing, 1);
    EXPECT_THAT(away_places(*database_).value(), SizeIs(1));
}

}  // namespace
}  // namespace refrain
