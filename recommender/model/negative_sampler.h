// Draws the negatives of a sampled softmax, and says how likely each was to be drawn. Pure; one thread.
// Items are numbered by falling frequency (log_uniform relies on it). Nothing fails: a catalogue of no items
// draws nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace refrain {

/// Q of one draw (recommender design, section 3): `uniform` 1/V; `log_uniform`
/// log((k+2)/(k+1)) / log(V+1); `learned_unigram` counts kept while training, starting at 1 each.
enum class SamplerKind { uniform, log_uniform, learned_unigram };

/// Integer counts per item, with sums over prefixes in O(log V): a Fenwick tree.
class CountTree {
  public:
    explicit CountTree(std::size_t size);
    void add(std::size_t item, std::int64_t amount);
    std::int64_t total() const { return total_; }
    /// The item in whose share `mark` lies; mark in [0, total()).
    std::size_t find(std::int64_t mark) const;

  private:
    std::vector<std::int64_t> tree_;
    std::int64_t total_ = 0;
};

class NegativeSampler {
  public:
    NegativeSampler(SamplerKind kind, std::size_t items, std::uint64_t seed);

    /// Q(item) of one draw; over all items they sum to 1.
    double probability(std::size_t item) const;

    struct Sample {
        /// Different items, ascending.
        std::vector<std::int64_t> items;
        /// ln of the chance that an item is among them at all: 1 - (1 - Q)^draws.
        std::vector<float> log_inclusion;
    };
    /// `draws` draws with replacement, what came twice kept once.
    Sample draw(std::size_t draws);

    /// Targets met in training; moves learned_unigram only.
    void observe(const std::vector<std::int64_t>& items);

    /// What it stands at: random numbers, and counts (none but for learned_unigram).
    std::mt19937_64& random() { return random_; }
    const std::mt19937_64& random() const { return random_; }
    const std::vector<std::int64_t>& counts() const { return counts_; }
    /// As many as there are.
    void set_counts(const std::vector<std::int64_t>& counts);

  private:
    std::size_t draw_one();

    SamplerKind kind_;
    std::size_t size_;
    std::mt19937_64 random_;
    std::vector<std::int64_t> counts_;
    CountTree tree_;
};

}  // namespace refrain
