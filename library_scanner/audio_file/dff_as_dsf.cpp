#include "library_scanner/audio_file/dff_as_dsf.h"

#include <array>
#include <utility>

namespace refrain {
namespace {

constexpr std::uint64_t chunk_header = 12, block = 4096;
constexpr int most_chunks = 1000;
constexpr std::uint64_t most_channels = 6;

struct Sound {
    std::uint64_t rate = 0, channels = 0, offset = 0, bytes = 0;
    bool plain = false;
};

/// Calls `visit(name, body, size)` for each chunk in [at, end).
template <class Visit>
void each_chunk(const Bytes& file, std::uint64_t at, std::uint64_t end, const Visit& visit) {
    for (int i = 0; i < most_chunks && at + chunk_header <= end; ++i) {
        const auto header = file.take(at, chunk_header);
        if (!header) {
            return;
        }
        const std::uint64_t left = end - at - chunk_header;
        const std::uint64_t size = std::min(big_endian(*header, 4, 8), left);
        visit(header->substr(0, 4), at + chunk_header, size);
        // Chunks begin at even places.
        at += chunk_header + size + size % 2;
    }
}

Sound find_sound(const Bytes& file) {
    Sound sound;
    const auto head = file.take(0, 16);
    if (!head || head->compare(0, 4, "FRM8") != 0 || head->compare(12, 4, "DSD ") != 0) {
        return sound;
    }
    const auto number = [&file](std::uint64_t at, std::size_t width) {
        const auto bytes = file.take(at, width);
        return bytes ? big_endian(*bytes, 0, width) : 0;
    };
    each_chunk(file, 16, file.size(), [&](const std::string& name, std::uint64_t body, std::uint64_t size) {
        if (name == "DSD ") {
            sound.offset = body;
            sound.bytes = size;
        } else if (name == "PROP") {
            each_chunk(file, body + 4, body + size,
                       [&](const std::string& what, std::uint64_t at, std::uint64_t) {
                           if (what == "FS  ") {
                               sound.rate = number(at, 4);
                           } else if (what == "CHNL") {
                               sound.channels = number(at, 2);
                           } else if (what == "CMPR") {
                               sound.plain = file.take(at, 4) == "DSD ";
                           }
                       });
        }
    });
    return sound;
}

std::string little(std::uint64_t value, std::size_t width) {
    std::string bytes;
    for (std::size_t i = 0; i < width; ++i) {
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
    }
    return bytes;
}

/// DSDIFF has the earliest bit on top, DSF at the bottom.
std::array<char, 256> reversed_bytes() {
    std::array<char, 256> table{};
    for (unsigned value = 0; value < 256; ++value) {
        unsigned reversed = 0;
        for (unsigned bit = 0; bit < 8; ++bit) {
            reversed |= ((value >> bit) & 1U) << (7U - bit);
        }
        table[value] = static_cast<char>(reversed);
    }
    return table;
}

class DffAsDsf final : public Bytes {
  public:
    DffAsDsf(std::shared_ptr<const Bytes> file, const Sound& sound) : file_(std::move(file)), sound_(sound) {
        const std::uint64_t each = sound.bytes / sound.channels;
        const std::uint64_t size = (each + block - 1) / block * block * sound.channels;
        // Kinds of loudspeakers: 1 mono, 2 stereo, 3 three, 4 quadro, 6 five, 7 five and a subwoofer.
        const std::uint64_t kind = sound.channels <= 4 ? sound.channels : sound.channels + 1;
        header_ = "DSD " + little(28, 8) + little(28 + 52 + 12 + size, 8) + little(0, 8) + "fmt " +
                  little(52, 8) + little(1, 4) + little(0, 4) + little(kind, 4) + little(sound.channels, 4) +
                  little(sound.rate, 4) + little(1, 4) + little(each * 8, 8) + little(block, 4) +
                  little(0, 4) + "data" + little(size + 12, 8);
        size_ = header_.size() + size;
    }

    std::uint64_t size() const override { return size_; }

    std::size_t read(std::uint64_t offset, char* out, std::size_t length) const override {
        std::size_t done = 0;
        while (done < length && offset + done < size_) {
            const std::uint64_t at = offset + done;
            if (at < header_.size()) {
                out[done++] = header_[static_cast<std::size_t>(at)];
                continue;
            }
            const std::size_t got = read_block(at - header_.size(), out + done, length - done);
            if (got == 0) {
                break;
            }
            done += got;
        }
        return done;
    }

  private:
    /// Some bytes of one channel's block, from `at` of the sound on.
    std::size_t read_block(std::uint64_t at, char* out, std::size_t length) const {
        // As good as silence: bits that change all the time.
        constexpr char silence = 0x69;
        static const std::array<char, 256> reversed = reversed_bytes();
        const std::uint64_t row = block * sound_.channels;
        const std::uint64_t channel = at % row / block, first = at % block;
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(length, block - first));
        const std::uint64_t from = (at / row * block + first) * sound_.channels;
        const std::uint64_t there = from < sound_.bytes ? sound_.bytes - from : 0;
        std::string bytes(static_cast<std::size_t>(std::min(count * sound_.channels, there)), '\0');
        if (file_->read(sound_.offset + from, bytes.data(), bytes.size()) != bytes.size()) {
            return 0;
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto place = static_cast<std::size_t>(i * sound_.channels + channel);
            out[i] = place < bytes.size() ? reversed[static_cast<std::uint8_t>(bytes[place])] : silence;
        }
        return count;
    }

    std::shared_ptr<const Bytes> file_;
    Sound sound_;
    std::string header_;
    std::uint64_t size_ = 0;
};

}  // namespace

std::shared_ptr<const Bytes> dff_as_dsf(std::shared_ptr<const Bytes> file) {
    const Sound sound = find_sound(*file);
    if (!sound.plain || sound.rate == 0 || sound.channels == 0 || sound.channels > most_channels ||
        sound.bytes < sound.channels) {
        return nullptr;
    }
    return std::make_shared<DffAsDsf>(std::move(file), sound);
}

}  // namespace refrain
