// The library as the ranker needs it: a number for each track, artist, album and style, style vectors with
// their similarity, and the lists that routes walk. Built once for each LibrarySnapshot, immutable, any
// thread. Nothing fails: a track with no tags at all is a track with no artist, album or style.
#pragma once

#include "library_scanner/store/library_snapshot.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace refrain::ranking {

/// Place of a track in LibrarySnapshot::tracks().
using TrackIndex = std::uint32_t;
using ArtistIndex = std::uint32_t;
using AlbumIndex = std::uint32_t;
using StyleIndex = std::uint32_t;
/// A set of styles that one or more tracks have in common: style sums are made once for each of these, and
/// not for each track.
using ProfileIndex = std::uint32_t;
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct StyleWeight {
    StyleIndex style = kNone;
    double weight = 0.0;
};
/// Ascending by style, weights > 0.
using StyleVector = std::vector<StyleWeight>;

/// Inner product; the cosine in [0, 1] where both have unit length.
double dot(const StyleVector& a, const StyleVector& b);

class Catalogue {
  public:
    /// Styles of a track: those of its genre tags. A track with none takes the most frequent style of its
    /// album's tagged tracks, else of its artist's (ties: the first by name), else it has none.
    /// Its vector: idf(s) = ln(1 + N / n_s) for each of its styles, N tracks with any style and n_s with this
    /// one, scaled to unit length.
    explicit Catalogue(LibraryPtr library);

    const LibrarySnapshot& library() const { return *library_; }
    std::size_t size() const { return library_->size(); }
    /// With its texts; what is asked of many tracks is cheaper by id_of() and row().
    TrackView track(TrackIndex i) const { return library_->at(i); }
    const TrackRow& row(TrackIndex i) const { return library_->row(i); }
    TrackId id_of(TrackIndex i) const { return library_->id_at(i); }
    /// kNone when the library has no such track.
    TrackIndex index_of(TrackId id) const;
    /// Tracks whose file is there.
    std::size_t present() const { return library_->present(); }
    /// When the first track of the library was added.
    UtcTime first_added() const { return first_added_; }

    /// Who plays it: the artist tag, else the album artist. kNone when there is neither.
    ArtistIndex artist_of(TrackIndex i) const { return artist_[i]; }
    /// What albums are grouped by (Track::grouping_artist).
    ArtistIndex album_artist_of(TrackIndex i) const { return album_artist_[i]; }
    AlbumIndex album_of(TrackIndex i) const { return album_[i]; }
    ProfileIndex profile_of(TrackIndex i) const { return profile_[i]; }

    std::size_t artists() const { return artist_index_.size(); }
    std::size_t albums() const { return album_index_.size(); }
    std::size_t styles() const { return style_names_.size(); }
    std::size_t profiles() const { return profile_vectors_.size(); }

    /// The index of a name in any spelling that folds to the same text; kNone when no track has it.
    ArtistIndex find_artist(std::string_view name) const;
    AlbumIndex find_album(std::string_view album_artist, std::string_view album) const;
    StyleIndex find_style(std::string_view name) const;
    const std::string& style_name(StyleIndex s) const { return style_names_[s]; }

    /// Unit length, or empty.
    const StyleVector& style_vector(ProfileIndex p) const { return profile_vectors_[p]; }
    const StyleVector& styles_of(TrackIndex i) const { return profile_vectors_[profile_[i]]; }
    /// Cosine of the style vectors, in [0, 1]; 0 where either has none.
    double similarity(TrackIndex a, TrackIndex b) const { return dot(styles_of(a), styles_of(b)); }
    /// Of a style alone and a track, in [0, 1].
    double style_similarity(StyleIndex style, TrackIndex track) const;

    /// By disc, track number, id.
    std::span<const TrackIndex> tracks_of_album(AlbumIndex a) const { return by_album_.of(a); }
    std::span<const TrackIndex> tracks_of_artist(ArtistIndex a) const { return by_artist_.of(a); }
    std::span<const TrackIndex> tracks_of_style(StyleIndex s) const { return by_style_.of(s); }
    /// The 500 added last, newest first; equal times by id.
    std::span<const TrackIndex> newest() const { return newest_; }

  private:
    /// Lists of tracks by key, end to end in one array.
    struct Lists {
        std::vector<std::uint32_t> first;
        std::vector<TrackIndex> tracks;
        std::span<const TrackIndex> of(std::uint32_t key) const {
            return {tracks.data() + first[key], tracks.data() + first[key + 1]};
        }
    };
    /// (key, track) pairs, ascending by track, to lists.
    static Lists group(std::size_t keys, const std::vector<std::pair<std::uint32_t, TrackIndex>>& pairs);
    void number_names();
    void find_styles();
    void order_newest();
    StyleIndex style_number(const std::string& style);

    LibraryPtr library_;
    UtcTime first_added_{};
    std::vector<ArtistIndex> artist_, album_artist_;
    std::vector<AlbumIndex> album_;
    std::vector<ProfileIndex> profile_;
    std::unordered_map<std::string, ArtistIndex> artist_index_;
    std::unordered_map<std::string, AlbumIndex> album_index_;
    std::unordered_map<std::string, StyleIndex> style_index_;
    std::vector<std::string> style_names_;
    std::vector<StyleVector> profile_vectors_;
    Lists by_album_, by_artist_, by_style_;
    std::vector<TrackIndex> newest_;
};

}  // namespace refrain::ranking
