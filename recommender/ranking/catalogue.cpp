#include "recommender/ranking/catalogue.h"

#include "recommender/ranking/style_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace refrain::ranking {
namespace {

constexpr std::size_t kNewest = 500;
constexpr char kUnit = '\x1f';

/// Numbers for names. Folding costs far more than a look-up, so each spelling is folded once.
class Numbering {
  public:
    explicit Numbering(std::unordered_map<std::string, std::uint32_t>& by_folded) : by_folded_(by_folded) {}

    std::uint32_t operator()(const std::string& name) {
        if (name.empty()) {
            return kNone;
        }
        const auto [it, fresh] = by_spelling_.try_emplace(name, kNone);
        if (fresh) {
            const std::string folded = fold_name(name);
            if (!folded.empty()) {
                it->second = by_folded_.try_emplace(folded, static_cast<std::uint32_t>(by_folded_.size()))
                                 .first->second;
            }
        }
        return it->second;
    }

  private:
    std::unordered_map<std::string, std::uint32_t>& by_folded_;
    std::unordered_map<std::string, std::uint32_t> by_spelling_;
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
    const Track* found = library_->find(id);
    return found == nullptr ? kNone : static_cast<TrackIndex>(found - library_->tracks().data());
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
    const auto& tracks = library_->tracks();
    Numbering artist_number(artist_index_);
    Numbering album_title_number(album_index_);
    artist_.reserve(tracks.size());
    album_artist_.reserve(tracks.size());
    album_.reserve(tracks.size());
    std::vector<std::pair<std::uint32_t, TrackIndex>> artist_pairs, album_pairs;
    for (TrackIndex i = 0; i < tracks.size(); ++i) {
        const Track& t = tracks[i];
        present_ += t.missing ? 0 : 1;
        first_added_ = i == 0 ? t.added_at : std::min(first_added_, t.added_at);
        album_artist_.push_back(artist_number(t.grouping_artist()));
        artist_.push_back(t.artist.empty() ? album_artist_.back() : artist_number(t.artist));
        album_.push_back(t.album.empty() ? kNone : album_title_number(t.grouping_artist() + kUnit + t.album));
        if (artist_.back() != kNone) {
            artist_pairs.emplace_back(artist_.back(), i);
        }
        if (album_.back() != kNone) {
            album_pairs.emplace_back(album_.back(), i);
        }
    }
    std::sort(album_pairs.begin(), album_pairs.end(), [&](const auto& a, const auto& b) {
        const auto key = [&](const auto& pair) {
            const Track& t = tracks[pair.second];
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
    const auto& tracks = library_->tracks();
    std::vector<StyleSet> sets(tracks.size());
    std::unordered_map<std::string, StyleSet> by_tag;
    std::unordered_map<AlbumIndex, Votes> album_votes;
    std::unordered_map<ArtistIndex, Votes> artist_votes;
    for (TrackIndex i = 0; i < tracks.size(); ++i) {
        for (const std::string& tag : tracks[i].genres) {
            const auto [it, fresh] = by_tag.try_emplace(tag);
            if (fresh) {
                for (const std::string& style : styles_in(tag)) {
                    it->second.push_back(style_number(style));
                }
            }
            sets[i].insert(sets[i].end(), it->second.begin(), it->second.end());
        }
        std::sort(sets[i].begin(), sets[i].end());
        sets[i].erase(std::unique(sets[i].begin(), sets[i].end()), sets[i].end());
        for (const StyleIndex s : sets[i]) {
            if (album_[i] != kNone) {
                ++album_votes[album_[i]][s];
            }
            if (artist_[i] != kNone) {
                ++artist_votes[artist_[i]][s];
            }
        }
    }
    std::vector<std::size_t> tracks_with(style_names_.size(), 0);
    std::size_t any = 0;
    std::unordered_map<StyleSet, ProfileIndex, StyleSetHash> profiles;
    std::vector<StyleSet> profile_sets;
    std::vector<std::pair<std::uint32_t, TrackIndex>> pairs;
    profile_.reserve(tracks.size());
    for (TrackIndex i = 0; i < tracks.size(); ++i) {
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
                          const Track &ta = track(a), &tb = track(b);
                          return ta.added_at != tb.added_at ? ta.added_at > tb.added_at : a < b;
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
