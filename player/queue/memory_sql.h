// The rows of the player's memory (schema revision 3). On the database's threads; what fails throws, as
// SQLite does.
#pragma once

#include "player/queue/player_memory.h"
#include "player/queue/queue_rows.h"

#include <span>

namespace SQLite {
class Database;
}

namespace refrain::memory_sql {

/// `rows` and `changes` belong to `queue`.
void write_queue(SQLite::Database& db, const PlayQueue::Saved& queue, std::span<const QueueRow> rows,
                 const QueueRowChanges& changes);
void write_place(SQLite::Database& db, const PlayerMemory::Place& place);
void write_resume_point(SQLite::Database& db, const ResumePoint& point);
PlayerMemory::Remembered read(SQLite::Database& db);

}  // namespace refrain::memory_sql
