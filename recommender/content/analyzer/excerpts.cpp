#include "recommender/content/analyzer/excerpts.h"

namespace refrain::analysis {

std::vector<Excerpt> excerpts_of(Milliseconds duration) {
    constexpr Milliseconds length{5'000};
    constexpr int count = 3;
    if (duration <= count * length) {
        return {{Milliseconds(0), count * length}};
    }
    std::vector<Excerpt> excerpts;
    excerpts.reserve(count);
    for (int i = 0; i < count; ++i) {
        excerpts.push_back({duration * (2 * i + 1) / (2 * count) - length / 2, length});
    }
    return excerpts;
}

}  // namespace refrain::analysis
