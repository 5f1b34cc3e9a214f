#include "library_scanner/watch/folder_events.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace refrain {
namespace {

using Kind = FolderEvent::Kind;

constexpr std::uint32_t wanted = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE |
                                 IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

bool kind_of(std::uint32_t mask, Kind& kind) {
    struct Pair {
        std::uint32_t bit;
        Kind kind;
    };
    constexpr std::array pairs{Pair{IN_Q_OVERFLOW, Kind::events_lost},  Pair{IN_IGNORED, Kind::watch_ended},
                               Pair{IN_DELETE_SELF, Kind::folder_gone}, Pair{IN_MOVE_SELF, Kind::folder_gone},
                               Pair{IN_UNMOUNT, Kind::folder_gone},     Pair{IN_CREATE, Kind::appeared},
                               Pair{IN_CLOSE_WRITE, Kind::written},     Pair{IN_MOVED_TO, Kind::moved_here},
                               Pair{IN_MOVED_FROM, Kind::moved_away},   Pair{IN_DELETE, Kind::deleted},
                               Pair{IN_ATTRIB, Kind::touched}};
    for (const auto& pair : pairs) {
        if ((mask & pair.bit) != 0) {
            kind = pair.kind;
            return true;
        }
    }
    return false;
}

class KernelEvents final : public FolderEvents {
  public:
    KernelEvents()
        : inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
          wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
          mounts_(open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)) {}
    ~KernelEvents() override {
        for (const int descriptor : {inotify_, wake_, mounts_}) {
            if (descriptor >= 0) {
                close(descriptor);
            }
        }
    }

    int add(const std::string& folder) override {
        if (inotify_ < 0) {
            return -ENOSYS;
        }
        const int watch = inotify_add_watch(inotify_, folder.c_str(), wanted);
        return watch < 0 ? -errno : watch;
    }

    void remove(int watch) override { static_cast<void>(inotify_rm_watch(inotify_, watch)); }

    std::vector<FolderEvent> wait(std::chrono::milliseconds longest) override {
        // The kernel tells a change of the mounts as an error of their list (proc(5)).
        std::array waiting{pollfd{wake_, POLLIN, 0}, pollfd{inotify_, POLLIN, 0},
                           pollfd{mounts_, POLLPRI, 0}};
        std::vector<FolderEvent> events;
        if (poll(waiting.data(), waiting.size(), static_cast<int>(longest.count())) <= 0) {
            return events;
        }
        if ((waiting[0].revents & POLLIN) != 0) {
            std::uint64_t count = 0;
            static_cast<void>(read(wake_, &count, sizeof count));
        }
        if ((waiting[1].revents & POLLIN) != 0) {
            read_events(events);
        }
        if ((waiting[2].revents & (POLLERR | POLLPRI)) != 0) {
            events.push_back({Kind::mounts_changed, 0, 0, false, {}});
        }
        return events;
    }

    void wake() override {
        const std::uint64_t one = 1;
        static_cast<void>(write(wake_, &one, sizeof one));
    }

  private:
    void read_events(std::vector<FolderEvent>& events) const {
        // As much at once as fits; more is there at the next call.
        std::array<char, 65536> bytes;
        const auto size = read(inotify_, bytes.data(), bytes.size());
        for (std::size_t at = 0; size > 0 && at < static_cast<std::size_t>(size);) {
            inotify_event event;
            std::memcpy(&event, bytes.data() + at, sizeof event);
            const char* name = bytes.data() + at + sizeof event;
            FolderEvent told;
            if (kind_of(event.mask, told.kind)) {
                told.watch = event.wd > 0 ? event.wd : 0;
                told.move = event.cookie;
                told.is_folder = (event.mask & IN_ISDIR) != 0;
                told.name.assign(name, strnlen(name, event.len));
                events.push_back(std::move(told));
            }
            at += sizeof event + event.len;
        }
    }

    const int inotify_, wake_, mounts_;
};

}  // namespace

std::unique_ptr<FolderEvents> kernel_folder_events() {
    return std::make_unique<KernelEvents>();
}

}  // namespace refrain
