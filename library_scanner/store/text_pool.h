// Texts that many tracks share, each kept once and named by a number.
// A TextPool is a picture: never changed, any thread may read it, and it shares its blocks with the pictures
// before and after it. A TextInterner makes them, on one thread at a time. Nothing fails.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// The number of a text in its pool. It means the same text in every later picture of the pool.
using TextKey = std::uint32_t;
/// The empty text, in every pool.
inline constexpr TextKey no_text = 0;

class TextPool {
  public:
    /// So many texts lie in one block; all but the last block are full, and stay as they are in later
    /// pictures. Small enough that copying the last block, which every later picture with new texts does, is
    /// nothing.
    static constexpr std::uint32_t block_size = 1024;

    TextPool();

    /// `key` < size(). Valid as long as this pool or a copy of it.
    std::string_view operator[](TextKey key) const { return blocks_[key / block_size]->at(key % block_size); }
    std::uint32_t size() const { return size_; }
    /// Tells blocks apart: the same for two pools that live only where they share the block of `key`.
    const void* block_of(TextKey key) const { return blocks_[key / block_size].get(); }
    /// Memory of the texts, shared or not.
    std::size_t bytes() const;

  private:
    friend class TextInterner;

    struct Block {
        std::string text;
        std::array<std::uint32_t, block_size + 1> starts{};
        std::uint32_t size = 0;

        std::string_view at(std::uint32_t i) const {
            return {text.data() + starts[i], std::size_t{starts[i + 1]} - starts[i]};
        }
    };

    /// The blocks of an interner, the last one in the copy `tail`.
    TextPool(const std::vector<std::shared_ptr<Block>>& blocks, std::shared_ptr<const Block> tail,
             std::uint32_t size);

    std::vector<std::shared_ptr<const Block>> blocks_;
    std::uint32_t size_ = 0;
};

class TextInterner {
  public:
    TextInterner();

    /// The key of `text`; a new one where it was not met yet. At most 2^32 - 1 texts.
    TextKey key_of(std::string_view text);
    /// All texts met so far.
    TextPool pool() const;
    std::uint32_t size() const { return size_; }
    std::string_view operator[](TextKey key) const {
        return blocks_[key / TextPool::block_size]->at(key % TextPool::block_size);
    }

  private:
    /// A place of the hash table: the key and a part of the hash, so that most places that hold another text
    /// are passed by without looking at it.
    struct Place {
        TextKey key = vacant;
        std::uint32_t hash = 0;
    };
    static constexpr TextKey vacant = 0xFFFFFFFF;

    void append(std::string_view text);
    void grow();

    /// All but the last are full, and shared with the pools.
    std::vector<std::shared_ptr<TextPool::Block>> blocks_;
    std::uint32_t size_ = 0;
    /// Open addressing; a power of two, at most three quarters full.
    std::vector<Place> places_;
    /// The copy of the last block that the last pool was given; serves again while nothing was added.
    mutable std::shared_ptr<const TextPool::Block> shared_tail_;
};

}  // namespace refrain
