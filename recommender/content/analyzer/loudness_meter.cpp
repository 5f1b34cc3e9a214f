#include "recommender/content/analyzer/loudness_meter.h"

#include <algorithm>
#include <cmath>
#include <ebur128.h>
#include <vector>

namespace refrain::analysis {
namespace {

struct Destroy {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

Error no_memory() {
    return {ErrorCode::failed, "There is not enough memory to measure how loud the file is", {}};
}

int channel_kind(Speaker speaker) {
    switch (speaker) {
        case Speaker::surround:
            return EBUR128_LEFT_SURROUND;
        case Speaker::bass:
            return EBUR128_UNUSED;
        case Speaker::front:
        case Speaker::other:
            return EBUR128_LEFT;
    }
    return EBUR128_LEFT;
}

}  // namespace

struct LoudnessMeter::Impl {
    std::unique_ptr<ebur128_state, Destroy> state;
    int rate = 0;
    std::vector<Speaker> speakers;
    /// Frames until the next block ends, of which there is one every 100 ms, the first after 400 ms.
    std::size_t until_block = 0;
    MeasuredLoudness measured;
    /// Ten a second: for the track itself nothing is put into classes.
    std::vector<float> block_lufs;
    double seconds = 0.0;

    std::size_t step() const { return static_cast<std::size_t>(rate + 5) / 10; }

    bool start(const AudioPiece& piece) {
        measured.peak = peak();
        rate = piece.rate;
        speakers.assign(piece.speakers.begin(), piece.speakers.end());
        state.reset(ebur128_init(static_cast<unsigned>(speakers.size()), static_cast<unsigned long>(rate),
                                 EBUR128_MODE_M | EBUR128_MODE_SAMPLE_PEAK));
        if (!state) {
            return false;
        }
        for (std::size_t i = 0; i < speakers.size(); ++i) {
            ebur128_set_channel(state.get(), static_cast<unsigned>(i), channel_kind(speakers[i]));
        }
        until_block = 4 * step();
        return true;
    }

    double peak() const {
        double highest = measured.peak;
        for (unsigned channel = 0; state && channel < speakers.size(); ++channel) {
            double found = 0.0;
            if (ebur128_sample_peak(state.get(), channel, &found) == EBUR128_SUCCESS &&
                std::isfinite(found)) {
                highest = std::max(highest, found);
            }
        }
        return highest;
    }
};

LoudnessMeter::LoudnessMeter() : impl_(std::make_unique<Impl>()) {}
LoudnessMeter::~LoudnessMeter() = default;

Status LoudnessMeter::add(const AudioPiece& piece) {
    auto& m = *impl_;
    if (piece.speakers.empty() || piece.rate <= 0) {
        return Done{};
    }
    const bool same =
        m.state && m.rate == piece.rate &&
        std::equal(m.speakers.begin(), m.speakers.end(), piece.speakers.begin(), piece.speakers.end());
    if (!same && !m.start(piece)) {
        return no_memory();
    }
    const auto channels = piece.speakers.size();
    const float* at = piece.samples.data();
    auto left = piece.samples.size() / channels;
    m.seconds += static_cast<double>(left) / m.rate;
    while (left > 0) {
        const auto frames = std::min(left, m.until_block);
        if (ebur128_add_frames_float(m.state.get(), at, frames) != EBUR128_SUCCESS) {
            return no_memory();
        }
        at += frames * channels;
        left -= frames;
        m.until_block -= frames;
        if (m.until_block == 0) {
            m.until_block = m.step();
            double lufs = 0.0;
            ebur128_loudness_momentary(m.state.get(), &lufs);
            m.measured.blocks.add(lufs);
            m.block_lufs.push_back(static_cast<float>(lufs));
            // A sample that is no number would stay in the filters for ever.
            if (std::isnan(lufs) && !m.start(piece)) {
                return no_memory();
            }
        }
    }
    return Done{};
}

MeasuredLoudness LoudnessMeter::result() const {
    auto measured = impl_->measured;
    measured.peak = impl_->peak();
    measured.length = Milliseconds(std::llround(impl_->seconds * 1000.0));
    measured.integrated = integrated_loudness(impl_->block_lufs);
    return measured;
}

}  // namespace refrain::analysis
