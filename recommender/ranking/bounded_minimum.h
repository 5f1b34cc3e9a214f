// Minimises a smooth function of a few dozen variables within bounds: L-BFGS on the variables that no bound
// holds, steps projected onto the bounds (Bertsekas 1982), Armijo's rule for their length. Pure; nothing
// fails: it ends at the best point found.
#pragma once

#include <functional>
#include <vector>

namespace refrain::ranking {

struct Bounds {
    double low = 0.0, high = 0.0;
};

/// The value at x; writes its gradient.
using SmoothFunction = std::function<double(const std::vector<double>& x, std::vector<double>& gradient)>;

/// `start` is moved into the bounds first. Ends after `iterations`, or when nothing moves any more.
std::vector<double> minimum(const SmoothFunction& f, std::vector<double> start,
                            const std::vector<Bounds>& bounds, int iterations);

}  // namespace refrain::ranking
