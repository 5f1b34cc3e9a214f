#include "recommender/retrieval/listener_vector.h"

#include <algorithm>
#include <utility>

namespace refrain {

std::size_t window_start(std::size_t count, std::size_t longest) {
    if (count <= longest) {
        return 0;
    }
    const std::size_t move = std::max<std::size_t>(longest / 4, 1);
    return (count - longest + move - 1) / move * move;
}

ListenerVector::ListenerVector(std::shared_ptr<const ModelGeneration> model,
                               std::span<const EncoderStep> steps, const LibrarySnapshot& library)
    : model_(std::move(model)), items_(longest(), model_->width()) {
    const auto all = std::count_if(steps.begin(), steps.end(),
                                   [&](const EncoderStep& step) { return model_->takes(step, library); });
    start_ = window_start(static_cast<std::size_t>(all), longest());
    for (const EncoderStep& step : steps) {
        if (!model_->takes(step, library)) {
            continue;
        }
        // What lies before the window is counted and not looked at.
        if (++taken_ > start_) {
            add_to_window(*model_->input_of(step, library));
        }
    }
    encode_window();
}

std::size_t ListenerVector::longest() const {
    return static_cast<std::size_t>(model_->encoder().config().max_length);
}

void ListenerVector::add_to_window(const ModelGeneration::EncoderInput& input) {
    items_.row(static_cast<Eigen::Index>(feedback_.size())) =
        Eigen::Map<const EigenEncoder::Row>(input.item.data(), items_.cols());
    feedback_.push_back(input.feedback);
}

void ListenerVector::encode_window() {
    if (feedback_.empty()) {
        return;
    }
    const auto user = model_->encoder().encode(items_.topRows(static_cast<Eigen::Index>(feedback_.size())),
                                               feedback_, &past_);
    vector_.assign(user.data(), user.data() + user.size());
}

void ListenerVector::append(const EncoderStep& step, const LibrarySnapshot& library) {
    const auto input = model_->input_of(step, library);
    if (!input) {
        return;
    }
    ++taken_;
    const std::size_t start = window_start(taken_, longest());
    if (start > start_) {
        const auto gone = static_cast<Eigen::Index>(start - start_);
        const auto kept = static_cast<Eigen::Index>(feedback_.size()) - gone;
        items_.topRows(kept) = items_.middleRows(gone, kept).eval();
        feedback_.erase(feedback_.begin(), feedback_.begin() + gone);
        start_ = start;
        past_.steps = 0;
    }
    add_to_window(*input);
    if (past_.steps == 0 || !model_->encoder().can_go_on()) {
        encode_window();
        return;
    }
    const auto user = model_->encoder().encode_next(items_.row(past_.steps), feedback_.back(), past_);
    vector_.assign(user.data(), user.data() + user.size());
}

}  // namespace refrain
