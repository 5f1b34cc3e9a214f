// Watches the folders of the library: what somebody adds, changes, renames or deletes there is told within a
// second or two as a set of folders to look at again (scan_changed()). Where the kernel cannot tell, because
// no watch is left or the file system is on another machine, folders are asked for their times every half
// minute and the whole root is looked at every hour; state() says so. Threads: two of its own, one for the
// kernel's events and one that asks; both call the functions of the setup. The functions of FolderWatch are
// for any thread. What can fail: single folders, which stay unwatched as they stay unread; nothing else.
#pragma once

#include "library_scanner/audio_file/mount_points.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/watch/folder_events.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

struct WatchedRoot {
    enum class How {
        starting,  // folders are still being added
        watched,
        polled,
        away  // cannot be opened; looked for every half minute
    };
    std::string path;
    How how = How::starting;
    /// Folders that are watched or asked.
    std::int64_t folders = 0;
    /// Of polled ones, for people: "it is on another machine (NFS)".
    std::string reason;
    friend bool operator==(const WatchedRoot&, const WatchedRoot&) = default;
};

struct WatchSetup {
    /// Look at these folders again.
    std::function<void(std::vector<ChangedFolder>)> changed;
    /// From now on nothing in that root goes unnoticed; what happened before may have.
    std::function<void(const std::string& root)> ready;
    /// state() is another. May be empty.
    std::function<void()> state_changed;

    /// Of the machine; tests have their own.
    std::unique_ptr<FolderEvents> events = kernel_folder_events();
    std::function<std::string_view(const std::string&)> remote_kind;
    std::function<std::vector<std::string>()> mounts = mount_points;
    std::chrono::milliseconds ask_every{30'000};
    std::chrono::milliseconds whole_every{3'600'000};
};

/// Of `roots`, those where a file system has come or gone: at them, above or below. Pure.
std::vector<std::string> roots_touched(const std::vector<std::string>& mounts_before,
                                       const std::vector<std::string>& mounts_now,
                                       const std::vector<std::string>& roots);

class AskingThread;
class KernelThread;

class FolderWatch {
  public:
    explicit FolderWatch(WatchSetup setup);
    /// Nothing is called any more when it returns.
    ~FolderWatch();

    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

    /// Watches these roots (absolute, bytes) from now on, and no others. Returns at once; what is watched
    /// already goes on.
    void watch(std::vector<std::string> roots);
    std::vector<WatchedRoot> state() const;
    /// For ScanOptions::is_being_written.
    bool is_being_written(const std::string& path) const;

  private:
    std::shared_ptr<WatchSetup> setup_;
    /// Both guard their own. The asking one takes over roots of the other.
    std::unique_ptr<AskingThread> asking_;
    std::unique_ptr<KernelThread> kernel_;
};

}  // namespace refrain
