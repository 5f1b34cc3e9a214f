#include "recommender/training/trial.h"

#include "recommender/evaluation/baselines.h"
#include "recommender/evaluation/evaluation_run.h"
#include "recommender/evaluation/pipeline_scorer.h"
#include "recommender/evaluation/readers/database_reader.h"
#include "recommender/training/examples.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <unordered_set>
#include <utility>
#include <vector>

namespace refrain {
namespace {

using namespace evaluation;

constexpr std::chrono::hours trial_time{14 * 24};
constexpr double least_share = 0.1, most_share = 0.3;
constexpr std::size_t enough_held_out = 100;
constexpr std::size_t most_questions = 2000;

/// What was judged since then, with something before it, by time; the newest of them where they are many.
Split questions_since(const DataSet& data, UtcTime since) {
    Split out;
    for (UserNumber user = 0; user < data.users(); ++user) {
        const auto listens = data.of(user);
        std::unordered_set<ItemNumber> heard;
        UserSplit own;
        for (std::uint32_t at = 0; at < listens.size(); ++at) {
            const Interaction& one = listens[at];
            const bool familiar = !heard.insert(one.item).second;
            const bool asked = utc_from_ms(std::int64_t{one.time_s} * 1000) >= since;
            if (!asked) {
                own.training = own.validation = at + 1;
            } else if (at > 0 && one.judgement() != Judgement::neutral) {
                out.test.push_back({user, at, one.judgement() == Judgement::positive, familiar});
            }
        }
        out.users.push_back(own);
    }
    std::stable_sort(out.test.begin(), out.test.end(), [&](const Case& a, const Case& b) {
        return data.of(a.user)[a.position].time_s < data.of(b.user)[b.position].time_s;
    });
    if (out.test.size() > most_questions) {
        out.test.erase(out.test.begin(), out.test.end() - most_questions);
    }
    return out;
}

}  // namespace

std::optional<UtcTime> newest_listen(const History& history) {
    return history.listens.empty() ? std::nullopt : std::optional(history.listens.back().started_at);
}

HeldOutPart choose_held_out(const History& history, std::optional<UtcTime> learnt_until) {
    std::vector<UtcTime> times;
    times.reserve(history.listens.size());
    for (const Listen* listen : usable_listens(history)) {
        times.push_back(listen->started_at);
    }
    HeldOutPart out;
    if (times.empty()) {
        return out;
    }
    const auto all = static_cast<double>(times.size());
    UtcTime wanted = times.back() - trial_time;
    if (learnt_until) {
        wanted = std::max(wanted, *learnt_until);
    }
    const auto later =
        static_cast<std::size_t>(times.end() - std::upper_bound(times.begin(), times.end(), wanted));
    const auto least = std::min(static_cast<std::size_t>(std::ceil(least_share * all)), enough_held_out);
    const auto most = std::max(least, static_cast<std::size_t>(most_share * all));
    const std::size_t held_out = std::clamp(later, least, most);
    // prepare() cuts a share off; half a listen more than the number keeps rounding out of it.
    out.share = std::min((static_cast<double>(held_out) + 0.5) / all, 1.0 - 0.5 / all);
    out.since = times[times.size() - held_out];
    if (learnt_until && *learnt_until >= out.since) {
        out.since = *learnt_until + Milliseconds(1);
    }
    return out;
}

TrialResult try_out(const History& history, UtcTime since, std::shared_ptr<const ModelGeneration> challenger,
                    std::shared_ptr<const ModelGeneration> champion) {
    const DataSet data = data_set_of(history, {});
    const Split questions = questions_since(data, since);
    const auto ask = [&](Scorer& scorer) {
        RunOptions options;
        options.depths = {10};
        return ask_all(data, questions, Protocol::temporal, scorer, options).outcomes;
    };
    PipelineScorer with_challenger(data, {}, std::move(challenger));
    PipelineScorer with_champion(data, {}, std::move(champion));
    PersonalPopularityScorer personal(data);
    return trial_result(ask(with_challenger), ask(with_champion), ask(personal));
}

}  // namespace refrain
