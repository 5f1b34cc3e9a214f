#include "recommender/ranking/routes.h"

#include "recommender/ranking/draw.h"

#include <algorithm>
#include <cmath>

namespace refrain::ranking {
namespace {

class Collector {
  public:
    Collector(const Situation& s, const Views& views, const RouteOptions& options)
        : s_(s), encoder_(views.encoder), content_(views.content), o_(options), seed_(day_of(s.now)) {}

    std::vector<Candidate> collect() {
        from_seed();
        from_encoder();
        from_history();
        from_album();
        from_artists();
        from_transitions();
        from_styles();
        from_newest();
        from_content();
        from_library();
        return std::move(candidates_);
    }

  private:
    bool put(TrackIndex track, Route route, double score) {
        if (!s_.allowed(track)) {
            return false;
        }
        const auto [it, fresh] = place_.try_emplace(track, candidates_.size());
        if (fresh) {
            candidates_.push_back({.track = track});
            candidates_.back().routes.fill(-1.0);
        }
        double& kept = candidates_[it->second].routes[static_cast<std::size_t>(route)];
        kept = std::max(kept, std::clamp(score, 0.0, 1.0));
        return true;
    }

    void from_seed() {
        std::vector<std::pair<TrackIndex, Near>> near(s_.focus.tracks().begin(), s_.focus.tracks().end());
        // The order of a hash map is nobody's: the list must be the same on every machine.
        std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const auto& [track, how] : near) {
            put(track, Route::seed, how.closeness);
        }
    }

    /// What sounds like the anchor and the tracks finished last.
    void from_content() {
        if (!content_) {
            return;
        }
        std::vector<TrackIndex> seeds;
        const auto add = [&](TrackIndex i) {
            if (i != kNone && std::find(seeds.begin(), seeds.end(), i) == seeds.end()) {
                seeds.push_back(i);
            }
        };
        add(s_.anchor);
        const auto events = s_.taste.events();
        for (auto e = events.rbegin(); e != events.rend() && seeds.size() < o_.content_seeds; ++e) {
            if (e->evidence > 0.0F) {
                add(e->track);
            }
        }
        double weight = 1.0;
        for (const TrackIndex seed : seeds) {
            for (const auto& [track, similarity] : content_.nearest(seed, o_.per_content_seed)) {
                if (similarity > 0.0 && put(track, Route::content_neighbour, weight * similarity)) {
                    Candidate& c = candidates_[place_.at(track)];
                    c.sounds_like = c.sounds_like == kNone ? seed : c.sounds_like;
                }
            }
            weight *= 0.8;
        }
    }

    void from_encoder() {
        if (!encoder_) {
            return;
        }
        for (const auto& [track, similarity] : encoder_.nearest(o_.nearest)) {
            const bool familiar = s_.taste.facts(track) != nullptr;
            put(track, familiar ? Route::encoder_familiar : Route::encoder_new, (1.0 + similarity) / 2.0);
        }
    }

    /// Activation and forgotten favourites: both read the list of heard tracks.
    void from_history() {
        std::vector<std::pair<double, TrackIndex>> active, forgotten;
        for (const TrackFacts& f : s_.taste.heard()) {
            const double b = s_.taste.activation(f.track);
            if (b > 0.0) {
                active.emplace_back(-b, f.track);
            }
            const bool favourite =
                f.finished >= o_.forgotten_finishes || s_.restrictions.loved_track(f.track);
            const double days = seconds_between(f.last_heard, s_.now) / 86400.0;
            if (favourite && days >= o_.forgotten_days && f.finished > f.skipped) {
                forgotten.emplace_back(-static_cast<double>(f.finished), f.track);
            }
        }
        std::sort(active.begin(), active.end());
        std::size_t taken = 0;
        for (const auto& [negative_b, track] : active) {
            // B to [0, 1): the unit of the route scores.
            if (put(track, Route::activation, std::tanh(-negative_b / 2.0))) {
                if (encoder_) {
                    put(track, Route::encoder_familiar, (1.0 + encoder_.similarity(track)) / 2.0);
                }
                if (++taken == o_.familiar) {
                    break;
                }
            }
        }
        std::sort(forgotten.begin(), forgotten.end());
        taken = 0;
        for (const auto& [negative_finishes, track] : forgotten) {
            if (put(track, Route::forgotten_favourite, 0.5 + 0.5 * std::tanh(-negative_finishes / 10.0)) &&
                ++taken == o_.forgotten) {
                break;
            }
        }
    }

    void from_album() {
        if (s_.anchor == kNone || s_.catalogue.album_of(s_.anchor) == kNone) {
            return;
        }
        const auto album = s_.catalogue.tracks_of_album(s_.catalogue.album_of(s_.anchor));
        const auto here = std::find(album.begin(), album.end(), s_.anchor);
        double score = 1.0;
        int ahead = 0;
        for (auto next = here == album.end() ? here : here + 1; next != album.end() && ahead < o_.album_ahead;
             ++next) {
            if (put(*next, Route::album_continuation, score)) {
                score *= o_.album_step;
                ++ahead;
            }
        }
    }

    void from_artist(ArtistIndex artist, double score) {
        const auto tracks = s_.catalogue.tracks_of_artist(artist);
        std::size_t taken = 0;
        walk(tracks.size(), seed_ ^ artist, [&](std::size_t i) {
            taken += put(tracks[i], Route::same_artist, score) ? 1 : 0;
            return taken < o_.per_artist;
        });
    }

