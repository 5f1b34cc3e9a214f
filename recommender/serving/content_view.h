// What the sound of the library says to Guess You Like: the tracks of a space by their places in a catalogue.
// The view may be asked on any thread, by several at once; it keeps space alive, not the catalogue. Nothing
// fails: tracks that were not analyzed have no likeness, no neighbours and no clusters.
#pragma once

#include "recommender/content/audio_space.h"
#include "recommender/ranking/views.h"

#include <memory>

namespace refrain {

ranking::ContentView content_view(std::shared_ptr<const AudioSpace> space,
                                  const ranking::Catalogue& catalogue);

}  // namespace refrain
