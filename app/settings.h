// The listener's settings: words in the settings table, held in memory.
// Thread-safe; reading never waits for a disk, writing queues and returns. What can fail: a write (full
// disk); the value then holds until the program ends.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace refrain::app {

class Settings {
  public:
    explicit Settings(Database& database) : database_(database) {}

    /// Reads the table. Blocks on disk; a few rows.
    Status load();

    std::optional<std::string> text(const std::string& key) const;
    /// True, false, or `otherwise` where it is not set; as written here or by the window.
    bool flag(const std::string& key, bool otherwise) const;
    std::int64_t number(const std::string& key, std::int64_t otherwise) const;
    void set(const std::string& key, std::string value);
    void set_number(const std::string& key, std::int64_t value) { set(key, std::to_string(value)); }

  private:
    Database& database_;
    mutable std::mutex mutex_;
    std::map<std::string, std::string> values_;
};

}  // namespace refrain::app
