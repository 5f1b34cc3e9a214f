// The data folder: where it is, what is kept in it, who may use it.
#include "app/demo/collection.h"
#include "app/training_lock.h"
#include "app/manifest.h"
#include "app/paths.h"
#include "app/services.h"
#include "app/settings.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

class Environment {
  public:
    Environment(const char* name, const char* value) : name_(name) {
        if (const char* before = std::getenv(name)) {
            before_ = before;
        }
        ::setenv(name, value, 1);
    }
    ~Environment() {
        if (before_) {
            ::setenv(name_, before_->c_str(), 1);
        } else {
            ::unsetenv(name_);
        }
    }

  private:
    const char* name_;
    std::optional<std::string> before_;
};

TEST(DataFolder, follows_xdg_data_home_unless_it_is_relative) {
    const Environment home("HOME", "/home/someone");
    {
        const Environment xdg("XDG_DATA_HOME", "/data");
        EXPECT_EQ(default_data_directory(), "/data/refrain");
    }
    const Environment xdg("XDG_DATA_HOME", "relative/folder");
    EXPECT_EQ(default_data_directory(), "/home/someone/.local/share/refrain");
}

TEST(DataFolder, a_file_in_its_place_is_an_error_that_names_it) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "data") << "a file";
    const auto created = DataPaths(folder / "data").create();
    ASSERT_FALSE(created.ok());
    EXPECT_EQ(created.error().path, (folder / "data").string());
}

TEST(FileLock, a_second_taker_is_told_that_it_is_busy_until_the_first_lets_go) {
    const test::TemporaryFolder folder;
    {
        const auto first = take_training_lock(folder / "lock");
        ASSERT_TRUE(first.ok());
        const auto second = take_training_lock(folder / "lock");
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().code, ErrorCode::busy);
    }
    EXPECT_TRUE(take_training_lock(folder / "lock").ok());
}

TEST(FileLock, a_killed_holder_leaves_nothing_behind) {
    const test::TemporaryFolder folder;
    const std::string file = folder / "lock";
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = take_training_lock(file);
        const char word = lock.ok() ? 'y' : 'n';
        [[maybe_unused]] const auto written = ::write(told[1], &word, 1);
        ::pause();
        ::_exit(0);
    }
    char word = '?';
    ASSERT_EQ(::read(told[0], &word, 1), 1);
    EXPECT_EQ(word, 'y');
    EXPECT_FALSE(take_training_lock(file).ok());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(take_training_lock(file).ok());
    ::close(told[0]);
    ::close(told[1]);
}

TEST(Settings, are_there_again_after_a_restart) {
    const test::TemporaryFolder folder;
    const DataPaths paths(folder / "data");
    {
        auto services = Services::open(paths);
        ASSERT_TRUE(services.ok());
        Settings settings(services.value()->database());
        ASSERT_TRUE(settings.load().ok());
        EXPECT_EQ(settings.text("ui/theme"), std::nullopt);
        settings.set("ui/theme", "dark");
        settings.set("ui/theme", "light");
        settings.set_number("training/last_began", 42);
        EXPECT_EQ(settings.text("ui/theme"), "light");
    }
    auto services = Services::open(paths);
    ASSERT_TRUE(services.ok());
    Settings settings(services.value()->database());
    ASSERT_TRUE(settings.load().ok());
    EXPECT_EQ(settings.text("ui/theme"), "light");
    EXPECT_EQ(settings.number("training/last_began", 0), 42);
    EXPECT_TRUE(settings.flag("nobody/set/this", true));
}

TEST(Manifest, that_is_missing_or_no_json_is_told_with_its_path) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(read_manifest(folder.path()).error().code, ErrorCode::not_found);
    std::ofstream(folder / "manifest.json") << "{ not json";
    EXPECT_EQ(read_manifest(folder.path()).error().code, ErrorCode::damaged);
    std::ofstream(folder / "manifest.json") << "{\"name\": \"g1\"}";
    EXPECT_EQ(read_manifest(folder.path()).value()["name"], "g1");
}

TEST(DemoCollection, names_at_least_four_styles_and_no_track_twice) {
    const auto packages = read_collection(find_resource("demo/collection.json"));
    ASSERT_TRUE(packages.ok());
    std::set<std::string> styles, files;
    std::size_t tracks = 0;
    for (const DemoPackage& package : packages.value()) {
        for (const DemoTrack& track : package.tracks) {
            styles.insert(track.genre);
            files.insert(track.artist + "/" + track.album + "/" + track.title);
            EXPECT_TRUE(track.file.is_relative());
            ++tracks;
        }
    }
    EXPECT_GE(styles.size(), 4u);
    EXPECT_EQ(files.size(), tracks);
}

TEST(DemoCollection, a_table_that_is_not_as_it_should_be_is_an_error) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "collection.json") << R"({"packages": [{"package": "p"}]})";
    EXPECT_EQ(read_collection(folder / "collection.json").error().code, ErrorCode::malformed);
    EXPECT_EQ(read_collection(folder / "nothing.json").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace refrain::app
