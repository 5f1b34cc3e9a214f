#include "player/history/listening_history.h"

#include "library_scanner/database/sqlite_error.h"
#include "player/history/history_sql.h"
#include "player/history/listen_lifecycle.h"
#include "player/history/pending_writes.h"
#include "player/history/run_lock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain {
namespace {

/// How long a failed write waits for the next event before it is tried again by itself.
constexpr std::chrono::seconds retry_after{5};

/// From the time and three random digits: known before it is written (a full disk must not delay a start),
/// ascending, and exact in a JSON number (below 2^53) up to the year 2255.
SessionId new_session_id(UtcTime now) {
    std::random_device device;
    std::uniform_int_distribution<std::int64_t> digits(1, 999);
    constexpr std::int64_t latest_ms = 9'000'000'000'000;
    return SessionId(std::clamp<std::int64_t>(to_ms(now), 0, latest_ms) * 1000 + digits(device));
}

}  // namespace

struct ListeningHistory::Impl {
    explicit Impl(Database& the_database)
        : database(the_database), lock(the_database.file(), RunId::random()) {
        pending.close_interrupted = true;
        worker = std::thread([this] { work(); });
    }

    ~Impl() {
        {
            const std::lock_guard guard(mutex);
            stopping = true;
        }
        wake.notify_all();
        worker.join();
    }

    /// Changes what is pending, under the lock, and wakes the worker. Returns the number of the change.
    template <class Change>
    std::uint64_t queue(Change change) {
        std::uint64_t number = 0;
        {
            const std::lock_guard guard(mutex);
            change(pending);
            number = ++queued;
        }
        wake.notify_all();
        return number;
    }

    void work() {
        std::unique_lock guard(mutex);
        for (;;) {
            const auto wanted = [this] { return queued != settled || stopping; };
            if (pending.empty()) {
                wake.wait(guard, wanted);
            } else {
                wake.wait_for(guard, retry_after, wanted);
            }
            const bool last = stopping;
            const auto upto = queued;
            if (!pending.empty()) {
                attempt(guard);
            }
            if (std::exchange(changed, false) && !stopping) {
                tell(guard);
            }
            settled = upto;
            progressed.notify_all();
            if (last) {
                return;
            }
        }
    }

    /// Writes what is pending, outside the lock; puts it back when that fails.
    void attempt(std::unique_lock<std::mutex>& guard) {
        PendingWrites batch = std::exchange(pending, {});
        guard.unlock();
        const auto status = write(batch);
        guard.lock();
        if (!status) {
            error = status.error();
            batch.absorb(std::exchange(pending, {}));
            pending = std::move(batch);
            return;
        }
        error.reset();
        changed = true;
    }

    void tell(std::unique_lock<std::mutex>& guard) {
        const auto to_tell = listeners;
        guard.unlock();
        for (const auto& listener : to_tell) {
            listener();
        }
        guard.lock();
    }

    Status write(const PendingWrites& batch) {
        return database.write_now([&](SQLite::Database& db) {
            if (batch.close_interrupted) {
                history_sql::close_interrupted(db, [this](const std::string& key) {
                    const auto run = run_of(key);
                    return run && lock.lives(*run);
                });
            }
            for (const auto& [id, started_at] : batch.sessions) {
                history_sql::add_session(db, id, started_at);
            }
            for (const auto& row : batch.rows) {
                history_sql::write_own(db, row);
            }
            for (const auto& reaction : batch.reactions) {
                history_sql::add_reaction(db, reaction);
            }
        });
    }

    Status flush() {
        if (std::this_thread::get_id() == worker.get_id()) {
            // A subscriber that reads: what it was told about is on disk already.
            return Done{};
        }
        const auto mine = queue([](PendingWrites&) {});
        std::unique_lock guard(mutex);
        progressed.wait(guard, [&] { return settled >= mine; });
        if (error) {
            return *error;
        }
        return Done{};
    }

    /// Runs `question` on a reader of its own, after what is queued was written or has failed.
    template <class Question>
    auto read(Question question) -> Result<decltype(question(std::declval<SQLite::Database&>()))> {
        // A failed write is told by last_error(); what is on disk can still be read.
        (void)flush();
        try {
            const auto reader = database.reader();
            return question(*reader);
        } catch (const std::exception& exception) {
            return describe(exception, database.file());
        }
    }

