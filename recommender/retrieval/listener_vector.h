// A listener's vector that goes along with the listens: one more listen costs one step of the encoder and not
// all of them. One thread at a time. Nothing fails.
#pragma once

#include "library_scanner/core/track.h"
#include "recommender/retrieval/eigen_encoder.h"
#include "recommender/retrieval/model_generation.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace refrain {

/// Which of `count` steps the encoder sees: those from this one on, at least three quarters of `longest` and
/// never more. It moves by a quarter of `longest` at a time, because every move changes the places of all
/// steps and costs a whole pass. A function of the count alone: a restart of the program changes nothing.
std::size_t window_start(std::size_t count, std::size_t longest);

class ListenerVector {
  public:
    /// `steps`: everything there is, ascending in time. `library` is for tracks that the model does not know.
    ListenerVector(std::shared_ptr<const ModelGeneration> model, std::span<const EncoderStep> steps,
                   const LibrarySnapshot& library);

    /// One more, later than all before. A step that the model does not take changes nothing.
    void append(const EncoderStep& step, const LibrarySnapshot& library);

    /// Unit length; empty before the first step that the model takes.
    const std::vector<float>& vector() const { return vector_; }
    const ModelGeneration& model() const { return *model_; }

  private:
    std::size_t longest() const;
    void add_to_window(const ModelGeneration::EncoderInput& input);
    void encode_window();

    std::shared_ptr<const ModelGeneration> model_;
    /// Steps that the model took, and the first of them in the window.
    std::size_t taken_ = 0, start_ = 0;
    EigenEncoder::Matrix items_;  // (longest, H); the first taken_ - start_ rows count
    std::vector<StepFeedback> feedback_;
    EigenEncoder::Past past_;
    std::vector<float> vector_;
};

}  // namespace refrain
