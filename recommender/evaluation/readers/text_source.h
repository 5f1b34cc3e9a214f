// A text file line by line, and what a line says: numbers, fields, CSV. One line is held at a time, so a file
// of any length is read in the same memory. One thread. What can fail: opening and reading the file; a field
// that is not what it should be. Errors name the file and the line.
#pragma once

#include "library_scanner/core/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain::evaluation {

class TextSource {
  public:
    static Result<TextSource> open(const std::filesystem::path& path);

    /// The next line without its end, "\n" or "\r\n"; a byte order mark at the beginning of the file is
    /// skipped. Nothing at the end of the file. The view holds until the next call.
    std::optional<std::string_view> next_line();
    /// Of the line last read, from 1.
    std::size_t line() const { return line_; }
    /// An Error `malformed`: "Line 12: `what`: path".
    Error wrong(const std::string& what) const;
    /// Error `unreadable` when reading stopped before the end of the file, or with a line longer than the
    /// 1 MiB that none of the formats comes near.
    Status end_status() const;

  private:
    explicit TextSource(std::filesystem::path path);

    std::filesystem::path path_;
    std::ifstream file_;
    std::string buffer_;
    std::size_t line_ = 0;
    bool too_long_ = false;
};

/// Whole numbers and decimals, the whole text of them; nothing for anything else, for numbers out of range
/// and for those that are not finite.
std::optional<std::int64_t> whole_number(std::string_view text);
std::optional<double> decimal(std::string_view text);

/// Parts between runs of spaces and tabs, into `parts`, which is reused.
void split_on_blanks(std::string_view line, std::vector<std::string_view>& parts);
/// Parts between single `separator`s: always one more than there are separators.
void split_on(std::string_view line, char separator, std::vector<std::string_view>& parts);

/// One CSV record (RFC 4180): fields may be quoted, "" in a quoted field is ", and a quoted field may hold
/// line ends: then further lines are taken from the source. False at the end of the file; an Error when a
/// quoted field is not closed before it, or goes on beyond 1 MiB.
Result<bool> next_csv_record(TextSource& source, std::vector<std::string>& fields);

/// Where the named columns stand in a header.
class CsvColumns {
  public:
    explicit CsvColumns(const std::vector<std::string>& header) : header_(header) {}
    /// The first of `names` that is there; nothing when none is.
    std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const;
    std::size_t size() const { return header_.size(); }

  private:
    std::vector<std::string> header_;
};

/// "2020-01-31T23:59:58Z", or with a space for the T, without the Z (read as UTC), without the seconds.
/// Seconds since 1970; nothing when it is no such text, no such day, or before 1970 or after 2105.
std::optional<std::uint32_t> seconds_from_date(std::string_view text);

}  // namespace refrain::evaluation
