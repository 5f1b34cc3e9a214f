// How Chinese characters are read: data made by make_pinyin_table.py. Constant, any thread.
#pragma once

#include <array>
#include <cstdint>

namespace refrain::pinyin_table {

inline constexpr char32_t first_character = 0x4E00, last_character = 0x9FFF;

/// Lists of readings without tones, the most frequent first, a space between them; u with dots is v.
extern const std::array<const char*, 899> readings;
/// By character from `first_character` on: the number of its list.
extern const std::array<std::uint16_t, last_character - first_character + 1> of_character;

}  // namespace refrain::pinyin_table
