#include "library_scanner/tags/dsd_file.h"

#include <algorithm>
#include <id3v2framefactory.h>
#include <id3v2tag.h>
#include <string_view>

namespace refrain {
namespace {

constexpr int most_chunks = 64;
/// 1024 times the rate of a CD and then some; what is higher is damage.
constexpr std::int64_t highest_rate = 64 * 1024 * 1024;

std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = count; i > 0; --i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
    }
    return value;
}

std::uint64_t big(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

std::int32_t within(std::uint64_t value, std::int64_t most) {
    return value <= static_cast<std::uint64_t>(most) ? static_cast<std::int32_t>(value) : 0;
}

/// A chunk of DSDIFF: where its content lies. They are padded to even lengths.
struct Chunk {
    std::string name;
    std::int64_t begin = 0, size = 0;
    std::int64_t end() const { return begin + size; }
    std::int64_t next() const { return end() + size % 2; }
};

}  // namespace

DsdFile::DsdFile(TagLib::IOStream* stream) : TagLib::File(stream) {
    setValid(read_dsf() || read_dsdiff());
}

DsdFile::~DsdFile() = default;

TagLib::Tag* DsdFile::tag() const {
    return id3v2_.get();
}

std::string DsdFile::bytes(std::int64_t at, std::size_t count) {
    seek(static_cast<long>(at));
    const auto read = readBlock(count);
    return {read.data(), read.size()};
}

bool DsdFile::read_dsf() {
    // The header, the format and the head of the data stand at fixed places.
    constexpr std::size_t head_size = 28 + 52 + 12;
    const auto head = bytes(0, head_size);
    if (head.size() < head_size || head.compare(0, 4, "DSD ") != 0 || head.compare(28, 4, "fmt ") != 0) {
        return false;
    }
    sound_.channels = within(little(head, 52, 4), 6);
    sound_.sample_rate = within(little(head, 56, 4), highest_rate);
    const auto samples = little(head, 64, 8);
    sound_.samples = samples < std::uint64_t{1} << 48 ? static_cast<std::int64_t>(samples) : 0;
    if (sound_.channels == 0 || sound_.sample_rate == 0) {
        return false;
    }
    const auto tag_at = little(head, 20, 8);
    const bool has_tag = tag_at >= head_size && tag_at < static_cast<std::uint64_t>(length());
    const auto data_end = has_tag ? static_cast<std::int64_t>(tag_at) : static_cast<std::int64_t>(length());
    sound_.samples_there = (data_end - static_cast<std::int64_t>(head_size)) * 8 / sound_.channels;
    if (has_tag) {
        read_tag(static_cast<std::int64_t>(tag_at));
    }
    return true;
}

bool DsdFile::read_dsdiff() {
    const auto head = bytes(0, 16);
    if (head.size() < 16 || head.compare(0, 4, "FRM8") != 0 || head.compare(12, 4, "DSD ") != 0) {
        return false;
    }
    std::int64_t data = 0;
    std::int64_t data_there = 0;
    std::int64_t frames_compressed = 0;
    std::int64_t at = 16;
    for (int i = 0; i < most_chunks; ++i) {
        const auto chunk_head = bytes(at, 12);
        if (chunk_head.size() < 12) {
            break;
        }
        const auto size = big(chunk_head, 4, 8);
        if (size > std::uint64_t{1} << 48) {
            break;
        }
        const Chunk chunk{chunk_head.substr(0, 4), at + 12, static_cast<std::int64_t>(size)};
        if (chunk.name == "PROP") {
            read_property_chunk(chunk.begin + 4, chunk.end());
        } else if (chunk.name == "DSD ") {
            data = chunk.size;
            data_there = std::min(chunk.size, static_cast<std::int64_t>(length()) - chunk.begin);
        } else if (chunk.name == "DST ") {
            // Compressed: its first chunk counts the frames, 75 a second or as it says.
            const auto information = bytes(chunk.begin, 18);
            if (information.size() == 18 && information.compare(0, 4, "FRTE") == 0) {
                const auto per_second = std::max<std::uint64_t>(1, big(information, 16, 2));
                frames_compressed = static_cast<std::int64_t>(big(information, 12, 4));
                sound_.samples =
                    frames_compressed * sound_.sample_rate / static_cast<std::int64_t>(per_second);
                sound_.samples_there = sound_.samples;
            }
        } else if (chunk.name == "DIIN") {
            read_texts(chunk.begin, chunk.end());
        } else if (chunk.name == "ID3 ") {
            read_tag(chunk.begin);
        }
        at = chunk.next();
    }
    if (sound_.channels == 0 || sound_.sample_rate == 0) {
        return false;
    }
    if (data > 0) {
        sound_.samples = data * 8 / sound_.channels;
        sound_.samples_there = data_there * 8 / sound_.channels;
    }
    return true;
}

void DsdFile::read_property_chunk(std::int64_t at, std::int64_t end) {
    for (int i = 0; i < most_chunks && at + 12 <= end; ++i) {
        const auto head = bytes(at, 16);
        if (head.size() < 16 || big(head, 4, 8) > std::uint64_t{1} << 32) {
            return;
        }
        const Chunk chunk{head.substr(0, 4), at + 12, static_cast<std::int64_t>(big(head, 4, 8))};
        if (chunk.name == "FS  ") {
            sound_.sample_rate = within(big(head, 12, 4), highest_rate);
        } else if (chunk.name == "CHNL") {
            sound_.channels = within(big(head, 12, 2), 6);
        }
        at = chunk.next();
    }
}

void DsdFile::read_texts(std::int64_t at, std::int64_t end) {
    constexpr std::uint64_t longest = 4096;
    for (int i = 0; i < most_chunks && at + 16 <= end; ++i) {
        const auto head = bytes(at, 16);
        if (head.size() < 16 || big(head, 4, 8) > std::uint64_t{1} << 32) {
            return;
        }
        const Chunk chunk{head.substr(0, 4), at + 12, static_cast<std::int64_t>(big(head, 4, 8))};
        const auto text = [&] {
            return bytes(chunk.begin + 4, static_cast<std::size_t>(std::min(big(head, 12, 4), longest)));
        };
        if (chunk.name == "DIAR") {
            artist_ = text();
        } else if (chunk.name == "DITI") {
            title_ = text();
        }
        at = chunk.next();
    }
}

void DsdFile::read_tag(std::int64_t at) {
    if (bytes(at, 3) == "ID3") {
        id3v2_ = std::make_unique<TagLib::ID3v2::Tag>(this, static_cast<long>(at));
    }
}

}  // namespace refrain
