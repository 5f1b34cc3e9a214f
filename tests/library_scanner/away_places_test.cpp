// Disks that are not mounted: nothing below is marked as missing, and it is told. The rules as pure
// functions, then scans of real folders with a list of mount points of the test's own.
#include "library_scanner/scan/away_places.h"

#include "library_scanner/library.h"
#include "library_scanner/scan/scanner.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using Names = std::vector<std::string>;

// --- the rules

TEST(MountedPlaces, AFolderNeedsWhatItLiesOnAndWhatIsMountedBelow) {
    const Names mounts{"/", "/home", "/home/me", "/home/me/Music/nas", "/home/me/Musical", "/mnt/usb"};
    EXPECT_THAT(mounted_places("/home/me/Music", "/home/me/Music", mounts),
                ElementsAre(MountedPlace{"/home/me/Music", "/home/me"},
                            MountedPlace{"/home/me/Music/nas", "/home/me/Music/nas"}));
}

TEST(MountedPlaces, BehindALinkPlacesKeepTheNamesOfTheLibrary) {
    EXPECT_THAT(
        mounted_places("/music/nas", "/mnt/nas/a", {"/", "/mnt/nas", "/mnt/nas/a/b"}),
        ElementsAre(MountedPlace{"/music/nas", "/mnt/nas"}, MountedPlace{"/music/nas/b", "/mnt/nas/a/b"}));
}

TEST(MountedPlaces, TheFolderOfAllFoldersHasEveryMountOnce) {
    EXPECT_THAT(mounted_places("/", "/", {"/", "/mnt/usb", "/mnt/usb"}),
                ElementsAre(MountedPlace{"/", "/"}, MountedPlace{"/mnt/usb", "/mnt/usb"}));
}

TEST(MountedPlaces, WithoutAListNothingIsKnown) {
    EXPECT_THAT(mounted_places("/music", "/music", {}), IsEmpty());
}

TEST(WhyAway, AMountThatIsGoneSpeaksForTheFilesWhateverIsListedThere) {
    EXPECT_EQ(why_away({"/music/usb", "/mnt/usb", 0, true}, {"/"}), "the disk at /mnt/usb is not mounted");
    EXPECT_EQ(why_away({"/music/usb", "/mnt/usb", 3, true}, {"/"}), "the disk at /mnt/usb is not mounted");
    EXPECT_EQ(why_away({"/music/usb", "/mnt/usb", 0, false}, {"/"}), "the disk at /mnt/usb is not mounted");
}

TEST(WhyAway, AFolderWithoutAnyMusicMayBeAnEmptyMountPoint) {
    EXPECT_THAT(why_away({"/music", "", 0, true}, {"/"}), HasSubstr("no music is listed"));
    EXPECT_THAT(why_away({"/music", "/", 0, true}, {"/"}), HasSubstr("no music is listed"));
}

TEST(WhyAway, FilesAreGoneWhereTheDiskIsThereAndHoldsMusicOrTheFolderItselfIsGone) {
    EXPECT_EQ(why_away({"/music", "/", 1, true}, {"/"}), "");
    EXPECT_EQ(why_away({"/music/nas", "/", 0, false}, {"/"}), "");
}

TEST(WhyAway, AnUnknownListOfMountsAccusesNobody) {
    EXPECT_EQ(why_away({"/music", "/mnt/usb", 1, true}, {}), "");
}

// --- scans

class AwayPlaces : public ::testing::Test {
  protected:
    AwayPlaces() {
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        database_ = std::move(opened).value();
        mount("");
    }

    std::string in(const std::string& name) const { return (folder_ / name).native(); }

    void add_song(const std::string& name) const {
        write_file(folder_ / name, tagged_mp3("A Song", "Somebody", "An Album"));
    }

    /// A folder of the test folder is a mount point from now on.
    void mount(const std::string& name) { mounts_.insert(name.empty() ? "/" : in(name)); }
    /// Its disk is away: an empty folder stays behind, as umount leaves it.
    void unmount(const std::string& name) {
        mounts_.erase(in(name));
        std::filesystem::rename(folder_ / name, folder_ / "the disk itself");
        std::filesystem::create_directory(folder_ / name);
    }
    void mount_again(const std::string& name) {
        std::filesystem::remove(folder_ / name);
        std::filesystem::rename(folder_ / "the disk itself", folder_ / name);
        mount(name);
    }

