// Words in the form of an .lrc file: "[00:12.30]First line", several times before one line, "[offset:+500]",
// headings such as "[ar:Artist]", and times of single words ("<00:12.60>"), which are dropped. Plain words
// come out as plain lines. Nobody wrote the form down; this is what players agree on. Pure, any thread,
// nothing fails: what is no time is text.
#pragma once

#include "library_scanner/lyrics/lyrics.h"

#include <cstddef>
#include <string_view>

namespace refrain {

/// Longer files are no lyrics.
inline constexpr std::size_t max_lyrics_bytes = std::size_t{1} << 20;
/// Lines that one text may come to; a refrain of many times is as many lines.
inline constexpr std::size_t most_lyric_lines = 20'000;

/// From UTF-8; what is not is shown as U+FFFD. A positive offset means that the words come sooner by so many
/// milliseconds. Behind `max_lyrics_bytes` and `most_lyric_lines` nothing is read.
Lyrics parse_lyrics(std::string_view text);

}  // namespace refrain
