#include "recommender/ranking/reasons.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain::ranking {
namespace {

std::string times(int n) {
    return n == 1 ? "once" : n == 2 ? "twice" : std::to_string(n) + " times";
}

std::string in_quotes(std::string_view title) {
    return "\u201C" + std::string(title) + "\u201D";
}

std::string_view name_of_artist(const TrackView& t) {
    return t.artist.empty() ? t.album_artist : t.artist;
}

/// What can be said of one guess; an empty sentence: nothing true to say of this term.
class Sayings {
  public:
    Sayings(const RankedTrack& guess, const Situation& s)
        : s_(s),
          index_(guess.track),
          sounds_like_(guess.sounds_like),
          track_(s.catalogue.track(guess.track)),
          facts_(s.taste.facts(guess.track)) {}

    std::string of(const std::string& term) const {
        if (term == "album_continuation") {
            return album();
        }
        if (term == "transition") {
            return transition();
        }
        if (term == "forgotten") {
            return forgotten();
        }
        if (term == "freshness") {
            return added();
        }
        if (term == "love") {
            return love();
        }
        if (term == "activation") {
            return activation();
        }
        if (term == "artist") {
            return artist();
        }
        if (term == "style") {
            return style();
        }
        if (term == "encoder") {
            return encoder();
        }
        if (term == "sound") {
            return sound();
        }
        if (term == "seed") {
            return seed();
        }
        return {};
    }

    std::string plain() const {
        if (facts_ != nullptr) {
            return "Last heard " + span_in_words(seconds_between(facts_->last_heard, s_.now)) + " ago";
        }
        const StyleVector& styles = s_.catalogue.styles_of(index_);
        return styles.empty()
                   ? "From your library, not played yet"
                   : "From your library, not played yet: " + s_.catalogue.style_name(styles.front().style);
    }

  private:
    std::string album() const {
        if (s_.anchor == kNone || s_.catalogue.album_of(s_.anchor) != s_.catalogue.album_of(index_)) {
            return {};
        }
        const auto album = s_.catalogue.tracks_of_album(s_.catalogue.album_of(index_));
        const auto here = std::find(album.begin(), album.end(), s_.anchor);
        const bool next = here != album.end() && here + 1 != album.end() && *(here + 1) == index_;
        return (next ? "Next on " : "Further on ") + std::string(track_.album);
    }

    std::string transition() const {
        int n = 0;
        for (const Follower& f : s_.taste.state().after(s_.anchor)) {
            n += f.to == index_ ? f.finished : 0;
        }
        const std::string_view title =
            s_.anchor == kNone ? track_.title : s_.catalogue.track(s_.anchor).title;
        return n == 0 || title.empty() ? std::string{}
                                       : "You finished it " + times(n) + " right after " + in_quotes(title);
    }

    std::string forgotten() const {
        return facts_ == nullptr
                   ? std::string{}
                   : "Not heard for " + span_in_words(seconds_between(facts_->last_heard, s_.now)) +
                         (facts_->finished > 0 ? ", and you finished it " + times(facts_->finished) : "");
    }

    std::string added() const {
        const double seconds = seconds_between(track_.added_at, s_.now);
        return seconds < 86400.0 ? "Added to your library today"
                                 : "Added to your library " + span_in_words(seconds) + " ago, not heard yet";
    }

    std::string love() const {
        if (s_.restrictions.loved_track(index_)) {
            return "You love this track";
        }
        if (s_.restrictions.loved_album(index_)) {
            return "From " + std::string(track_.album) + ", an album you love";
        }
        return s_.restrictions.love(index_) >= 0.5
                   ? "By " + std::string(name_of_artist(track_)) + ", whom you love"
                   : "In a style you love";
    }

    std::string activation() const {
        if (facts_ == nullptr || facts_->finished == 0) {
            return {};
        }
        const std::string ago =
            ", last " + span_in_words(seconds_between(facts_->last_finished, s_.now)) + " ago";
        return facts_->skipped == 0 ? "You finished it " + times(facts_->finished) + ago
                                    : "You finished it " + std::to_string(facts_->finished) + " of " +
                                          std::to_string(facts_->heard) + " times" + ago;
    }

