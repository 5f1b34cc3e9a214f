// How a word lies in a text. Plain values, any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace refrain {

/// The best of its places: it is all of the text, or begins it, or begins a word of it, or lies inside one.
enum class Match : std::uint8_t { whole, start, word_start, inside, none };
inline constexpr std::size_t match_kinds = 5;

}  // namespace refrain
