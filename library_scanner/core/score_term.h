// A term of a score: what it is called and what it adds. Plain value, any thread.
#pragma once

#include <string>

namespace refrain {

/// In the unit of the score; the terms of a score sum to it.
struct ScoreTerm {
    std::string name;
    double amount = 0.0;
};

}  // namespace refrain
