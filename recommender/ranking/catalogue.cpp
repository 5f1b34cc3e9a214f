#include "recommender/ranking/catalogue.h"

#include "recommender/ranking/style_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

namespace refrain::ranking {
namespace {

constexpr std::size_t kNewest = 500;
constexpr char kUnit = '\x1f';

/// Numbers for names. Folding costs far more than a look-up, so each spelling is folded once: `Key` is what
/// the library calls it by.
template <class Key>
class Numbering {
  public:
    explicit Numbering(std::unordered_map<std::string, std::uint32_t>& by_folded) : by_folded_(by_folded) {}

    /// `spelling()` is the text of `key`; kNone where nothing is left of it.
    template <class Spelling>
    std::uint32_t operator()(Key key, Spelling spelling) {
        const auto [it, fresh] = by_spelling_.try_emplace(key, kNone);
        if (fresh) {
            const std::string folded = fold_name(spelling());
            if (!folded.empty()) {
                it->second = by_folded_.try_emplace(folded, static_cast<std::uint32_t>(by_folded_.size()))
                                 .first->second;
            }
        }
        return it->second;
    }

  private:
    std::unordered_map<std::string, std::uint32_t>& by_folded_;
    std::unordered_map<Key, std::uint32_t> by_spelling_;
};

using StyleSet = std::vector<StyleIndex>;

struct StyleSetHash {
    std::size_t operator()(const StyleSet& set) const noexcept {
        std::size_t h = set.size();
        for (const StyleIndex s : set) {
            h = h * 0x9E3779B97F4A7C15ULL + s + 1;
        }
        return h;
    }
};

using Votes = std::map<StyleIndex, std::size_t>;

/// The most frequent style; ties go to the first by name, so that the order of files decides nothing.
StyleSet majority(const Votes& votes, const std::vector<std::string>& names) {
    const auto best = std::max_element(votes.begin(), votes.end(), [&](const auto& a, const auto& b) {
        return a.second != b.second ? a.second < b.second : names[a.first] > names[b.first];
    });
    return best == votes.end() ? StyleSet{} : StyleSet{best->first};
}

}  // namespace

double dot(const StyleVector& a, const StyleVector& b) {
    double sum = 0.0;
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
        if (i->style < j->style) {
            ++i;
        } else if (j->style < i->style) {
            ++j;
        } else {
            sum += (i++)->weight * (j++)->weight;
        }
    }
    return std::min(sum, 1.0);
}

Catalogue::Catalogue(LibraryPtr library)
    : library_(library ? std::move(library) : std::make_shared<const LibrarySnapshot>()) {
    number_names();
    find_styles();
    order_newest();
}

TrackIndex Catalogue::index_of(TrackId id) const {
    return library_->row_of(id).value_or(kNone);
}

Catalogue::Lists Catalogue::group(std::size_t keys,
                                  const std::vector<std::pair<std::uint32_t, TrackIndex>>& pairs) {
    Lists lists;
    lists.first.assign(keys + 1, 0);
    lists.tracks.resize(pairs.size());
    for (const auto& [key, track] : pairs) {
        ++lists.first[key + 1];
    }
    std::partial_sum(lists.first.begin(), lists.first.end(), lists.first.begin());
    std::vector<std::uint32_t> next(lists.first.begin(), lists.first.end() - 1);
    for (const auto& [key, track] : pairs) {
        lists.tracks[next[key]++] = track;
    }
    return lists;
}

void Catalogue::number_names() {
    const LibraryTexts& texts = library_->texts();
    Numbering<TextKey> number_of_artist(artist_index_);
    Numbering<std::uint64_t> number_of_album(album_index_);
    const auto artist_number = [&](TextKey name) {
        return number_of_artist(name, [&] { return texts.people[name]; });
    };
    const auto album_number = [&](TextKey artist, TextKey album) {
        return number_of_album(std::uint64_t{artist} << 32U | album, [&] {
            return std::string(texts.people[artist]) + kUnit + std::string(texts.albums[album]);
        });
    };
    artist_.reserve(size());
    album_artist_.reserve(size());
    album_.reserve(size());
    std::vector<std::pair<std::uint32_t, TrackIndex>> artist_pairs, album_pairs;
    std::int64_t first_added_ms = 0;
    library_->each_row([&](TrackIndex i, const TrackRow& t) {
        first_added_ms = i == 0 ? t.added_ms : std::min(first_added_ms, t.added_ms);
        album_artist_.push_back(artist_number(t.grouping_artist()));
        artist_.push_back(t.artist == no_text ? album_artist_.back() : artist_number(t.artist));
        album_.push_back(t.album == no_text ? kNone : album_number(t.grouping_artist(), t.album));
        if (artist_.back() != kNone) {
            artist_pairs.emplace_back(artist_.back(), i);
        }
        if (album_.back() != kNone) {
            album_pairs.emplace_back(album_.back(), i);
        }
    });
    first_added_ = utc_from_ms(first_added_ms);
    std::sort(album_pairs.begin(), album_pairs.end(), [this](const auto& a, const auto& b) {
        const auto key = [this](const auto& pair) {
            const TrackRow& t = row(pair.second);
            return std::tuple(pair.first, t.disc_number, t.track_number, pair.second);
        };
        return key(a) < key(b);
    });
    by_artist_ = group(artist_index_.size(), artist_pairs);
    by_album_ = group(album_index_.size(), album_pairs);
}

