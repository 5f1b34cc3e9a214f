#include "recommender/ranking/ranker.h"

#include "recommender/ranking/style_text.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_set>

namespace refrain::ranking {
namespace {

/// In the order in which a list of terms shows them.
enum Term : std::size_t {
    t_encoder,
    t_activation,
    t_transition,
    t_artist,
    t_popularity,
    t_skip_risk,
    t_change,
    t_style,
    t_album,
    t_forgotten,
    t_freshness,
    t_sound,
    t_seed,
    t_energy,
    t_love,
    t_chance,
    t_held_back,
    t_mix,
    t_diversity,
    t_spacing,
    kTerms
};
constexpr std::array<const char*, kTerms> kTermNames{"encoder",   "activation",    "transition",
                                                     "artist",    "popularity",    "skip_risk",
                                                     "change",    "style",         "album_continuation",
                                                     "forgotten", "freshness",     "sound",
                                                     "seed",      "energy",        "love",
                                                     "chance",    "held_back",     "familiar_mix",
                                                     "diversity", "artist_spacing"};

/// The term that carries a route's say.
constexpr std::array<Term, kRoutes - 1> kTermOfRoute{t_encoder,   t_encoder,    t_activation, t_album,
                                                     t_artist,    t_transition, t_style,      t_forgotten,
                                                     t_freshness, t_sound,      t_seed};

struct Scored {
    const Candidate* candidate = nullptr;
    std::array<double, kTerms> terms{};
    double fixed = 0.0;  // sum of the terms that no slot changes
    double likeness = 0.0;
    bool familiar = false;
    bool inside = false;  // belongs to the seed
    bool recent = false;
    bool used = false;

    double score() const {
        double sum = 0.0;
        for (const double t : terms) {
            sum += t;
        }
        return sum;
    }
};

class Ranker {
  public:
    Ranker(const Situation& s, const Damping& damping, const Views& views, const RankRequest& request,
           const RankerModel& model, const RankerWeights& weights)
        : s_(s),
          damping_(damping),
          encoder_(views.encoder),
          content_(views.content),
          request_(request),
          model_(model),
          w_(weights),
          share_(std::clamp(request.familiar.value_or(s.taste.familiar_share()), 0.0, 1.0)) {
        look_back();
    }

    Ranking run(const std::vector<Candidate>& candidates) {
        score(candidates);
        mark_recent();
        shorten();
        fill();
        return std::move(ranking_);
    }

  private:
    void score(const std::vector<Candidate>& candidates) {
        const double encoder_weight = w_.encoder * encoder_share(s_.taste.listens(), w_);
        std::vector<double> held(s_.catalogue.profiles(), -1.0), liked(s_.catalogue.profiles(), 0.0);
        const Features features(s_.catalogue, s_.taste, s_.anchor, s_.current);
        const bool turned = model_.turns_round(features.context());
        ranking_.turned_after = turned ? features.skips_in_a_row() : 0;
        scored_.reserve(candidates.size());
        for (const Candidate& c : candidates) {
            Scored x;
            x.candidate = &c;
            const ProfileIndex profile = s_.catalogue.profile_of(c.track);
            if (held[profile] < 0.0) {
                held[profile] = damping_.amount(s_.catalogue.style_vector(profile));
                liked[profile] = s_.taste.profile_affinity(profile);
            }
            const TrackFacts* facts = s_.taste.facts(c.track);
            const auto from = [&](Route r, double weight) { return c.by(r) ? weight * c.score(r) : 0.0; };
            x.familiar = facts != nullptr;
            x.terms[t_encoder] = encoder_ ? encoder_weight * encoder_.similarity(c.track) : 0.0;
            const ModelShares shares = model_.shares(features.of(c.track));
            x.terms[t_activation] = w_.nat * shares.habit;
            x.terms[t_transition] = w_.nat * shares.sequence;
            x.terms[t_artist] = w_.nat * shares.artist;
            x.terms[t_popularity] = w_.nat * shares.popularity;
            x.terms[t_skip_risk] = w_.nat * shares.skip_risk;
            x.terms[t_change] = turned ? w_.nat * shares.change() : 0.0;
            x.terms[t_style] = w_.style * liked[profile];
            x.terms[t_album] = from(Route::album_continuation, w_.album_continuation);
            x.terms[t_forgotten] = from(Route::forgotten_favourite, w_.forgotten_favourite);
            x.terms[t_freshness] = from(Route::newly_added, w_.freshness);
            x.terms[t_sound] = from(Route::content_neighbour, w_.sound);
            const Near near = s_.focus.of(c.track);
            x.inside = near.inside || !s_.focus.found();
            x.terms[t_seed] = w_.seed * near.closeness;
            x.terms[t_energy] = energy_term(c.track);
            x.terms[t_love] = w_.love * s_.restrictions.love(c.track) + w_.nat * shares.love;
            x.terms[t_chance] = w_.chance * lot(s_.catalogue.id_of(c.track), s_.now);
            x.terms[t_held_back] = -w_.held_back * held[profile];
            x.fixed = x.score();
            scored_.push_back(x);
        }
    }

