// Finds a short text in megabytes: what a search spends its time with. Pure, any thread, nothing fails.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace refrain {

/// Calls `visit(position)` for each place of `text` where `word` (not empty) begins, ascending. It returns
/// from where on it wants to know more, behind `position`.
template <class Visit>
void each_hit(std::string_view text, std::string_view word, Visit visit) {
    if (text.size() < word.size()) {
        return;
    }
    const char* data = text.data();
    const std::size_t places = text.size() - word.size() + 1;
    std::size_t at = 0, from = 0;
#ifdef __SSE2__
    // Sixteen places at once: those where both the first and the last character are right are few.
    const __m128i first = _mm_set1_epi8(word.front()), last = _mm_set1_epi8(word.back());
    const std::size_t inner = word.size() > 2 ? word.size() - 2 : 0;
    const auto load = [](const char* from_here) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from_here));  // NOLINT: bytes
    };
    while (at + 16 <= places) {
        if (from >= at + 16) {
            at = from;
            continue;
        }
        auto hits = static_cast<unsigned>(
            _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(load(data + at), first),
                                            _mm_cmpeq_epi8(load(data + at + word.size() - 1), last))));
        while (hits != 0) {
            const std::size_t place = at + static_cast<std::size_t>(__builtin_ctz(hits));
            hits &= hits - 1;
            if (place >= from && (inner == 0 || std::memcmp(data + place + 1, word.data() + 1, inner) == 0)) {
                from = visit(place);
            }
        }
        at += 16;
    }
#endif
    for (at = at > from ? at : from; at < places; ++at) {
        at = text.find(word, at);
        if (at == std::string_view::npos) {
            return;
        }
        at = visit(at) - 1;
    }
}

}  // namespace refrain
