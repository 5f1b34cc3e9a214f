#include "recommender/retrieval/item_index.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <exception>
#include <fstream>
#include <string>
#include <utility>

#include <Eigen/Core>
#include <hnswlib/hnswlib.h>

namespace refrain {
namespace {

using Graph = hnswlib::HierarchicalNSW<float>;

constexpr std::size_t checked_depth = 100;

bool better(const ItemHit& a, const ItemHit& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.item < b.item;
}

/// The fields saveIndex() writes first, as hnswlib 0.6 to 0.8 lay them out on 64-bit machines.
struct Header {
    std::uint64_t offset_level0 = 0, max_elements = 0, count = 0, element_size = 0, label_offset = 0,
                  data_offset = 0;
    std::int32_t max_level = 0;
    std::uint32_t entry = 0;
    std::uint64_t max_links = 0, max_links0 = 0, links = 0;
    double mult = 0.0;
    std::uint64_t build_width = 0;
};

Header read_header(std::ifstream& in) {
    Header h;
    const auto read = [&](auto& field) { in.read(reinterpret_cast<char*>(&field), sizeof field); };
    read(h.offset_level0);
    read(h.max_elements);
    read(h.count);
    read(h.element_size);
    read(h.label_offset);
    read(h.data_offset);
    read(h.max_level);
    read(h.entry);
    read(h.max_links);
    read(h.max_links0);
    read(h.links);
    read(h.mult);
    read(h.build_width);
    return h;
}

/// hnswlib believes its header: a wrong size there is a wild pointer later. All of it follows from our own
/// parameters and the vectors, so it is compared, field by field.
bool header_fits(const Header& h, const VectorTable& items) {
    const std::uint64_t links0_size =
        2 * ItemIndex::links * sizeof(hnswlib::tableint) + sizeof(hnswlib::linklistsizeint);
    const std::uint64_t data_size = items.width * sizeof(float);
    return h.offset_level0 == 0 && h.max_elements == items.count && h.count == items.count &&
           h.element_size == links0_size + data_size + sizeof(hnswlib::labeltype) &&
           h.label_offset == links0_size + data_size && h.data_offset == links0_size && h.max_level >= 0 &&
           h.max_level < 64 && h.entry < items.count && h.max_links == ItemIndex::links &&
           h.max_links0 == 2 * ItemIndex::links && h.links == ItemIndex::links && h.mult > 0.0 &&
           h.mult < 10.0 && h.build_width == ItemIndex::build_width;
}

/// The upper-level lists that follow the elements: whole lists only, none above the top level.
bool lists_fit(std::ifstream& in, const Header& h) {
    const std::uint64_t list_size =
        ItemIndex::links * sizeof(hnswlib::tableint) + sizeof(hnswlib::linklistsizeint);
    in.seekg(static_cast<std::streamoff>(h.count * h.element_size), std::ios::cur);
    for (std::uint64_t i = 0; i < h.count; ++i) {
        unsigned int size = 0;
        in.read(reinterpret_cast<char*>(&size), sizeof size);
        const std::uint64_t levels = size / list_size;
        if (!in || size % list_size != 0 || levels > static_cast<std::uint64_t>(h.max_level) ||
            (i == h.entry && levels != static_cast<std::uint64_t>(h.max_level))) {
            return false;
        }
        in.seekg(size, std::ios::cur);
    }
    return in.good() && in.peek() == std::ifstream::traits_type::eof();
}

bool links_fit(const Graph& graph, hnswlib::linklistsizeint* list, std::size_t capacity, int level) {
    const std::size_t size = graph.getListCount(list);
    if (size > capacity) {
        return false;
    }
    const auto* neighbours = reinterpret_cast<const hnswlib::tableint*>(list + 1);
    return std::all_of(neighbours, neighbours + size, [&](hnswlib::tableint n) {
        return n < graph.cur_element_count && graph.element_levels_[n] >= level;
    });
}

bool graph_fits(const Graph& graph, const VectorTable& items) {
    std::vector<bool> seen(items.count, false);
    for (hnswlib::tableint i = 0; i < items.count; ++i) {
        const std::size_t label = graph.getExternalLabel(i);
        if (label >= items.count || seen[label] ||
            std::memcmp(graph.getDataByInternalId(i), items.row(label), items.width * sizeof(float)) != 0) {
            return false;
        }
        seen[label] = true;
        for (int level = 0; level <= graph.element_levels_[i]; ++level) {
            auto* list = level == 0 ? graph.get_linklist0(i) : graph.get_linklist(i, level);
            if (!links_fit(graph, list, level == 0 ? graph.maxM0_ : graph.maxM_, level)) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

std::vector<ItemHit> exact_search(const VectorTable& items, const float* query, std::size_t k) {
    using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto width = static_cast<Eigen::Index>(items.width);
    const Eigen::VectorXf products =
        Eigen::Map<const Rows>(items.data, static_cast<Eigen::Index>(items.count), width) *
        Eigen::Map<const Eigen::VectorXf>(query, width);
    std::vector<ItemHit> hits(items.count);
    for (std::size_t i = 0; i < items.count; ++i) {
        hits[i] = {i, products[static_cast<Eigen::Index>(i)]};
    }
    k = std::min(k, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(k), hits.end(), better);
    hits.resize(k);
    return hits;
}

struct ItemIndex::Impl {
    explicit Impl(std::size_t width) : space(width) {}
    hnswlib::InnerProductSpace space;
    std::unique_ptr<Graph> graph;
};

ItemIndex::ItemIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ItemIndex::~ItemIndex() = default;

Result<std::unique_ptr<ItemIndex>> ItemIndex::build(const VectorTable& items) {
    try {
        auto impl = std::make_unique<Impl>(items.width);
        impl->graph =
            std::make_unique<Graph>(&impl->space, std::max<std::size_t>(items.count, 1), links, build_width);
        for (std::size_t i = 0; i < items.count; ++i) {
            impl->graph->addPoint(items.row(i), i);
        }
        impl->graph->setEf(search_width);
        return std::unique_ptr<ItemIndex>(new ItemIndex(std::move(impl)));
    } catch (const std::exception& e) {
        return Error{ErrorCode::failed, std::string("The item index cannot be built: ") + e.what() + ".", {}};
    }
}

Result<std::unique_ptr<ItemIndex>> ItemIndex::load(const std::filesystem::path& file,
                                                   const VectorTable& items) {
    const auto damaged = [&](const char* why) {
        return Error{ErrorCode::damaged, std::string("The item index cannot be used: ") + why + ".",
                     file.string()};
    };
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return Error{ErrorCode::not_found, "The item index cannot be opened.", file.string()};
    }
    const Header header = read_header(in);
    if (!in || !header_fits(header, items) || !lists_fit(in, header)) {
        return damaged("it does not fit the items or is damaged");
    }
    in.close();
    try {
        auto impl = std::make_unique<Impl>(items.width);
        impl->graph = std::make_unique<Graph>(&impl->space);
        impl->graph->num_deleted_ = 0;  // hnswlib 0.6 leaves it unset when it loads
        impl->graph->loadIndex(file.string(), &impl->space);
        if (!graph_fits(*impl->graph, items)) {
            return damaged("its links or vectors are not those of the items");
        }
        impl->graph->setEf(search_width);  // not saved with the index
        return std::unique_ptr<ItemIndex>(new ItemIndex(std::move(impl)));
    } catch (const std::exception& e) {
        return damaged(e.what());
    }
}

Status ItemIndex::save(const std::filesystem::path& file) const {
    try {
        impl_->graph->saveIndex(file.string());
    } catch (const std::exception& e) {
        return Error{ErrorCode::not_writable, std::string("The item index cannot be written: ") + e.what(),
                     file.string()};
    }
    // saveIndex() reports no write errors; the length tells a full disk.
    std::uint64_t expected =
        sizeof(std::uint64_t) * 10 + sizeof(std::int32_t) + sizeof(std::uint32_t) + sizeof(double) +
        impl_->graph->cur_element_count * (impl_->graph->size_data_per_element_ + sizeof(unsigned int));
    for (std::size_t i = 0; i < impl_->graph->cur_element_count; ++i) {
        expected += static_cast<std::uint64_t>(impl_->graph->element_levels_[i]) *
                    impl_->graph->size_links_per_element_;
    }
    std::error_code code;
    if (std::filesystem::file_size(file, code) != expected || code) {
        return Error{ErrorCode::not_writable, "The item index cannot be written; is the disk full?",
                     file.string()};
    }
    return Done{};
}

std::vector<ItemHit> ItemIndex::search(const float* query, std::size_t k) const {
    auto found = impl_->graph->searchKnn(query, std::min<std::size_t>(k, impl_->graph->cur_element_count));
    std::vector<ItemHit> hits;
    hits.reserve(found.size());
    while (!found.empty()) {
        // The space's distance is 1 - inner product.
        hits.push_back({found.top().second, 1.0F - found.top().first});
        found.pop();
    }
    std::sort(hits.begin(), hits.end(), better);
    return hits;
}

IndexTrial try_index(const ItemIndex& index, const VectorTable& items, const VectorTable& queries) {
    const auto microseconds = [](const auto& search) {
        const auto before = std::chrono::steady_clock::now();
        search();
        return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before).count();
    };
    std::size_t wanted = 0;
    std::size_t found = 0;
    std::vector<double> by_index, by_scan;
    for (std::size_t q = 0; q < queries.count; ++q) {
        std::vector<ItemHit> truth, hits;
        by_scan.push_back(microseconds([&] { truth = exact_search(items, queries.row(q), checked_depth); }));
        by_index.push_back(microseconds([&] { hits = index.search(queries.row(q), checked_depth); }));
        if (truth.empty()) {
            continue;
        }
        // What ties with the last of them is as good: the index may break ties another way.
        const float least = truth.back().similarity - 1e-5F;
        wanted += truth.size();
        found += static_cast<std::size_t>(
            std::count_if(hits.begin(), hits.end(), [&](const ItemHit& h) { return h.similarity >= least; }));
    }
    const auto median = [](std::vector<double>& times) {
        if (times.empty()) {
            return 0.0;
        }
        const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        return *middle;
    };
    IndexTrial trial;
    trial.recall_at_100 = wanted == 0 ? 1.0 : static_cast<double>(found) / static_cast<double>(wanted);
    trial.index_us = median(by_index);
    trial.exact_us = median(by_scan);
    return trial;
}

IndexKind choose_index(const IndexTrial& trial) {
    return trial.recall_at_100 >= recall_floor && trial.index_us < trial.exact_us ? IndexKind::hnsw
                                                                                  : IndexKind::exact;
}

}  // namespace refrain
