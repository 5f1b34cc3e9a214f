#include "library_scanner/store/track_order.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>
#include <utility>

namespace refrain {
namespace {

constexpr std::uint32_t no_word = std::numeric_limits<std::uint32_t>::max();

/// Ranks of the texts of `pool` that `wanted` marks, by their keys; no_word for the others and the empty one.
std::vector<std::uint32_t> ranks_of(const TextPool& pool, const std::vector<bool>& wanted,
                                    const Collation& collation, const std::atomic<bool>& cancelled) {
    std::vector<TextKey> keys;
    std::vector<std::string_view> words;
    for (TextKey key = no_text + 1; key < pool.size(); ++key) {
        if (wanted[key]) {
            keys.push_back(key);
            words.push_back(pool[key]);
        }
    }
    const auto ranks = collation.ranks(words, cancelled);
    std::vector<std::uint32_t> by_key(pool.size(), no_word);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        by_key[keys[i]] = ranks[i];
    }
    return by_key;
}

/// What a row is sorted by; equal ones are decided by `place`.
struct SortKey {
    std::uint64_t key = 0;
    std::uint32_t place = 0;

    friend bool operator<(const SortKey& a, const SortKey& b) {
        return a.key != b.key ? a.key < b.key : a.place < b.place;
    }
};

constexpr std::uint64_t last_of_all = std::numeric_limits<std::uint64_t>::max();

/// In the order of the numbers; 0 stands for one that is not known.
std::uint64_t key_of_number(std::int64_t number) {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
    return number == 0 ? last_of_all : static_cast<std::uint64_t>(number) ^ sign;
}

std::uint64_t key_of_rank(std::uint32_t rank) {
    return rank == no_word ? last_of_all : rank;
}

/// The order of two numbers as that of one.
std::uint64_t joined(std::uint32_t first, std::uint32_t second) {
    return std::uint64_t{first} << 32U | second;
}

std::uint32_t ordered(std::int32_t number) {
    return static_cast<std::uint32_t>(number) ^ 0x80000000U;
}

}  // namespace

struct TrackOrder::Parts {
    Part<Ranks> people, albums, genres, folders, titles, file_names;
    Part<std::vector<std::uint32_t>> by_artist, by_album_artist;
};

TrackOrder::TrackOrder(LibraryPtr library, std::shared_ptr<const Collation> collation)
    : library_(std::move(library)), collation_(std::move(collation)), parts_(std::make_shared<Parts>()) {}

std::shared_ptr<const TrackOrder::Ranks> TrackOrder::people(const std::atomic<bool>& cancelled) const {
    return parts_->people.get(cancelled, [&] {
        const TextPool& pool = library_->texts().people;
        std::vector<bool> wanted(pool.size());
        library_->each_row([&](std::uint32_t, const TrackRow& row) {
            wanted[row.artist] = true;
            wanted[row.album_artist] = true;
        });
        return ranks_of(pool, wanted, *collation_, cancelled);
    });
}

std::shared_ptr<const TrackOrder::Ranks> TrackOrder::albums(const std::atomic<bool>& cancelled) const {
    return parts_->albums.get(cancelled, [&] {
        const TextPool& pool = library_->texts().albums;
        return ranks_of(pool, std::vector<bool>(pool.size(), true), *collation_, cancelled);
    });
}

std::shared_ptr<const TrackOrder::Ranks> TrackOrder::folders(const std::atomic<bool>& cancelled) const {
    return parts_->folders.get(cancelled, [&] {
        const TextPool& pool = library_->texts().folders;
        return ranks_of(pool, std::vector<bool>(pool.size(), true), *collation_, cancelled);
    });
}

std::shared_ptr<const TrackOrder::Ranks> TrackOrder::file_names(const std::atomic<bool>& cancelled) const {
    return parts_->file_names.get(cancelled, [&] {
        std::vector<std::string_view> words;
        words.reserve(library_->size());
        for (const TrackView track : library_->tracks()) {
            words.push_back(track.file_name);
        }
        return collation_->ranks(words, cancelled);
    });
}

