// Hears from the kernel what changes in the folders of some roots, for FolderWatch, and hands the roots that
// it cannot watch to the thread that asks. One thread of its own, which calls the functions of the setup; the
// public functions are for any thread. What can fail: single folders, which stay unwatched as they stay
// unread.
#pragma once

#include "library_scanner/watch/asking_thread.h"
#include "library_scanner/watch/change_gatherer.h"
#include "library_scanner/watch/folder_watch.h"
#include "library_scanner/watch/watched_tree.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace refrain {

class KernelThread {
  public:
    KernelThread(const std::shared_ptr<WatchSetup>& setup, AskingThread& asking);
    ~KernelThread();

    void watch(std::vector<std::string> roots);
    bool is_being_written(const std::string& path) const;
    void add_state(std::vector<WatchedRoot>& state) const;

  private:
    struct Root {
        WatchedRoot state;
        int watch = 0;
        /// Folders that wait for their watch.
        std::size_t waiting = 0;
        bool told_away = false;
    };
    /// A folder to be watched, with all below.
    struct Wanted {
        std::string root, path;
        int parent = 0;
        bool is_link = false;
    };
    static constexpr int folders_between_events = 200;

    void run();

    std::chrono::milliseconds patience() const;

    void note(const std::string& folder, bool whole);
    void begin_writing(const std::string& path);
    void end_writing(const std::string& path);

    // - roots

    void take_wanted_roots();

    /// Sets watches for a root, from its top.
    void begin(const std::string& path);

    void ask_instead(const std::string& path, const std::string& reason);

    /// Ends all watches of a root, and what waits for one.
    void unwatch(const std::string& path);

    void drop(int watch);

    Root* root_of_watch(int watch);

    // - watches

    /// A part of what waits: events come in between.
    void add_watches();

    void add_watch(const Wanted& wanted);

    void want(const std::string& root, const std::string& path, int parent, bool is_link);

    // - events

    void handle(const FolderEvent& event);

    void handle_folder(const FolderEvent& event, const std::string& root, const std::string& folder,
                       const std::string& path);

    void handle_file(const FolderEvent& event, const std::string& root, const std::string& folder,
                     const std::string& path);

    void folder_gone(int watch);

    void forget(int watch);

    // - what is due

    /// Roots of which something may have been missed, and those that were away.
    void look_again();

    void tell_changes();

    void tell_state();

    void publish_state();

    const std::shared_ptr<WatchSetup> setup_;
    AskingThread& asking_;

    // The thread alone.
    std::map<std::string, Root> roots_;
    WatchedTree tree_;
    std::deque<Wanted> waiting_, waiting_links_;
    /// Folders that left their place, by the step; they may arrive elsewhere.
    std::map<std::uint32_t, int> moving_;
    std::set<std::string> again_;
    std::vector<std::string> mounts_;
    /// state() is another than state_changed() told.
    bool has_news_ = false;
    std::chrono::steady_clock::time_point next_look_ = std::chrono::steady_clock::now() + setup_->ask_every;

    mutable std::mutex gatherer_mutex_;
    ChangeGatherer gatherer_;

    mutable std::mutex mutex_;
    // Guarded by mutex_.
    std::vector<std::string> wanted_;
    bool has_wanted_ = false, ending_ = false;
    std::vector<WatchedRoot> told_state_;

    std::thread thread_;
};

}  // namespace refrain
