#include "player/history/history_import.h"

#include "player/history/history_line.h"
#include "player/history/library_matcher.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <variant>

namespace refrain {
namespace {

/// Cuts a file into lines and holds no more than the longest line allowed, however long a line is.
class LineReader {
  public:
    explicit LineReader(std::istream& in) : in_(in), buffer_(1 << 16, '\0') {}

    /// False at the end. A line that is too long comes as one byte more than allowed, so that its reader
    /// refuses it.
    bool next(std::string& line) {
        line.clear();
        bool any = false;
        for (;;) {
            if (at_ == filled_ && !fill()) {
                return any;
            }
            any = true;
            const auto end = buffer_.find('\n', at_);
            const auto stop = std::min(end, filled_);
            const auto room = longest_history_line + 1 - line.size();
            line.append(buffer_, at_, std::min(stop - at_, room));
            at_ = stop;
            if (at_ < filled_) {
                ++at_;
                return true;
            }
        }
    }

  private:
    bool fill() {
        in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        filled_ = static_cast<std::size_t>(in_.gcount());
        at_ = 0;
        return filled_ > 0;
    }

    std::istream& in_;
    std::string buffer_;
    std::size_t at_ = 0, filled_ = 0;
};

class Import {
  public:
    Import(ListeningHistory& history, const LibrarySnapshot& library, const ImportOptions& options)
        : history_(history), library_(library), matcher_(library), options_(options) {}

    Status take(std::string_view line) {
        ++line_number_;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            return Done{};
        }
        ++report_.read;
        auto parsed = read_history_line(line);
        if (auto* rejected = std::get_if<Rejected>(&parsed)) {
            reject(std::move(rejected->reason));
            return Done{};
        }
        accept(std::move(std::get<HistoryLine>(parsed)));
        return batch_.size() < rows_a_transaction ? Status(Done{}) : write();
    }

    Status write() {
        const auto added = options_.dry_run ? count_new() : append();
        if (!added) {
            return added.error();
        }
        report_.imported += added.value();
        report_.already_there += static_cast<std::int64_t>(batch_.size()) - added.value();
        batch_.clear();
        return Done{};
    }

    ImportReport& report() { return report_; }

  private:
    static constexpr std::size_t rows_a_transaction = 1000;

    void reject(std::string reason) {
        ++report_.rejected;
        if (report_.rejected_lines.size() < ImportReport::most_rejected_lines) {
            report_.rejected_lines.push_back({line_number_, std::move(reason)});
        }
    }

    void accept(HistoryLine line) {
        Listen& listen = line.listen;
        listen.track = matcher_.match(listen);
        ++(listen.track.valid() ? report_.matched : report_.unmatched);
        if (const auto track = library_.find(listen.track); track && !line.duration_given) {
            listen.duration = track->duration;
        }
        // A row that stands twice in the file counts once, in a dry run too.
        if (seen_.insert(listen.source + '\x1f' + listen.source_key).second) {
            batch_.push_back(std::move(listen));
        } else {
            ++report_.already_there;
        }
    }

    Result<std::int64_t> append() {
        const auto appended = history_.append(batch_);
        return appended ? Result<std::int64_t>(appended.value().added) : appended.error();
    }

    Result<std::int64_t> count_new() const {
        const auto there = history_.already_there(batch_);
        return there ? Result<std::int64_t>(std::count(there.value().begin(), there.value().end(), false))
                     : there.error();
    }

    ListeningHistory& history_;
    const LibrarySnapshot& library_;
    const LibraryMatcher matcher_;
    const ImportOptions options_;
    std::int64_t line_number_ = 0;
    std::unordered_set<std::string> seen_;
    std::vector<Listen> batch_;
    ImportReport report_;
};

}  // namespace

Result<ImportReport> import_history(const std::filesystem::path& path, ListeningHistory& history,
                                    const LibrarySnapshot& library, const ImportOptions& options) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return Error{ErrorCode::not_found, "The file to import is not there", path.native()};
    }
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, error)) {
        return Error{ErrorCode::unreadable, "The file to import cannot be read", path.native()};
    }
    Import import(history, library, options);
    LineReader reader(file);
    std::string line;
    while (reader.next(line)) {
        if (auto status = import.take(line); !status) {
            return status.error();
        }
    }
    if (file.bad()) {
        return Error{ErrorCode::unreadable, "The file to import could not be read to its end", path.native()};
    }
    if (auto status = import.write(); !status) {
        return status.error();
    }
    return std::move(import.report());
}

}  // namespace refrain
