// The player's memory in the library database. Writes go through the database's writer thread, one at a
// time: while one is under way the newest wish waits, so a slow disk holds up nothing and piles up nothing.
//
// Threads: as PlayerMemory says. The database must outlive it. A failed write is tried again with the next.
#pragma once

#include "library_scanner/database/database.h"
#include "player/queue/player_memory.h"

#include <memory>

namespace refrain {

class DatabaseMemory final : public PlayerMemory {
  public:
    explicit DatabaseMemory(Database& database);
    /// Waits until what was handed over is on disk, or has failed.
    ~DatabaseMemory() override;

    Remembered load() override;
    void save(PlayQueue::Saved queue, const Place& place) override;
    void save(const Place& place) override;
    void save(const ResumePoint& point) override;

  private:
    struct Shared;
    Database& database_;
    std::shared_ptr<Shared> shared_;
};

}  // namespace refrain
