#include "recommender/evaluation/trained_scorer.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <unordered_set>
#include <utility>

namespace refrain::evaluation {
namespace {

std::vector<std::int64_t> training_counts(const DataSet& data, const Split& split) {
    std::vector<std::int64_t> counts(data.items(), 0);
    for (UserNumber user = 0; user < data.users(); ++user) {
        for (const auto& one : data.of(user).first(split.users[user].training)) {
            ++counts[one.item];
        }
    }
    return counts;
}

StepFeedback feedback_of(const Interaction& one, FeedbackMode mode) {
    return step_feedback(one.play_rate(), one.intent(), mode);
}

}  // namespace

Result<TrainingSet> training_set(const DataSet& data, const Split& split, FeedbackMode mode) {
    TrainingSet out;
    const auto counts = training_counts(data, split);
    out.items.resize(data.items());
    std::iota(out.items.begin(), out.items.end(), 0U);
    std::stable_sort(out.items.begin(), out.items.end(),
                     [&](ItemNumber a, ItemNumber b) { return counts[a] > counts[b]; });
    std::vector<std::int64_t> places(data.items());
    Examples& examples = out.examples;
    for (const ItemNumber item : out.items) {
        places[item] = static_cast<std::int64_t>(examples.items.size());
        TrackView track = data.tracks.empty() ? TrackView{} : TrackView(data.tracks[item]);
        track.id = TrackId(std::int64_t{item} + 1);
        examples.items.push_back(track);
        examples.listen_counts.push_back(counts[item]);
    }
    examples.positive_counts.assign(data.items(), 0);
    examples.sequences.resize(data.users());
    for (UserNumber user = 0; user < data.users(); ++user) {
        auto& sequence = examples.sequences[user];
        std::unordered_set<ItemNumber> heard;
        std::deque<bool> judged;  // the last ones: was it negative?
        std::uint32_t position = 0;
        std::size_t session = 0;
        for (const auto& one : data.of(user)) {
            if (data.begins_session(user, position)) {
                session = sequence.size();
            }
            const Judgement judgement = one.judgement();
            const bool familiar = !heard.insert(one.item).second;
            const bool learnt = position < split.users[user].training;
            const bool validates = !learnt && position < split.users[user].validation;
            if (learnt && judgement == Judgement::positive) {
                ++examples.positive_counts[static_cast<std::size_t>(places[one.item])];
            }
            if ((learnt || validates) && judgement != Judgement::neutral && !sequence.empty()) {
                Target target;
                target.sequence = user;
                target.context = sequence.size();
                target.item = places[one.item];
                target.positive = judgement == Judgement::positive;
                target.familiar = familiar;
                target.session = session;
                target.at_ms = data.has_times ? std::int64_t{one.time_s} * 1000 : 0;
                target.skips_before = static_cast<int>(std::count(judged.begin(), judged.end(), true));
                (learnt ? examples.training : examples.held_out).push_back(target);
            }
            if (judgement != Judgement::neutral) {
                judged.push_back(judgement == Judgement::negative);
                if (judged.size() > std::size_t{most_skips_before}) {
                    judged.pop_front();
                }
            }
            if (!left_out_as_skipped(one.play_rate(), mode)) {
                sequence.push_back({places[one.item], feedback_of(one, mode)});
            }
            ++position;
        }
        examples.usable_listens += position;
    }
    if (std::none_of(examples.training.begin(), examples.training.end(),
                     [](const Target& target) { return target.positive; })) {
        return Error{ErrorCode::failed, "The training part has no positive interaction to learn from", {}};
    }
    return out;
}

void EncoderScorer::score(const Place& at, std::span<float> scores) {
    const EncoderConfig& config = parts_.encoder.config();
    std::vector<ItemNumber> items;
    std::vector<StepFeedback> feedback;
    const auto listens = data_.of(at.user);
    for (std::uint32_t i = at.position; i > 0 && items.size() < static_cast<std::size_t>(config.max_length);
         --i) {
        const Interaction& one = listens[i - 1];
        if (!left_out_as_skipped(one.play_rate(), config.feedback)) {
            items.push_back(one.item);
            feedback.push_back(feedback_of(one, config.feedback));
        }
    }
    if (items.empty()) {
        std::fill(scores.begin(), scores.end(), 0.0F);  // nothing is known of the user: all alike
        return;
    }
    std::reverse(items.begin(), items.end());
    std::reverse(feedback.begin(), feedback.end());
    EigenEncoder::Matrix steps(static_cast<Eigen::Index>(items.size()), parts_.raw.cols());
    for (std::size_t i = 0; i < items.size(); ++i) {
        steps.row(static_cast<Eigen::Index>(i)) = parts_.raw.row(static_cast<Eigen::Index>(items[i]));
    }
    const EigenEncoder::Row user = parts_.encoder.encode(steps, feedback) * static_cast<float>(parts_.scale);
    Eigen::Map<Eigen::VectorXf>(scores.data(), static_cast<Eigen::Index>(scores.size())) =
        parts_.scored * user.transpose();
}

void SdmScorer::score(const Place& at, std::span<float> scores) {
    const auto listens = data_.of(at.user);
    std::size_t known = 0;
    std::size_t session = 0;
    for (std::uint32_t i = 0; i <= at.position; ++i) {
        if (data_.begins_session(at.user, i)) {
            session = known;
        }
        if (i < at.position && !left_out_as_skipped(listens[i].play_rate(), parts_.feedback)) {
            ++known;
        }
    }
    const auto by_place = parts_.runner.scores(at.user, session, known);
    for (std::size_t place = 0; place < by_place.size(); ++place) {
        scores[parts_.items[place]] = by_place[place];
    }
}

Result<TrainedArm> train_arm(const DataSet& data, const Split& split, const TrainingOptions& options,
                             const std::function<void(const TrainingStatus&)>& report) {
    TrainingOptions chosen = options;
    if (data.tracks.empty()) {
        chosen.encoder.tag_buckets = 0;  // an item is its id and nothing else
    }
    auto set = training_set(data, split, chosen.encoder.feedback);
    if (!set) {
        return set.error();
    }
    Examples kept;  // what SDM mode is asked with
    if (chosen.sdm) {
        kept.items = set.value().examples.items;
        kept.listen_counts = set.value().examples.listen_counts;
        kept.sequences = set.value().examples.sequences;
    }
    auto trained = train(std::move(set.value().examples), chosen, report);
    if (!trained) {
        return trained.error();
    }
    const TrainedModel& model = trained.value();
    TrainedArm out;
    out.facts = {model.epochs_run, model.best_epoch, model.seconds, model.device,
                 chosen.learning.positive_loss == PositiveLoss::one_negative ? "one_negative"
                 : model.full_softmax                                        ? "full_softmax"
                                                                             : "sampled_softmax"};
    if (chosen.sdm) {
        auto runner = SessionRunner::make(std::move(kept), chosen, model);
        if (!runner) {
            return runner.error();
        }
        out.scorer = std::make_unique<SdmScorer>(
            data, SdmScorer::Parts{std::move(runner.value()), std::move(set.value().items),
                                   chosen.encoder.feedback});
        return out;
    }
    auto encoder = EigenEncoder::make(model.config, model.encoder, "trained model");
    if (!encoder) {
        return encoder.error();
    }
    const auto& vectors = std::get<std::vector<float>>(model.items.at("raw").values);
    const auto hidden = static_cast<std::size_t>(model.config.hidden);
    EigenEncoder::Matrix raw(static_cast<Eigen::Index>(data.items()), model.config.hidden);
    for (std::size_t place = 0; place < set.value().items.size(); ++place) {
        std::copy_n(vectors.begin() + static_cast<std::ptrdiff_t>(place * hidden), hidden,
                    raw.row(static_cast<Eigen::Index>(set.value().items[place])).data());
    }
    EigenEncoder::Matrix scored = raw;
    double scale = 1.0;
    if (chosen.learning.likeness == Likeness::cosine) {
        normalise_rows(scored);
        scale = std::get<std::vector<float>>(model.encoder.at("scale").values).at(0);
    }
    out.scorer = std::make_unique<EncoderScorer>(
        data, EncoderScorer::Parts{std::move(encoder.value()), std::move(raw), std::move(scored), scale});
    return out;
}

void SumScorer::observe(const Place& what) {
    base_.observe(what);
    added_.observe(what);
}

void SumScorer::score(const Place& at, std::span<float> scores) {
    base_.score(at, scores);
    added_.score(at, second_);
    for (std::size_t item = 0; item < scores.size(); ++item) {
        scores[item] += static_cast<float>(weight_) * second_[item];
    }
}

}  // namespace refrain::evaluation
