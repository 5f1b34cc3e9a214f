#include "tests/player/decoding/hanging_disk.h"

#include <array>
#include <condition_variable>
#include <cstdarg>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace refrain::testing_audio {
namespace {

struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::string folder;
    HangingDisk::At at = HangingDisk::At::opening;
    long readable = 0;
    int waiting = 0;
};

// Never destroyed: threads that hang outlive main().
State& state() {
    static State* const kept = new State;
    return *kept;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

template <class Hangs>
void wait_while(const Hangs& hangs) {
    State& disk = state();
    std::unique_lock lock(disk.mutex);
    if (disk.folder.empty() || !hangs(disk)) {
        return;
    }
    ++disk.waiting;
    disk.changed.notify_all();
    disk.changed.wait(lock, [&] { return disk.folder.empty(); });
    --disk.waiting;
    disk.changed.notify_all();
}

void before_opening(const char* path) {
    wait_while([path](const State& disk) {
        return disk.at == HangingDisk::At::opening &&
               std::string(path).find(disk.folder) != std::string::npos;
    });
}

void before_reading(int descriptor, long until) {
    wait_while([=](const State& disk) {
        if (disk.at != HangingDisk::At::reading || until <= disk.readable) {
            return false;
        }
        std::array<char, 4096> path{};
        const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
        const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
        return length > 0 && std::string(path.data(), static_cast<std::size_t>(length)).find(disk.folder) !=
                                 std::string::npos;
    });
}

}  // namespace

void HangingDisk::hang(const std::string& folder, At at, long readable) {
    const std::lock_guard lock(state().mutex);
    state().folder = folder;
    state().at = at;
    state().readable = readable;
}

void HangingDisk::answer() {
    std::unique_lock lock(state().mutex);
    state().folder.clear();
    state().changed.notify_all();
    state().changed.wait(lock, [] { return state().waiting == 0; });
}

int HangingDisk::waiting() {
    const std::lock_guard lock(state().mutex);
    return state().waiting;
}

void HangingDisk::wait_for(int calls) {
    std::unique_lock lock(state().mutex);
    state().changed.wait(lock, [calls] { return state().waiting >= calls; });
}

}  // namespace refrain::testing_audio

using refrain::testing_audio::before_opening;
using refrain::testing_audio::before_reading;
using refrain::testing_audio::next;

// The C library's calls, as the program and its libraries meet them.
extern "C" {

int open(const char* path, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    before_opening(path);
    static auto* const real = next<int(const char*, int, ...)>("open");
    return real(path, flags, mode);
}

int stat(const char* __restrict path, struct stat* __restrict out) {
    before_opening(path);
    static auto* const real = next<int(const char*, struct stat*)>("stat");
    return real(path, out);
}

ssize_t pread(int descriptor, void* out, std::size_t length, off_t offset) {
    before_reading(descriptor, offset + static_cast<long>(length));
    static auto* const real = next<ssize_t(int, void*, std::size_t, off_t)>("pread");
    return real(descriptor, out, length, offset);
}
}
