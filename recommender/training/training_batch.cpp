#include "recommender/training/training_batch.h"

#include <algorithm>
#include <cstddef>

#include <torch/utils.h>

namespace refrain {
namespace {

TargetList part_of(const TargetList& whole, Stretch positions) {
    TargetList out;
    for (std::size_t i = 0; i < whole.positions.size(); ++i) {
        const std::int64_t position = whole.positions[i];
        if (position >= positions.begin && position < positions.end) {
            out.positions.push_back(position - positions.begin);
            out.items.push_back(whole.items[i]);
            out.weights.push_back(whole.weights[i]);
            if (!whole.others.empty()) {
                out.others.push_back(whole.others[i]);
            }
        }
    }
    return out;
}

}  // namespace

TrainingBatch make_batch(const std::vector<std::vector<TrainingStep>>& sequences,
                         const std::vector<Window>& windows) {
    std::size_t longest = 1;
    for (const auto& window : windows) {
        longest = std::max(longest, window.end - window.begin);
    }
    const auto rows = static_cast<std::int64_t>(windows.size());
    const auto steps = static_cast<std::int64_t>(longest);
    TrainingBatch out;
    out.steps.items = torch::zeros({rows, steps}, torch::kInt64);
    out.steps.rates = torch::full({rows, steps}, -1.0F, torch::kFloat32);
    out.steps.intents = torch::zeros({rows, steps}, torch::kInt64);
    out.steps.real = torch::zeros({rows, steps}, torch::kBool);
    auto* items = out.steps.items.data_ptr<std::int64_t>();
    auto* rates = out.steps.rates.data_ptr<float>();
    auto* intents = out.steps.intents.data_ptr<std::int64_t>();
    auto* real = out.steps.real.data_ptr<bool>();
    for (std::size_t row = 0; row < windows.size(); ++row) {
        const Window& window = windows[row];
        const std::size_t at = row * longest;
        for (std::size_t t = window.begin; t < window.end; ++t) {
            const TrainingStep& step = sequences[window.sequence][t];
            const std::size_t cell = at + t - window.begin;
            items[cell] = step.item;
            rates[cell] = step.feedback.rate;
            intents[cell] = step.feedback.intent;
            real[cell] = true;
        }
        const auto add = [at](const std::vector<Window::At>& from, TargetList& to) {
            for (const auto& target : from) {
                to.positions.push_back(static_cast<std::int64_t>(at + target.position));
                to.items.push_back(target.item);
                to.weights.push_back(target.weight);
                if (target.other >= 0) {
                    to.others.push_back(target.other);
                }
            }
        };
        add(window.positives, out.positives);
        add(window.negatives, out.negatives);
    }
    return out;
}

TrainingBatch part_of(const TrainingBatch& whole, Stretch rows) {
    const auto cut = [rows](const torch::Tensor& steps) { return steps.narrow(0, rows.begin, rows.size()); };
    const std::int64_t length = whole.steps.items.size(1);
    const Stretch positions{rows.begin * length, rows.end * length};
    TrainingBatch out;
    out.steps.items = cut(whole.steps.items);
    out.steps.rates = cut(whole.steps.rates);
    out.steps.intents = cut(whole.steps.intents);
    out.steps.real = cut(whole.steps.real);
    out.steps.first_row = whole.steps.first_row + rows.begin;
    out.steps.earlier = whole.steps.earlier;
    out.steps.users = whole.steps.users.defined() ? cut(whole.steps.users) : whole.steps.users;
    for (const auto& set : whole.steps.sets) {
        out.steps.sets.push_back({cut(set.members), cut(set.real)});
    }
    out.positives = part_of(whole.positives, positions);
    out.negatives = part_of(whole.negatives, positions);
    return out;
}

}  // namespace refrain
