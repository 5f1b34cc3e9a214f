#include "library_scanner/library_follower.h"

#include "library_scanner/database/sqlite_error.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <SQLiteCpp/Database.h>

namespace refrain {

LibraryFollower::LibraryFollower(Database& database, FollowerSetup setup)
    : database_(database), setup_(std::move(setup)) {}

LibraryFollower::~LibraryFollower() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void LibraryFollower::start() {
    try {
        const std::lock_guard lock(look_mutex_);
        connection_ = database_.reader();
        read_until_ = journal_end(*connection_);
        loudness_taken_ = Clock::now();
    } catch (const std::exception& exception) {
        setup_.trouble(describe(exception, database_.file()));
    }
    if (!thread_.joinable()) {
        thread_ = std::thread([this] { run(); });
    }
}

void LibraryFollower::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

Status LibraryFollower::catch_up() {
    auto looked = look(true);
    return looked ? Status(Done{}) : looked.error();
}

void LibraryFollower::run() {
    bool told_trouble = false;
    constexpr auto never = Clock::time_point::max();
    auto quiet_at = never;
    std::unique_lock lock(mutex_);
    while (!ending_) {
        const auto until = std::min(Clock::now() + setup_.look_every, quiet_at);
        changed_.wait_until(lock, until, [this] { return woken_ || ending_; });
        if (ending_) {
            return;
        }
        woken_ = false;
        lock.unlock();
        const auto looked = look(false);
        if (!looked && !told_trouble) {
            setup_.trouble(looked.error());
        }
        told_trouble = !looked;
        const auto now = Clock::now();
        if (looked && looked.value()) {
            quiet_at = now + setup_.quiet_after;
        } else if (now >= quiet_at) {
            quiet_at = never;
            if (setup_.quiet) {
                setup_.quiet();
            }
        }
        lock.lock();
        if (looked && looked.value()) {
            // Whoever wakes meanwhile is looked after then.
            changed_.wait_for(lock, setup_.refresh_every, [this] { return ending_; });
        }
    }
}

/// Cheap: nothing is read from the disk. Only commits by other connections count, and all are others.
bool LibraryFollower::has_been_written() {
    const std::int64_t version = connection_->execAndGet("PRAGMA data_version").getInt64();
    return std::exchange(data_version_, version) != version;
}

Result<bool> LibraryFollower::look(bool all) {
    try {
        const std::lock_guard lock(look_mutex_);
        if (!connection_) {
            connection_ = database_.reader();
        }
        LibraryDelta delta{.everything = std::exchange(read_all_, false), .changed = {}};
        const bool written = has_been_written();
        if (written) {
            auto news = read_journal(*connection_, read_until_);
            read_until_ = news.last;
            delta.everything = delta.everything || news.missed;
            delta.changed = std::move(news.tracks);
            waiting_loudness_.insert(waiting_loudness_.end(), news.loudness.begin(), news.loudness.end());
        }
        const auto now = Clock::now();
        if (all || now - loudness_taken_ >= setup_.loudness_every) {
            loudness_taken_ = now;
            delta.changed.insert(delta.changed.end(), waiting_loudness_.begin(), waiting_loudness_.end());
            waiting_loudness_.clear();
        }
        const bool news = delta.everything || !delta.changed.empty();
        const Status refreshed = news ? setup_.refresh(delta) : Status(Done{});
        read_all_ = !refreshed;
        if (written && setup_.written) {
            setup_.written();
        }
        return refreshed ? Result<bool>(news) : refreshed.error();
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

}  // namespace refrain
