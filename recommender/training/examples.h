// From a history to training examples: items, steps, targets, windows, held-out cases. Pure; any thread.
// What can fail: prepare(), when there is too little to learn from; the Error says how much there is.
#pragma once

#include "library_scanner/core/judgement.h"
#include "library_scanner/core/result.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/training/history_reader.h"
#include "recommender/training/track_table.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace refrain {

/// Fewer usable listens than this teach nothing.
inline constexpr std::size_t fewest_usable_listens = 20;

/// A longer silence than this ends a session (recommender design, section 4).
inline constexpr Milliseconds session_gap{30 * 60 * 1000};

/// One listen as the encoder sees it.
struct TrainingStep {
    std::int64_t item = 0;
    StepFeedback feedback;
};

/// How far back Target::skips_before looks.
inline constexpr int most_skips_before = 3;

/// A held-out or training target: after the first `context` steps of its sequence comes `item`.
struct Target {
    std::size_t sequence = 0;
    std::size_t context = 0;
    std::int64_t item = 0;
    bool positive = true;
    /// The track was heard before by this listener.
    bool familiar = false;
    /// What multiplies its loss in training.
    float weight = 1.0F;
    /// When it was heard (UTC), where that is known.
    std::int64_t at_ms = 0;
    /// The step of its sequence that its session begins with; `context` where it begins one itself.
    std::size_t session = 0;
    /// How many of the last three judged listens before it were negative: 0 to 3.
    int skips_before = 0;
};

struct Examples {
    /// Tracks by falling number of listens in the training part, then by id: the item numbers.
    TrackTable items;
    /// Positive listens per item in the training part.
    std::vector<std::int64_t> positive_counts;
    /// All listens per item in the training part.
    std::vector<std::int64_t> listen_counts;
    /// One per profile, in the order heard; what configuration a leaves out is not in it.
    std::vector<std::vector<TrainingStep>> sequences;
    std::vector<Target> training, held_out;
    std::size_t usable_listens = 0;
};

inline constexpr double default_held_out_share = 0.15;

/// `held_out_share`: the last part of the time line, by listens, whose targets are held out.
/// Loved tracks (at that time) make a listen positive where it is neutral, banned ones negative.
Result<Examples> prepare(const History& history, FeedbackMode mode,
                         double held_out_share = default_held_out_share);

/// The listens that training learns from, in the order they were heard.
std::vector<const Listen*> usable_listens(const History& history);

/// Makes the held-out part training data: for the model that goes into service once validation has said how
/// long to train.
void release_held_out(Examples& examples);

/// A stretch of a sequence with the targets that fall into it.
struct Window {
    std::size_t sequence = 0, begin = 0, end = 0;
    /// Position in the window (context - begin - 1) and item.
    struct At {
        std::size_t position = 0;
        std::int64_t item = 0;
        float weight = 1.0F;
        /// An item that the sequence has not, where WindowOptions asks for one.
        std::int64_t other = -1;
    };
    std::vector<At> positives, negatives;
};

/// What a step learns from. `targets`: stretches around targets drawn evenly, so that long sequences teach
/// most. `sequences`: the same around targets of sequences drawn evenly. `sequence_ends`: always the last
/// stretch of a sequence, as SASRec is published.
enum class WindowsFrom { targets, sequences, sequence_ends };

struct WindowOptions {
    std::size_t length = 50;
    /// Windows do not leave the session of their targets. Positions count from the beginning of the window
    /// and not from its first step: 0 is the state before it, which has targets where the session begins
    /// there.
    bool within_sessions = false;
    /// Each state learns the positive ones of so many listens that follow it.
    std::size_t next_targets = 1;
    WindowsFrom from = WindowsFrom::targets;
    /// With each positive target comes an item drawn evenly from those that are not in its sequence's
    /// training part (any, where all are).
    bool draws_others = false;
};

/// Draws windows of up to `length` steps. Targets must be ascending by (sequence, context), as prepare()
/// gives them.
class WindowSource {
  public:
    WindowSource(const Examples& examples, const WindowOptions& options, std::uint64_t seed);
    WindowSource(const Examples& examples, std::size_t length, std::uint64_t seed)
        : WindowSource(examples, WindowOptions{length}, seed) {}
    /// Each window has at least one target.
    Window draw();
    /// Where its random numbers stand.
    std::mt19937_64& random() { return random_; }
    const std::mt19937_64& random() const { return random_; }

  private:
    /// A window of `sequence` that ends at its target of the context `last` and leaves out what is not
    /// `within`.
    template <class Within>
    Window window_of(std::size_t sequence, std::size_t start, std::size_t last, Within within) const;
    Window around(const Target& anchor);
    void draw_others(Window& window);
    /// As a target of `to`, whose first state with targets is that after `first` steps of the sequence.
    void add(const Target& target, std::size_t first, Window& to) const;
    std::vector<Target>::const_iterator first_of(std::size_t sequence, std::size_t context) const;

    const Examples& examples_;
    WindowOptions options_;
    std::mt19937_64 random_;
    /// Where the targets of each sequence that has any end, in Examples::training.
    std::vector<std::size_t> ends_;
    /// Of draws_others: the items of each sequence's training part, ascending.
    std::vector<std::vector<std::int64_t>> own_items_;
};

}  // namespace refrain