    /// The anchor's artist, and those finished most.
    void from_artists() {
        if (s_.anchor != kNone && s_.catalogue.artist_of(s_.anchor) != kNone) {
            from_artist(s_.catalogue.artist_of(s_.anchor), 0.6);
        }
        std::vector<std::pair<double, ArtistIndex>> liked;
        std::unordered_set<ArtistIndex> seen;
        for (const TrackFacts& f : s_.taste.heard()) {
            const ArtistIndex artist = s_.catalogue.artist_of(f.track);
            if (artist != kNone && seen.insert(artist).second) {
                const double affinity = s_.taste.artist_affinity(artist);
                if (affinity > 0.0) {
                    liked.emplace_back(-affinity, artist);
                }
            }
        }
        std::sort(liked.begin(), liked.end());
        liked.resize(std::min(liked.size(), o_.artists));
        for (const auto& [negative_affinity, artist] : liked) {
            from_artist(artist, -0.5 * negative_affinity);
        }
    }

    void from_transitions() {
        const auto next = s_.taste.transitions(s_.anchor);
        double all = 0.0;
        for (const auto& t : next) {
            all += t.count;
        }
        for (const auto& t : next) {
            put(t.to, Route::transition, t.count / (all + 1.0));
        }
    }

    /// Tracks in the styles that were finished lately. Score: cosine with the mean style vector of the last
    /// ten finished, the newer ones weighing more.
    void from_styles() {
        std::unordered_map<StyleIndex, double> sum;
        double weight = 1.0;
        int taken_listens = 0;
        const auto events = s_.taste.events();
        for (auto e = events.rbegin(); e != events.rend() && taken_listens < 10; ++e) {
            if (e->evidence <= 0.0F || e->track == kNone) {
                continue;
            }
            ++taken_listens;
            for (const StyleWeight& w : s_.catalogue.styles_of(e->track)) {
                sum[w.style] += weight * w.weight;
            }
            weight *= 0.8;
        }
        StyleVector mean;
        double squares = 0.0;
        for (const auto& [style, amount] : sum) {
            mean.push_back({style, amount});
        }
        std::sort(mean.begin(), mean.end(),
                  [](const StyleWeight& a, const StyleWeight& b) { return a.style < b.style; });
        for (const StyleWeight& w : mean) {
            squares += w.weight * w.weight;
        }
        for (StyleWeight& w : mean) {
            w.weight /= std::sqrt(squares);
        }
        StyleVector strongest = mean;
        std::stable_sort(strongest.begin(), strongest.end(),
                         [](const StyleWeight& a, const StyleWeight& b) { return a.weight > b.weight; });
        strongest.resize(std::min(strongest.size(), o_.styles));
        for (const StyleWeight& w : strongest) {
            const auto tracks = s_.catalogue.tracks_of_style(w.style);
            std::size_t taken = 0;
            walk(tracks.size(), seed_ ^ (0x10000ULL + w.style), [&](std::size_t i) {
                const double similarity = dot(mean, s_.catalogue.styles_of(tracks[i]));
                taken += put(tracks[i], Route::tag_neighbour, similarity) ? 1 : 0;
                return taken < o_.per_style;
            });
        }
    }

    /// What came with the first scan is no news: only tracks added a day or more after the library's first.
    void from_newest() {
        std::size_t taken = 0;
        for (const TrackIndex i : s_.catalogue.newest()) {
            const UtcTime added = utc_from_ms(s_.catalogue.row(i).added_ms);
            const double days = seconds_between(added, s_.now) / 86400.0;
            if (days < 0.0 || added - s_.catalogue.first_added() < std::chrono::hours(24)) {
                continue;
            }
            if (days > o_.new_days || taken == o_.newly_added) {
                break;
            }
            if (s_.taste.facts(i) == nullptr) {
                taken += put(i, Route::newly_added, 0.5 * (1.0 - days / o_.new_days)) ? 1 : 0;
            }
        }
    }

    void from_library() {
        std::size_t taken = 0;
        walk(s_.catalogue.size(), seed_, [&](std::size_t i) {
            taken += put(static_cast<TrackIndex>(i), Route::library, 0.0) ? 1 : 0;
            return taken < o_.library;
        });
    }

    const Situation& s_;
    const EncoderView& encoder_;
    const ContentView& content_;
    const RouteOptions& o_;
    std::uint64_t seed_;
    std::vector<Candidate> candidates_;
    std::unordered_map<TrackIndex, std::size_t> place_;
};

}  // namespace

std::string_view to_word(Route route) {
    static constexpr std::array<std::string_view, kRoutes> words{
        "encoder_familiar", "encoder_new",       "activation",    "album_continuation",
        "same_artist",      "transition",        "tag_neighbour", "forgotten_favourite",
        "newly_added",      "content_neighbour", "seed",          "library"};
    return words[static_cast<std::size_t>(route)];
}

std::vector<Candidate> find_candidates(const Situation& situation, const Views& views,
                                       const RouteOptions& options) {
    return Collector(situation, views, options).collect();
}

double lot(TrackId track, UtcTime now) {
    return unit(mixed(mixed(day_of(now)) ^ static_cast<std::uint64_t>(track.value())));
}

}  // namespace refrain::ranking
