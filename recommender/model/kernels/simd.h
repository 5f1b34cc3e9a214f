// Building blocks of the kernels: sixteen floats side by side, and small matrix products on them.
// Only for the .cpp files of this folder, which compile each kernel once per instruction set
// (REFRAIN_KERNEL) and pick one when the program starts. Pure; any thread; nothing fails.
#pragma once

#include <cstdint>
#include <cstring>

// What reaches the caller by value is inlined away.
#pragma GCC diagnostic ignored "-Wpsabi"

#define REFRAIN_INLINE __attribute__((always_inline)) inline

namespace refrain::simd {

constexpr int width = 16;
using Floats = float __attribute__((vector_size(64)));
using Words = std::uint32_t __attribute__((vector_size(64)));
using Ints = std::int32_t __attribute__((vector_size(64)));

constexpr std::int64_t padded(std::int64_t n) {
    return (n + width - 1) / width * width;
}

REFRAIN_INLINE Floats load(const float* from) {
    Floats out;
    std::memcpy(&out, from, sizeof out);
    return out;
}
REFRAIN_INLINE void store(float* to, const Floats& x) {
    std::memcpy(to, &x, sizeof x);
}
REFRAIN_INLINE Floats all(float x) {
    return Floats{} + x;
}
REFRAIN_INLINE float sum(const Floats& x) {
    float parts[width];
    store(parts, x);
    for (int half = width / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; ++i) {
            parts[i] += parts[i + half];
        }
    }
    return parts[0];
}

/// e^x to about two units in the last place; exactly 0 below -87, where floats become subnormal. x <= 88.
/// Cody & Waite's reduction to r = x - n ln 2 and a polynomial of degree 6 (Taylor's: |r| <= 0.35, so the
/// first term left out is below 1.2e-7 of the whole).
REFRAIN_INLINE Floats exponential(const Floats& x) {
    constexpr float lowest = -87.0F;
    const Ints zero_where = x < lowest;
    const Floats safe = zero_where ? all(lowest) : x;
    constexpr float to_nearest = 12582912.0F;  // 1.5 * 2^23: adding it rounds to whole numbers
    const Floats n = (safe * 1.44269504F + to_nearest) - to_nearest;
    const Floats r = (safe - n * 0.693359375F) + n * 2.12194440e-4F;
    Floats p = r * (1.0F / 720.0F) + 1.0F / 120.0F;
    p = p * r + 1.0F / 24.0F;
    p = p * r + 1.0F / 6.0F;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    const Ints exponent = (__builtin_convertvector(n, Ints) + 127) << 23;
    Floats power;
    std::memcpy(&power, &exponent, sizeof power);
    return zero_where ? Floats{} : p * power;
}

/// One tile of C (+)= A B: `rows` rows of `vectors` * 16 columns. A's element (i, k) is a[i * a_row + k *
/// a_step].
template <int rows, int vectors>
REFRAIN_INLINE void tile(std::int64_t depth, const float* a, std::int64_t a_row, std::int64_t a_step,
                         const float* b, std::int64_t b_row, float* c, std::int64_t c_row, bool add) {
    Floats sums[rows][vectors] = {};
    for (std::int64_t k = 0; k < depth; ++k) {
        Floats right[vectors];
#pragma GCC unroll 8
        for (int v = 0; v < vectors; ++v) {
            right[v] = load(b + k * b_row + v * width);
        }
#pragma GCC unroll 8
        for (int i = 0; i < rows; ++i) {
            const float left = a[i * a_row + k * a_step];
#pragma GCC unroll 8
            for (int v = 0; v < vectors; ++v) {
                sums[i][v] += right[v] * left;
            }
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 8
        for (int v = 0; v < vectors; ++v) {
            float* to = c + i * c_row + v * width;
            store(to, add ? load(to) + sums[i][v] : sums[i][v]);
        }
    }
}

template <int rows, int vectors>
REFRAIN_INLINE void row_of_tiles(std::int64_t columns, std::int64_t depth, const float* a, std::int64_t a_row,
                                 std::int64_t a_step, const float* b, std::int64_t b_row, float* c,
                                 std::int64_t c_row, bool add) {
    std::int64_t j = 0;
    for (; j + vectors * width <= columns; j += vectors * width) {
        tile<rows, vectors>(depth, a, a_row, a_step, b + j, b_row, c + j, c_row, add);
    }
    for (; j < columns; j += width) {
        tile<rows, 1>(depth, a, a_row, a_step, b + j, b_row, c + j, c_row, add);
    }
}

/// A small product, C (rows x columns) (+)= A (rows x depth) B (depth x columns); `columns` is a multiple of
/// 16, and B and C are laid out in rows. `vectors` is what the registers of the instruction set hold.
template <int vectors>
REFRAIN_INLINE void product(std::int64_t rows, std::int64_t columns, std::int64_t depth, const float* a,
                            std::int64_t a_row, std::int64_t a_step, const float* b, std::int64_t b_row,
                            float* c, std::int64_t c_row, bool add) {
    std::int64_t i = 0;
    for (; i + 4 <= rows; i += 4) {
        row_of_tiles<4, vectors>(columns, depth, a + i * a_row, a_row, a_step, b, b_row, c + i * c_row, c_row,
                                 add);
    }
    for (; i < rows; ++i) {
        row_of_tiles<1, vectors>(columns, depth, a + i * a_row, a_row, a_step, b, b_row, c + i * c_row, c_row,
                                 add);
    }
}

/// Which instructions this processor has, of those the kernels are compiled for.
enum class Instructions { baseline, avx2, avx512 };
inline Instructions instructions() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
        return Instructions::avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return Instructions::avx2;
    }
#endif
    return Instructions::baseline;
}

}  // namespace refrain::simd

/// Defines `name(parameters)`, which runs `name##_body<vectors>(arguments)` compiled for what the processor
/// has. (target_clones would do the same, but its resolvers run before a sanitizer is ready for them.)
#if defined(__x86_64__)
#define REFRAIN_KERNEL(name, parameters, arguments)                                                     \
    namespace {                                                                                         \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,prefer-vector-width=512"))) void \
        name##_avx512 parameters {                                                                      \
        name##_body<4> arguments;                                                                       \
    }                                                                                                   \
    __attribute__((target("avx2,fma"))) void name##_avx2 parameters {                                   \
        name##_body<1> arguments;                                                                       \
    }                                                                                                   \
    void name##_baseline parameters {                                                                   \
        name##_body<1> arguments;                                                                       \
    }                                                                                                   \
    }                                                                                                   \
    void name parameters {                                                                              \
        static const simd::Instructions have = simd::instructions();                                    \
        if (have == simd::Instructions::avx512) {                                                       \
            name##_avx512 arguments;                                                                    \
        } else if (have == simd::Instructions::avx2) {                                                  \
            name##_avx2 arguments;                                                                      \
        } else {                                                                                        \
            name##_baseline arguments;                                                                  \
        }                                                                                               \
    }
#else
#define REFRAIN_KERNEL(name, parameters, arguments) \
    void name parameters {                          \
        name##_body<1> arguments;                   \
    }
#endif
