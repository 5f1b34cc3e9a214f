// What a track's tags say about it, as hashed categorical features: buckets of one fixed table, with weights.
// The trainer learns the table, the player reads it: both call this code, so a track never played has a
// vector the minute it is scanned. Pure, any thread, nothing fails. Readable as C++17 (torch files include
// it).
#pragma once

#include "library_scanner/core/track.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace refrain {

/// Changes whenever the same track would give other buckets; a model of another version is refused.
inline constexpr int tag_feature_version = 1;

struct TagFeature {
    /// In [0, buckets).
    std::uint32_t bucket = 0;
    float weight = 0.0F;
};

/// Lower case for ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic letters, white space runs as one
/// blank, none at the ends. The same on every machine and in every locale; bytes that are no UTF-8 stay as
/// they are.
std::string fold_tag(std::string_view text);

/// The track's features: artist, album artist, album, each genre, year (in fives), decade, duration class.
/// Empty tags give none; a track with no tags at all gives the one feature "untagged". Equal buckets are
/// merged, ascending. `buckets` > 0. Genres share one weight: g of them weigh 1/sqrt(g) each.
/// Hashing: XXH64 of "kind 0x1f value" (weight-free feature hashing, Weinberger et al., ICML 2009).
std::vector<TagFeature> tag_features(const TrackView& track, std::uint32_t buckets);

/// A table size for a catalogue with `distinct` different features: the power of two with at least four times
/// that many rows, in [1024, 65536].
std::uint32_t tag_buckets_for(std::size_t distinct);

/// How many different features tracks have, before hashing to a table. For tag_buckets_for().
class DistinctTagFeatures {
  public:
    void add(const TrackView& track);
    std::size_t count() const { return seen_.size(); }

  private:
    std::unordered_set<std::uint64_t> seen_;
};

}  // namespace refrain
