// The listener's playlists in the database. Threads: thread-safe; every function waits for the disk: not for
// the GUI thread. What can fail: the disk, a playlist that is no longer there, a name that is empty or taken;
// then everything is as it was.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"
#include "library_scanner/playlists/playlist.h"

#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace refrain {

class Playlists {
  public:
    explicit Playlists(Database& database) : database_(database) {}
    Playlists(const Playlists&) = delete;
    Playlists& operator=(const Playlists&) = delete;

    /// By name as bytes.
    Result<std::vector<Playlist>> all() const;
    Result<Playlist> find(PlaylistId id) const;
    /// not_found when there is none of that name.
    Result<Playlist> find(const std::string& name) const;
    Result<std::vector<PlaylistEntry>> entries(PlaylistId id) const;

    Result<PlaylistId> create(const std::string& name, std::span<const PlaylistEntry> entries, UtcTime now);
    Result<PlaylistId> create_smart(const std::string& name, const PlaylistRule& rule, UtcTime now);
    Status rename(PlaylistId id, const std::string& name, UtcTime now);
    Status change_rule(PlaylistId id, const PlaylistRule& rule, UtcTime now);
    /// Of one that is not smart: behind what is there.
    Status append(PlaylistId id, std::span<const PlaylistEntry> entries, UtcTime now);
    /// Exchanges all entries: to remove some, to move some, and to take back either. With `read_at`, the
    /// changed_at of the playlist that they were made from, busy where somebody has changed it since. Returns
    /// its changed_at from now on.
    Result<UtcTime> set_entries(PlaylistId id, std::span<const PlaylistEntry> entries, UtcTime now,
                                std::optional<UtcTime> read_at = std::nullopt);
    Status remove(PlaylistId id);

    /// Another process may have changed some: if so, tells the listeners. Cheap where none did.
    Status catch_up();

    using Listener = std::function<void()>;
    /// Called after each change, on the thread that made it or met it. Returns a number for unsubscribe().
    int subscribe(Listener listener);
    void unsubscribe(int subscription);

  private:
    /// Writes all or nothing, then tells the listeners.
    Status change(const std::function<void(SQLite::Database&)>& work);
    void tell();

    Database& database_;
    std::mutex mutex_;
    std::vector<std::pair<int, Listener>> listeners_;
    /// All playlists as the listeners know them, in short; empty: nobody has looked.
    std::string known_;
    int next_subscription_ = 1;
};

}  // namespace refrain
