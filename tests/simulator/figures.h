// The lives of one persona by arm and seed, and what they come to: means with 95 % intervals over the seeds
// (Student's t); between arms the differences are taken seed by seed, since all arms meet the same chance.
// Pure but for the time it takes.
#pragma once

#include "tests/simulator/life.h"

#include <map>
#include <string>
#include <vector>

namespace refrain::simulator {

struct Estimate {
    double mean = 0.0;
    /// Half the width of the interval; 0 for a single value.
    double half = 0.0;
};
Estimate estimate(const std::vector<double>& values);

/// By arm, the seeds from 1 in order.
using Lives = std::map<ArmKind, std::vector<Life>>;
Lives lives_of(const Persona& persona, int seeds, const LifeOptions& options);

/// Heard share of the engine over that of `other`, less 1.
Estimate gain_over(const Lives& lives, ArmKind other);

std::string table_of(const Persona& persona, const Lives& lives);

}  // namespace refrain::simulator
