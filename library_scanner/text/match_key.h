// Tells whether two programs mean the same title or artist although they spell it differently. For matching
// imported listens to the library. Pure, any thread, nothing fails.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

/// normalise(), without guests ("feat. ...", bracketed or not), without remarks on the edition ("(2011
/// Remaster)", "[Deluxe Edition]", " - Remastered 2009"), apostrophes dropped, other punctuation made space,
/// "&" read as "and". What makes another recording ("(Live)", "(Remix)") stays. Text of nothing but such
/// things keeps its normalised form: a text that is not blank never gets an empty key.
std::string match_key(std::string_view text);

}  // namespace refrain
