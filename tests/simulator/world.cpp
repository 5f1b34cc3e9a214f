#include "tests/simulator/world.h"

#include "tests/simulator/draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace refrain::simulator {
namespace {

/// What a draw is for.
enum Purpose : std::uint64_t {
    scene_place,
    scene_size,
    artist_scene,
    artist_place,
    artist_size,
    album_place,
    album_size,
    track_place,
    appeal_of,
    genre_error,
    genre_known,
    genre_second,
    genre_spelling,
    album_known,
    length,
    mixing,
    sound_error,
    sound_known
};

/// How far an artist stands from its scene, an album from its artist, a track from its album: of a vector of
/// unit length, so that a scene is a matter of degree.
constexpr double artist_spread = 0.6, album_spread = 0.3, track_spread = 0.45;
/// Of the views.
constexpr double view_error = 0.3;

const std::vector<std::string> scene_names{"Ambient", "Jazz",       "Metal",    "Hip-Hop", "Folk",
                                           "Techno",  "Classical",  "Punk",     "Soul",    "Reggae",
                                           "Blues",   "Indie Rock", "House",    "Country", "Synthpop",
                                           "Latin",   "Post-Rock",  "Trip Hop", "Fado",    "Shoegaze"};

Factors drawn(std::uint64_t seed, std::uint64_t purpose, std::uint64_t number) {
    Factors f{};
    for (std::size_t i = 0; i < factor_count; ++i) {
        f[i] = normal({seed, purpose, number, i});
    }
    return f;
}

/// `from` and noise of length about `spread`.
Factors near(const Factors& from, double spread, std::uint64_t seed, std::uint64_t purpose,
             std::uint64_t number) {
    const Factors noise = drawn(seed, purpose, number);
    Factors out = from;
    for (std::size_t i = 0; i < factor_count; ++i) {
        out[i] += spread * noise[i] / std::sqrt(static_cast<double>(factor_count));
    }
    return of_unit_length(out);
}

}  // namespace

double inner(const Factors& a, const Factors& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

Factors of_unit_length(Factors f) {
    const double length = std::sqrt(inner(f, f));
    for (double& x : f) {
        x /= length;
    }
    return f;
}

World::World(const WorldOptions& options) : options_(options) {
    make_artists();
    make_tracks();
    make_sound();
}

void World::make_artists() {
    const std::uint64_t seed = options_.seed;
    std::vector<double> share;
    for (std::size_t s = 0; s < scene_names.size(); ++s) {
        scenes_.push_back(of_unit_length(drawn(seed, scene_place, s)));
        share.push_back((share.empty() ? 0.0 : share.back()) + 0.2 + uniform({seed, scene_size, s}));
    }
    const std::size_t count = std::max<std::size_t>(1, options_.tracks / 10);
    for (std::size_t a = 0; a < count; ++a) {
        const double at = share.back() * uniform({seed, artist_scene, a});
        const auto scene =
            static_cast<std::size_t>(std::upper_bound(share.begin(), share.end(), at) - share.begin());
        scene_of_artist_.push_back(scene);
        artists_.push_back(near(scenes_[scene], artist_spread, seed, artist_place, a));
    }
    by_artist_.resize(count);
}

std::vector<std::string> World::genres_of(const Factors& hidden, std::uint64_t album) const {
    const std::uint64_t seed = options_.seed;
    if (uniform({seed, genre_known, album}) < options_.without_genre) {
        return {};
    }
    const Factors seen =
        near(hidden, view_error * std::sqrt(static_cast<double>(factor_count)), seed, genre_error, album);
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t s = 0; s < scenes_.size(); ++s) {
        order.emplace_back(-inner(seen, scenes_[s]), s);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::string> out{scene_names[order[0].second]};
    if (uniform({seed, genre_second, album}) < 0.3) {
        out.push_back(scene_names[order[1].second]);
    }
    if (uniform({seed, genre_spelling, album}) < 0.1) {
        std::transform(out[0].begin(), out[0].end(), out[0].begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; });
    }
    return out;
}