    ScanReport scan_folders(const Names& names = {"music"}) {
        auto options = test::harmless();
        options.mounts = [this] { return Names(mounts_.begin(), mounts_.end()); };
        std::vector<std::filesystem::path> folders;
        for (const auto& name : names) {
            folders.push_back(folder_ / name);
        }
        auto scanned = scan(*database_, folders, options);
        if (!scanned) {
            throw std::runtime_error(scanned.error().text());
        }
        return std::move(scanned).value();
    }

    /// Below the test folder.
    Names missing() const {
        Library library(*database_);
        if (!library.reload()) {
            throw std::runtime_error("reload");
        }
        Names found;
        const auto picture = library.snapshot();
        for (const TrackView track : picture->tracks()) {
            if (track.missing) {
                found.push_back(track.path().substr(in("").size()));
            }
        }
        return found;
    }

    /// What `refrain doctor` tells.
    std::vector<AwayPlace> away() const {
        auto places = away_places(*database_);
        if (!places) {
            throw std::runtime_error(places.error().text());
        }
        return std::move(places).value();
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
    std::set<std::string> mounts_;
};

TEST_F(AwayPlaces, AnEmptyRootKeepsItsTracksAndSaysSo) {
    add_song("music/1.mp3");
    add_song("music/a/2.mp3");
    scan_folders();
    std::filesystem::remove_all(folder_ / "music");
    std::filesystem::create_directory(folder_ / "music");
    const auto report = scan_folders();
    EXPECT_EQ(report.missing, 0);
    EXPECT_EQ(report.tracks, 2);
    EXPECT_THAT(missing(), IsEmpty());
    ASSERT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.away[0].path, in("music"));
    EXPECT_EQ(report.away[0].files, 2);
    EXPECT_THAT(report.away[0].reason, HasSubstr("no music is listed"));
    EXPECT_THAT(away(), SizeIs(1));
}

TEST_F(AwayPlaces, AnEmptyRootThatNeverHeldMusicIsNotAway) {
    std::filesystem::create_directory(folder_ / "music");
    EXPECT_THAT(scan_folders().away, IsEmpty());
    EXPECT_THAT(away(), IsEmpty());
}

TEST_F(AwayPlaces, ARootWhoseDiskIsUnmountedKeepsItsTracksUntilItIsBack) {
    mount("music");
    add_song("music/1.mp3");
    scan_folders();
    unmount("music");
    EXPECT_EQ(scan_folders().away.at(0).reason, "the disk at " + in("music") + " is not mounted");
    EXPECT_THAT(missing(), IsEmpty());

    mount_again("music");
    const auto report = scan_folders();
    EXPECT_THAT(report.away, IsEmpty());
    EXPECT_EQ(report.added + report.updated + report.missing, 0);
    EXPECT_THAT(away(), IsEmpty());
}

TEST_F(AwayPlaces, AFileSystemBelowARootIsAwayByItselfWhileTheRestIsScanned) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    add_song("music/usb/a/2.mp3");
    add_song("music/3.mp3");
    add_song("music/usb 2/4.mp3");
    scan_folders();
    unmount("music/usb");
    std::filesystem::remove(folder_ / "music/3.mp3");
    add_song("music/5.mp3");
    const auto report = scan_folders();
    EXPECT_EQ(report.added, 1);
    EXPECT_EQ(report.missing, 1);
    EXPECT_THAT(missing(), ElementsAre("music/3.mp3"));
    ASSERT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.away[0].path, in("music/usb"));
    EXPECT_EQ(report.away[0].files, 2);
}

TEST_F(AwayPlaces, IsRememberedOverManyScansAndKeepsTheTimeOfTheFirst) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    add_song("music/2.mp3");
    scan_folders();
    unmount("music/usb");
    scan_folders();
    const auto first = away();
    scan_folders();
    scan_folders();
    ASSERT_THAT(away(), SizeIs(1));
    EXPECT_EQ(away()[0].since, first.at(0).since);
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(AwayPlaces, FilesInTheEmptyMountPointDoNotStandForThoseOfItsDisk) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    scan_folders();
    unmount("music/usb");
    add_song("music/usb/downloaded meanwhile.mp3");
    const auto report = scan_folders();
    EXPECT_EQ(report.added, 1);
    EXPECT_THAT(report.away, SizeIs(1));
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(AwayPlaces, AFileDeletedOnAMountedDiskIsMissing) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    add_song("music/usb/2.mp3");
    scan_folders();
    std::filesystem::remove(folder_ / "music/usb/1.mp3");
    EXPECT_EQ(scan_folders().missing, 1);
    EXPECT_THAT(missing(), ElementsAre("music/usb/1.mp3"));
    EXPECT_THAT(away(), IsEmpty());
}

