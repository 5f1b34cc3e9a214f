// The terms and routes of a score in words for people. Pure, any thread; a name without words of its own is
// shown as it is, with blanks.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

/// "held_back": "held back after skips". English; the window translates it.
std::string term_in_words(std::string_view name);

/// "tag_neighbour": "the same styles".
std::string route_in_words(std::string_view name);

}  // namespace refrain
