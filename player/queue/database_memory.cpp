#include "player/queue/database_memory.h"

#include "player/queue/memory_sql.h"

#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <SQLiteCpp/Database.h>

namespace refrain {

/// What waits to be written. Shared with the write under way, which may outlive the memory by a moment.
struct DatabaseMemory::Shared {
    struct Wishes {
        std::optional<PlayQueue::Saved> queue;
        std::optional<Place> place;
        std::map<std::pair<std::int64_t, std::string>, ResumePoint> points;

        bool empty() const { return !queue && !place && points.empty(); }
        /// Takes in `older` where nothing newer waits.
        void keep(Wishes older) {
            queue = queue ? std::move(queue) : std::move(older.queue);
            place = place ? place : older.place;
            points.merge(older.points);
        }
    };

    std::mutex mutex;
    std::condition_variable written;
    // Guarded by mutex:
    Wishes wishes;
    bool writing = false;
    /// How the newest write went, once it is over.
    std::future<Status> outcome;

    // The database's writer thread:
    QueueRows rows;

    /// One write: begins when the database takes it up, is over, however it went, when the database lets go
    /// of it.
    class Job {
      public:
        Job(std::shared_ptr<Shared> shared, Database& database, std::future<Status> before)
            : shared_(std::move(shared)), database_(database), before_(std::move(before)) {}
        ~Job() {
            const bool more = shared_->over(std::move(batch_), done_);
            if (more) {
                submit(shared_, database_);
            }
        }
        Job(const Job&) = delete;
        Job& operator=(const Job&) = delete;

        void run(SQLite::Database& db) {
            batch_ = shared_->take();
            if (before_.valid() && !before_.get()) {
                // It was rolled back, whatever it had written.
                shared_->rows.forget();
            }
            if (batch_.queue) {
                const QueueRowChanges changes = shared_->rows.follow(*batch_.queue);
                memory_sql::write_queue(db, *batch_.queue, shared_->rows.rows(), changes);
            }
            if (batch_.place) {
                memory_sql::write_place(db, *batch_.place);
            }
            for (const auto& [key, point] : batch_.points) {
                memory_sql::write_resume_point(db, point);
            }
            done_ = true;
        }

      private:
        const std::shared_ptr<Shared> shared_;
        Database& database_;
        /// The write before this one; over when this one runs.
        std::future<Status> before_;
        Wishes batch_;
        bool done_ = false;
    };

    static void submit(const std::shared_ptr<Shared>& shared, Database& database) {
        const std::lock_guard lock(shared->mutex);
        auto job = std::make_shared<Job>(shared, database, std::move(shared->outcome));
        shared->outcome = database.write([job = std::move(job)](SQLite::Database& db) { job->run(db); });
    }

    template <class Wish>
    static void add(const std::shared_ptr<Shared>& shared, Database& database, Wish wish) {
        {
            const std::lock_guard lock(shared->mutex);
            wish(shared->wishes);
            if (std::exchange(shared->writing, true)) {
                return;
            }
        }
        submit(shared, database);
    }

    Wishes take() {
        const std::lock_guard lock(mutex);
        return std::exchange(wishes, {});
    }

    /// Is there more to write now? What failed waits for the next wish, which comes within seconds while
    /// anything plays.
    bool over(Wishes batch, bool done) {
        const std::lock_guard lock(mutex);
        if (!done) {
            wishes.keep(std::move(batch));
        }
        writing = done && !wishes.empty();
        written.notify_all();
        return writing;
    }
};

DatabaseMemory::DatabaseMemory(Database& database)
    : database_(database), shared_(std::make_shared<Shared>()) {}

DatabaseMemory::~DatabaseMemory() {
    std::unique_lock lock(shared_->mutex);
    shared_->written.wait(lock, [this] { return !shared_->writing; });
}

PlayerMemory::Remembered DatabaseMemory::load() {
    try {
        const auto reader = database_.reader();
        return memory_sql::read(*reader);
    } catch (const std::exception&) {
        // Nothing that the listener could do about it; the library itself tells of a damaged database.
        return {};
    }
}

void DatabaseMemory::save(PlayQueue::Saved queue, const Place& place) {
    Shared::add(shared_, database_, [&](Shared::Wishes& wishes) {
        wishes.queue = std::move(queue);
        wishes.place = place;
    });
}

void DatabaseMemory::save(const Place& place) {
    Shared::add(shared_, database_, [&](Shared::Wishes& wishes) { wishes.place = place; });
}

void DatabaseMemory::save(const ResumePoint& point) {
    const std::string path = point.track.valid() ? std::string() : point.path;
    Shared::add(shared_, database_, [&](Shared::Wishes& wishes) {
        wishes.points.insert_or_assign({point.track.value(), path}, point);
    });
}

}  // namespace refrain
