#include "recommender/content/tag_features.h"
#include "recommender/model/encoder.h"
#include "recommender/training/learner.h"
#include "recommender/training/trainer.h"
#include "recommender/training/training_failure.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <random>
#include <utility>

#include <torch/utils.h>

namespace refrain {

Result<double> measure_training_speed(const BenchOptions& options) {
    try {
        set_threads(options.threads);
        torch::manual_seed(1);
        std::mt19937_64 random(1);
        Examples examples;
        for (int i = 0; i < options.items; ++i) {
            Track track;
            track.id = TrackId(i + 1);
            track.artist = "artist " + std::to_string(i / 12);
            track.album = "album " + std::to_string(i / 12);
            track.genres = {"genre " + std::to_string(i % 40)};
            track.year = 1960 + i % 60;
            track.duration = Milliseconds(120'000 + i % 300 * 1000);
            examples.items.push_back(track);
        }
        examples.listen_counts.assign(examples.items.size(), 10);
        TrainingOptions training = *published_configuration("c");
        training.encoder.hidden = training.encoder.feed_forward = options.dim;
        training.encoder.embedding = std::max(1, options.dim / 2);
        training.encoder.layers = options.layers;
        training.encoder.max_length = options.length;
        training.encoder.tag_buckets = tag_buckets_for(examples.items);
        training.learning.sampled_negatives = options.negatives;
        training.learning.full_softmax_up_to = 0;
        FeedbackEncoder encoder(training.encoder,
                                catalogue_features(examples, training.encoder.tag_buckets, 2));
        encoder.train();
        Learner learner(encoder, training.learning, torch::kCPU);
        const auto one_step = [&] {
            std::vector<std::vector<TrainingStep>> sequences;
            std::vector<Window> windows;
            const auto any_item = [&] {
                return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(options.items));
            };
            for (int row = 0; row < options.batch; ++row) {
                Window window;
                window.sequence = sequences.size();
                window.end = static_cast<std::size_t>(options.length);
                auto& sequence = sequences.emplace_back();
                for (std::size_t t = 0; t < window.end; ++t) {
                    const double rate = static_cast<double>(random() % 1000) / 999.0;
                    sequence.push_back({any_item(), step_feedback(PlayRate(rate), Intent::album,
                                                                  training.encoder.feedback)});
                    // Every step is a target, one in five of them a skip.
                    (random() % 5 == 0 ? window.negatives : window.positives)
                        .push_back({t, any_item(), 1.0F});
                }
                windows.push_back(std::move(window));
            }
            learner.step(make_batch(sequences, windows));
        };
        for (int i = 0; i < 3; ++i) {
            one_step();  // the first ones pay for memory and caches
        }
        const auto start = std::chrono::steady_clock::now();
        const auto seconds = [&] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        int steps = 0;
        while (seconds() < options.seconds) {
            one_step();
            ++steps;
        }
        return static_cast<double>(steps) * options.batch / seconds();
    } catch (const std::exception& e) {
        return training_failed(e);
    }
}

}  // namespace refrain
