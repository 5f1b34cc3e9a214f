#include "ui/view_models/track_order.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <QCollator>
#include <QLocale>

namespace refrain {

namespace {

constexpr std::uint32_t no_word = std::numeric_limits<std::uint32_t>::max();

/// Per track the place of `word_of(track)` among all distinct words, in the order of the listener's language.
template <class WordOf>
std::vector<std::uint32_t> ranks(const std::vector<Track>& tracks, const std::atomic<bool>& cancelled,
                                 WordOf word_of) {
    std::unordered_map<std::string, std::uint32_t> distinct;
    std::vector<std::uint32_t> word_index(tracks.size(), no_word);
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        std::string word = word_of(tracks[i]);
        if (!word.empty()) {
            const auto next = static_cast<std::uint32_t>(distinct.size());
            word_index[i] = distinct.try_emplace(std::move(word), next).first->second;
        }
    }
    // Without a language (LANG=C) the order would be that of the bytes: "Zoo" before "apple".
    const QLocale locale;
    QCollator collator(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    collator.setNumericMode(true);
    std::vector<std::pair<QCollatorSortKey, std::uint32_t>> keys;
    keys.reserve(distinct.size());
    for (const auto& [word, index] : distinct) {
        if (cancelled) {
            return word_index;
        }
        keys.emplace_back(collator.sortKey(plain_text(word)), index);
    }
    std::sort(keys.begin(), keys.end(),
              [](const auto& a, const auto& b) { return a.first.compare(b.first) < 0; });
    // Words that the language holds equal ("Björk", "BJÖRK") share a rank, so that the next column decides.
    std::vector<std::uint32_t> rank(keys.size());
    std::uint32_t current = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i > 0 && keys[i - 1].first.compare(keys[i].first) != 0) {
            ++current;
        }
        rank[keys[i].second] = current;
    }
    for (std::uint32_t& index : word_index) {
        if (index != no_word) {
            index = rank[index];
        }
    }
    return word_index;
}

}  // namespace

TrackOrder::TrackOrder(LibraryPtr library, const std::atomic<bool>& cancelled)
    : library_(std::move(library)),
      title_(
          ranks(library_->tracks(), cancelled,
                [](const Track& t) { return t.title.empty() ? display_title(t).toStdString() : t.title; })),
      artist_(ranks(library_->tracks(), cancelled, [](const Track& t) { return t.artist; })),
      album_(ranks(library_->tracks(), cancelled, [](const Track& t) { return t.album; })),
      album_artist_(
          ranks(library_->tracks(), cancelled, [](const Track& t) { return t.grouping_artist(); })) {}

std::vector<std::uint32_t> TrackOrder::rows(SortColumn column, bool descending) const {
    const std::vector<Track>& tracks = library_->tracks();
    std::vector<std::uint32_t> rows;
    rows.reserve(tracks.size());
    for (std::uint32_t i = 0; i < tracks.size(); ++i) {
        if (!tracks[i].missing) {
            rows.push_back(i);
        }
    }
    const std::vector<std::uint32_t>& artists = column == SortColumn::album ? album_artist_ : artist_;
    const auto tie = [&](std::uint32_t row) {
        const Track& t = tracks[row];
        return std::tuple(artists[row], album_[row], t.disc_number, t.track_number, title_[row], row);
    };
    // One key per row, larger = later; what has no word stays last whatever the direction.
    const auto sort_by = [&](auto key, auto absent) {
        std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
            const auto ka = key(a);
            const auto kb = key(b);
            if (ka != kb) {
                if (ka == absent || kb == absent) {
                    return kb == absent;
                }
                return descending ? kb < ka : ka < kb;
            }
            return tie(a) < tie(b);
        });
    };
    switch (column) {
        case SortColumn::title:
            sort_by([&](std::uint32_t r) { return title_[r]; }, no_word);
            break;
        case SortColumn::artist:
            sort_by([&](std::uint32_t r) { return artist_[r]; }, no_word);
            break;
        case SortColumn::album:
            sort_by([&](std::uint32_t r) { return album_[r]; }, no_word);
            break;
        case SortColumn::duration:
            sort_by([&](std::uint32_t r) { return tracks[r].duration.count(); }, std::int64_t{0});
            break;
        case SortColumn::added:
            sort_by([&](std::uint32_t r) { return to_ms(tracks[r].added_at); }, std::int64_t{0});
            break;
    }
    return rows;
}

}  // namespace refrain
