#include "library_scanner/database/salvage.h"

#include <algorithm>
#include <string>
#include <vector>

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

/// Where the newest key cannot be read: so many are tried, and given up after so many that fail in a row.
constexpr std::int64_t tried_blindly = 100'000, given_up_after = 2'000;

std::vector<std::string> columns_of(SQLite::Database& connection, const std::string& table) {
    SQLite::Statement row(connection, "SELECT name FROM pragma_table_info(?)");
    row.bind(1, table);
    std::vector<std::string> columns;
    while (row.executeStep()) {
        columns.push_back(row.getColumn(0).getString());
    }
    return columns;
}

std::int64_t newest_key(SQLite::Database& connection, const std::string& table) {
    return connection.execAndGet("SELECT coalesce(max(id), 0) FROM " + table).getInt64();
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : between) + word;
    }
    return text;
}

/// What stands for a value when the row it points to is not there.
std::string value_for(const std::string& column) {
    if (column == "track_id") {
        return "(SELECT id FROM tracks WHERE id = ?)";
    }
    return column == "session_id" ? "(SELECT id FROM sessions WHERE id = ?)" : "?";
}

void bind_value(SQLite::Statement& statement, int index, const SQLite::Column& value) {
    if (value.isInteger()) {
        statement.bind(index, value.getInt64());
    } else if (value.isFloat()) {
        statement.bind(index, value.getDouble());
    } else if (value.isText()) {
        statement.bind(index, value.getString());
    } else if (value.isBlob()) {
        statement.bind(index, value.getBlob(), value.getBytes());
    } else {
        statement.bind(index);
    }
}

}  // namespace

SalvagedTable salvage_newer_rows(SQLite::Database& damaged, SQLite::Database& into,
                                 const std::string& table) {
    SalvagedTable outcome;
    const auto after = newest_key(into, table);
    std::vector<std::string> columns;
    std::int64_t last = after + tried_blindly;
    try {
        const auto wanted = columns_of(into, table);
        for (const auto& column : columns_of(damaged, table)) {
            if (std::find(wanted.begin(), wanted.end(), column) != wanted.end()) {
                columns.push_back(column);
            }
        }
        if (columns.empty()) {
            return outcome;  // the damaged one is older than the table
        }
        last = newest_key(damaged, table);
    } catch (const SQLite::Exception&) {
        if (columns.empty()) {
            ++outcome.unreadable;
            return outcome;
        }
    }
    std::vector<std::string> values;
    for (const auto& column : columns) {
        values.push_back(value_for(column));
    }
    SQLite::Statement add(into, "INSERT OR IGNORE INTO " + table + " (" + joined(columns, ", ") +
                                    ") VALUES (" + joined(values, ", ") + ")");
    std::int64_t failed_in_a_row = 0;
    for (auto key = after + 1; key <= last && failed_in_a_row < given_up_after; ++key) {
        try {
            SQLite::Statement row(damaged,
                                  "SELECT " + joined(columns, ", ") + " FROM " + table + " WHERE id = ?");
            row.bind(1, key);
            const bool is_there = row.executeStep();
            failed_in_a_row = 0;
            if (!is_there) {
                continue;
            }
            add.reset();
            for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
                bind_value(add, i + 1, row.getColumn(i));
            }
        } catch (const SQLite::Exception&) {
            ++outcome.unreadable;
            ++failed_in_a_row;
            continue;
        }
        outcome.rows += add.exec();
    }
    return outcome;
}

}  // namespace refrain
