// How names from tags are compared: artists, albums and styles are the same when their folded texts are.
// Pure, any thread. Nothing fails: bytes that are no UTF-8 fold to the replacement character.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace refrain::ranking {

/// NFKC case folding, runs of white space to one blank, none at the ends.
std::string fold_name(std::string_view text);

/// fold_name, and hyphens and underscores as blanks: "Hip-Hop" and "hip hop" are one style. Empty for words
/// that name no style ("unknown", "other", "misc", …).
std::string fold_style(std::string_view genre);

/// The styles in one genre tag. Taggers put several into one, parted by ; / | or a comma. In the tag's order,
/// each once.
std::vector<std::string> styles_in(std::string_view genre_tag);

}  // namespace refrain::ranking
