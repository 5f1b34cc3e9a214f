// What the tracks of a library sound like, made comparable: the analyzer's features, standardised by the
// library itself, as unit vectors whose cosine is the likeness of two tracks, in clusters of sound.
//
// Built once from all features, beside everything else; a track analyzed later joins by the same transform
// until the library has outgrown it. Immutable: any thread may ask at once, and a newer space takes the old
// one's place as a whole. No Qt, no SQLite. Nothing fails: rows of another width and rows that are no finite
// numbers are left out.
#pragma once

#include "library_scanner/core/strong_id.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace refrain {

/// Features as stored (feature_layout.h), row by row: `features::count` values for each track.
struct FeatureTable {
    std::vector<TrackId> tracks;
    std::vector<float> values;
};

struct AudioSpaceOptions {
    std::uint64_t seed = 1;
    /// Rows that medians, components and clusters are learned from, drawn evenly: more change nothing that
    /// could be heard.
    std::size_t learned_from = 20'000;
    /// Share of the variance that the kept components hold, and how far their spread is made equal: 0 leaves
    /// it as it is, 1 whitens.
    /// Half way: whole whitening finds fewer tracks of the same album (content_retrieval).
    double variance_kept = 0.98, whitening = 0.5;
    /// What is added to each component's variance, in mean variances, so that the smallest are not blown up.
    double ridge = 0.1;
};

class AudioSpace {
  public:
    using Row = std::uint32_t;
    struct Cluster {
        std::uint32_t cluster = 0;
        /// In (0, 1].
        double weight = 0.0;
    };

    /// Never null; empty without a sound row. The same table and options give the same space.
    static std::shared_ptr<const AudioSpace> build(const FeatureTable& features,
                                                   const AudioSpaceOptions& options = {});
    /// This one with more tracks, or with new features for some of its own, by the same transform and
    /// clusters.
    std::shared_ptr<const AudioSpace> with(const FeatureTable& added) const;
    /// It has a quarter more tracks than it was learned from: time to build it anew.
    bool outgrown() const;
    ~AudioSpace();

    std::size_t size() const;
    std::size_t dimensions() const;
    std::size_t clusters() const;
    TrackId track(Row row) const;
    std::optional<Row> row_of(TrackId track) const;

    /// Cosine, in [-1, 1].
    double similarity(Row a, Row b) const;
    /// The `k` nearest rows to one, itself left out, best first, equal ones by ascending row; only those that
    /// `accepted` lets in, where it is given. By exact scan.
    std::vector<std::pair<Row, double>> nearest(Row row, std::size_t k,
                                                const std::function<bool(Row)>& accepted = {}) const;
    /// One to three, the heaviest first; their weights sum to 1.
    std::vector<Cluster> clusters_of(Row row) const;
    /// How lively it is among the tracks of the library, in [0, 1]: the share of them that is calmer by
    /// loudness, onsets a second and brightness together.
    double energy(Row row) const;

  private:
    struct Impl;
    explicit AudioSpace(std::shared_ptr<const Impl> impl);
    std::shared_ptr<const Impl> impl_;
};

}  // namespace refrain