TEST_F(AwayPlaces, AMountedDiskThatListsNothingIsAwayToo) {
    mount("music/nas");
    add_song("music/nas/1.mp3");
    add_song("music/2.mp3");
    scan_folders();
    std::filesystem::remove(folder_ / "music/nas/1.mp3");
    EXPECT_THAT(scan_folders().away, SizeIs(1)) << "its server has lost its own disk";
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(AwayPlaces, MusicThatMovedFromADiskOfItsOwnToTheSamePathIsThereAndTheDiskForgotten) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    add_song("music/2.mp3");
    scan_folders();
    mounts_.erase(in("music/usb"));
    EXPECT_THAT(scan_folders().away, IsEmpty());
    std::filesystem::remove(folder_ / "music/usb/1.mp3");
    EXPECT_EQ(scan_folders().missing, 1);
}

TEST_F(AwayPlaces, ADiskBehindALinkIsGuarded) {
    mount("stick");
    add_song("stick/1.mp3");
    add_song("music/2.mp3");
    std::filesystem::create_directory_symlink(folder_ / "stick", folder_ / "music/link");
    EXPECT_EQ(scan_folders().tracks, 2);
    // As desktops do it: the mount point goes with the disk, and the link leads nowhere.
    std::filesystem::rename(folder_ / "stick", folder_ / "pulled out");
    mounts_.erase(in("stick"));
    const auto report = scan_folders();
    EXPECT_THAT(missing(), IsEmpty());
    ASSERT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.away[0].path, in("music/link"));
    EXPECT_EQ(report.away[0].reason, "the disk at " + in("stick") + " is not mounted");
}

TEST_F(AwayPlaces, ALinkThatIsDeletedWhileItsDiskIsThereTakesItsTracksAlong) {
    mount("stick");
    add_song("stick/1.mp3");
    add_song("music/2.mp3");
    std::filesystem::create_directory_symlink(folder_ / "stick", folder_ / "music/link");
    scan_folders();
    std::filesystem::remove(folder_ / "music/link");
    EXPECT_EQ(scan_folders().missing, 1);
    EXPECT_THAT(away(), IsEmpty());
}

TEST_F(AwayPlaces, ARootThatIsALinkToADiskIsGuarded) {
    mount("stick");
    add_song("stick/1.mp3");
    std::filesystem::create_directory_symlink(folder_ / "stick", folder_ / "music");
    scan_folders();
    unmount("stick");
    add_song("stick/another.mp3");
    EXPECT_THAT(scan_folders().away.at(0).reason, HasSubstr(in("stick")));
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(AwayPlaces, ADiskThatIsUnmountedDuringTheWalkIsNoticed) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    add_song("music/2.mp3");
    scan_folders();
    const auto mounts = mounts_;
    unmount("music/usb");
    int asked = 0;
    auto options = test::harmless();
    options.mounts = [&] {
        const auto& told = ++asked == 1 ? mounts : mounts_;
        return Names(told.begin(), told.end());
    };
    const auto scanned = scan(*database_, {folder_ / "music"}, options);
    ASSERT_TRUE(scanned);
    EXPECT_EQ(asked, 2);
    EXPECT_THAT(scanned.value().away, SizeIs(1));
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(AwayPlaces, AScanOfAFolderOnAnUnmountedDiskIsGuardedByTheScanOfTheOuterOne) {
    mount("music/usb");
    add_song("music/usb/a/1.mp3");
    add_song("music/2.mp3");
    scan_folders();
    unmount("music/usb");
    add_song("music/usb/a/new.mp3");
    const auto report = scan_folders({"music/usb/a"});
    EXPECT_EQ(report.added, 1);
    ASSERT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.away[0].path, in("music/usb/a"));
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(AwayPlaces, ARootThatIsNotThereAtAllIsAwayWhileTheOthersAreScanned) {
    add_song("music/1.mp3");
    add_song("other/2.mp3");
    scan_folders({"music", "other"});
    std::filesystem::rename(folder_ / "music", folder_ / "pulled out");
    const auto report = scan_folders({"music", "other"});
    ASSERT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.away[0].path, in("music"));
    EXPECT_THAT(report.away[0].reason, HasSubstr("cannot be opened"));
    EXPECT_THAT(report.failed, IsEmpty());
    EXPECT_THAT(missing(), IsEmpty());
    EXPECT_THAT(away(), SizeIs(1));
    std::filesystem::rename(folder_ / "pulled out", folder_ / "music");
    EXPECT_THAT(scan_folders({"music", "other"}).away, IsEmpty());
    EXPECT_THAT(away(), IsEmpty());
}

