#include "recommender/content/analyzer/print_maker.h"

#include "recommender/content/analyzer/decoder.h"

#include <algorithm>
#include <chromaprint.h>
#include <cmath>
#include <limits>
#include <memory>

namespace refrain::analysis {
namespace {

struct FreeContext {
    void operator()(ChromaprintContext* context) const { chromaprint_free(context); }
};

Error no_print(const Task& task) {
    return {ErrorCode::failed, "Chromaprint could not make a fingerprint of the sound", task.path};
}

std::int16_t to_16_bits(float sample) {
    constexpr float full = std::numeric_limits<std::int16_t>::max();
    return static_cast<std::int16_t>(std::lrint(std::clamp(sample, -1.0f, 1.0f) * full));
}

}  // namespace

Result<AcousticPrint> make_print(const Task& task, const std::function<bool()>& stop) {
    const auto decoder = Decoder::open(task.path, Decoder::Format::as_is);
    if (!decoder) {
        return decoder.error();
    }
    const std::unique_ptr<ChromaprintContext, FreeContext> context(
        chromaprint_new(CHROMAPRINT_ALGORITHM_DEFAULT));
    const auto minute = task.from + std::chrono::seconds(printed_seconds);
    const auto to = task.to.count() > 0 ? std::min(task.to, minute) : minute;
    std::vector<std::int16_t> samples;
    bool stopped = false;
    bool taken = true;
    bool started = false;
    double seconds = 0.0;
    const auto decoded = decoder.value()->read_all(task.from, to, [&](const AudioPiece& piece) {
        if (!started) {
            taken =
                chromaprint_start(context.get(), piece.rate, static_cast<int>(piece.speakers.size())) != 0;
            started = true;
        }
        samples.resize(piece.samples.size());
        std::transform(piece.samples.begin(), piece.samples.end(), samples.begin(), to_16_bits);
        taken =
            taken && chromaprint_feed(context.get(), samples.data(), static_cast<int>(samples.size())) != 0;
        const std::size_t frames = piece.samples.size() / piece.speakers.size();
        seconds += static_cast<double>(frames) / piece.rate;
        stopped = stop && stop();
        return taken && !stopped && seconds < printed_seconds;
    });
    if (stopped) {
        return Error{ErrorCode::cancelled, "The making of fingerprints was stopped", task.path};
    }
    // What broke off later than the first ten seconds has told enough.
    constexpr double enough = 10.0;
    if (!decoded && seconds < enough) {
        return decoded.error();
    }
    if (seconds < enough) {
        return Error{ErrorCode::malformed, "Less than ten seconds tell too little for a fingerprint",
                     task.path};
    }
    std::uint32_t* raw = nullptr;
    int size = 0;
    if (!taken || chromaprint_finish(context.get()) == 0 ||
        chromaprint_get_raw_fingerprint(context.get(), &raw, &size) == 0) {
        return no_print(task);
    }
    AcousticPrint print(raw, raw + size);
    chromaprint_dealloc(raw);
    return print;
}

}  // namespace refrain::analysis
