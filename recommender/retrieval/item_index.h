// Nearest items by inner product of unit vectors: an HNSW graph (Malkov & Yashunin, TPAMI 2020), and the
// exact scan that checks it and stands in for it. Immutable after build() or load(): any thread may search at
// once. What can fail: building for want of memory, saving to a full disk, loading a file that is damaged or
// belongs to other vectors.
#pragma once

#include "library_scanner/core/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace refrain {

/// `count` unit vectors of `width` floats each, row by row. Does not own them.
struct VectorTable {
    const float* data = nullptr;
    std::size_t count = 0;
    std::size_t width = 0;
    const float* row(std::size_t i) const { return data + i * width; }
};

struct ItemHit {
    std::size_t item = 0;
    float similarity = 0.0F;
};

/// All inner products, the `k` best, best first; equal ones by ascending item.
std::vector<ItemHit> exact_search(const VectorTable& items, const float* query, std::size_t k);

class ItemIndex {
  public:
    /// Links per item, width of the search while building, and of the search later (ef).
    static constexpr std::size_t links = 16, build_width = 200, search_width = 400;

    ~ItemIndex();
    /// One thread, so that the same vectors give the same graph.
    static Result<std::unique_ptr<ItemIndex>> build(const VectorTable& items);
    /// Checks header, lengths, links and that the vectors inside are `items`, before anything is searched.
    static Result<std::unique_ptr<ItemIndex>> load(const std::filesystem::path& file,
                                                   const VectorTable& items);
    Status save(const std::filesystem::path& file) const;

    /// The `k` nearest found, best first.
    std::vector<ItemHit> search(const float* query, std::size_t k) const;

  private:
    struct Impl;
    explicit ItemIndex(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// How an index does beside the exact scan, for the same queries.
struct IndexTrial {
    /// Mean share of the exact scan's first 100 that the index finds too. 1 for no items.
    double recall_at_100 = 1.0;
    /// Median time of a search for 100, in microseconds.
    double index_us = 0.0, exact_us = 0.0;
};
/// `queries`: unit vectors such as those of listeners, whose places among the items are others than the
/// items' own: an index is easily right about its own items.
IndexTrial try_index(const ItemIndex& index, const VectorTable& items, const VectorTable& queries);

inline constexpr double recall_floor = 0.99;
enum class IndexKind { exact, hnsw };
/// The index serves where it finds what it should and takes less time. Pure.
IndexKind choose_index(const IndexTrial& trial);

}  // namespace refrain
