// The pictures handed to other programs: one file a picture, whole, and never too many.
#include "app/desktop/art_cache.h"

#include "tests/support/temporary_folder.h"

#include <chrono>
#include <fstream>

#include <gtest/gtest.h>

namespace refrain {
namespace {

namespace fs = std::filesystem;

CoverImage picture(char filling, std::size_t size = 1000) {
    return {std::vector<std::uint8_t>(size, static_cast<std::uint8_t>(filling)), "image/png"};
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(ArtCache, WritesAPictureOnceUnderANameMadeOfItsContent) {
    const test::TemporaryFolder folder;
    ArtCache cache(folder / "art");
    const auto first = cache.file_of(picture('a'));
    const auto again = cache.file_of(picture('a'));
    const auto other = cache.file_of(picture('b'));
    ASSERT_TRUE(first.ok() && again.ok() && other.ok());
    EXPECT_EQ(first.value(), again.value());
    EXPECT_NE(first.value(), other.value());
    EXPECT_EQ(first.value().extension(), ".png");
    EXPECT_EQ(files_in(folder / "art"), 2u) << "nothing half written is left";
}

TEST(ArtCache, WritesAnewWhatSomethingElseHasCut) {
    const test::TemporaryFolder folder;
    ArtCache cache(folder / "art");
    const auto file = cache.file_of(picture('a')).value();
    fs::resize_file(file, 10);
    EXPECT_EQ(fs::file_size(cache.file_of(picture('a')).value()), 1000u);
}

TEST(ArtCache, LetsGoOfWhatWasUsedLongestAgoWhenThereIsTooMuch) {
    const test::TemporaryFolder folder;
    ArtCache cache(folder / "art", {2500, 100});
    const auto a = cache.file_of(picture('a')).value();
    const auto b = cache.file_of(picture('b')).value();
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(a, now - std::chrono::hours(1));
    fs::last_write_time(b, now - std::chrono::hours(2));
    const auto c = cache.file_of(picture('c')).value();
    EXPECT_TRUE(fs::exists(a));
    EXPECT_FALSE(fs::exists(b));
    EXPECT_TRUE(fs::exists(c));
}

TEST(ArtCache, HoldsNoMoreFilesThanItMayAndAlwaysTheOneAskedFor) {
    const test::TemporaryFolder folder;
    ArtCache cache(folder / "art", {100, 3});
    for (char filling = 'a'; filling <= 'z'; ++filling) {
        const auto file = cache.file_of(picture(filling));
        ASSERT_TRUE(file.ok());
        EXPECT_TRUE(fs::exists(file.value()));
        EXPECT_EQ(files_in(folder / "art"), 1u);
    }
}

TEST(ArtCache, SaysWhichFileItCouldNotWrite) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "art") << "a file where the folder should be";
    const auto file = ArtCache(folder / "art").file_of(picture('a'));
    ASSERT_FALSE(file.ok());
    EXPECT_FALSE(file.error().path.empty());
    EXPECT_FALSE(ArtCache("").file_of(picture('a')).ok());
}

}  // namespace
}  // namespace refrain
