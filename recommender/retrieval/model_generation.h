// One trained generation as the player uses it: the encoder run with Eigen, the item vectors, the index.
// Links no LibTorch. Immutable after load(): any thread may encode and search at once.
// What can fail: load(), when a file is missing, damaged (checksum, shape, dtype, a value that is no number),
// or of another schema: the Error names the file and the reason, nothing is half loaded.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/result.h"
#include "library_scanner/store/library_snapshot.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/item_index.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// One step of the encoder's input.
struct EncoderStep {
    TrackId track;
    /// Nothing = unknown, which has a learned row of its own.
    std::optional<PlayRate> rate;
    Intent intent = Intent::unknown;
};

class EigenEncoder;

class ModelGeneration {
  public:
    /// `folder` is model/<generation>/ with encoder.safetensors, items.safetensors, items.hnsw,
    /// manifest.json.
    static Result<std::shared_ptr<const ModelGeneration>> load(const std::filesystem::path& folder);
    ~ModelGeneration();

    /// The folder's name.
    const std::string& name() const;
    /// manifest.json as text.
    const std::string& manifest() const;
    std::size_t items() const;
    /// Width of user and item vectors.
    std::size_t width() const;
    /// "hnsw", or "exact" when the index is missing, damaged or failed its self-check.
    const std::string& index_kind() const;

    /// The listener's vector after `steps` (ascending in time; the newest max_len are used), unit length.
    /// Steps whose track the generation does not know go in by their content vector when `library` has the
    /// track, and are left out else. Empty when no step remains.
    std::vector<float> encode(const std::vector<EncoderStep>& steps, const LibrarySnapshot& library) const;

    /// A step as the encoder takes it.
    struct EncoderInput {
        /// Raw item vector, of width().
        std::vector<float> item;
        StepFeedback feedback;
    };
    /// Whether encode() lets the step in, and as what.
    bool takes(const EncoderStep& step, const LibrarySnapshot& library) const;
    std::optional<EncoderInput> input_of(const EncoderStep& step, const LibrarySnapshot& library) const;
    const EigenEncoder& encoder() const;

    struct Neighbour {
        TrackId track;
        /// Cosine, in [-1, 1].
        float similarity = 0.0F;
    };
    /// The `k` nearest items, best first. `user` has width() values of unit length.
    std::vector<Neighbour> nearest(const std::vector<float>& user, std::size_t k) const;

    /// The tracks it knows, and their unit vectors, row for row.
    const std::vector<TrackId>& tracks() const;
    VectorTable vectors() const;
    /// A track it has never seen has a vector by content.
    bool has_content() const;
    /// Why this index serves, for people: "hnsw, 120 µs a search where the exact scan takes 2,100".
    std::string index_words() const;

    bool knows(TrackId track) const;
    /// Cosine of `user` and the track's vector; by content alone for a track the generation has never seen.
    float similarity(const std::vector<float>& user, const TrackView& track) const;
    /// The track's unit vector; by content alone for a track the generation has never seen.
    std::vector<float> item_vector(const TrackView& track) const;

  private:
    struct Impl;
    explicit ModelGeneration(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Folder names in `model_directory` that look like finished generations, newest first. Temporary folders of
/// a trainer at work are left out. No folder is no generation.
std::vector<std::string> list_generations(const std::filesystem::path& model_directory);

}  // namespace refrain