void World::make_tracks() {
    const std::uint64_t seed = options_.seed;
    std::vector<Track> tracks;
    // Artists have one album to four, drawn in rounds until the library is full.
    for (std::uint64_t album = 0; tracks.size() < options_.tracks; ++album) {
        const std::size_t artist =
            album < artists_.size()
                ? static_cast<std::size_t>(album)
                : static_cast<std::size_t>(std::pow(uniform({seed, artist_size, album}), 2.0) *
                                           static_cast<double>(artists_.size()));
        const Factors place = near(artists_[artist], album_spread, seed, album_place, album);
        const auto genres = genres_of(place, album);
        const bool named = uniform({seed, album_known, album}) >= options_.without_album;
        const auto size = 4 + static_cast<std::size_t>(10.0 * uniform({seed, album_size, album}));
        albums_.emplace_back();
        for (std::size_t n = 0; n < size && tracks.size() < options_.tracks; ++n) {
            const std::size_t i = tracks.size();
            Track track;
            track.id = TrackId(static_cast<std::int64_t>(i) + 1);
            track.path = "/music/" + std::to_string(artist) + '/' + std::to_string(album) + '/' +
                         std::to_string(i) + ".flac";
            track.title = "Song " + std::to_string(i);
            track.artist = "Artist " + std::to_string(artist);
            if (named) {
                track.album = "Album " + std::to_string(album);
                track.track_number = static_cast<std::int32_t>(n) + 1;
            }
            track.genres = genres;
            track.duration =
                Milliseconds(150'000 + static_cast<std::int64_t>(180'000.0 * uniform({seed, length, i})));
            track.added_at = utc_from_ms(1'700'000'000'000);
            tracks.push_back(std::move(track));
            hidden_.push_back(near(place, track_spread, seed, track_place, i));
            appeal_.push_back(normal({seed, appeal_of, i}));
            artist_.push_back(artist);
            album_.push_back(static_cast<std::size_t>(album));
            albums_.back().push_back(i);
            by_artist_[artist].push_back(i);
        }
    }
    library_ = std::make_shared<const LibrarySnapshot>(tracks);
}

/// A mixture of the factors that is not known, and noise; of unit length, so that an inner product is a
/// cosine.
void World::make_sound() {
    const std::uint64_t seed = options_.seed;
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
        Sound sound{};
        double squares = 0.0;
        for (std::size_t f = 0; f < sound_features; ++f) {
            for (std::size_t k = 0; k < factor_count; ++k) {
                sound[f] += normal({seed, mixing, f, k}) * hidden_[i][k];
            }
            sound[f] += view_error * normal({seed, sound_error, i, f});
            squares += sound[f] * sound[f];
        }
        const bool known = uniform({seed, sound_known, i}) < options_.analysed;
        for (double& x : sound) {
            x = known ? x / std::sqrt(squares) : 0.0;
        }
        sound_.push_back(sound);
    }
}

double World::likeness(std::size_t a, std::size_t b) const {
    return std::clamp(std::inner_product(sound_[a].begin(), sound_[a].end(), sound_[b].begin(), 0.0), -1.0,
                      1.0);
}

ranking::ContentView World::sound() const {
    ranking::ContentView view;
    view.similarity = [this](ranking::TrackIndex a, ranking::TrackIndex b) { return likeness(a, b); };
    view.nearest = [this](ranking::TrackIndex from, std::size_t k) {
        std::vector<std::pair<ranking::TrackIndex, double>> all;
        for (std::size_t i = 0; i < sound_.size(); ++i) {
            if (i != from && sound_[i] != Sound{} && sound_[from] != Sound{}) {
                all.emplace_back(static_cast<ranking::TrackIndex>(i), likeness(from, i));
            }
        }
        const auto wanted = static_cast<std::ptrdiff_t>(std::min(k, all.size()));
        std::partial_sort(all.begin(), all.begin() + wanted, all.end(),
                          [](const auto& a, const auto& b) { return a.second > b.second; });
        all.resize(static_cast<std::size_t>(wanted));
        return all;
    };
    view.clusters_of = [](ranking::TrackIndex) { return std::vector<ranking::ClusterWeight>(); };
    return view;
}

}  // namespace refrain::simulator
