// The cards of the Guess You Like page, and what is held back, as values: from the player's queue where it
// was filled by Guess You Like, else from the list last computed. Pure, any thread.
#pragma once

#include "library_scanner/core/time.h"
#include "library_scanner/store/library_snapshot.h"
#include "recommender/serving/guess.h"
#include "ui/player_follower.h"

#include <cstdint>
#include <vector>

#include <QString>

namespace refrain {

struct GuessCard {
    /// Where it stands in the queue; invalid for a proposal that is not queued.
    QueueEntryId entry;
    TrackId track;
    QString title, artist, album, reason, route;
    double score = 0.0;
    std::vector<std::pair<QString, double>> terms;

    std::int64_t key() const { return track.value(); }
    friend bool operator==(const GuessCard&, const GuessCard&) = default;
};

/// The automatic entries behind the current one, or, when there is none, the proposals of `list` that the
/// library still has. A track appears once.
std::vector<GuessCard> guess_cards(const PlayerState& state, const GuessList& list,
                                   const LibrarySnapshot& library);

/// What plays is of the listener's own queue, and Guess You Like goes on behind it.
bool goes_on(const PlayerState& state);

struct HeldBackStyle {
    QString style;
    /// "fades in 24 min".
    QString fades;
    double amount = 0.0;

    friend bool operator==(const HeldBackStyle&, const HeldBackStyle&) = default;
};

/// What is still held back at `now`, strongest first.
std::vector<HeldBackStyle> held_back_styles(const GuessList& list, UtcTime now);

}  // namespace refrain