    std::string artist() const {
        const ArtistFacts* f = s_.taste.artist_facts(s_.catalogue.artist_of(index_));
        const std::string name(name_of_artist(track_));
        if (f == nullptr || name.empty()) {
            return {};
        }
        const std::string opening = facts_ == nullptr ? "New to you, and you" : "You";
        return f->finished_lately > 0 ? opening + " finished " + std::to_string(f->finished_lately) + " of " +
                                            std::to_string(f->heard_lately) + " by " + name + " this month"
                                      : opening + " have finished tracks by " + name;
    }

    /// The styles of the track that the listener finishes more than skips, the heaviest two.
    std::string liked_styles() const {
        StyleVector liked;
        for (const StyleWeight& w : s_.catalogue.styles_of(index_)) {
            if (s_.taste.style_affinity(w.style) > 0.0) {
                liked.push_back(w);
            }
        }
        std::stable_sort(liked.begin(), liked.end(),
                         [](const StyleWeight& a, const StyleWeight& b) { return a.weight > b.weight; });
        std::string names;
        for (std::size_t i = 0; i < liked.size() && i < 2; ++i) {
            names += (i == 0 ? "" : ", ") + s_.catalogue.style_name(liked[i].style);
        }
        return names;
    }

    std::string style() const {
        const std::string names = liked_styles();
        if (names.empty()) {
            return {};
        }
        return (facts_ == nullptr ? "New to you, in styles you finish: " : "In styles you finish: ") + names;
    }

    std::string encoder() const {
        const std::string names = liked_styles();
        const std::string tail = names.empty() ? std::string{} : ": " + names;
        return (facts_ == nullptr ? "New to you, and close to what you play lately"
                                  : "Fits what you play lately") +
               tail;
    }

    std::string sound() const {
        return sounds_like_ == kNone || s_.catalogue.track(sounds_like_).title.empty()
                   ? std::string{}
                   : "Sounds like " + in_quotes(s_.catalogue.track(sounds_like_).title);
    }

    std::string seed() const {
        if (s_.focus.name().empty()) {
            return {};
        }
        const bool of_it = s_.focus.of(index_).inside && s_.focus.kind() != SeedKind::track &&
                           s_.focus.kind() != SeedKind::playlist;
        return (of_it ? "From " : "Goes with ") + in_quotes(s_.focus.name()) + ", where you asked to start";
    }

    const Situation& s_;
    TrackIndex index_;
    TrackIndex sounds_like_;
    TrackView track_;
    const TrackFacts* facts_;
};

}  // namespace

std::string span_in_words(double seconds) {
    struct Unit {
        double seconds;
        const char* name;
    };
    static constexpr std::array<Unit, 5> units{Unit{365.0 * 86400, "year"},
                                               {30.0 * 86400, "month"},
                                               {7.0 * 86400, "week"},
                                               {86400, "day"},
                                               {3600, "hour"}};
    for (const Unit& unit : units) {
        const long long n = std::llround(std::floor(seconds / unit.seconds));
        if (n >= 1) {
            return (n == 1 ? (unit.name[0] == 'h' ? "an" : "a") : std::to_string(n)) + std::string(" ") +
                   unit.name + (n == 1 ? "" : "s");
        }
    }
    return "a few minutes";
}

std::string reason_for(const RankedTrack& guess, const Situation& situation) {
    const Sayings sayings(guess, situation);
    std::vector<ScoreTerm> terms;
    std::copy_if(guess.terms.begin(), guess.terms.end(), std::back_inserter(terms),
                 [](const ScoreTerm& t) { return t.amount > 0.0; });
    std::stable_sort(terms.begin(), terms.end(),
                     [](const ScoreTerm& a, const ScoreTerm& b) { return a.amount > b.amount; });
    for (const ScoreTerm& term : terms) {
        std::string saying = sayings.of(term.name);
        if (!saying.empty()) {
            return saying;
        }
    }
    return sayings.plain();
}

}  // namespace refrain::ranking