std::shared_ptr<const TrackOrder::Ranks> TrackOrder::genres(const std::atomic<bool>& cancelled) const {
    return parts_->genres.get(cancelled, [&] {
        const GenreLists& lists = *library_->texts().genres;
        std::vector<std::string> texts;
        for (const auto& list : lists) {
            std::string& text = texts.emplace_back();
            for (const std::string& genre : *list) {
                text.append(text.empty() ? "" : "; ").append(genre);
            }
        }
        const std::vector<std::string_view> words(texts.begin(), texts.end());
        Ranks ranks = collation_->ranks(words, cancelled);
        for (std::size_t i = 0; i < words.size(); ++i) {
            ranks[i] = words[i].empty() ? no_word : ranks[i];
        }
        return ranks;
    });
}

std::shared_ptr<const TrackOrder::Ranks> TrackOrder::titles(const std::atomic<bool>& cancelled) const {
    return parts_->titles.get(cancelled, [&] {
        const TextPool& pool = library_->texts().titles;
        std::vector<std::string_view> words;
        std::vector<std::uint32_t> word_of_title(pool.size(), no_word),
            word_of_row(library_->size(), no_word);
        library_->each_row([&](std::uint32_t number, const TrackRow& row) {
            if (row.title == no_text) {
                // Shown by the name of its file.
                word_of_row[number] = static_cast<std::uint32_t>(words.size());
                words.push_back(library_->at(number).file_name);
                return;
            }
            std::uint32_t& word = word_of_title[row.title];
            if (word == no_word) {
                word = static_cast<std::uint32_t>(words.size());
                words.push_back(pool[row.title]);
            }
            word_of_row[number] = word;
        });
        const auto ranks = collation_->ranks(words, cancelled);
        for (std::uint32_t& word : word_of_row) {
            word = words[word].empty() ? no_word : ranks[word];
        }
        return word_of_row;
    });
}

std::shared_ptr<const std::vector<std::uint32_t>> TrackOrder::base(bool by_album_artist,
                                                                   const std::atomic<bool>& cancelled) const {
    auto& part = by_album_artist ? parts_->by_album_artist : parts_->by_artist;
    return part.get(cancelled, [&] { return base_order(by_album_artist, cancelled); });
}

std::vector<std::uint32_t> TrackOrder::base_order(bool by_album_artist,
                                                  const std::atomic<bool>& cancelled) const {
    struct Place {
        std::uint64_t first, second;
        std::uint32_t row;
    };
    const auto people = this->people(cancelled);
    const auto albums = this->albums(cancelled);
    std::vector<Place> places;
    places.reserve(library_->present());
    library_->each_row([&](std::uint32_t number, const TrackRow& row) {
        if (!row.missing) {
            const TextKey artist = by_album_artist ? row.grouping_artist() : row.artist;
            places.push_back({joined((*people)[artist], (*albums)[row.album]),
                              joined(ordered(row.disc_number), ordered(row.track_number)), number});
        }
    });
    const auto before = [](const Place& a, const Place& b) {
        return std::tie(a.first, a.second, a.row) < std::tie(b.first, b.second, b.row);
    };
    std::sort(places.begin(), places.end(), before);
    // Titles decide what is left, which is little where tracks have numbers: only those are ranked.
    std::vector<std::pair<std::size_t, std::size_t>> ties;
    std::vector<std::string_view> words;
    std::vector<std::uint32_t> word_of_place;
    for (std::size_t first = 0, last = 0; first < places.size(); first = last) {
        last = first + 1;
        while (last < places.size() && places[last].first == places[first].first &&
               places[last].second == places[first].second) {
            ++last;
        }
        if (last - first > 1) {
            ties.emplace_back(first, last);
            for (std::size_t i = first; i < last; ++i) {
                const TrackView track = library_->at(places[i].row);
                words.push_back(track.title.empty() ? track.file_name : track.title);
            }
        }
    }
    const auto ranks = collation_->ranks(words, cancelled);
    auto rank = ranks.begin();
    for (const auto& [first, last] : ties) {
        for (std::size_t i = first; i < last; ++i) {
            places[i].first = *rank++;
        }
        std::sort(places.begin() + static_cast<std::ptrdiff_t>(first),
                  places.begin() + static_cast<std::ptrdiff_t>(last), before);
    }
    std::vector<std::uint32_t> rows;
    rows.reserve(places.size());
    for (const Place& place : places) {
        rows.push_back(place.row);
    }
    return rows;
}

