// The ranked lists as CSV, `case,rank,item,score`, so that anyone can recompute every figure without this
// code. One thread. What can fail: creating the file, and writing it (no space left).
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/evaluation_run.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace refrain::evaluation {

/// Written under another name and renamed by finish(): a file of that name is whole. Without finish() it is
/// removed again.
class RankingsFile {
  public:
    static Result<RankingsFile> create(const std::filesystem::path& path);
    RankingsFile(RankingsFile&& other) noexcept;
    RankingsFile(const RankingsFile&) = delete;
    RankingsFile& operator=(const RankingsFile&) = delete;
    RankingsFile& operator=(RankingsFile&&) = delete;
    ~RankingsFile();

    /// A row for each entry: the case's name, the rank (equal scores share their mean rank), the item by the
    /// data set's own id, the score with nine digits.
    void write(const DataSet& data, const RankedList& list);
    Status finish();

  private:
    explicit RankingsFile(const std::filesystem::path& path);
    std::filesystem::path path_, draft_;
    std::ofstream out_;
};

}  // namespace refrain::evaluation
