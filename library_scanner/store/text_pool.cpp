#include "library_scanner/store/text_pool.h"

#include <functional>
#include <utility>

namespace refrain {
namespace {

constexpr std::size_t first_places = 64;

}  // namespace

TextPool::TextPool() : TextPool(TextInterner().pool()) {}

TextPool::TextPool(const std::vector<std::shared_ptr<Block>>& blocks, std::shared_ptr<const Block> tail,
                   std::uint32_t size)
    : blocks_(blocks.begin(), blocks.end()), size_(size) {
    blocks_.back() = std::move(tail);
}

std::size_t TextPool::bytes() const {
    std::size_t sum = 0;
    for (const auto& block : blocks_) {
        sum += sizeof(Block) + block->text.capacity();
    }
    return sum;
}

TextInterner::TextInterner() : places_(first_places) {
    key_of({});
}

TextKey TextInterner::key_of(std::string_view text) {
    const std::size_t hash = std::hash<std::string_view>{}(text);
    // The upper half tells texts apart that the lower half puts side by side.
    const auto mark = static_cast<std::uint32_t>(hash >> 32U);
    const std::size_t mask = places_.size() - 1;
    std::size_t at = hash & mask;
    while (places_[at].key != vacant) {
        if (places_[at].hash == mark && (*this)[places_[at].key] == text) {
            return places_[at].key;
        }
        at = (at + 1) & mask;
    }
    const TextKey key = size_;
    places_[at] = {key, mark};
    append(text);
    if (std::size_t{size_} * 4 > places_.size() * 3) {
        grow();
    }
    return key;
}

void TextInterner::append(std::string_view text) {
    if (size_ % TextPool::block_size == 0) {
        if (!blocks_.empty()) {
            blocks_.back()->text.shrink_to_fit();
        }
        blocks_.push_back(std::make_shared<TextPool::Block>());
    }
    TextPool::Block& block = *blocks_.back();
    block.text.append(text);
    block.starts[++block.size] = static_cast<std::uint32_t>(block.text.size());
    ++size_;
    shared_tail_.reset();
}

void TextInterner::grow() {
    places_.assign(places_.size() * 2, Place());
    const std::size_t mask = places_.size() - 1;
    for (TextKey key = 0; key < size_; ++key) {
        const std::size_t hash = std::hash<std::string_view>{}((*this)[key]);
        std::size_t at = hash & mask;
        while (places_[at].key != vacant) {
            at = (at + 1) & mask;
        }
        places_[at] = {key, static_cast<std::uint32_t>(hash >> 32U)};
    }
}

TextPool TextInterner::pool() const {
    if (!shared_tail_) {
        auto tail = std::make_shared<TextPool::Block>(*blocks_.back());
        tail->text.shrink_to_fit();
        shared_tail_ = std::move(tail);
    }
    return {blocks_, shared_tail_, size_};
}

}  // namespace refrain
