// What the kernel tells of folders, one at a time: inotify(7), and the list of mounts. An interface, so that
// tests can run out of watches and lose events.
// Threads: add(), remove() and wait() belong to one thread; wake() may be called from any. What can fail:
// each add(), as errno; no inotify at all, which is ENOSYS of every add().
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace refrain {

struct FolderEvent {
    enum class Kind {
        appeared,    // a file or folder was made
        written,     // a file was closed behind a writer
        moved_here,  // `move` is that of the moved_away of the same step
        moved_away,
        deleted,
        touched,        // its rights or times are others
        folder_gone,    // the watched folder itself was deleted, moved or unmounted
        watch_ended,    // no more events of that watch
        events_lost,    // of any watch
        mounts_changed  // file systems have come or gone
    };
    Kind kind = Kind::touched;
    /// 0 for the last two kinds.
    int watch = 0;
    std::uint32_t move = 0;
    bool is_folder = false;
    /// In the watched folder; empty for the last four kinds.
    std::string name;
};

class FolderEvents {
  public:
    FolderEvents() = default;
    virtual ~FolderEvents() = default;
    FolderEvents(const FolderEvents&) = delete;
    FolderEvents& operator=(const FolderEvents&) = delete;

    /// A number from 1, the same for the same folder; or a negative errno: -ENOSPC when no watch is left.
    virtual int add(const std::string& folder) = 0;
    virtual void remove(int watch) = 0;
    /// Waits for events, for wake(), and no longer than that.
    virtual std::vector<FolderEvent> wait(std::chrono::milliseconds longest) = 0;
    virtual void wake() = 0;
};

std::unique_ptr<FolderEvents> kernel_folder_events();

}  // namespace refrain
