// The kernels of the player's encoder, against the same in double precision.
#include "recommender/model/kernels/encoder_kernels.h"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(EncoderKernels, MultiplyAnyNumberOfRows) {
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (const int rows : {1, 3, 4, 9}) {
        for (const int columns : {16, 48}) {
            constexpr int depth = 13;
            std::vector<float> a(static_cast<std::size_t>(rows * depth));
            std::vector<float> b(static_cast<std::size_t>(depth * columns));
            for (auto* numbers : {&a, &b}) {
                for (auto& number : *numbers) {
                    number = normal(random);
                }
            }
            std::vector<float> c(static_cast<std::size_t>(rows * columns), NAN);
            multiply_rows(rows, columns, depth, a.data(), b.data(), c.data());
            for (int i = 0; i < rows; ++i) {
                for (int j = 0; j < columns; ++j) {
                    double expected = 0.0;
                    for (int k = 0; k < depth; ++k) {
                        expected += double{a[static_cast<std::size_t>(i * depth + k)]} *
                                    double{b[static_cast<std::size_t>(k * columns + j)]};
                    }
                    ASSERT_NEAR(c[static_cast<std::size_t>(i * columns + j)], expected, 1e-5);
                }
            }
        }
    }
}

TEST(EncoderKernels, KnowTheErrorFunctionToSixDigits) {
    // 37 numbers: two whole vectors and a rest.
    std::vector<float> x;
    for (int i = -18; i <= 18; ++i) {
        x.push_back(static_cast<float>(i) * 0.7F);
    }
    auto out = x;
    gelu_rows(static_cast<std::int64_t>(out.size()), out.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double exact = 0.5 * double{x[i]} * std::erfc(-double{x[i]} / std::sqrt(2.0));
        EXPECT_NEAR(out[i], exact, 1e-6 * std::max(1.0, std::abs(double{x[i]}))) << x[i];
    }
}

}  // namespace
}  // namespace refrain
