#include "library_scanner/search/search_index.h"

#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

namespace refrain {
namespace {

/// In no normalised text: control characters count as white space or are removed there.
constexpr char field_end = '\x1f';
constexpr std::size_t field_count = 4;

std::vector<std::string> words_of(std::string_view query) {
    const auto normalised = normalise(query);
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < normalised.size()) {
        const auto end = std::min(normalised.find(' ', at), normalised.size());
        auto word = normalised.substr(at, end - at);
        word.erase(std::remove(word.begin(), word.end(), field_end), word.end());
        if (!word.empty()) {
            words.push_back(std::move(word));
        }
        at = end + 1;
    }
    return words;
}

/// Does a word of `field` start at `at`? Letters beyond ASCII count as letters.
bool starts_word(std::string_view field, std::size_t at) {
    if (at == 0) {
        return true;
    }
    const auto before = static_cast<unsigned char>(field[at - 1]);
    return before < 0x80 && std::isalnum(before) == 0;
}

/// 0 at the start of a word, 1 inside one, -1 when it is not in the field.
int cost_in_field(std::string_view field, std::string_view word) {
    auto at = field.find(word);
    if (at == std::string_view::npos) {
        return -1;
    }
    for (; at != std::string_view::npos; at = field.find(word, at + 1)) {
        if (starts_word(field, at)) {
            return 0;
        }
    }
    return 1;
}

}  // namespace

struct SearchIndex::Row {
    std::array<std::string_view, field_count> fields;

    /// Sum over the words of twice the field's place plus one inside a word; -1 when a word is nowhere.
    int cost(const std::vector<std::string>& words) const {
        int sum = 0;
        for (const auto& word : words) {
            int best = -1;
            for (std::size_t field = 0; field < fields.size() && best < 0; ++field) {
                if (const int in_field = cost_in_field(fields[field], word); in_field >= 0) {
                    best = 2 * static_cast<int>(field) + in_field;
                }
            }
            if (best < 0) {
                return -1;
            }
            sum += best;
        }
        return sum;
    }
};

SearchIndex::SearchIndex(const LibraryPtr& library) {
    struct Entry {
        std::array<std::string, field_count> fields;
        const Track* track = nullptr;
    };
    std::vector<Entry> entries;
    for (const auto& track : library->tracks()) {
        if (track.missing) {
            continue;
        }
        std::string rest;
        for (const auto& genre : track.genres) {
            rest.append(genre).append(" ");
        }
        rest.append(track.album_artist).append(" ").append(track.composer).append(" ").append(track.path);
        entries.push_back(
            {{normalise(track.title), normalise(track.artist), normalise(track.album), normalise(rest)},
             &track});
    }
    const auto place = [](const Entry& e) {
        return std::tie(e.fields[1], e.fields[2], e.track->disc_number, e.track->track_number, e.fields[0],
                        e.track->path);
    };
    std::sort(entries.begin(), entries.end(),
              [&](const Entry& a, const Entry& b) { return place(a) < place(b); });

    starts_.reserve(entries.size() + 1);
    ids_.reserve(entries.size());
    for (const auto& entry : entries) {
        starts_.push_back(text_.size());
        ids_.push_back(entry.track->id);
        for (const auto& field : entry.fields) {
            std::remove_copy(field.begin(), field.end(), std::back_inserter(text_), field_end);
            text_ += field_end;
        }
    }
    starts_.push_back(text_.size());
}

SearchIndex::Row SearchIndex::row(std::size_t number) const {
    Row row;
    auto left = std::string_view(text_).substr(starts_[number], starts_[number + 1] - starts_[number]);
    for (auto& field : row.fields) {
        field = left.substr(0, left.find(field_end));
        left.remove_prefix(field.size() + 1);
    }
    return row;
}

std::vector<TrackId> SearchIndex::find(std::string_view query, std::size_t limit) const {
    auto words = words_of(query);
    if (words.empty() || limit == 0 || ids_.empty()) {
        return {};
    }
    // The longest word is the rarest: rows without it are never looked at.
    std::sort(words.begin(), words.end(),
              [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    std::vector<std::pair<int, std::size_t>> hits;
    auto at = text_.find(words.front());
    std::size_t number = 0;
    while (at != std::string::npos) {
        number = static_cast<std::size_t>(
            std::upper_bound(starts_.begin() + static_cast<std::ptrdiff_t>(number), starts_.end(), at) -
            starts_.begin() - 1);
        if (const int cost = row(number).cost(words); cost >= 0) {
            hits.emplace_back(cost, number);
        }
        at = text_.find(words.front(), starts_[number + 1]);
    }
    const auto listed = std::min(limit, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(listed), hits.end());
    std::vector<TrackId> found;
    found.reserve(listed);
    for (std::size_t i = 0; i < listed; ++i) {
        found.push_back(ids_[hits[i].second]);
    }
    return found;
}

}  // namespace refrain
