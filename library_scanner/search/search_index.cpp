#include "library_scanner/search/search_index.h"

#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <future>
#include <numeric>
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

namespace {

/// normalise() without what ends a field.
std::string searchable(std::string_view text) {
    std::string normalised = normalise(text);
    normalised.erase(std::remove(normalised.begin(), normalised.end(), field_end), normalised.end());
    return normalised;
}

/// Every text of the pool that `wanted` marks, by its key: normalising costs far more than a look-up, so that
/// what many tracks share is normalised once.
std::vector<std::string> searchable_texts(const TextPool& pool, const std::vector<bool>& wanted) {
    std::vector<std::string> texts(pool.size());
    for (TextKey key = 0; key < pool.size(); ++key) {
        if (wanted[key]) {
            texts[key] = searchable(pool[key]);
        }
    }
    return texts;
}

/// The places of the texts in their order; equal ones share a place.
std::vector<std::uint32_t> places_of(const std::vector<std::string>& texts) {
    std::vector<std::uint32_t> order(texts.size()), places(texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
    for (std::size_t i = 1; i < order.size(); ++i) {
        places[order[i]] = places[order[i - 1]] + (texts[order[i]] == texts[order[i - 1]] ? 0 : 1);
    }
    return places;
}

struct SearchableTexts {
    std::vector<std::string> titles, people, albums, folders, genres;
    /// By row.
    std::vector<std::string> names;
};

SearchableTexts searchable_texts(const LibrarySnapshot& library) {
    SearchableTexts made;
    // File names are about as much as all the rest.
    auto names = std::async(std::launch::async, [&] {
        std::vector<std::string> result;
        result.reserve(library.size());
        for (const TrackView track : library.tracks()) {
            result.push_back(track.missing ? std::string() : searchable(track.file_name));
        }
        return result;
    });
    const LibraryTexts& texts = library.texts();
    std::vector<bool> titles(texts.titles.size()), people(texts.people.size()), albums(texts.albums.size()),
        folders(texts.folders.size());
    library.each_row([&](std::uint32_t, const TrackRow& row) {
        if (!row.missing) {
            titles[row.title] = people[row.artist] = people[row.album_artist] = people[row.composer] = true;
            albums[row.album] = folders[row.folder] = true;
        }
    });
    made.titles = searchable_texts(texts.titles, titles);
    made.people = searchable_texts(texts.people, people);
    made.albums = searchable_texts(texts.albums, albums);
    made.folders = searchable_texts(texts.folders, folders);
    for (const auto& list : *texts.genres) {
        std::string joined;
        for (const std::string& genre : *list) {
            joined.append(genre).append(" ");
        }
        made.genres.push_back(searchable(joined));
    }
    made.names = names.get();
    return made;
}

}  // namespace

SearchIndex::SearchIndex(const LibraryPtr& library) {
    const SearchableTexts texts = searchable_texts(*library);
    struct Entry {
        std::uint32_t artist, album;
        std::int32_t disc, number;
        std::uint32_t row;
        const TrackRow* track;
    };
    std::vector<Entry> entries;
    entries.reserve(library->present());
    std::size_t size = 0;
    {
        const auto people = places_of(texts.people), albums = places_of(texts.albums);
        library->each_row([&](std::uint32_t number, const TrackRow& row) {
            if (!row.missing) {
                entries.push_back(
                    {people[row.artist], albums[row.album], row.disc_number, row.track_number, number, &row});
                size += field_count + 3 + texts.titles[row.title].size() + texts.people[row.artist].size() +
                        texts.albums[row.album].size() + texts.genres[row.genres].size() +
                        texts.people[row.album_artist].size() + texts.people[row.composer].size() +
                        texts.folders[row.folder].size() + texts.names[number].size();
            }
        });
    }
    const auto place = [&](const Entry& e) {
        return std::tie(e.artist, e.album, e.disc, e.number, texts.titles[e.track->title],
                        texts.folders[e.track->folder], texts.names[e.row]);
    };
    std::sort(entries.begin(), entries.end(),
              [&](const Entry& a, const Entry& b) { return place(a) < place(b); });

    text_.reserve(size);
    starts_.reserve(entries.size() + 1);
    ids_.reserve(entries.size());
    for (const Entry& entry : entries) {
        const TrackRow& track = *entry.track;
        starts_.push_back(text_.size());
        ids_.push_back(library->id_at(entry.row));
        for (const std::string* field :
             {&texts.titles[track.title], &texts.people[track.artist], &texts.albums[track.album]}) {
            text_.append(*field).push_back(field_end);
        }
        for (const std::string* part : {&texts.genres[track.genres], &texts.people[track.album_artist],
                                        &texts.people[track.composer]}) {
            text_.append(*part).append(part->empty() ? "" : " ");
        }
        text_.append(texts.folders[track.folder]).append(texts.names[entry.row]).push_back(field_end);
    }
    starts_.push_back(text_.size());
    text_.shrink_to_fit();
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
