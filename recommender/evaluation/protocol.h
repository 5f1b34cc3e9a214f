// How a data set is split into what may be learnt from, what training may be stopped by, and what is asked.
// Pure functions; any thread. What can fail: a split that leaves nothing to ask; the Error says so.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/data_set.h"

#include <cstdint>
#include <vector>

namespace refrain::evaluation {

enum class Protocol {
    /// Of each user with three interactions or more the last one is asked, the one before it is for
    /// validation. What published tables use. Everything but the asked ones is known from the start.
    leave_one_out,
    /// One point in time for all users: what comes after it is asked, one by one as time goes; whoever
    /// answers may use all that happened before the asked one, and learn from what was asked earlier.
    temporal
};

struct ProtocolOptions {
    Protocol kind = Protocol::leave_one_out;
    /// temporal: the last part of the time line, by interactions, that is asked; the same for validation
    /// right before it. In (0, 1), together below 1.
    double test_share = 0.2, validation_share = 0.1;
    /// Of more cases than these, evenly spaced ones are asked, in the test and in the validation part; 0: all
    /// are. What lies between them happens all the same.
    std::size_t most_cases = 0;
};

/// Of each user's interactions: [0, training) to learn from, [training, validation) for validation, the rest
/// is asked.
struct UserSplit {
    std::uint32_t training = 0, validation = 0;
};

/// One question: what will `user` turn to at `position`?
struct Case {
    UserNumber user = 0;
    std::uint32_t position = 0;
    bool positive = true;
    /// The item was among this user's earlier interactions.
    bool familiar = false;
};

struct Split {
    std::vector<UserSplit> users;
    /// Judged interactions with at least one before them: positive and negative targets, none that is
    /// neither. In the order they are asked: by user in leave_one_out, by time in temporal.
    std::vector<Case> validation, test;
};

Result<Split> split(const DataSet& data, const ProtocolOptions& options);

/// One interaction: of whom, and which.
struct Place {
    UserNumber user = 0;
    std::uint32_t position = 0;
};
/// What happens from `from` of each user on, in order of time (of user and position where there is none).
/// `from` has one entry a user.
std::vector<Place> in_order_of_time(const DataSet& data, const std::vector<std::uint32_t>& from);

}  // namespace refrain::evaluation
