#include "player/engine/decoding/trimming/mp3_walk.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace refrain {
namespace {

constexpr std::size_t header_bytes = 4;
/// Longer than a frame: whether one follows is looked up behind it, and the search goes on before.
constexpr std::size_t looked_back = 4096;

bool same_stream(const Mp3Frame& a, const Mp3Frame& b) {
    return a.rate == b.rate && a.mpeg1 == b.mpeg1;
}

class LeftOut final : public Bytes {
  public:
    LeftOut(std::shared_ptr<const Bytes> all, std::vector<Mp3Walk::Gap> gaps)
        : all_(std::move(all)), gaps_(std::move(gaps)) {}

    std::uint64_t size() const override {
        const std::uint64_t size = all_->size();
        std::uint64_t left_out = 0;
        for (const auto& [begin, end] : gaps_) {
            left_out += std::min(end, size) - std::min(begin, size);
        }
        return size - left_out;
    }

    std::size_t read(std::uint64_t offset, char* out, std::size_t length) const override {
        std::size_t done = 0;
        // In all the bytes.
        std::uint64_t at = offset;
        for (const auto& [begin, end] : gaps_) {
            if (at < begin) {
                const auto until =
                    static_cast<std::size_t>(std::min<std::uint64_t>(begin - at, length - done));
                const std::size_t got = all_->read(at, out + done, until);
                done += got;
                at += got;
                if (done == length || got < until) {
                    return done;
                }
            }
            at += end - begin;
        }
        return done + all_->read(at, out + done, length - done);
    }

  private:
    std::shared_ptr<const Bytes> all_;
    std::vector<Mp3Walk::Gap> gaps_;
};

}  // namespace

std::optional<Mp3Walk> Mp3Walk::of(std::shared_ptr<const Bytes> sound, std::size_t at_a_time) {
    const auto header = sound->take(0, header_bytes);
    const auto first = header ? parse_mp3_frame(*header) : std::nullopt;
    if (!first) {
        return std::nullopt;
    }
    return Mp3Walk(std::move(sound), *first, std::max(at_a_time, 2 * looked_back));
}

std::optional<Mp3Frame> Mp3Walk::header_at(std::uint64_t offset) {
    if (offset < window_begin_ || offset + header_bytes > window_begin_ + window_bytes_) {
        window_begin_ = offset - std::min<std::uint64_t>(offset, looked_back);
        window_bytes_ = sound_->read(window_begin_, window_.data(), window_.size());
    }
    const std::string_view there = std::string_view(window_).substr(0, window_bytes_);
    const auto at = static_cast<std::size_t>(offset - window_begin_);
    return at < there.size() ? parse_mp3_frame(there.substr(at)) : std::nullopt;
}

// A header alone is found by chance.
std::optional<std::uint64_t> Mp3Walk::find(std::uint64_t offset, std::uint64_t end) {
    for (; offset + header_bytes <= end; ++offset) {
        const auto frame = header_at(offset);
        const auto next =
            frame ? header_at(offset + static_cast<std::uint64_t>(frame->length)) : std::nullopt;
        if (next && same_stream(*next, *frame)) {
            return offset;
        }
    }
    return std::nullopt;
}

std::optional<Mp3Frame> Mp3Walk::next_frame(std::uint64_t offset, std::uint64_t end) {
    const auto place = find(offset, end);
    return place ? header_at(*place) : std::nullopt;
}

bool Mp3Walk::go_on_to(std::int64_t samples) {
    const std::size_t known = gaps_.size();
    const std::uint64_t end = sound_->size();
    while (!ended_ && this->samples() < samples && at_ + header_bytes <= end) {
        const auto frame = header_at(at_);
        // As GStreamer counts: with the header at its place, whatever the rest of the frame is.
        if (frame && same_stream(*frame, first_)) {
            ++frames_;
            at_ += static_cast<std::uint64_t>(frame->length);
            continue;
        }
        const auto place = find(at_, end);
        const auto next = place ? header_at(*place) : std::nullopt;
        // What goes on at another rate is music too.
        ended_ = !next || !same_stream(*next, first_);
        if (!ended_) {
            gaps_.push_back({at_, *place});
            at_ = *place;
        }
    }
    return gaps_.size() > known;
}

std::shared_ptr<const Bytes> Mp3Walk::without_gaps() const {
    return gaps_.empty() ? sound_ : std::make_shared<LeftOut>(sound_, gaps_);
}

}  // namespace refrain
