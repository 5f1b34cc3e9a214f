#include "recommender/ranking/bounded_minimum.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace refrain::ranking {
namespace {

using Vector = std::vector<double>;
constexpr std::size_t kMemory = 8;
constexpr double kArmijo = 1e-4, kNegligible = 1e-7;

double inner(const Vector& a, const Vector& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

void add(Vector& a, double factor, const Vector& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        a[i] += factor * b[i];
    }
}

struct Step {
    Vector moved, turned;  // x' - x, gradient' - gradient
};

/// The quasi-Newton direction on the free variables (Nocedal & Wright, algorithm 7.4).
Vector direction(const std::deque<Step>& steps, const Vector& gradient, const std::vector<bool>& held) {
    const auto free_part = [&](Vector v) {
        for (std::size_t i = 0; i < v.size(); ++i) {
            v[i] = held[i] ? 0.0 : v[i];
        }
        return v;
    };
    Vector q = free_part(gradient);
    std::vector<std::pair<Step, double>> used;
    for (auto s = steps.rbegin(); s != steps.rend(); ++s) {
        Step step{free_part(s->moved), free_part(s->turned)};
        if (inner(step.moved, step.turned) <= 1e-12) {
            continue;
        }
        const double a = inner(step.moved, q) / inner(step.moved, step.turned);
        add(q, -a, step.turned);
        used.emplace_back(std::move(step), a);
    }
    if (!used.empty()) {
        const Step& newest = used.front().first;
        const double scale = inner(newest.moved, newest.turned) / inner(newest.turned, newest.turned);
        for (double& v : q) {
            v *= scale;
        }
    }
    for (auto u = used.rbegin(); u != used.rend(); ++u) {
        const double b = inner(u->first.turned, q) / inner(u->first.moved, u->first.turned);
        add(q, u->second - b, u->first.moved);
    }
    for (double& v : q) {
        v = -v;
    }
    return q;
}

}  // namespace

std::vector<double> minimum(const SmoothFunction& f, std::vector<double> x, const std::vector<Bounds>& bounds,
                            int iterations) {
    const auto project = [&](Vector& v) {
        for (std::size_t i = 0; i < v.size(); ++i) {
            v[i] = std::clamp(v[i], bounds[i].low, bounds[i].high);
        }
    };
    project(x);
    Vector gradient(x.size());
    double value = f(x, gradient);
    std::deque<Step> steps;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        std::vector<bool> held(x.size());
        double slope = 0.0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            held[i] =
                (x[i] <= bounds[i].low && gradient[i] > 0.0) || (x[i] >= bounds[i].high && gradient[i] < 0.0);
            slope += held[i] ? 0.0 : gradient[i] * gradient[i];
        }
        if (std::sqrt(slope) < kNegligible) {
            break;
        }
        Vector d = direction(steps, gradient, held);
        if (inner(d, gradient) >= 0.0) {
            steps.clear();
            d = direction(steps, gradient, held);
        }
        double length = steps.empty() ? 1.0 / std::max(1.0, std::sqrt(slope)) : 1.0;
        Vector next, next_gradient(x.size());
        double next_value = value;
        bool better = false;
        for (int halving = 0; halving < 30 && !better; ++halving, length *= 0.5) {
            next = x;
            add(next, length, d);
            project(next);
            Vector moved = next;
            add(moved, -1.0, x);
            next_value = f(next, next_gradient);
            better = next_value <= value + kArmijo * inner(gradient, moved);
        }
        if (!better) {
            break;
        }
        Step step{next, next_gradient};
        add(step.moved, -1.0, x);
        add(step.turned, -1.0, gradient);
        const bool still = value - next_value <= 1e-9 * (1.0 + std::abs(value));
        if (inner(step.moved, step.turned) > 1e-12) {
            steps.push_back(std::move(step));
            if (steps.size() > kMemory) {
                steps.pop_front();
            }
        }
        x = std::move(next);
        gradient = std::move(next_gradient);
        value = next_value;
        if (still) {
            break;
        }
    }
    return x;
}

}  // namespace refrain::ranking
