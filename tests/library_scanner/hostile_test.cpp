// Some thousand files that mean harm, and one that does not: each is a track or a row of the report, and the
// scan comes to its end.
#include "library_scanner/library.h"
#include "library_scanner/scan/file_asker.h"
#include "library_scanner/scan/scanner.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/hostile_files.h"
#include "tests/library_scanner/test_files.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;

TEST(HostileFiles, EachIsATrackOrARowOfTheReportWithAReason) {
    const TemporaryFolder folder;
    const auto files = hostile_files(folder / "real");
    ASSERT_GE(files.size(), 400u);
    for (const auto& [name, bytes] : files) {
        write_file(folder / ("music/" + name), bytes);
    }
    write_file(folder / "music/zz good.mp3", tagged_mp3("Good", "Somebody"));

    auto database = Database::open(folder / "library.db");
    ASSERT_TRUE(database);
    ScanOptions options;
    options.tag_reader = REFRAIN_TAG_READER;
    const auto scanned = scan(*database.value(), {folder / "music"}, options);
    ASSERT_TRUE(scanned) << scanned.error().text();

    Library library(*database.value());
    ASSERT_TRUE(library.reload());
    std::set<std::string> told;
    for (const auto& failure : scanned.value().failed) {
        EXPECT_FALSE(failure.reason.empty()) << failure.path;
        told.insert(failure.path);
        if (failure.reason.find("tag reader") != std::string::npos ||
            failure.reason.find("takes more") != std::string::npos) {
            std::printf("%s: %s\n", failure.path.c_str(), failure.reason.c_str());
        }
    }
    const auto picture = library.snapshot();
    for (const TrackView track : picture->tracks()) {
        EXPECT_FALSE(track.title.empty());
        EXPECT_GE(track.duration.count(), 0) << track.path();
        told.insert(track.path());
    }
    EXPECT_EQ(told.size(), files.size() + 1);
    EXPECT_EQ(told.count((folder / "music/zz good.mp3").native()), 1u);
    std::printf("%zu files: %zu tracks, %zu in the report, %.1f s\n", files.size(), picture->size(),
                scanned.value().failed.size(), scanned.value().seconds);

    // None is read a second time: each reason lasts until its file changes.
    std::int64_t read = 0;
    options.on_progress = [&](const ScanProgress& progress) { read = progress.files_read; };
    ASSERT_TRUE(scan(*database.value(), {folder / "music"}, options));
    EXPECT_EQ(read, 0);
}

TEST(HostileFiles, OpenedFromOutsideTheLibraryNoneHarmsWhoAsks) {
    const TemporaryFolder folder;
    FileAsker asker(REFRAIN_TAG_READER);
    std::size_t downed = 0;
    for (const auto& [name, bytes] : hostile_files(folder / "real")) {
        const auto file = folder / ("music/" + name);
        write_file(file, bytes);
        const auto tags = asker.tags(file.native());
        const auto cover = asker.embedded_cover(file.native());
        EXPECT_TRUE(tags || !tags.error().message.empty()) << name;
        EXPECT_TRUE(cover || !cover.error().message.empty()) << name;
        downed += !tags && tags.error().message.find("tag reader") != std::string::npos ? 1 : 0;
    }
    std::printf("%zu files brought their reader down\n", downed);
    write_file(folder / "good.mp3", tagged_mp3("Good", "Somebody"));
    EXPECT_TRUE(asker.tags((folder / "good.mp3").native()));
}

}  // namespace
}  // namespace refrain
