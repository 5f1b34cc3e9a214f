#include "app/settings.h"

#include <charconv>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain::app {

Status Settings::load() {
    try {
        const auto reader = database_.reader();
        SQLite::Statement rows(*reader, "SELECT key, value FROM settings");
        std::map<std::string, std::string> values;
        while (rows.executeStep()) {
            values.emplace(rows.getColumn(0).getString(), rows.getColumn(1).getString());
        }
        const std::lock_guard lock(mutex_);
        values_ = std::move(values);
        return Done{};
    } catch (const SQLite::Exception& error) {
        return Error{ErrorCode::unreadable, std::string("The settings cannot be read: ") + error.what(),
                     database_.file().string()};
    }
}

std::optional<std::string> Settings::text(const std::string& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
}

bool Settings::flag(const std::string& key, bool otherwise) const {
    const auto value = text(key);
    // The window writes JSON in an array of one.
    return value ? *value == "true" || *value == "1" || *value == "[true]" : otherwise;
}

std::int64_t Settings::number(const std::string& key, std::int64_t otherwise) const {
    const auto value = text(key);
    std::int64_t number = otherwise;
    if (value) {
        std::from_chars(value->data(), value->data() + value->size(), number);
    }
    return number;
}

void Settings::set(const std::string& key, std::string value) {
    {
        const std::lock_guard lock(mutex_);
        values_[key] = value;
    }
    // The outcome is not waited for: a setting that is not stored is no reason to hold up the window.
    database_.write([key, value = std::move(value)](SQLite::Database& database) {
        SQLite::Statement row(database,
                              "INSERT INTO settings (key, value) VALUES (?, ?) "
                              "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        row.bind(1, key);
        row.bind(2, value);
        row.exec();
    });
}

}  // namespace refrain::app
