// Batches for SDM mode (recommender/model/sdm.h): the current session step by step, and the tracks, artists,
// albums and genres of the listens before it as sets. One thread. Nothing fails.
#pragma once

#include "library_scanner/core/track.h"
#include "recommender/model/sdm.h"
#include "recommender/training/examples.h"
#include "recommender/training/training_batch.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace refrain {

class SessionBatches {
  public:
    /// `items`: Examples::items. `length`: at most so many steps of a session; those before them count as
    /// earlier listens.
    SessionBatches(const TrackTable& items, std::size_t length, const SdmOptions& options);

    /// For `users` listeners.
    SdmShape shape(std::size_t users) const;

    /// The window whose last state knows what the listener knew before this target.
    Window before(const Target& target) const;

    /// Windows within sessions, as a WindowSource of sessions draws them. A sequence is a listener. Columns:
    /// the earlier tracks, each once; the beginning of the session; its steps.
    TrainingBatch batch(const std::vector<std::vector<TrainingStep>>& sequences,
                        const std::vector<Window>& windows) const;

  private:
    static constexpr std::size_t field_count = 3;  // artists, albums, genres
    /// Numbers of what each item has of a field: none, one, or several genres.
    struct Field {
        std::vector<std::vector<std::int64_t>> of_item;
        std::int64_t size = 0;
    };
    struct EarlierSets {
        std::vector<std::vector<std::int64_t>> tracks;
        std::array<std::vector<std::vector<std::int64_t>>, field_count> fields;
    };
    EarlierSets earlier_sets(const std::vector<std::vector<TrainingStep>>& sequences,
                             const std::vector<Window>& windows) const;

    std::size_t length_, history_;
    std::array<Field, field_count> fields_;
};

/// `features` as catalogue_features() gives them.
std::unique_ptr<SequenceModel> make_sdm(const EncoderConfig& config, const SdmOptions& options,
                                        const Examples& examples, const CatalogueFeatures& features);

}  // namespace refrain
