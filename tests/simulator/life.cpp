#include "tests/simulator/life.h"

#include "app/guess_queue.h"
#include "player/queue/entry_of_track.h"
#include "tests/simulator/draws.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace refrain::simulator {
namespace {

enum Purpose : std::uint64_t { sessions_of_day = 200, session_hour, session_length, gives_up, probe_track };

constexpr int tail_length = 20;
/// 2025-03-01, a morning.
const UtcTime first_day = utc_from_ms(1'740'787'200'000);
constexpr Milliseconds between_tracks{1000};
constexpr int skips_that_annoy = 5;

/// Days before the first count from far away, so that no draw is made twice.
std::uint64_t day_number(int day) {
    return static_cast<std::uint64_t>(std::int64_t{day} + 10'000);
}

std::size_t place_of(TrackId track) {
    return static_cast<std::size_t>(track.value() - 1);
}

class Living {
  public:
    Living(const Persona& persona, ArmKind kind, std::uint64_t seed, const LifeOptions& options)
        : persona_(persona),
          kind_(kind),
          seed_(seed),
          world_({seed, options.tracks, persona.without_genre, persona.without_album}),
          listener_(world_, persona, seed),
          arm_(make_arm(kind, world_, seed)) {}

    Life run(int days) {
        std::vector<Listen> history;
        for (int day = -persona_.days_before; day < 0; ++day) {
            each_session(day, [&](Moment& moment, double minutes) {
                while (passed(moment) < minutes) {
                    for (const std::size_t place : listener_.choose(moment)) {
                        history.push_back(hear(place, true, moment));
                    }
                }
            });
        }
        log_ = history;
        arm_->begin(history);
        for (int day = 0; day < days; ++day) {
            each_session(day, [&](Moment& moment, double minutes) { evening(moment, minutes); });
        }
        ask_about_skips(kind_, days);
        return life_;
    }

  private:
    template <class Session>
    void each_session(int day, Session session) {
        const auto number = day_number(day);
        const int sessions = uniform({seed_, sessions_of_day, number}) < 0.5 ? 1 : 2;
        for (int s = 0; s < sessions; ++s) {
            Moment moment;
            moment.day = number;
            moment.session = static_cast<std::uint64_t>(s);
            const double hour =
                (s == 0 ? 8.0 : 19.0) + 3.0 * uniform({seed_, session_hour, number, moment.session});
            moment.at = first_day + std::chrono::hours(24 * day) +
                        Milliseconds(static_cast<std::int64_t>(3.6e6 * hour));
            began_ = moment.at;
            listener_.begin_session(moment);
            session(moment, 25.0 + 50.0 * uniform({seed_, session_length, number, moment.session}));
        }
    }
    double passed(const Moment& moment) const { return seconds_between(began_, moment.at) / 60.0; }

    /// Hears a track and moves the clock to its end.
    Listen hear(std::size_t place, bool chosen, Moment& moment) {
        return note(place, listener_.hear(place, chosen, moment), chosen, moment);
    }
    Listen note(std::size_t place, const Reaction& reaction, bool chosen, Moment& moment) {
        const TrackView track = world_.library()->at(place);
        Listen listen;
        listen.track = track.id;
        listen.title = track.title;
        listen.artist = track.artist;
        listen.album = track.album;
        listen.duration = track.duration;
        listen.started_at = moment.at;
        listen.heard =
            Milliseconds(std::llround(reaction.share * static_cast<double>(track.duration.count())));
        listen.furthest = listen.heard;
        listen.intent = chosen ? Intent::track : Intent::guess;
        listen.end_reason = reaction.end;
        listen.browsing = browsing_.ended(listen);
        listener_.heard(place, reaction, moment);
        moment.at += listen.heard + between_tracks;
        moment.step += 1;
        return listen;
    }

    PlayerState state() const {
        PlayerState out;
        out.state = PlaybackState::playing;
        out.queue = queue_.entries();
        out.current = queue_.current();
        out.auto_from = queue_.auto_from();
        return out;
    }
    void fill_tail(const Moment& moment) {
        queue_.replace_automatic(arm_->tail(app::guess_request(state(), moment.at, tail_length)), 0);
    }
    void put_on(const std::vector<std::size_t>& places, const Moment& moment) {
        std::vector<QueueEntry> entries;
        entries.reserve(places.size());
        for (const std::size_t place : places) {
            entries.push_back(entry_of_track(world_.library()->at(place), Intent::track, "simulator"));
        }
        queue_.replace(std::move(entries), 0);
        fill_tail(moment);
    }

    void tell(const Listen& listen) {
        log_.push_back(listen);
        arm_->ended(listen);
    }

    /// The player goes on first and Guess You Like is told then, as in the program: what plays next was
    /// queued before the listen that ends was known.
    void go_on(const Listen& listen, const Moment& moment) {
        queue_.step(listen.end_reason == EndReason::finished ? PlayQueue::Step::end : PlayQueue::Step::skip);
        tell(listen);
        fill_tail(moment);
    }

    void evening(Moment& moment, double minutes) {
        constexpr std::uint64_t most_steps = 80;
        put_on(listener_.choose(moment), moment);
        while (passed(moment) < minutes && moment.step < most_steps && queue_.current_entry() != nullptr) {
            const QueueEntry entry = *queue_.current_entry();
            const bool automatic = entry.intent == Intent::guess;
            const std::size_t place = place_of(entry.track);
            const bool known = listener_.knows(place);
            const int index = queue_.current();
            const Listen listen = hear(place, !automatic, moment);
            count(listen, place, automatic, known);
            if (listener_.skips_in_a_row() >= skips_that_annoy) {
                if (uniform({seed_, gives_up, moment.day, moment.session, moment.step}) < 0.5) {
                    tell(listen);
                    return;
                }
                tell(listen);
                put_on(listener_.choose(moment), moment);
                continue;
            }
            go_on(listen, moment);
            if (queue_.current() == index) {
                return;  // nothing was left to play
            }
        }
    }

    void count(const Listen& listen, std::size_t place, bool automatic, bool known) {
        if (automatic) {
            const double share = listen.rate()->value();
            life_.automatic += 1;
            life_.heard_share += share;
            life_.skips += listen.end_reason == EndReason::next ? 1 : 0;
            life_.skips_in_five_seconds +=
                listen.end_reason == EndReason::next && listen.heard < std::chrono::seconds(5) ? 1 : 0;
            if (!known) {
                life_.discoveries += 1;
                life_.discovered_share += share;
            }
            life_.artist_again +=
                std::find(artists_.begin(), artists_.end(), world_.artist(place)) != artists_.end() ? 1 : 0;
        } else {
            life_.own += 1;
        }
        artists_.push_back(world_.artist(place));
        if (artists_.size() > 8) {
            artists_.pop_front();
        }
    }

    /// By scene and not by tag: what the music is, whatever the files say. From the track that plays, where
    /// the arm chose it: the first one after a skip was queued before that skip was known.
    std::array<double, 3> share_of(std::size_t scene) const {
        std::array<double, 3> out{};
        constexpr std::array<int, 3> reach{1, 3, 10};
        const QueueSnapshot& entries = queue_.entries();
        const bool plays = queue_.current_entry()->intent == Intent::guess;
        const auto from = static_cast<std::size_t>(plays ? queue_.current() : queue_.auto_from());
        for (std::size_t r = 0; r < reach.size(); ++r) {
            int of_it = 0, all = 0;
            for (std::size_t i = from; i < entries.size() && all < reach[r]; ++i, ++all) {
                of_it += world_.scene(place_of(entries[i].track)) == scene ? 1 : 0;
            }
            out[r] = all > 0 ? static_cast<double>(of_it) / all : 0.0;
        }
        return out;
    }

    /// The style of most of the tail with its tracks there; nothing where the tail is empty.
    std::optional<std::pair<std::size_t, std::vector<std::size_t>>> most_of_the_tail() const {
        std::map<std::size_t, std::vector<std::size_t>> by_scene;
        const QueueSnapshot& tail = queue_.entries();
        for (auto i = static_cast<std::size_t>(queue_.auto_from()); i < tail.size(); ++i) {
            by_scene[world_.scene(place_of(tail[i].track))].push_back(place_of(tail[i].track));
        }
        const auto most =
            std::max_element(by_scene.begin(), by_scene.end(),
                             [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
        return most == by_scene.end() ? std::nullopt : std::optional(*most);
    }
    /// A track of the scene or of any other.
    std::size_t any_track(std::size_t scene, bool of_it, std::uint64_t draw) const {
        auto place = static_cast<std::size_t>(uniform({seed_, probe_track, draw}) *
                                              static_cast<double>(world_.size()));
        while ((world_.scene(place) == scene) != of_it) {
            place = (place + 1) % world_.size();
        }
        return place;
    }

    void probe(int day, bool plays_same) {
        constexpr double part = 1.0 / probe_evenings;
        const auto add = [](std::array<double, 3>& to, const std::array<double, 3>& what) {
            for (std::size_t i = 0; i < to.size(); ++i) {
                to[i] += part * what[i];
            }
        };
        Moment moment;
        moment.day = day_number(day);
        moment.at = first_day + std::chrono::hours(24 * day + 20);
        listener_.begin_session(moment);
        // Played from its start, and gone on from there.
        const auto play = [&](std::size_t place, const Reaction& reaction) {
            put_on({place}, moment);
            go_on(note(place, reaction, true, moment), moment);
        };
        play(listener_.choose(moment).front(), {});
        const auto found = most_of_the_tail();
        if (!found) {
            return;
        }
        const auto& [scene, of_it] = *found;
        if (plays_same) {
            add(life_.before_skips, share_of(scene));
        }
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t place =
                i < of_it.size() ? of_it[i] : any_track(scene, true, moment.day * 4 + i);
            const double length_s =
                std::chrono::duration<double>(world_.library()->at(place).duration).count();
            constexpr double seconds = 6.0;  // shorter ones in a row would be browsing
            play(place, {seconds / length_s, EndReason::next});
        }
        if (plays_same) {
            add(life_.after_skips, share_of(scene));
        }
        play(any_track(scene, plays_same, moment.day * 4 + 3), {});
        add(plays_same ? life_.after_full_play : life_.after_other_play, share_of(scene));
    }

    /// Each evening starts from what was known after the last day.
    void ask_about_skips(ArmKind kind, int day) {
        const Listener listener = listener_;
        const std::vector<Listen> log = log_;
        for (int evening = 0; evening < probe_evenings; ++evening) {
            for (const bool plays_same : {true, false}) {
                listener_ = listener;
                browsing_ = BrowsingRule();
                arm_ = make_arm(kind, world_, seed_);
                arm_->begin(log);
                probe(day + evening, plays_same);
            }
        }
    }

    static constexpr int probe_evenings = 6;

    const Persona persona_;
    const ArmKind kind_;
    const std::uint64_t seed_;
    const World world_;
    Listener listener_;
    std::unique_ptr<Arm> arm_;
    PlayQueue queue_;
    BrowsingRule browsing_;
    UtcTime began_{};
    std::deque<std::size_t> artists_;
    /// All that the arm was told.
    std::vector<Listen> log_;
    Life life_;
};

}  // namespace

Life live(const Persona& persona, ArmKind kind, std::uint64_t seed, const LifeOptions& options) {
    return Living(persona, kind, seed, options).run(options.days);
}

}  // namespace refrain::simulator
