#include "recommender/evaluation/rankings_file.h"

#include <charconv>
#include <utility>

namespace refrain::evaluation {
namespace {

/// RFC 4180: quoted where it must be.
void append_field(const std::string& text, std::string& row) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        row += text;
        return;
    }
    row.push_back('"');
    for (const char c : text) {
        if (c == '"') {
            row.push_back('"');
        }
        row.push_back(c);
    }
    row.push_back('"');
}

template <class Number>
void append_number(Number value, int digits, std::string& row) {
    char text[64];
    const auto end = std::to_chars(text, text + sizeof(text), value, std::chars_format::general, digits).ptr;
    row.append(text, end);
}

}  // namespace

RankingsFile::RankingsFile(const std::filesystem::path& path)
    : path_(path), draft_(path.string() + ".part"), out_(draft_, std::ios::binary | std::ios::trunc) {
    out_ << "case,rank,item,score\n";
}

RankingsFile::RankingsFile(RankingsFile&& other) noexcept
    : path_(std::move(other.path_)), draft_(std::exchange(other.draft_, {})), out_(std::move(other.out_)) {}

RankingsFile::~RankingsFile() {
    if (!draft_.empty()) {
        out_.close();
        std::error_code code;
        std::filesystem::remove(draft_, code);
    }
}

Result<RankingsFile> RankingsFile::create(const std::filesystem::path& path) {
    RankingsFile file(path);
    if (!file.out_) {
        file.draft_.clear();
        return Error{ErrorCode::not_writable, "The rankings cannot be written there", path.string()};
    }
    return file;
}

void RankingsFile::write(const DataSet& data, const RankedList& list) {
    std::string rows;
    for (const auto& entry : list.entries) {
        append_field(list.name, rows);
        rows.push_back(',');
        append_number(entry.rank, 12, rows);
        rows.push_back(',');
        append_field(data.item_ids[entry.item], rows);
        rows.push_back(',');
        append_number(entry.score, 9, rows);
        rows.push_back('\n');
    }
    out_ << rows;
}

Status RankingsFile::finish() {
    out_.close();
    std::error_code code;
    if (out_) {
        std::filesystem::rename(draft_, path_, code);
    }
    if (!out_ || code) {
        return Error{ErrorCode::not_writable, "The rankings could not be written to the end", path_.string()};
    }
    draft_.clear();
    return Done{};
}

}  // namespace refrain::evaluation
