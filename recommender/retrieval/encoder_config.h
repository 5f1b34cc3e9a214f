// The shape and the modes of an encoder, and how a listen's feedback enters it: what trainer and player must
// agree on to the last digit. Plain values, any thread. Readable as C++17 (torch files include it).
// What can fail: reading a config from JSON that is malformed or out of range.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace refrain {

/// How play rate and intent enter (recommender design, section 2). `none` is configuration a: no feedback.
enum class FeedbackMode { none, literal, soft_bins };
/// `additive`: softmax((Q+f)(K+f)^T / sqrt(d_k)) (V+f). `signed_gate`: Q and K get projections of their own
/// of f, and V becomes V * (1 + tanh(W_g f)) + W_v f.
enum class FeedbackFusion { additive, signed_gate };
/// How the layers are put together. `pre_norm`: what is trained for a listener. `sasrec`: SASRec as its
/// authors' program computes it (Kang & McAuley, ICDM 2018), for comparison:
///   x = sqrt(H) item + position, positions counted from the end; then, layer by layer,
///   q = norm(x), x = q + attention(Q q, K x, V x), y = norm(x), x = y + W2 relu(W1 y);
/// no projection behind the attention, and items have rows of width H of their own with no W_up.
enum class EncoderLayout { pre_norm, sasrec };

struct EncoderConfig {
    /// H: width of states and of user and item vectors; a multiple of `heads`.
    int hidden = 64;
    /// E: width of the item table before W_up.
    int embedding = 32;
    int layers = 2;
    int heads = 2;
    /// Width of the feed-forward layer.
    int feed_forward = 64;
    int max_length = 50;
    /// Used in training only.
    double dropout = 0.1;
    /// All layers share one set of parameters (ALBERT).
    bool shared_layers = false;
    FeedbackMode feedback = FeedbackMode::soft_bins;
    FeedbackFusion fusion = FeedbackFusion::additive;
    /// `sasrec` needs embedding = hidden.
    EncoderLayout layout = EncoderLayout::pre_norm;
    /// Rows of the tag-feature table. 0: no content part; an item is W_up V[i] alone, as in section 2.
    std::uint32_t tag_buckets = 1024;

    /// How many sets of layer parameters there are.
    int stored_layers() const { return shared_layers ? 1 : layers; }
    /// The row of the position table that step `step` of `steps` takes.
    int position_of(int step, int steps) const {
        return layout == EncoderLayout::sasrec ? max_length - steps + step : step;
    }
};

/// Rates at which soft bins have a learned row; between two of them they are interpolated linearly.
inline constexpr std::array<float, 6> rate_knots{0.0F, 0.1F, 0.2F, 0.5F, 0.8F, 1.0F};
inline constexpr int rate_rows = static_cast<int>(rate_knots.size());
/// Rows of the intent table: one per word of listen.h.
inline constexpr int intent_rows = static_cast<int>(words::intent.size());

/// What the encoder is told of one listen beside its track.
struct StepFeedback {
    /// In [0, 1]; below 0 = unknown.
    float rate = -1.0F;
    /// Row of the intent table.
    int intent = 0;
};

/// Literal mode: an unknown rate is 0.99, and such a row's missing intent is `track`. Soft bins: an unknown
/// rate keeps its own row, and such a row's missing intent is `import` (Train Set 1, section 1).
StepFeedback step_feedback(std::optional<PlayRate> rate, Intent intent, FeedbackMode mode);

/// The two neighbouring knots of a rate and the share of the upper one.
struct RateBins {
    int lower = 0, upper = 0;
    float upper_share = 0.0F;
};
RateBins rate_bins(float rate);

/// Configuration a learns from unskipped history: a step this little heard is left out of its input, in
/// training and in serving alike.
bool left_out_as_skipped(std::optional<PlayRate> rate, FeedbackMode mode);

/// Error `unsupported` or `malformed` in words, when sizes are out of range or do not fit each other.
Status validate(const EncoderConfig& config);
std::string to_json_text(const EncoderConfig& config);
/// From the object to_json_text() wrote; validated.
Result<EncoderConfig> encoder_config_from_json(const std::string& text);

}  // namespace refrain
