// The loves and bans that hold at one instant, out of all that was ever said: the last word on a subject
// counts, and a ban with an end ends by itself. What a list of them for the listener shows; the ranker's own
// view is ranking/restrictions.h, and names are compared alike. Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/reaction.h"

#include <span>
#include <vector>

namespace refrain {

/// Love and ban alone, the newest first; equal times in the order they were said in, the last first.
/// Reactions after `now` do not count yet.
std::vector<Reaction> reactions_in_force(std::span<const Reaction> reactions, UtcTime now);

/// What takes `reaction`, a love or a ban, back.
Reaction undo_of(const Reaction& reaction, UtcTime at);

/// Are both about the same track, artist, album or style? Names in any spelling that folds to the same text.
bool same_subject(const Reaction& a, const Reaction& b);

}  // namespace refrain
