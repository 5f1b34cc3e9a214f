// A made library whose tracks have hidden factors: what a listener likes depends on these alone. Tags and
// sound are views of them, with errors of their own, as in real libraries: a recommender never sees the
// factors. Immutable once made; any thread; nothing fails. The same seed makes the same world.
#pragma once

#include "library_scanner/store/library_snapshot.h"
#include "recommender/ranking/views.h"

#include <array>
#include <cstdint>
#include <vector>

namespace refrain::simulator {

inline constexpr std::size_t factor_count = 8;
/// Unit length.
using Factors = std::array<double, factor_count>;

double inner(const Factors& a, const Factors& b);
Factors of_unit_length(Factors f);

struct WorldOptions {
    std::uint64_t seed = 1;
    std::size_t tracks = 2000;
    /// Tracks whose files name no genre, and no album.
    double without_genre = 0.15, without_album = 0.05;
    /// Tracks whose sound is known.
    double analysed = 1.0;
};

class World {
  public:
    explicit World(const WorldOptions& options);

    /// The track at place i has the id i + 1.
    const LibraryPtr& library() const { return library_; }
    std::size_t size() const { return hidden_.size(); }
    const Factors& hidden(std::size_t place) const { return hidden_[place]; }
    /// What everybody thinks of it, of mean 0 and deviation 1.
    double appeal(std::size_t place) const { return appeal_[place]; }
    std::size_t artist(std::size_t place) const { return artist_[place]; }
    std::size_t scene(std::size_t place) const { return scene_of_artist_[artist_[place]]; }
    const std::vector<Factors>& scenes() const { return scenes_; }
    /// Places of the tracks on its album, in their order; of its artist.
    const std::vector<std::size_t>& album_of(std::size_t place) const { return albums_[album_[place]]; }
    const std::vector<std::size_t>& artist_tracks(std::size_t place) const {
        return by_artist_[artist_[place]];
    }

    /// The sound as Guess You Like is given it; valid as long as this world.
    ranking::ContentView sound() const;

  private:
    static constexpr std::size_t sound_features = 12;
    using Sound = std::array<double, sound_features>;

    void make_artists();
    void make_tracks();
    void make_sound();
    std::vector<std::string> genres_of(const Factors& hidden, std::uint64_t album) const;
    double likeness(std::size_t a, std::size_t b) const;

    WorldOptions options_;
    std::vector<Factors> scenes_, artists_, hidden_;
    std::vector<double> appeal_;
    std::vector<std::size_t> scene_of_artist_, artist_, album_;
    std::vector<std::vector<std::size_t>> albums_, by_artist_;
    std::vector<Sound> sound_;
    LibraryPtr library_;
};

}  // namespace refrain::simulator