StyleIndex Catalogue::style_number(const std::string& style) {
    const auto [it, fresh] = style_index_.try_emplace(style, static_cast<StyleIndex>(style_names_.size()));
    if (fresh) {
        style_names_.push_back(style);
    }
    return it->second;
}

void Catalogue::find_styles() {
    std::vector<StyleSet> sets(size());
    const auto& lists = *library_->texts().genres;
    // Of the lists of genres that a track has now; the library knows older ones, too.
    std::vector<std::optional<StyleSet>> styles_of_list(lists.size());
    const auto styles_of_genres = [&](GenresKey genres) -> const StyleSet& {
        auto& set = styles_of_list[genres];
        if (!set) {
            set.emplace();
            for (const std::string& tag : *lists[genres]) {
                for (const std::string& style : styles_in(tag)) {
                    set->push_back(style_number(style));
                }
            }
            std::sort(set->begin(), set->end());
            set->erase(std::unique(set->begin(), set->end()), set->end());
        }
        return *set;
    };
    std::unordered_map<AlbumIndex, Votes> album_votes;
    std::unordered_map<ArtistIndex, Votes> artist_votes;
    library_->each_row([&](TrackIndex i, const TrackRow& row) {
        sets[i] = styles_of_genres(row.genres);
        for (const StyleIndex s : sets[i]) {
            if (album_[i] != kNone) {
                ++album_votes[album_[i]][s];
            }
            if (artist_[i] != kNone) {
                ++artist_votes[artist_[i]][s];
            }
        }
    });
    std::vector<std::size_t> tracks_with(style_names_.size(), 0);
    std::size_t any = 0;
    std::unordered_map<StyleSet, ProfileIndex, StyleSetHash> profiles;
    std::vector<StyleSet> profile_sets;
    std::vector<std::pair<std::uint32_t, TrackIndex>> pairs;
    profile_.reserve(size());
    for (TrackIndex i = 0; i < size(); ++i) {
        if (sets[i].empty()) {
            const auto album = album_votes.find(album_[i]);
            const auto artist = artist_votes.find(artist_[i]);
            if (album != album_votes.end()) {
                sets[i] = majority(album->second, style_names_);
            } else if (artist != artist_votes.end()) {
                sets[i] = majority(artist->second, style_names_);
            }
        }
        any += sets[i].empty() ? 0 : 1;
        for (const StyleIndex s : sets[i]) {
            ++tracks_with[s];
            pairs.emplace_back(s, i);
        }
        const auto [it, fresh] =
            profiles.try_emplace(sets[i], static_cast<ProfileIndex>(profile_sets.size()));
        if (fresh) {
            profile_sets.push_back(sets[i]);
        }
        profile_.push_back(it->second);
    }
    by_style_ = group(style_names_.size(), pairs);
    for (const StyleSet& set : profile_sets) {
        StyleVector v;
        double squares = 0.0;
        for (const StyleIndex s : set) {
            const double idf = std::log1p(static_cast<double>(any) / static_cast<double>(tracks_with[s]));
            v.push_back({s, idf});
            squares += idf * idf;
        }
        for (StyleWeight& w : v) {
            w.weight /= std::sqrt(squares);
        }
        profile_vectors_.push_back(std::move(v));
    }
}

void Catalogue::order_newest() {
    newest_.resize(size());
    std::iota(newest_.begin(), newest_.end(), 0U);
    const std::size_t count = std::min(kNewest, newest_.size());
    std::partial_sort(newest_.begin(), newest_.begin() + static_cast<std::ptrdiff_t>(count), newest_.end(),
                      [this](TrackIndex a, TrackIndex b) {
                          const auto added_a = row(a).added_ms, added_b = row(b).added_ms;
                          return added_a != added_b ? added_a > added_b : a < b;
                      });
    newest_.resize(count);
    newest_.shrink_to_fit();
}

ArtistIndex Catalogue::find_artist(std::string_view name) const {
    const auto it = artist_index_.find(fold_name(name));
    return it == artist_index_.end() ? kNone : it->second;
}

AlbumIndex Catalogue::find_album(std::string_view album_artist, std::string_view album) const {
    std::string key(album_artist);
    key.push_back(kUnit);
    key.append(album);
    const auto it = album_index_.find(fold_name(key));
    return it == album_index_.end() ? kNone : it->second;
}

StyleIndex Catalogue::find_style(std::string_view name) const {
    const auto it = style_index_.find(fold_style(name));
    return it == style_index_.end() ? kNone : it->second;
}

double Catalogue::style_similarity(StyleIndex style, TrackIndex track_index) const {
    for (const StyleWeight& w : styles_of(track_index)) {
        if (w.style == style) {
            return w.weight;
        }
    }
    return 0.0;
}

}  // namespace refrain::ranking
