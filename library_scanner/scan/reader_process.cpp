#include "library_scanner/scan/reader_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace refrain {
namespace {

/// One that was killed and does not end hangs in the system, for as long as its disk likes.
constexpr std::chrono::milliseconds patience{1000}, patience_with_killed{200};

/// What the child gets: the socket as standard input and nothing else that is open, every signal as it is by
/// default, and a group of its own, so that Ctrl-C is ours alone to hear.
int spawn(const std::string& program, int socket, pid_t& process) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::string name = program;
    std::array<char*, 2> arguments{name.data(), nullptr};
    const int error = posix_spawn(&process, program.c_str(), &files, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

}  // namespace

Result<std::unique_ptr<ReaderProcess>> ReaderProcess::start(const std::filesystem::path& program,
                                                            std::chrono::seconds ends_after) {
    std::array<int, 2> ends{-1, -1};
    int error = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0 ? 0 : errno;
    pid_t process = -1;
    if (error == 0 && ends_after.count() > 0) {
        // Of the end that becomes the reader's: waiting for a question that long fails there.
        const timeval patience_of_reader{ends_after.count(), 0};
        setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience_of_reader, sizeof patience_of_reader);
    }
    if (error == 0) {
        error = spawn(program.native(), ends[1], process);
        close(ends[1]);
    }
    if (error != 0) {
        if (ends[0] >= 0) {
            close(ends[0]);
        }
        return Error{ErrorCode::failed,
                     "The tag reader cannot be started: " + std::generic_category().message(error),
                     program.native()};
    }
    return std::unique_ptr<ReaderProcess>(new ReaderProcess(process, ends[0]));
}

ReaderProcess::~ReaderProcess() {
    close(socket_);
    if (!reaped_ && !reap(killed_ ? patience_with_killed : patience) && !killed_) {
        kill();
        reap(patience_with_killed);
    }
}

bool ReaderProcess::send(const std::string& bytes) {
    // The owner keeps few questions open, and so they always fit into the socket.
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent == static_cast<ssize_t>(bytes.size());
}

bool ReaderProcess::receive(std::string& to) {
    std::array<char, std::size_t{64} * 1024> buffer;
    for (;;) {
        const auto got = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        }
        to.append(buffer.data(), static_cast<std::size_t>(got));
        if (static_cast<std::size_t>(got) < buffer.size()) {
            return true;
        }
    }
}

std::chrono::nanoseconds ReaderProcess::computing() const {
    clockid_t clock{};
    timespec time{};
    if (clock_getcpuclockid(process_, &clock) != 0 || clock_gettime(clock, &time) != 0) {
        return std::chrono::nanoseconds(0);
    }
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void ReaderProcess::kill() {
    if (!reaped_) {
        ::kill(process_, SIGKILL);
        killed_ = true;
    }
}

std::string ReaderProcess::how_it_ended() {
    if (!reaped_ && !reap(patience)) {
        return "hang";
    }
    if (WIFSIGNALED(status_)) {
        const char* name = sigdescr_np(WTERMSIG(status_));
        return "crash (" + std::string(name == nullptr ? "unknown signal" : name) + ")";
    }
    return "end (exit code " + std::to_string(WEXITSTATUS(status_)) + ")";
}

bool ReaderProcess::has_ended_by_itself() {
    return (reaped_ || reap(patience)) && WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
}

bool ReaderProcess::reap(std::chrono::milliseconds at_most) {
    // Debian 12 declares pidfd_open() for C alone.
    const int handle = static_cast<int>(syscall(SYS_pidfd_open, process_, 0));
    if (handle >= 0) {
        pollfd ended{handle, POLLIN, 0};
        poll(&ended, 1, static_cast<int>(at_most.count()));
        close(handle);
    }
    // Without a handle (a kernel before 5.3) only one who has ended already is found.
    reaped_ = waitpid(process_, &status_, WNOHANG) == process_;
    return reaped_;
}

}  // namespace refrain
