#include "recommender/training/held_out.h"

#include "recommender/model/fused.h"
#include "recommender/training/learner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <torch/utils.h>

namespace refrain {
namespace {

using torch::Tensor;
constexpr std::size_t cases_at_once = 128;

}  // namespace

double HeldOutEvaluation::missed(const LearningOptions& learning) const {
    if (learning.stop_by == StopBy::loss) {
        return loss_positive + learning.negative_weight * loss_negative;
    }
    constexpr double depth = 10.0;
    double gain = 0.0;
    for (const auto& one : cases) {
        gain += one.positive && one.rank <= depth ? 1.0 / std::log2(1.0 + one.rank) : 0.0;
    }
    return -gain / std::max<double>(1.0, static_cast<double>(positives));
}

HeldOutEvaluation evaluate_held_out(SequenceModel& encoder, const Examples& examples,
                                    const std::vector<Target>& cases, const LearningOptions& learning,
                                    torch::Device device, const SessionBatches* sessions) {
    const bool cosine = learning.likeness == Likeness::cosine;
    const torch::NoGradGuard no_grad;
    encoder.eval();
    const Tensor raw = encoder.raw_items(0.0);
    const Tensor items = cosine ? normalised(raw) : raw;
    HeldOutEvaluation out;
    for (std::size_t begin = 0; begin < cases.size(); begin += cases_at_once) {
        const std::size_t end = std::min(cases.size(), begin + cases_at_once);
        std::vector<Window> windows;
        for (std::size_t i = begin; i < end; ++i) {
            if (sessions != nullptr) {
                windows.push_back(sessions->before(cases[i]));
                continue;
            }
            const auto length = static_cast<std::size_t>(encoder.config().max_length);
            const std::size_t context = cases[i].context;
            Window window;
            window.sequence = cases[i].sequence;
            window.begin = context > length ? context - length : 0;
            window.end = context;
            window.positives.push_back({context - window.begin - 1, cases[i].item, 1.0F});
            windows.push_back(std::move(window));
        }
        const TrainingBatch batch = sessions != nullptr ? sessions->batch(examples.sequences, windows)
                                                        : make_batch(examples.sequences, windows);
        const Tensor states = encoder.states(raw, batch.steps.to(device)).view({-1, encoder.config().hidden});
        const Tensor positions = torch::tensor(batch.positives.positions, torch::kInt64).to(device);
        const Tensor scores =
            cosine ? torch::matmul(normalised(states.index_select(0, positions)), items.t()) * encoder.scale()
                   : torch::matmul(states.index_select(0, positions), items.t());
        const Tensor total = torch::logsumexp(scores, 1).to(torch::kCPU);
        const Tensor plain = scores.to(torch::kCPU).contiguous();
        for (std::size_t i = begin; i < end; ++i) {
            const auto row = static_cast<std::int64_t>(i - begin);
            const float* values = plain.data_ptr<float>() + row * plain.size(1);
            const std::vector<float> ranked(values, values + plain.size(1));
            const auto target = static_cast<std::size_t>(cases[i].item);
            const double score = ranked[target];
            out.cases.push_back({average_rank(ranked, target), cases[i].positive, cases[i].familiar});
            if (cases[i].positive) {
                out.loss_positive += total[row].item<double>() - score;
                ++out.positives;
            } else {
                const double above =
                    learning.negative_loss == NegativeLoss::literal
                        ? score
                        : score - total[row].item<double>() + std::log(static_cast<double>(plain.size(1)));
                out.loss_negative += std::log1p(std::exp(-std::abs(above))) + std::max(above, 0.0);
                ++out.negatives;
            }
        }
    }
    out.loss_positive /= std::max<double>(1.0, static_cast<double>(out.positives));
    out.loss_negative /= std::max<double>(1.0, static_cast<double>(out.negatives));
    return out;
}

HeldOutEvaluation evaluate_held_out(SequenceModel& encoder, const Examples& examples,
                                    const std::vector<Target>& cases, const LearningOptions& learning,
                                    torch::Device device, Peers& peers, const SessionBatches* sessions) {
    if (peers.alone()) {
        return evaluate_held_out(encoder, examples, cases, learning, device, sessions);
    }
    const auto count = static_cast<std::int64_t>(cases.size());
    const Stretch share = share_of(count, peers.own(), peers.count());
    const HeldOutEvaluation own =
        evaluate_held_out(encoder, examples, {cases.begin() + share.begin, cases.begin() + share.end},
                          learning, device, sessions);
    constexpr std::int64_t head = 4;
    Tensor found = torch::zeros({head + count / peers.count() + 1}, torch::kFloat64);
    auto* number = found.data_ptr<double>();
    number[0] = static_cast<double>(own.positives);
    number[1] = own.loss_positive * number[0];
    number[2] = static_cast<double>(own.negatives);
    number[3] = own.loss_negative * number[2];
    for (std::size_t i = 0; i < own.cases.size(); ++i) {
        number[head + static_cast<std::int64_t>(i)] = own.cases[i].rank;
    }
    const Tensor all = peers.gather(found).contiguous();
    HeldOutEvaluation out;
    for (int p = 0; p < peers.count(); ++p) {
        const auto* of = all.data_ptr<double>() + p * all.size(1);
        out.positives += static_cast<std::size_t>(of[0]);
        out.loss_positive += of[1];
        out.negatives += static_cast<std::size_t>(of[2]);
        out.loss_negative += of[3];
        const Stretch theirs = share_of(count, p, peers.count());
        for (std::int64_t i = 0; i < theirs.size(); ++i) {
            const Target& one = cases[static_cast<std::size_t>(theirs.begin + i)];
            out.cases.push_back({of[head + i], one.positive, one.familiar});
        }
    }
    out.loss_positive /= std::max<double>(1.0, static_cast<double>(out.positives));
    out.loss_negative /= std::max<double>(1.0, static_cast<double>(out.negatives));
    return out;
}

std::vector<RankedCase> rank_by_popularity(const Examples& examples, const std::vector<Target>& cases) {
    const std::vector<float> scores(examples.positive_counts.begin(), examples.positive_counts.end());
    std::vector<RankedCase> out;
    for (const auto& one : cases) {
        out.push_back({average_rank(scores, static_cast<std::size_t>(one.item)), one.positive, one.familiar});
    }
    return out;
}

}  // namespace refrain