    double energy_term(TrackIndex track) {
        if (!request_.energy) {
            return 0.0;
        }
        const auto energy = energy_of(s_.catalogue, content_, track);
        ranking_.energy_known = ranking_.energy_known || energy;
        return energy ? w_.energy * (0.5 - std::abs(*energy - std::clamp(*request_.energy, 0.0, 1.0))) : 0.0;
    }

    /// By the history, and by this evening's private session.
    std::optional<UtcTime> last_heard(TrackIndex track) const {
        const TrackFacts* facts = s_.taste.facts(track);
        std::optional<UtcTime> last = facts == nullptr ? std::nullopt : std::optional(facts->last_heard);
        if (const auto it = s_.in_private.find(track); it != s_.in_private.end()) {
            last = last ? std::max(*last, it->second) : it->second;
        }
        return last;
    }

    /// Heard a short while ago, or in the session going on.
    bool lately(TrackIndex track, UtcTime last) const {
        return seconds_between(last, s_.now) / 3600.0 < w_.recent_hours ||
               (w_.recent_hours > 0.0 && in_session_.contains(track));
    }

    /// The last heard are left out, the latest first, as long as twice the asked-for number is left.
    void mark_recent() {
        if (s_.taste.state().in_session(s_.now)) {
            for (const auto& track : s_.taste.state().session()) {
                in_session_.insert(track.track);
            }
        }
        std::vector<std::pair<UtcTime, Scored*>> heard;
        for (Scored& x : scored_) {
            if (const auto last = last_heard(x.candidate->track)) {
                heard.emplace_back(*last, &x);
            }
        }
        std::stable_sort(heard.begin(), heard.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        const std::size_t wanted = 2 * static_cast<std::size_t>(std::max(0, request_.count));
        const std::size_t spare = scored_.size() > wanted ? scored_.size() - wanted : 1;
        for (std::size_t i = 0; i < heard.size(); ++i) {
            if (!lately(heard[i].second->candidate->track, heard[i].first)) {
                break;
            }
            if (i >= spare) {
                ranking_.recent_allowed = true;
                break;
            }
            heard[i].second->recent = true;
        }
    }

    void shorten() {
        for (const bool familiar : {true, false}) {
            std::vector<Scored*> kind;
            for (Scored& x : scored_) {
                if (x.familiar == familiar) {
                    kind.push_back(&x);
                }
            }
            const std::size_t n = std::min(kind.size(), w_.shortlist);
            std::partial_sort(kind.begin(), kind.begin() + static_cast<std::ptrdiff_t>(n), kind.end(),
                              [this](const Scored* a, const Scored* b) {
                                  return a->inside != b->inside ? a->inside
                                                                : before(*a, a->fixed, *b, b->fixed);
                              });
            list_.insert(list_.end(), kind.begin(), kind.begin() + static_cast<std::ptrdiff_t>(n));
        }
    }

    bool before(const Scored& a, double score_a, const Scored& b, double score_b) const {
        return score_a != score_b
                   ? score_a > score_b
                   : s_.catalogue.id_of(a.candidate->track) < s_.catalogue.id_of(b.candidate->track);
    }

    void fill() {
        // Further back neither the artist window nor the fading likeness reaches (2^-16 of it is left).
        const std::size_t reach =
            std::max<std::size_t>(16, static_cast<std::size_t>(std::max(1, w_.artist_window)));
        const std::size_t from = request_.ahead.size() > reach ? request_.ahead.size() - reach : 0;
        for (std::size_t i = from; i < request_.ahead.size(); ++i) {
            remember(request_.ahead[i]);
            same_title(request_.ahead[i]);
        }
        while (ranking_.tracks.size() < static_cast<std::size_t>(std::max(0, request_.count))) {
            Scored* best = nullptr;
            for (std::size_t rule = 0; rule < kGivingWay.size() && best == nullptr; ++rule) {
                best = next(kGivingWay[rule]);
            }
            if (best == nullptr) {
                return;
            }
            ranking_.recent_allowed = ranking_.recent_allowed || best->recent;
            ranking_.widened = ranking_.widened || !best->inside;
            best->used = true;
            if (same_title(best->candidate->track)) {
                continue;
            }
            best->terms = slot_terms(*best);
            take(*best);
        }
    }

    /// Familiar tracks are due while their part of the slots filled lies under their share.
    /// What was played last counts into the mix.
    void look_back() {
        const auto count = [this](bool familiar) {
            ++mixed_;
            familiar_taken_ += familiar ? 1 : 0;
        };
        if (s_.current != kNone) {
            count(s_.taste.facts(s_.current) != nullptr);
        }
        const auto& rows = s_.taste.state().rows();
        std::size_t seen = 0;
        for (auto row = rows.rbegin(); row != rows.rend() && seen < w_.mix_memory; ++row) {
            if (row->automatic) {
                count(!row->first);
                ++seen;
            }
        }
    }

    bool familiar_due() const {
        return static_cast<double>(familiar_taken_) < share_ * (static_cast<double>(mixed_) + 1.0) - 1e-9;
    }

    std::size_t of_artist(TrackIndex track) const {
        const ArtistIndex artist = s_.catalogue.artist_of(track);
        if (artist == kNone) {
            return 0;
        }
        const std::size_t window =
            std::min(slots_.size(), static_cast<std::size_t>(std::max(1, w_.artist_window) - 1));
        return static_cast<std::size_t>(
            std::count_if(slots_.end() - static_cast<std::ptrdiff_t>(window), slots_.end(),
                          [&](TrackIndex t) { return s_.catalogue.artist_of(t) == artist; }));
    }

    std::array<double, kTerms> slot_terms(const Scored& x) const {
        std::array<double, kTerms> terms = x.terms;
        terms[t_mix] = x.familiar == familiar_due() ? w_.familiar_mix : 0.0;
        terms[t_diversity] = -w_.diversity * x.likeness;
        terms[t_spacing] = -w_.artist_spacing * static_cast<double>(of_artist(x.candidate->track));
        return terms;
    }

    /// Which rules still hold; those that give way first come first.
    struct Rules {
        bool spaced, inside, not_recent;
        /// The list that is due: kept where the listener asked for a share.
        bool due;
    };
    static constexpr std::array<Rules, 8> kGivingWay{{{true, true, true, true},
                                                      {false, true, true, true},
                                                      {true, false, true, true},
                                                      {false, false, true, true},
                                                      {true, false, true, false},
                                                      {false, false, true, false},
                                                      {false, false, false, true},
                                                      {false, false, false, false}}};

    bool fits(const Scored& x, const Rules& rules, bool due) const {
        return !x.used && (!rules.not_recent || !x.recent) && (!rules.inside || x.inside) &&
               (!rules.due || !request_.familiar || x.familiar == due);
    }

    Scored* next(const Rules& rules) {
        Scored* best = nullptr;
        const bool spaced = rules.spaced && !s_.focus.one_artist();
        double best_score = 0.0;
        const bool due = familiar_due();
        for (Scored* x : list_) {
            if (!fits(*x, rules, due)) {
                continue;
            }
            const double upper = x->fixed + (x->familiar == due ? w_.familiar_mix : 0.0);
            if (best != nullptr && upper < best_score) {
                continue;  // the terms still to come only take away
            }
            const std::size_t artists = of_artist(x->candidate->track);
            if (spaced && artists >= static_cast<std::size_t>(std::max(1, w_.per_artist))) {
                continue;
            }
            const double score =
                upper - w_.diversity * x->likeness - w_.artist_spacing * static_cast<double>(artists);
            if (best == nullptr || before(*x, score, *best, best_score)) {
                best = x;
                best_score = score;
            }
        }
        return best;
    }

    /// Has a track of this artist and title come already? Keeps the title in mind.
    bool same_title(TrackIndex track) {
        const ArtistIndex artist = s_.catalogue.artist_of(track);
        const std::string title = fold_name(s_.catalogue.track(track).title);
        return artist != kNone && !title.empty() && !titles_.emplace(artist, title).second;
    }

    void remember(TrackIndex track) {
        slots_.push_back(track);
        const StyleVector& styles = s_.catalogue.styles_of(track);
        for (Scored* x : list_) {
            const TrackIndex other = x->candidate->track;
            const double sound = content_ ? content_.similarity(track, other) : 0.0;
            x->likeness = 0.5 * (x->likeness + std::max(sound, dot(styles, s_.catalogue.styles_of(other))));
        }
    }

    void take(const Scored& x) {
        RankedTrack r;
        r.track = x.candidate->track;
        r.familiar = x.familiar;
        r.sounds_like = x.candidate->sounds_like;
        for (std::size_t t = 0; t < kTerms; ++t) {
            if (x.terms[t] != 0.0) {
                r.terms.push_back({kTermNames[t], x.terms[t]});
                r.score += x.terms[t];
            }
        }
        double most = 0.0;
        for (std::size_t i = 0; i < kTermOfRoute.size(); ++i) {
            const Route route = static_cast<Route>(i);
            if (x.candidate->by(route) && x.terms[kTermOfRoute[i]] > most) {
                most = x.terms[kTermOfRoute[i]];
                r.route = route;
            }
        }
        familiar_taken_ += x.familiar ? 1 : 0;
        ++mixed_;
        remember(r.track);
        ranking_.tracks.push_back(std::move(r));
    }

    const Situation& s_;
    const Damping& damping_;
    const EncoderView& encoder_;
    const ContentView& content_;
    const RankRequest& request_;
    const RankerModel& model_;
    const RankerWeights& w_;
    double share_;
    std::unordered_set<TrackIndex> in_session_;
    std::vector<Scored> scored_;
    std::vector<Scored*> list_;
    std::vector<TrackIndex> slots_;
    std::set<std::pair<ArtistIndex, std::string>> titles_;
    /// Tracks that count into the mix of familiar and new, and the familiar ones of them.
    std::size_t mixed_ = 0, familiar_taken_ = 0;
    Ranking ranking_;
};

}  // namespace

double encoder_share(int listens, const RankerWeights& weights) {
    return std::clamp(static_cast<double>(listens) / weights.encoder_listens, weights.least_encoder, 1.0);
}

std::optional<double> energy_of(const Catalogue& catalogue, const ContentView& content, TrackIndex track) {
    if (content.energy) {
        if (const auto energy = content.energy(track)) {
            return std::clamp(*energy, 0.0, 1.0);
        }
    }
    const double gain = static_cast<double>(catalogue.row(track).track_gain_db);
    return std::isfinite(gain) ? std::optional(std::clamp((2.0 - gain) / 14.0, 0.0, 1.0)) : std::nullopt;
}

Ranking rank(const Situation& situation, const Damping& damping, const Views& views,
             const std::vector<Candidate>& candidates, const RankRequest& request, const RankerModel& model,
             const RankerWeights& weights) {
    return Ranker(situation, damping, views, request, model, weights).run(candidates);
}

}  // namespace refrain::ranking