template <class KeyOf>
std::vector<std::uint32_t> TrackOrder::sorted(const std::vector<std::uint32_t>& base, bool descending,
                                              KeyOf key_of) const {
    std::vector<SortKey> keys;
    keys.reserve(base.size());
    for (std::uint32_t place = 0; place < base.size(); ++place) {
        const std::uint64_t key = key_of(base[place], library_->row(base[place]));
        keys.push_back({key == last_of_all || !descending ? key : ~key, place});
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::uint32_t> rows;
    rows.reserve(keys.size());
    for (const SortKey& key : keys) {
        rows.push_back(base[key.place]);
    }
    return rows;
}

std::vector<std::uint32_t> TrackOrder::rows_by(const std::vector<std::int64_t>& numbers, bool descending,
                                               const std::atomic<bool>& cancelled) const {
    return sorted(*base(false, cancelled), descending,
                  [&numbers](std::uint32_t row, const TrackRow&) { return key_of_number(numbers[row]); });
}

std::vector<std::uint32_t> TrackOrder::rows(SortColumn column, bool descending,
                                            const std::atomic<bool>& cancelled) const {
    const auto base =
        this->base(column == SortColumn::album || column == SortColumn::album_artist, cancelled);
    const bool is_base = column == SortColumn::artist || column == SortColumn::album_artist;
    if (cancelled || (is_base && !descending)) {
        return *base;
    }
    const auto sort_by = [&](auto key_of) { return sorted(*base, descending, key_of); };
    const auto sort_by_ranks = [&](const std::shared_ptr<const Ranks>& ranks, auto text_of) {
        return sort_by(
            [&](std::uint32_t, const TrackRow& row) { return key_of_rank((*ranks)[text_of(row)]); });
    };
    switch (column) {
        case SortColumn::title: {
            const auto titles = this->titles(cancelled);
            return sort_by([&](std::uint32_t row, const TrackRow&) { return key_of_rank((*titles)[row]); });
        }
        case SortColumn::artist:
            return sort_by_ranks(people(cancelled), [](const TrackRow& row) { return row.artist; });
        case SortColumn::album_artist:
            return sort_by_ranks(people(cancelled),
                                 [](const TrackRow& row) { return row.grouping_artist(); });
        case SortColumn::album:
            return sort_by_ranks(albums(cancelled), [](const TrackRow& row) { return row.album; });
        case SortColumn::genre:
            return sort_by_ranks(genres(cancelled), [](const TrackRow& row) { return row.genres; });
        case SortColumn::year:
            return sort_by([](std::uint32_t, const TrackRow& row) { return key_of_number(row.year); });
        case SortColumn::duration:
            return sort_by([](std::uint32_t, const TrackRow& row) { return key_of_number(row.duration_ms); });
        case SortColumn::added:
            return sort_by([](std::uint32_t, const TrackRow& row) { return key_of_number(row.added_ms); });
        case SortColumn::bit_rate:
            return sort_by(
                [](std::uint32_t, const TrackRow& row) { return key_of_number(row.bitrate_kbps); });
        case SortColumn::path: {
            const auto folders = this->folders(cancelled);
            const auto names = file_names(cancelled);
            return sort_by([&](std::uint32_t number, const TrackRow& row) {
                return joined((*folders)[row.folder], (*names)[number]);
            });
        }
    }
    return *base;
}

}  // namespace refrain
