#include "recommender/evaluation/protocol.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace refrain::evaluation {
namespace {

/// The time that the interaction `share` from the end of the time line has.
std::uint32_t time_at_share(std::vector<std::uint32_t>& times, double share) {
    const auto place = static_cast<std::size_t>(static_cast<double>(times.size()) * (1.0 - share));
    const auto at = times.begin() + static_cast<std::ptrdiff_t>(std::min(place, times.size() - 1));
    std::nth_element(times.begin(), at, times.end());
    return *at;
}

std::uint32_t first_from(std::span<const Interaction> listens, std::uint32_t time) {
    const auto found =
        std::lower_bound(listens.begin(), listens.end(), time,
                         [](const Interaction& one, std::uint32_t when) { return one.time_s < when; });
    return static_cast<std::uint32_t>(found - listens.begin());
}

void thin_out(std::vector<Case>& cases, std::size_t most) {
    if (most == 0 || cases.size() <= most) {
        return;
    }
    for (std::size_t i = 0; i < most; ++i) {
        cases[i] = cases[i * cases.size() / most];
    }
    cases.resize(most);
    cases.shrink_to_fit();
}

std::vector<UserSplit> split_users(const DataSet& data, const ProtocolOptions& options) {
    std::vector<UserSplit> out(data.users());
    if (options.kind == Protocol::leave_one_out) {
        for (UserNumber user = 0; user < data.users(); ++user) {
            const auto count = static_cast<std::uint32_t>(data.of(user).size());
            out[user] = count >= 3 ? UserSplit{count - 2, count - 1} : UserSplit{count, count};
        }
        return out;
    }
    std::vector<std::uint32_t> times;
    times.reserve(data.interactions());
    for (UserNumber user = 0; user < data.users(); ++user) {
        for (const auto& one : data.of(user)) {
            times.push_back(one.time_s);
        }
    }
    const std::uint32_t test = time_at_share(times, options.test_share);
    const std::uint32_t validation = time_at_share(times, options.test_share + options.validation_share);
    for (UserNumber user = 0; user < data.users(); ++user) {
        out[user] = {first_from(data.of(user), validation), first_from(data.of(user), test)};
    }
    return out;
}

}  // namespace

std::vector<Place> in_order_of_time(const DataSet& data, const std::vector<std::uint32_t>& from) {
    std::vector<Place> out;
    for (UserNumber user = 0; user < data.users(); ++user) {
        const auto count = static_cast<std::uint32_t>(data.of(user).size());
        for (std::uint32_t position = from[user]; position < count; ++position) {
            out.push_back({user, position});
        }
    }
    std::stable_sort(out.begin(), out.end(), [&](const Place& a, const Place& b) {
        return data.of(a.user)[a.position].time_s < data.of(b.user)[b.position].time_s;
    });
    return out;
}

Result<Split> split(const DataSet& data, const ProtocolOptions& options) {
    if (options.kind == Protocol::temporal) {
        if (!data.has_times) {
            return Error{ErrorCode::unsupported,
                         "The temporal protocol needs times, and this format has none; ask for leave-one-out",
                         {}};
        }
        if (!(options.test_share > 0.0 && options.validation_share > 0.0 &&
              options.test_share + options.validation_share < 1.0)) {
            return Error{ErrorCode::unsupported,
                         "The shares of test and validation must be above 0 and together below 1",
                         {}};
        }
    }
    if (data.interactions() == 0) {
        return Error{ErrorCode::failed, "The data set has no interactions", {}};
    }
    Split out;
    out.users = split_users(data, options);
    std::unordered_set<ItemNumber> heard;
    for (UserNumber user = 0; user < data.users(); ++user) {
        const auto listens = data.of(user);
        heard.clear();
        for (std::uint32_t position = 0; position < listens.size(); ++position) {
            const Interaction& one = listens[position];
            const bool familiar = !heard.insert(one.item).second;
            if (position < out.users[user].training || position == 0 ||
                one.judgement() == Judgement::neutral) {
                continue;
            }
            const bool validates = position < out.users[user].validation;
            (validates ? out.validation : out.test)
                .push_back({user, position, one.judgement() == Judgement::positive, familiar});
        }
    }
    for (auto* cases : {&out.validation, &out.test}) {
        if (options.kind == Protocol::temporal) {
            std::stable_sort(cases->begin(), cases->end(), [&](const Case& a, const Case& b) {
                return data.of(a.user)[a.position].time_s < data.of(b.user)[b.position].time_s;
            });
        }
        thin_out(*cases, options.most_cases);
    }
    if (out.test.empty()) {
        return Error{
            ErrorCode::failed,
            "There is nothing to ask: no user has a judged interaction in the test part with another "
            "one before it",
            {}};
    }
    return out;
}

}  // namespace refrain::evaluation