TEST_F(AwayPlaces, FailuresAndSheetsOfADiskThatIsAwayAreKept) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    write_file(folder_ / "music/usb/broken.mp3", "no music");
    add_song("music/2.mp3");
    scan_folders();
    unmount("music/usb");
    scan_folders();
    const auto failures = Library(*database_).failures();
    ASSERT_TRUE(failures);
    ASSERT_THAT(failures.value(), SizeIs(2)) << "the broken file, and the folder that is away";
    EXPECT_EQ(failures.value()[0].path, in("music/usb"));
    EXPECT_EQ(failures.value()[1].path, in("music/usb/broken.mp3"));
}

TEST_F(AwayPlaces, AFolderThatIsRemovedAndAddedAgainBelievesWhatIsThere) {
    mount("music/usb");
    add_song("music/usb/1.mp3");
    add_song("music/2.mp3");
    scan_folders();
    unmount("music/usb");
    scan_folders();
    ASSERT_TRUE(Library(*database_).remove_root(in("music")));
    EXPECT_THAT(away(), IsEmpty());
    EXPECT_THAT(scan_folders().away, IsEmpty());
    EXPECT_THAT(missing(), ElementsAre("music/usb/1.mp3"));
}

// --- much at once

TEST(MassVanishing, IsMoreThanHalfOfMoreThanAHundredFilesWithoutWhatCame) {
    EXPECT_TRUE(is_mass_vanishing(101, 51, 0));
    EXPECT_FALSE(is_mass_vanishing(100, 100, 0)) << "few files are gone soon";
    EXPECT_FALSE(is_mass_vanishing(200, 100, 0)) << "half";
    EXPECT_FALSE(is_mass_vanishing(200, 200, 200)) << "a folder has another name";
    EXPECT_TRUE(is_mass_vanishing(200, 200, 50));
}

TEST_F(AwayPlaces, MostOfALargeRootGoneAtOnceIsAwayUntilTheListenerSaysItIsNot) {
    for (int i = 0; i < 102; ++i) {
        write_file(folder_ / ("music/" + std::string(i < 60 ? "a/" : "b/") + std::to_string(i) + ".mp3"),
                   silent_mp3(4));
    }
    scan_folders();
    std::filesystem::remove_all(folder_ / "music/a");
    auto report = scan_folders();
    EXPECT_EQ(report.missing, 0);
    ASSERT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.away[0].path, in("music"));
    EXPECT_EQ(report.away[0].files, 60);
    EXPECT_EQ(scan_changed(*database_, {{in("music"), false}}, test::harmless()).value().missing, 0);
    EXPECT_THAT(away(), SizeIs(1));

    auto options = test::harmless();
    options.believe = true;
    const auto believed = scan(*database_, {folder_ / "music"}, options);
    ASSERT_TRUE(believed);
    EXPECT_EQ(believed.value().missing, 60);
    EXPECT_THAT(away(), IsEmpty());
}

TEST_F(AwayPlaces, ALargeFolderUnderAnotherNameIsBelieved) {
    for (int i = 0; i < 102; ++i) {
        write_file(folder_ / ("music/a/" + std::to_string(i) + ".mp3"), silent_mp3(4));
    }
    add_song("music/b.mp3");
    scan_folders();
    std::filesystem::rename(folder_ / "music/a", folder_ / "music/c");
    const auto report = scan_folders();
    EXPECT_EQ(report.missing + report.moved, 102);
    EXPECT_THAT(report.away, IsEmpty());
}

}  // namespace
}  // namespace refrain
