// How long the player takes to make a listener's vector from the newest listens, at the sizes the trainer
// gives a model by default: all of them, and one more than before. Random weights: the time does not depend
// on them.
#include "recommender/retrieval/eigen_encoder.h"
#include "tests/recommender_model/support/reference_encoder.h"

#include <cstddef>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

namespace refrain {
namespace {

struct Listener {
    explicit Listener(Eigen::Index listens) {
        config.max_length = static_cast<int>(listens);
        std::mt19937 random(7);
        std::normal_distribution<float> normal;
        items = EigenEncoder::Matrix::NullaryExpr(listens, config.hidden, [&] { return normal(random); });
        for (Eigen::Index i = 0; i < listens; ++i) {
            feedback.push_back({static_cast<float>(random() % 100) / 99.0F, static_cast<int>(random() % 8)});
        }
    }
    EigenEncoder encoder() const {
        return EigenEncoder::make(config, test::random_encoder(config, 1), "made").value();
    }

    EncoderConfig config;
    EigenEncoder::Matrix items;
    std::vector<StepFeedback> feedback;
};

void all_listens(benchmark::State& state) {
    const Listener listener(state.range(0));
    const EigenEncoder encoder = listener.encoder();
    for (auto _ : state) {
        benchmark::DoNotOptimize(encoder.encode(listener.items, listener.feedback));
    }
}
BENCHMARK(all_listens)->Arg(50)->Arg(200)->Unit(benchmark::kMicrosecond);

/// The last of so many, with what the others left behind.
void one_more_listen(benchmark::State& state) {
    const Listener listener(state.range(0));
    const EigenEncoder encoder = listener.encoder();
    EigenEncoder::Past past;
    const Eigen::Index before = listener.items.rows() - 1;
    encoder.encode(listener.items.topRows(before), {listener.feedback.begin(), listener.feedback.end() - 1},
                   &past);
    const EigenEncoder::Row last = listener.items.row(before);
    for (auto _ : state) {
        past.steps = static_cast<int>(before);
        benchmark::DoNotOptimize(encoder.encode_next(last, listener.feedback.back(), past));
    }
}
BENCHMARK(one_more_listen)->Arg(50)->Arg(200)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace refrain

BENCHMARK_MAIN();
