// From how many items on the graph is quicker than the exact scan, and how right it is.
//
//   index_benchmark [WIDTH] [ITEMS ...]
//
// Items are drawn about centres, as tracks of one artist are; queries are means of a few items with noise, as
// listeners are.
#include "recommender/retrieval/item_index.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

using namespace refrain;

void normalise(float* row, std::size_t width) {
    float square = 0.0F;
    for (std::size_t i = 0; i < width; ++i) {
        square += row[i] * row[i];
    }
    for (std::size_t i = 0; i < width; ++i) {
        row[i] /= std::sqrt(square);
    }
}

void measure(std::size_t count, std::size_t width) {
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    const std::size_t centres = count / 12 + 1;
    std::vector<float> about(centres * width), items(count * width), queries(200 * width);
    for (float& value : about) {
        value = normal(random);
    }
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t w = 0; w < width; ++w) {
            items[i * width + w] = about[i % centres * width + w] + 0.5F * normal(random);
        }
        normalise(&items[i * width], width);
    }
    for (std::size_t q = 0; q < 200; ++q) {
        for (int heard = 0; heard < 8; ++heard) {
            const std::size_t item = random() % count;
            for (std::size_t w = 0; w < width; ++w) {
                queries[q * width + w] += items[item * width + w] + 0.05F * normal(random);
            }
        }
        normalise(&queries[q * width], width);
    }
    const VectorTable table{items.data(), count, width};
    const auto before = std::chrono::steady_clock::now();
    const auto index = ItemIndex::build(table);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    if (!index) {
        std::printf("%zu: %s\n", count, index.error().text().c_str());
        return;
    }
    const auto trial = try_index(*index.value(), table, {queries.data(), 200, width});
    std::printf("%8zu items: built in %7.2f s; recall@100 %.4f; hnsw %7.0f us, exact %7.0f us: %s\n", count,
                seconds, trial.recall_at_100, trial.index_us, trial.exact_us,
                choose_index(trial) == IndexKind::hnsw ? "hnsw" : "exact");
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t width = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 64;
    if (argc <= 2) {
        for (const std::size_t count : {1'000, 5'000, 10'000, 20'000, 50'000}) {
            measure(count, width);
        }
    }
    for (int i = 2; i < argc; ++i) {
        measure(std::strtoul(argv[i], nullptr, 10), width);
    }
    return 0;
}
