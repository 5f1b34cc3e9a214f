#include "player/engine/decoding/trimming/ogg_links.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace refrain {
namespace {

constexpr std::size_t header_bytes = 27;
/// A header, 255 lengths, and 255 times 255 bytes.
constexpr std::uint64_t most_page_bytes = header_bytes + 255 + std::uint64_t{255} * 255;
constexpr int most_streams = 16;
/// Some days of a station that begins a new one with each title.
constexpr std::size_t most_links = 1024;

struct Page {
    std::uint64_t begin = 0, end = 0;
    std::uint32_t stream = 0;
    bool first_of_stream = false;
    /// -1: no packet ends here.
    std::int64_t granule = -1;
    /// That end here.
    int packets = 0;
};

std::optional<Page> parse_page(std::string_view bytes, std::uint64_t offset) {
    if (bytes.size() < header_bytes || !bytes.starts_with("OggS") || bytes[4] != '\0' ||
        static_cast<unsigned char>(bytes[5]) > 7) {
        return std::nullopt;
    }
    const std::size_t lengths = static_cast<unsigned char>(bytes[header_bytes - 1]);
    if (bytes.size() < header_bytes + lengths) {
        return std::nullopt;
    }
    Page page;
    page.begin = offset;
    page.end = offset + header_bytes + lengths;
    for (const char c : bytes.substr(header_bytes, lengths)) {
        const auto length = static_cast<unsigned char>(c);
        page.end += length;
        page.packets += length < 255 ? 1 : 0;
    }
    page.first_of_stream = (static_cast<unsigned char>(bytes[5]) & 2U) != 0;
    page.granule = static_cast<std::int64_t>(little_endian(bytes, 6, 8));
    page.stream = static_cast<std::uint32_t>(little_endian(bytes, 14, 4));
    return page;
}

std::optional<Page> page_at(const Bytes& file, std::uint64_t offset) {
    std::string bytes(header_bytes + 255, '\0');
    bytes.resize(file.read(offset, bytes.data(), bytes.size()));
    return parse_page(bytes, offset);
}

/// The first page in [from, until) that another one, or the end of the file, follows.
std::optional<Page> next_page(const Bytes& file, std::uint64_t from, std::uint64_t until) {
    std::string bytes(static_cast<std::size_t>(std::min(most_page_bytes + 4, until - std::min(from, until))),
                      '\0');
    bytes.resize(file.read(from, bytes.data(), bytes.size()));
    for (std::size_t at = bytes.find("OggS"); at != std::string::npos; at = bytes.find("OggS", at + 1)) {
        const auto page = page_at(file, from + at);
        if (page && (page->end >= file.size() || file.take(page->end, 4) == "OggS")) {
            return page;
        }
    }
    return std::nullopt;
}

class Streams {
  public:
    /// Those that begin at `offset`.
    Streams(const Bytes& file, std::uint64_t offset) {
        auto page = page_at(file, offset);
        for (int i = 0; page && page->first_of_stream && i < most_streams; ++i) {
            numbers_.push_back(page->stream);
            if (const std::string packet =
                    file.take(page->end - packet_bytes(*page), packet_bytes(*page)).value_or("");
                clock_.rate == 0) {
                clock_ = clock_of(packet);
                sound_ = page->stream;
            }
            page = page_at(file, page->end);
        }
    }

    struct Clock {
        /// Granules per second, and those before the first that is heard.
        std::uint64_t rate = 0, before = 0;
        /// In one packet.
        std::int64_t most = 0;
    };
    const Clock& clock() const { return clock_; }
    std::uint32_t sound() const { return sound_; }
    bool have(const Page& page) const {
        return std::find(numbers_.begin(), numbers_.end(), page.stream) != numbers_.end();
    }

