// What the listener said outright: bans and loves in force at one instant, replayed from the reactions.
// Pure, any thread, nothing fails: a reaction about something that is not in the library does nothing.
#pragma once

#include "library_scanner/core/reaction.h"
#include "recommender/ranking/catalogue.h"

#include <span>
#include <unordered_set>

namespace refrain::ranking {

class Restrictions {
  public:
    /// Reactions after `now` do not count yet. The last word on a subject holds; a ban with an end ends by
    /// itself. Artists match as artist or album artist, in any spelling that folds to the same text; album
    /// subjects are "album artist \x1f album".
    Restrictions(const Catalogue& catalogue, std::span<const Reaction> reactions, UtcTime now);

    bool banned(TrackIndex track) const { return covers(banned_, track); }
    /// 1 for a loved track, 0.5 through its artist or album, 0.25 through a style, 0 else; the largest.
    double love(TrackIndex track) const;
    bool loved_track(TrackIndex track) const { return loved_.tracks.contains(track); }
    bool loved_album(TrackIndex track) const { return loved_.albums.contains(catalogue_.album_of(track)); }
    /// Tracks that were themselves loved.
    const std::unordered_set<TrackIndex>& loved_tracks() const { return loved_.tracks; }

  private:
    struct Scopes {
        std::unordered_set<TrackIndex> tracks;
        std::unordered_set<ArtistIndex> artists;
        std::unordered_set<AlbumIndex> albums;
        std::unordered_set<StyleIndex> styles;
    };
    static void put(std::unordered_set<std::uint32_t>& set, std::uint32_t what, bool in);
    bool by_artist(const Scopes& scopes, TrackIndex track) const;
    bool by_style(const Scopes& scopes, TrackIndex track) const;
    bool covers(const Scopes& scopes, TrackIndex track) const;

    const Catalogue& catalogue_;
    Scopes banned_, loved_;
};

}  // namespace refrain::ranking
