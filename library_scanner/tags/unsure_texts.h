// Mends the texts of a track whose tag does not tell their encoding (mistaken_latin.h): in what is kept of
// the file, never in the file. Pure apart from the callback; any thread, nothing fails.
#pragma once

#include "library_scanner/core/track.h"
#include "library_scanner/tags/tag_texts.h"

#include <functional>
#include <string>
#include <vector>

namespace refrain {

/// The bytes of those texts of `track` that are of `unsure` fields.
std::vector<std::string> unsure_bytes(const Track& track, const UnsureFields& unsure);

/// `beside`: the unsure bytes of the tracks in the same folder; asked only where those of the track cannot be
/// Western and are too few to be sure of.
void mend_unsure_texts(Track& track, const UnsureFields& unsure,
                       const std::function<std::vector<std::string>()>& beside);

}  // namespace refrain
