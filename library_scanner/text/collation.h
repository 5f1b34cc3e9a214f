// The order in which people of a language look for words: case and, at first, accents do not matter, numbers
// count as numbers ("Track 9" before "Track 10"). Ranks come from ICU's sort keys (Unicode Collation
// Algorithm, UTS #10): a word costs one key, and from then on words compare as integers.
// A Collation is immutable; any thread. Nothing fails: without data for the language the order is that of the
// root locale, without any that of the bytes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

class Collation {
  public:
    /// `locale` as in "de_CH" or "zh".
    explicit Collation(const std::string& locale);
    ~Collation();

    Collation(const Collation&) = delete;
    Collation& operator=(const Collation&) = delete;

    /// For each word its place among all of them, from 0; words that the language holds equal ("Björk",
    /// "BJÖRK") share one. Two threads make the keys of many words. Stops early, with ranks of no use, when
    /// `cancelled` becomes true.
    std::vector<std::uint32_t> ranks(std::span<const std::string_view> words,
                                     const std::atomic<bool>& cancelled) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain
