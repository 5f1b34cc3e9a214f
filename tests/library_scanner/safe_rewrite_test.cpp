// A file is changed whole or not at all, whatever happens on the way.
#include "library_scanner/edit/safe_rewrite.h"

#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/unprivileged.h"

#include <array>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string before(300'000, 'o');
const std::string after(400'000, 'n');

Status write_new(const std::string& copy) {
    write_file(copy, after);
    return Done{};
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename().native());
    }
    std::sort(names.begin(), names.end());
    return names;
}

struct stat status_of(const std::filesystem::path& file) {
    struct stat status {};
    EXPECT_EQ(lstat(file.c_str(), &status), 0);
    return status;
}

class SafeRewrite : public ::testing::Test {
  protected:
    SafeRewrite() { write_file(file_, before); }
    Result<Rewritten> rewrite(const std::filesystem::path& path, const RewriteOptions& options = {}) const {
        return rewrite_file(path.native(), options, write_new);
    }
    TemporaryFolder folder_;
    const std::filesystem::path file_ = folder_ / "song.flac";
};

TEST_F(SafeRewrite, GivesTheCopyEverythingThatTheFileHasAndTellsSizeAndTime) {
    std::filesystem::permissions(file_, std::filesystem::perms(0640));
    // Not every file system has them.
    const bool attributes = setxattr(file_.c_str(), "user.note", "mine", 4, 0) == 0;
    const std::array<timespec, 2> times{{{1'000'000'000, 5}, {1'100'000'000, 6}}};
    ASSERT_EQ(utimensat(AT_FDCWD, file_.c_str(), times.data(), 0), 0);
    const auto outcome = rewrite(file_);
    ASSERT_TRUE(outcome) << outcome.error().text();
    EXPECT_EQ(read_file(file_), after);
    const auto now = status_of(file_);
    EXPECT_EQ(now.st_mode & 07777U, 0640U);
    EXPECT_GT(now.st_mtim.tv_sec, 1'100'000'000) << "backups are to notice";
    EXPECT_EQ(outcome.value().size, 400'000);
    EXPECT_EQ(outcome.value().mtime_ns, now.st_mtim.tv_sec * 1'000'000'000 + now.st_mtim.tv_nsec);
    EXPECT_FALSE(outcome.value().separated);
    if (attributes) {
        std::array<char, 8> note{};
        EXPECT_EQ(getxattr(file_.c_str(), "user.note", note.data(), note.size()), 4);
    }
    EXPECT_THAT(names_in(folder_.path()), ElementsAre("song.flac"));
}

TEST_F(SafeRewrite, KeepsTheTimeWhereThatIsWanted) {
    const std::array<timespec, 2> times{{{1'000'000'000, 5}, {1'100'000'000, 6}}};
    ASSERT_EQ(utimensat(AT_FDCWD, file_.c_str(), times.data(), 0), 0);
    ASSERT_TRUE(rewrite(file_, {.keep_times = true}));
    EXPECT_EQ(status_of(file_).st_mtim.tv_sec, 1'100'000'000);
    EXPECT_EQ(status_of(file_).st_mtim.tv_nsec, 6);
}

TEST_F(SafeRewrite, FollowsALinkAndLeavesItALink) {
    std::filesystem::create_symlink("song.flac", folder_ / "link.flac");
    ASSERT_TRUE(rewrite(folder_ / "link.flac"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link.flac"));
    EXPECT_EQ(read_file(file_), after);
    const auto refused = rewrite(folder_ / "link.flac", {.follow_links = false});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
}

TEST_F(SafeRewrite, LeavesTheOtherNamesOfAFileWhatTheyWere) {
    std::filesystem::create_hard_link(file_, folder_ / "seeded.flac");
    const auto outcome = rewrite(file_);
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome.value().separated);
    EXPECT_EQ(read_file(file_), after);
    EXPECT_EQ(read_file(folder_ / "seeded.flac"), before);
}

TEST_F(SafeRewrite, ThatFailsOnTheWayLeavesTheFileAndNoCopy) {
    const auto outcome = rewrite_file(file_.native(), {}, [](const std::string& copy) {
        write_file(copy, "half");
        return Status(Error{ErrorCode::failed, "no", {}});
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(read_file(file_), before);
    EXPECT_THAT(names_in(folder_.path()), ElementsAre("song.flac"));
}

TEST_F(SafeRewrite, DoesNotOverwriteWhatAnotherProgramWroteMeanwhile) {
    const auto outcome = rewrite_file(file_.native(), {}, [this](const std::string& copy) {
        write_file(file_, "of another program");
        return write_new(copy);
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(read_file(file_), "of another program");
}

TEST_F(SafeRewrite, WaitsForNobodyWhoIsAtTheSameFile) {
    bool told_busy = false;
    const auto outcome = rewrite_file(file_.native(), {}, [&](const std::string& copy) {
        const auto second = rewrite(file_);
        told_busy = !second && second.error().code == ErrorCode::busy;
        return write_new(copy);
    });
    EXPECT_TRUE(told_busy);
    ASSERT_TRUE(outcome) << outcome.error().text();
    EXPECT_EQ(read_file(file_), after);
}

TEST_F(SafeRewrite, RefusesWhatIsNoRegularFile) {
    std::filesystem::create_directory(folder_ / "folder.flac");
    ASSERT_EQ(mkfifo((folder_ / "pipe.flac").c_str(), 0600), 0);
    for (const char* name : {"folder.flac", "pipe.flac", "gone.flac"}) {
        EXPECT_FALSE(rewrite(folder_ / name)) << name;
    }
    EXPECT_FALSE(rewrite("song.flac")) << "not with its whole path";
}

TEST_F(SafeRewrite, LeavesAFileThatMayNotBeWritten) {
    using std::filesystem::perms;
    std::filesystem::permissions(folder_.path(), perms::all);
    std::filesystem::permissions(file_, perms(0444));
    {
        const Unprivileged user;
        const auto outcome = rewrite(file_);
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::not_writable);
    }
    EXPECT_EQ(read_file(file_), before);
}

/// What a child process that runs `work` ended with.
template <class Work>
int status_of_child(Work work) {
    const pid_t child = fork();
    if (child == 0) {
        work();
        _exit(0);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return status;
}

TEST_F(SafeRewrite, WithoutRoomOnTheDiskLeavesTheFileAndNoCopy) {
    // The limit on the size of a file says no as a full disk does, in the middle of the copy and behind it.
    for (const rlim_t room : {rlim_t{100'000}, rlim_t{350'000}}) {
        const int status = status_of_child([&] {
            signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{room, room};
            setrlimit(RLIMIT_FSIZE, &limit);
            const auto outcome = rewrite_file(file_.native(), {}, [](const std::string& copy) -> Status {
                const int out = open(copy.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
                const bool whole =
                    write(out, after.data(), after.size()) == static_cast<ssize_t>(after.size());
                close(out);
                return whole ? Status(Done{}) : Status(Error{ErrorCode::not_writable, "no room", {}});
            });
            _exit(outcome ? 1 : 0);
        });
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << room;
        EXPECT_EQ(read_file(file_), before);
        EXPECT_THAT(names_in(folder_.path()), ElementsAre("song.flac"));
    }
}

/// From here on the process is killed where it makes this system call.
void die_at(int system_call) {
    std::array<sock_filter, 4> program{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(system_call), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
        _exit(3);
    }
}

TEST_F(SafeRewrite, KilledAtAnyStepLeavesTheOldFileAndTheNextOneClearsUp) {
    const std::vector<int> steps{SYS_flock,  SYS_ftruncate, SYS_sendfile, SYS_flistxattr,
                                 SYS_fchmod, SYS_utimensat, SYS_fsync,    SYS_rename};
    for (const int step : steps) {
        const int status = status_of_child([&] {
            die_at(step);
            (void)rewrite(file_);
        });
        EXPECT_TRUE(WIFSIGNALED(status)) << "system call " << step << " was not met";
        EXPECT_EQ(read_file(file_), before) << step;
    }
    // While the tags were written into the copy.
    status_of_child([&] {
        (void)rewrite_file(file_.native(), {}, [](const std::string& copy) {
            write_file(copy, "half");
            raise(SIGKILL);
            return Status(Done{});
        });
    });
    EXPECT_EQ(read_file(file_), before);
    ASSERT_THAT(names_in(folder_.path()), ElementsAre(HasSubstr(".part"), "song.flac"));
    ASSERT_TRUE(rewrite(file_));
    EXPECT_EQ(read_file(file_), after);
    EXPECT_THAT(names_in(folder_.path()), ElementsAre("song.flac"));
}

}  // namespace
}  // namespace refrain