  private:
    /// A stream's first page holds one short packet.
    static std::size_t packet_bytes(const Page& page) {
        const std::uint64_t body = page.end - page.begin - header_bytes - 1;
        return static_cast<std::size_t>(std::min<std::uint64_t>(body, 254));
    }
    static Clock clock_of(std::string_view packet) {
        if (packet.starts_with("\x01vorbis") && packet.size() >= 16) {
            return {little_endian(packet, 12, 4), 0, 4096};
        }
        if (packet.starts_with("OpusHead") && packet.size() >= 12) {
            return {48'000, little_endian(packet, 10, 2), 5760};
        }
        // A STREAMINFO block behind 13 bytes; its rate has 20 bits.
        if (packet.starts_with("\x7F"
                               "FLAC") &&
            packet.size() >= 30) {
            return {big_endian(packet, 27, 3) >> 4U, 0, 65'535};
        }
        return {};
    }

    std::vector<std::uint32_t> numbers_;
    Clock clock_;
    std::uint32_t sound_ = 0;
};

/// The last page in [begin, end) for which `wanted`; only the last MiB is looked at.
template <class Wanted>
std::optional<Page> last_page(const Bytes& file, std::uint64_t begin, std::uint64_t end,
                              const Wanted& wanted) {
    constexpr std::uint64_t most = 1024UL * 1024;
    for (std::uint64_t back = most_page_bytes; back <= 2 * most; back *= 4) {
        const std::uint64_t from = end - begin > back ? end - back : begin;
        std::optional<Page> last;
        for (auto page = next_page(file, from, end); page && page->begin < end;
             page = page_at(file, page->end)) {
            if (wanted(*page)) {
                last = page;
            }
        }
        if (last || from == begin) {
            return last;
        }
    }
    return std::nullopt;
}

/// Where the first page that is not of `streams` begins; one lies before `end`.
std::uint64_t end_of_link(const Bytes& file, const Streams& streams, std::uint64_t begin, std::uint64_t end) {
    std::uint64_t within = begin, behind = end;
    while (within < behind) {
        const std::uint64_t middle = within + (behind - within) / 2;
        auto page = next_page(file, middle, file.size());
        if (!page || page->begin >= behind) {
            // Halving leads no further, there are few left: one by one.
            page = next_page(file, within, file.size());
        }
        if (!page || page->begin >= behind) {
            break;
        }
        if (streams.have(*page)) {
            within = page->end;
        } else {
            behind = page->begin;
        }
    }
    return behind;
}

/// A recording that began in the middle of a stream counts from there on.
std::uint64_t granules_before(const Bytes& file, const Streams& streams, std::uint64_t begin,
                              std::uint64_t end) {
    constexpr int most_headers = 1000;
    std::uint64_t at = begin;
    for (int i = 0; i < most_headers && at < end; ++i) {
        const auto page = page_at(file, at);
        if (!page) {
            break;
        }
        if (page->stream == streams.sound() && page->granule > 0) {
            const bool from_zero = page->granule <= streams.clock().most * std::max(page->packets, 1);
            return from_zero ? streams.clock().before : static_cast<std::uint64_t>(page->granule);
        }
        at = page->end;
    }
    return streams.clock().before;
}

/// In nanoseconds; nothing if it is beyond belief.
std::optional<std::uint64_t> duration_of(const Bytes& file, const Streams& streams, std::uint64_t begin,
                                         std::uint64_t end) {
    const auto last = last_page(file, begin, end, [&streams](const Page& page) {
        return page.stream == streams.sound() && page.granule >= 0;
    });
    const std::uint64_t before = granules_before(file, streams, begin, end);
    const std::uint64_t all = last ? static_cast<std::uint64_t>(last->granule) : 0;
    const std::uint64_t granules = all > before ? all - before : 0;
    const std::uint64_t rate = streams.clock().rate;
    constexpr std::uint64_t second = 1'000'000'000, most_seconds = 1'000'000;
    if (granules / rate > most_seconds) {
        return std::nullopt;
    }
    return granules / rate * second + granules % rate * second / rate;
}

}  // namespace

std::vector<OggLink> find_ogg_links(const Bytes& file) {
    const std::uint64_t size = file.size();
    std::vector<OggLink> links;
    const auto last =
        page_at(file, 0) ? last_page(file, 0, size, [](const Page&) { return true; }) : std::nullopt;
    std::uint64_t begin = 0;
    while (begin < size) {
        const Streams streams(file, begin);
        if (streams.clock().rate == 0 || !last || links.size() == most_links) {
            return {};
        }
        const bool ends_here = streams.have(*last);
        if (ends_here && links.empty()) {
            return {};
        }
        const std::uint64_t end = ends_here ? size : end_of_link(file, streams, begin, last->begin);
        const auto duration = duration_of(file, streams, begin, end);
        if (!duration) {
            return {};
        }
        links.push_back({begin, end, *duration});
        begin = end;
    }
    return links;
}

}  // namespace refrain
