#include "recommender/evaluation/data_set.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain::evaluation {
namespace {

constexpr std::uint32_t moved_on_within_s = 60;
/// judge() asks for times in milliseconds; a rate is told as a share of this.
constexpr double whole_ms = 1e6;

Judgement judged(std::optional<double> rate, EndReason end, const JudgementThresholds& thresholds) {
    Listen listen;
    listen.end_reason = end;
    if (rate) {
        listen.duration = Milliseconds(static_cast<std::int64_t>(whole_ms));
        listen.heard = Milliseconds(std::llround(*rate * whole_ms));
    }
    return judge(listen, thresholds);
}

}  // namespace

std::size_t DataSet::interactions() const {
    std::size_t sum = 0;
    for (const auto& listens : by_user_) {
        sum += listens.size();
    }
    return sum;
}

bool DataSet::begins_session(UserNumber user, std::size_t position) const {
    if (position == 0) {
        return true;
    }
    const auto listens = of(user);
    const Interaction& before = listens[position - 1];
    return has_times &&
           listens[position].time_s > std::uint64_t{before.time_s} + before.heard_s + session_gap_s;
}

std::optional<UserNumber> DataSetBuilder::user(std::string_view id) {
    if (const auto found = users_.find(id); found != users_.end()) {
        return found->second;
    }
    if (options_.most_users > 0 && users_.size() >= options_.most_users) {
        return std::nullopt;
    }
    const auto number = static_cast<UserNumber>(users_.size());
    users_.emplace(id, number);
    data_.user_ids.emplace_back(id);
    data_.by_user_.emplace_back();
    data_.forgotten_.push_back(0);
    return number;
}

ItemNumber DataSetBuilder::item(std::string_view id) {
    if (const auto found = items_.find(id); found != items_.end()) {
        return found->second;
    }
    const auto number = static_cast<ItemNumber>(items_.size());
    items_.emplace(id, number);
    data_.item_ids.emplace_back(id);
    return number;
}

void DataSetBuilder::add(UserNumber user, ItemNumber item, const Row& row) {
    Interaction made;
    made.item = item;
    made.time_s = row.time_s;
    made.rate = row.rate ? static_cast<float>(PlayRate(*row.rate).value()) : -1.0F;
    made.heard_s = static_cast<std::uint16_t>(std::clamp(row.heard_s, 0.0, 65535.0));
    made.intent_code = static_cast<std::uint8_t>(row.intent);
    made.set_outcome(judged(row.rate, row.end, options_.thresholds), row.end);
    data_.has_rates = data_.has_rates || row.rate.has_value();
    auto& listens = data_.by_user_[user];
    if (latest_ && *latest_ != user) {
        data_.by_user_[*latest_].shrink_to_fit();  // files are sorted by user as a rule: it is complete
    }
    latest_ = user;
    listens.push_back(made);
    if (options_.newest_per_user > 0 && listens.size() >= 2 * options_.newest_per_user) {
        keep_newest(user);
    }
}

void DataSetBuilder::drop(std::string_view reason, std::size_t rows) {
    const auto found = std::find_if(data_.dropped.begin(), data_.dropped.end(),
                                    [&](const auto& one) { return one.reason == reason; });
    if (found == data_.dropped.end()) {
        data_.dropped.push_back({std::string(reason), rows});
    } else {
        found->rows += rows;
    }
}

void DataSetBuilder::keep_newest(UserNumber user) {
    auto& listens = data_.by_user_[user];
    const auto earlier = [](const Interaction& a, const Interaction& b) { return a.time_s < b.time_s; };
    if (!std::is_sorted(listens.begin(), listens.end(), earlier)) {
        std::stable_sort(listens.begin(), listens.end(), earlier);
    }
    const std::size_t keep = options_.newest_per_user;
    if (options_.newest_per_user > 0 && listens.size() > keep) {
        const std::size_t gone = listens.size() - keep;
        listens.erase(listens.begin(), listens.begin() + static_cast<std::ptrdiff_t>(gone));
        data_.forgotten_[user] += gone;
    }
}

void DataSetBuilder::judge_by_what_followed(std::vector<Interaction>& listens) const {
    for (std::size_t i = 0; i + 1 < listens.size(); ++i) {
        Interaction& here = listens[i];
        const std::uint64_t left_at = std::uint64_t{here.time_s} + here.heard_s;
        if (here.rate >= 0.0F && here.judgement() == Judgement::neutral &&
            listens[i + 1].time_s <= left_at + moved_on_within_s) {
            here.set_outcome(judged(static_cast<double>(here.rate), EndReason::next, options_.thresholds),
                             EndReason::next);
        }
    }
}

DataSet DataSetBuilder::finish() && {
    for (UserNumber user = 0; user < data_.by_user_.size(); ++user) {
        keep_newest(user);
        if (infers_ends_) {
            judge_by_what_followed(data_.by_user_[user]);
        }
    }
    return std::move(data_);
}

}  // namespace refrain::evaluation
