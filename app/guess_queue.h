// Keeps the tail of the play queue filled with Guess You Like, and rebuilds it the moment a listen says
// something new. Listens to the player; computes on a thread of its own; hands the tail back to the player.
//
// Threads: construct and destroy on any one thread while player, service and library live; the other
// functions may be called from any. `on_list` is called on the worker's thread. What can fail: nothing; with
// nothing to propose the tail is empty and GuessList::note says why.
#pragma once

#include "library_scanner/library.h"
#include "player/history/impressions.h"
#include "player/player.h"
#include "recommender/serving/guess_service.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace refrain::app {

struct GuessQueueOptions {
    /// How many entries the tail has.
    int length = 20;
    /// Goes on with Guess You Like behind a queue of the listener's own.
    bool continue_after_queue = true;
    /// Where each tail, and what comes of it, is written down; nowhere when there is none.
    Impressions* impressions = nullptr;
    /// Each new list, as it becomes the tail.
    std::function<void(const GuessList&)> on_list;
    /// "Now", for tests that live through days.
    std::function<UtcTime()> now = utc_now;
};

/// What the tail must avoid and start from, read off the player. Pure.
GuessRequest guess_request(const PlayerState& state, UtcTime at, int count);

/// What is written down of a list that became the tail; see ImpressionRequest::reached. Pure.
ImpressionRequest impression_of(const GuessList& list, const GuessRequest& request,
                                std::vector<TrackId> reached);

/// When a listen ended, by what was heard of it: ahead of the clock by the rounding of a sound card, and by
/// minutes with a sink that takes sound as fast as it comes. Pure.
UtcTime end_of(const Listen& listen);

/// Does Guess You Like fill the tail of this queue? Always behind one of its own tracks; behind the
/// listener's only when it may go on there. Never for an empty queue. Pure.
bool wants_tail(const PlayerState& state, bool continue_after_queue);

class GuessQueue : public PlayerObserver {
  public:
    GuessQueue(Player& player, GuessService& service, Library& library, GuessQueueOptions options);
    ~GuessQueue() override;
    GuessQueue(const GuessQueue&) = delete;
    GuessQueue& operator=(const GuessQueue&) = delete;

    /// Replaces the queue with Guess You Like and plays, from the mood of the latest listens.
    void start();
    /// The same, from there: as long as what plays came of it.
    void start_from(GuessSeed seed);
    /// What was heard last counts again.
    void end_seed();
    GuessSeed seed() const;
    /// 0 to 1; nothing: the listener's own share. For the next list; refresh() makes one.
    void set_familiar(std::optional<double> share);
    /// Computes the tail anew: after a reaction, a new model, a new library.
    void refresh();
    /// For the next list; refresh() makes one.
    void set_continue_after_queue(bool on);
    /// While it lasts the tail answers to what is heard as ever, in memory alone, and nothing is written
    /// down.
    void set_private_session(bool on);
    /// The list last computed.
    GuessList current() const;
    /// Waits until nothing asked for before is left to compute. For tests and the command line.
    void settle();

    void listen_ended(const Listen& listen) override;
    void automatic_entries_wanted() override;

  private:
    enum class Wanted { nothing, tail, play };

    void ask(Wanted what);
    void work();
    void take(const Listen& listen);
    void fill_tail();
    void play_new();
    /// The list is the tail now; `reached` is what plays and what played before it.
    void became_tail(const GuessList& list, const GuessRequest& request, std::vector<TrackId> reached);
    UtcTime now() const;
    /// With what the listener asked for. A queue of the listener's own ends what was started from.
    GuessRequest request_for(const PlayerState& state, int count);

    Player& player_;
    GuessService& service_;
    Library& library_;
    const GuessQueueOptions options_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    // Under mutex_.
    Wanted wanted_ = Wanted::nothing;
    bool busy_ = false;
    bool ending_ = false;
    bool continue_after_queue_;
    bool private_session_ = false;
    GuessSeed seed_;
    /// Of the queue that was asked for and is not made yet.
    GuessSeed next_seed_;
    std::optional<double> familiar_;
    GuessList current_;
    /// Ended, and not yet told to the service: that may take longer than the player's thread should wait.
    std::vector<Listen> ended_;

    /// The worker's own: the newest listen's end. A guess asked for right after it must not lie before it.
    UtcTime newest_end_{};

    std::thread worker_;
};

}  // namespace refrain::app
