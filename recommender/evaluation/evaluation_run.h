// Asks a scorer every question of a split, in order, and notes the ranks. Blocking; one thread.
// What can fail: writing the rankings.
#pragma once

#include "recommender/evaluation/measures.h"
#include "recommender/evaluation/scorer.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace refrain::evaluation {

struct RunOptions {
    /// Items the user has met before are no candidates (the asked one always is). For sets in which nobody
    /// meets an item twice, as the published tables have it.
    bool leaves_out_heard = false;
    /// Depths at which coverage is counted, ascending.
    std::vector<std::size_t> depths{5, 10, 20};
};

/// One ranked list as it was at its question.
struct RankedList {
    Case asked;
    /// Unique for each question: the user's id, or "id:position" where a user is asked several times;
    /// positions count the user's interactions in the file from 1.
    std::string name;
    struct Entry {
        ItemNumber item = 0;
        double rank = 0.0;
        float score = 0.0F;
    };
    /// By falling score: at least the first `listed_items` of the catalogue and of the user's own list of
    /// tracks as familiar as the asked one, and the asked one wherever it stands.
    std::vector<Entry> entries;
};
inline constexpr std::size_t listed_items = 100;

struct RunResult {
    std::vector<Outcome> outcomes;
    /// Share of the catalogue that stands in the first N of any list, by N.
    std::map<std::size_t, double> coverage;
};

/// `list`, where given, is called with each ranked list. `progress`, where given, now and then with the
/// number of questions answered.
RunResult ask_all(const DataSet& data, const Split& split, Protocol protocol, Scorer& scorer,
                  const RunOptions& options, const std::function<void(const RankedList&)>& list = {},
                  const std::function<void(std::size_t)>& progress = {});

/// Do users meet items again in this set?
bool has_repeats(const DataSet& data);

}  // namespace refrain::evaluation
