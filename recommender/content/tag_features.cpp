#include "recommender/content/tag_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>
#include <xxhash.h>

namespace refrain {
namespace {

struct HashedTag {
    std::uint64_t hash = 0;
    float weight = 0.0F;
};

/// The lower-case letter of a code point below U+0530; what has none is returned as it is.
char32_t lower(char32_t c) {
    if (c >= U'A' && c <= U'Z') {
        return c + 32;
    }
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) {
        return c + 32;
    }
    // Latin Extended-A: pairs of capital and small. The pairs start at even numbers, or at odd ones in two
    // runs.
    if (c >= 0x100 && c <= 0x17F) {
        if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17F) {
            return c;
        }
        if (c == 0x178) {
            return 0xFF;
        }
        const bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
        const bool capital = odd_capitals ? (c % 2 == 1) : (c % 2 == 0);
        return capital ? c + 1 : c;
    }
    if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) {
        return c + 32;
    }
    if (c >= 0x410 && c <= 0x42F) {
        return c + 32;
    }
    if (c >= 0x400 && c <= 0x40F) {
        return c + 80;
    }
    return c;
}

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else {  // two bytes reach as far as lower() does
        out.push_back(static_cast<char>(0xC0U | (c >> 6U)));
        out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    }
}

std::uint64_t hash_of(std::string_view kind, std::string_view value) {
    std::string key(kind);
    key.push_back('\x1f');
    key.append(value);
    return XXH64(key.data(), key.size(), 0);
}

void add_text(std::vector<HashedTag>& out, std::string_view kind, std::string_view text, float weight) {
    const std::string folded = fold_tag(text);
    if (!folded.empty()) {
        out.push_back({hash_of(kind, folded), weight});
    }
}

/// 0: under a minute, then up to 2, 3, 4, 5, 7, 10, 20 minutes, 8: longer.
int duration_class(Milliseconds duration) {
    constexpr std::array minutes{1, 2, 3, 4, 5, 7, 10, 20};
    const auto above = std::find_if(minutes.begin(), minutes.end(),
                                    [&](int m) { return duration < Milliseconds(std::int64_t{60'000} * m); });
    return static_cast<int>(above - minutes.begin());
}

std::vector<HashedTag> hashed_tags(const TrackView& track) {
    // Who and where from carries most of the likeness of two tracks; year and length only colour it.
    constexpr float minor = 0.5F;
    std::vector<HashedTag> out;
    add_text(out, "artist", track.artist, 1.0F);
    add_text(out, "album_artist", track.grouping_artist(), 1.0F);
    if (const std::string album = fold_tag(track.album); !album.empty()) {
        // "Greatest Hits" of two artists are two albums.
        out.push_back({hash_of("album", fold_tag(track.grouping_artist()) + '\x1f' + album), 1.0F});
    }
    std::vector<std::string> genres;
    for (const auto& genre : track.genres) {
        std::string folded = fold_tag(genre);
        if (!folded.empty() && std::find(genres.begin(), genres.end(), folded) == genres.end()) {
            genres.push_back(std::move(folded));
        }
    }
    for (const auto& genre : genres) {
        out.push_back({hash_of("genre", genre), 1.0F / std::sqrt(static_cast<float>(genres.size()))});
    }
    if (track.year > 0) {
        out.push_back({hash_of("year", std::to_string(track.year / 5 * 5)), minor});
        out.push_back({hash_of("decade", std::to_string(track.year / 10 * 10)), minor});
    }
    if (track.duration.count() > 0) {
        out.push_back({hash_of("duration", std::to_string(duration_class(track.duration))), minor});
    }
    if (out.empty()) {
        out.push_back({hash_of("untagged", ""), 1.0F});
    }
    return out;
}

}  // namespace

std::string fold_tag(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool blank = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
            blank = !out.empty();
            continue;
        }
        if (blank) {
            out.push_back(' ');
            blank = false;
        }
        const bool two_bytes = byte >= 0xC2 && byte <= 0xDF && i + 1 < text.size() &&
                               (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U;
        if (two_bytes) {
            const char32_t low = static_cast<unsigned char>(text[i + 1]) & 0x3FU;
            append_utf8(out, lower((static_cast<char32_t>(byte & 0x1FU) << 6U) | low));
            ++i;
        } else if (byte < 0x80) {
            append_utf8(out, lower(byte));
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

std::vector<TagFeature> tag_features(const TrackView& track, std::uint32_t buckets) {
    std::vector<TagFeature> out;
    if (buckets == 0) {
        return out;
    }
    for (const auto& tag : hashed_tags(track)) {
        out.push_back({static_cast<std::uint32_t>(tag.hash % buckets), tag.weight});
    }
    std::sort(out.begin(), out.end(),
              [](const TagFeature& a, const TagFeature& b) { return a.bucket < b.bucket; });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < out.size(); ++i) {
        if (out[i].bucket == out[kept].bucket) {
            out[kept].weight += out[i].weight;
        } else {
            out[++kept] = out[i];
        }
    }
    out.resize(out.empty() ? 0 : kept + 1);
    return out;
}

std::uint32_t tag_buckets_for(std::size_t distinct) {
    std::uint32_t buckets = 1024;
    while (buckets < 65536 && buckets < 4 * distinct) {
        buckets *= 2;
    }
    return buckets;
}

void DistinctTagFeatures::add(const TrackView& track) {
    for (const auto& tag : hashed_tags(track)) {
        seen_.insert(tag.hash);
    }
}

}  // namespace refrain
