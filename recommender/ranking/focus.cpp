#include "recommender/ranking/focus.h"

#include "recommender/ranking/draw.h"

#include <algorithm>
#include <cmath>

namespace refrain::ranking {
namespace {

/// Below this likeness of styles or sound a track is no neighbour.
constexpr double kLeast = 0.3;

class Around {
  public:
    using Put = std::function<void(TrackIndex, double closeness, bool inside)>;
    Around(const Catalogue& catalogue, const Taste& taste, const ContentView& content, std::uint64_t day,
           const FocusOptions& options, Put put)
        : catalogue_(catalogue),
          taste_(taste),
          content_(content),
          day_(day),
          o_(options),
          put_(std::move(put)) {}

    void artist(ArtistIndex artist, double closeness, bool inside) const {
        if (artist == kNone) {
            return;
        }
        const auto tracks = catalogue_.tracks_of_artist(artist);
        some(tracks, o_.per_artist, artist, [&](TrackIndex i) { put_(i, closeness, inside); });
    }

    void album(TrackIndex of, double closeness) const {
        if (const AlbumIndex album = catalogue_.album_of(of); album != kNone) {
            for (const TrackIndex i : catalogue_.tracks_of_album(album)) {
                put_(i, closeness, true);
            }
        }
    }

    void styles_like(const StyleVector& styles, bool inside) const {
        for (const StyleWeight& w : styles) {
            some(catalogue_.tracks_of_style(w.style), o_.per_style, 0x10000ULL + w.style, [&](TrackIndex i) {
                const double likeness = dot(styles, catalogue_.styles_of(i));
                if (likeness >= kLeast) {
                    put_(i, o_.style * likeness, inside);
                }
            });
        }
    }

    void sounds_like(TrackIndex seed, bool inside) const {
        if (!content_) {
            return;
        }
        for (const auto& [i, similarity] : content_.nearest(seed, o_.neighbours)) {
            if (similarity >= kLeast) {
                put_(i, o_.sound * similarity, inside);
            }
        }
    }

    /// All that has to do with one track.
    void track(TrackIndex seed) const {
        put_(seed, 1.0, true);
        album(seed, o_.album);
        artist(catalogue_.artist_of(seed), o_.artist, true);
        const auto next = taste_.transitions(seed);
        for (const auto& t : next) {
            put_(t.to, t.count / (t.count + 1.0), true);
        }
        sounds_like(seed, true);
        styles_like(catalogue_.styles_of(seed), true);
    }

    /// What is near a number of tracks, evenly spaced ones of them asked.
    void near_to(std::span<const TrackIndex> seeds, bool inside) const {
        const std::size_t n = std::min(seeds.size(), o_.most_seeds);
        for (std::size_t k = 0; k < n; ++k) {
            const TrackIndex seed = seeds[k * seeds.size() / n];
            artist(catalogue_.artist_of(seed), o_.artist, inside);
            sounds_like(seed, inside);
            styles_like(catalogue_.styles_of(seed), inside);
        }
    }

  private:
    template <class Each>
    void some(std::span<const TrackIndex> tracks, std::size_t most, std::uint64_t salt, Each each) const {
        std::size_t taken = 0;
        walk(tracks.size(), day_ ^ salt, [&](std::size_t i) {
            each(tracks[i]);
            return ++taken < most;
        });
    }

    const Catalogue& catalogue_;
    const Taste& taste_;
    const ContentView& content_;
    std::uint64_t day_;
    const FocusOptions& o_;
    Put put_;
};

}  // namespace

Focus::Focus(const Catalogue& catalogue, const Taste& taste, const ContentView& content,
             const GuessSeed& seed, std::uint64_t day, const FocusOptions& options)
    : kind_(seed.kind), name_(seed.name), catalogue_(&catalogue) {
    const Around around(catalogue, taste, content, day, options,
                        [this](TrackIndex i, double closeness, bool inside) { put(i, closeness, inside); });
    std::vector<TrackIndex> seeds;
    for (const TrackId id : seed.tracks) {
        if (const TrackIndex i = catalogue.index_of(id); i != kNone) {
            seeds.push_back(i);
        }
    }
    switch (kind_) {
        case SeedKind::none:
            break;
        case SeedKind::track:
            for (const TrackIndex i : seeds) {
                around.track(i);
            }
            break;
        case SeedKind::artist:
            if (const ArtistIndex artist = catalogue.find_artist(seed.name); artist != kNone) {
                around.artist(artist, 1.0, true);
                around.near_to(catalogue.tracks_of_artist(artist), false);
            }
            break;
        case SeedKind::album:
            for (const TrackIndex i : seeds) {
                put(i, 1.0, true);
                around.album(i, 1.0);
            }
            around.near_to(seeds, false);
            break;
        case SeedKind::style:
            style_ = catalogue.find_style(seed.name);
            if (style_ != kNone) {
                const auto tracks = catalogue.tracks_of_style(style_);
                walk(tracks.size(), day ^ (0x20000ULL + style_), [&](std::size_t i) {
                    put(tracks[i], catalogue.style_similarity(style_, tracks[i]), true);
                    return near_.size() < options.per_style;
                });
                around.near_to(tracks, false);
            }
            break;
        case SeedKind::playlist:
            for (const TrackIndex i : seeds) {
                put(i, 1.0, true);
            }
            around.near_to(seeds, true);
            break;
    }
}

void Focus::put(TrackIndex track, double closeness, bool inside) {
    Near& near = near_[track];
    near.closeness = std::clamp(std::max(near.closeness, closeness), 0.0, 1.0);
    near.inside = near.inside || inside;
}

Near Focus::of(TrackIndex track) const {
    const auto it = near_.find(track);
    Near near = it == near_.end() ? Near{} : it->second;
    if (style_ != kNone && !near.inside) {  // a style may have more tracks than were walked
        if (const double likeness = catalogue_->style_similarity(style_, track); likeness > 0.0) {
            near = {likeness, true};
        }
    }
    return near;
}

}  // namespace refrain::ranking
