// The browsing rule: a track heard for under five seconds on the way to something else, the third time in a
// row or later, says nothing about the track (design: the listening history).
//
// Only the third and later ones of a row are marked. The first two are closed by then, and a closed row of
// the history never changes; keeping them open until the row is decided would lose their end reason in a
// crash and hold back the feedback that Next must give at once.
//
// Pure, one owner; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"

namespace refrain {

struct BrowsingThresholds {
    Milliseconds heard_under{5000};
    int in_a_row = 3;
};

class BrowsingRule {
  public:
    explicit BrowsingRule(BrowsingThresholds thresholds = {}) : thresholds_(thresholds) {}

    /// Tells whether this listen, the newest that ended, was browsing. Call it once per listen, in order.
    /// "Not for me" is a word about the track and ends the row.
    bool ended(const Listen& listen) {
        const bool onward =
            listen.end_reason == EndReason::next || listen.end_reason == EndReason::chose_other;
        row_ = onward && listen.heard < thresholds_.heard_under ? row_ + 1 : 0;
        return row_ >= thresholds_.in_a_row;
    }

  private:
    BrowsingThresholds thresholds_;
    int row_ = 0;
};

}  // namespace refrain