    Database& database;
    const RunLock lock;

    std::mutex mutex;
    std::condition_variable wake, progressed;
    // Guarded by mutex:
    PendingWrites pending;
    /// Rows changed and the subscribers were not told yet.
    bool changed = false;
    bool stopping = false;
    /// Changes ever queued, and how many of them an attempt to write has covered, well or not.
    std::uint64_t queued = 1, settled = 0;
    std::uint64_t next_number = 1;
    SessionId session;
    std::optional<Error> error;
    std::vector<Listener> listeners;

    // Last, so that all above is there when it starts.
    std::thread worker;
};

ListeningHistory::ListeningHistory(Database& database) : impl_(std::make_unique<Impl>(database)) {}
ListeningHistory::~ListeningHistory() = default;

SessionId ListeningHistory::start_session(UtcTime now) {
    const auto id = new_session_id(now);
    impl_->queue([&](PendingWrites& pending) {
        pending.sessions.emplace_back(id, now);
        impl_->session = id;
    });
    return id;
}

std::string ListeningHistory::begin(Listen listen) {
    impl_->queue([&](PendingWrites& pending) {
        listen.source = "refrain";
        listen.source_key = own_source_key(impl_->lock.run(), impl_->next_number++);
        listen.end_reason = EndReason::open;
        if (!listen.session.valid()) {
            listen.session = impl_->session;
        }
        pending.put(listen);
    });
    return listen.source_key;
}

void ListeningHistory::refresh(const Listen& listen) {
    if (listen.source_key.empty()) {
        return;
    }
    Listen open = listen;
    open.source = "refrain";
    open.end_reason = EndReason::open;
    impl_->queue([&](PendingWrites& pending) { pending.put(open); });
}

void ListeningHistory::close(const Listen& listen) {
    if (listen.source_key.empty()) {
        return;
    }
    Listen closed = listen;
    closed.source = "refrain";
    if (closed.end_reason == EndReason::open) {
        closed.end_reason = EndReason::unknown;
    }
    impl_->queue([&](PendingWrites& pending) { pending.put(closed); });
}

void ListeningHistory::react(const Reaction& reaction) {
    impl_->queue([&](PendingWrites& pending) { pending.reactions.push_back(reaction); });
}

Result<std::vector<Listen>> ListeningHistory::listens(const HistoryFilter& filter) const {
    return impl_->read([&](SQLite::Database& db) { return history_sql::listens(db, filter); });
}

Result<std::vector<Reaction>> ListeningHistory::reactions() const {
    return impl_->read([](SQLite::Database& db) { return history_sql::reactions(db); });
}

Result<std::int64_t> ListeningHistory::count() const {
    return impl_->read([](SQLite::Database& db) { return history_sql::count(db); });
}

Result<std::vector<bool>> ListeningHistory::already_there(const std::vector<Listen>& listens) const {
    return impl_->read([&](SQLite::Database& db) {
        std::vector<bool> there;
        there.reserve(listens.size());
        for (const auto& listen : listens) {
            there.push_back(history_sql::has(db, listen.source, listen.source_key));
        }
        return there;
    });
}

Result<ListeningHistory::Appended> ListeningHistory::append(const std::vector<Listen>& listens) {
    Appended appended;
    const auto status = impl_->database.write_now([&](SQLite::Database& db) {
        appended = {};
        for (const auto& listen : listens) {
            ++(history_sql::append(db, listen) ? appended.added : appended.already_there);
        }
    });
    if (!status) {
        return status.error();
    }
    if (appended.added > 0) {
        impl_->queue([this](PendingWrites&) { impl_->changed = true; });
    }
    return appended;
}

Status ListeningHistory::flush() {
    return impl_->flush();
}

std::optional<Error> ListeningHistory::last_error() const {
    const std::lock_guard guard(impl_->mutex);
    return impl_->error;
}

void ListeningHistory::subscribe(Listener listener) {
    const std::lock_guard guard(impl_->mutex);
    impl_->listeners.push_back(std::move(listener));
}

}  // namespace refrain
