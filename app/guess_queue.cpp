#include "app/guess_queue.h"

#include "app/queue_entries.h"

#include <algorithm>
#include <utility>

namespace refrain::app {

namespace {

/// Are the automatic entries behind the current one those of `entries`?
bool tail_is(const PlayerState& state, const std::vector<QueueEntry>& entries) {
    const auto from = static_cast<std::size_t>(std::max(state.auto_from, state.current + 1));
    if (state.queue.size() < from || state.queue.size() - from != entries.size()) {
        return false;
    }
    return std::equal(entries.begin(), entries.end(), state.queue.begin() + static_cast<std::ptrdiff_t>(from),
                      [](const QueueEntry& a, const QueueEntry& b) { return a.track == b.track; });
}

}  // namespace

GuessRequest guess_request(const PlayerState& state, UtcTime at, int count) {
    GuessRequest request;
    request.at = at;
    request.count = count;
    const auto automatic_from = static_cast<std::size_t>(std::max(0, state.auto_from));
    // Of what was played only the latest: what was heard lately the history knows, and a long evening in a
    // small library must not end with nothing left to propose.
    constexpr int played_that_blocks = 16;
    const auto first = static_cast<std::size_t>(std::max(0, state.current - played_that_blocks));
    for (std::size_t i = first; i < state.queue.size(); ++i) {
        const bool current = static_cast<int>(i) == state.current;
        // The automatic entries still to come are about to be replaced: they block nothing.
        const bool to_be_replaced = i >= automatic_from && static_cast<int>(i) > state.current;
        if (state.queue[i].track.valid() && (current || !to_be_replaced)) {
            request.queued.push_back(state.queue[i].track);
        }
        if (current && state.queue[i].track.valid()) {
            request.current = state.queue[i].track;
        }
    }
    return request;
}

namespace {

const char* mode_word(SeedKind kind) {
    switch (kind) {
        case SeedKind::track:
            return "track";
        case SeedKind::artist:
            return "artist";
        case SeedKind::album:
            return "album";
        case SeedKind::style:
            return "style";
        case SeedKind::playlist:
            return "playlist";
        case SeedKind::none:
            break;
    }
    return "none";
}

}  // namespace

ImpressionRequest impression_of(const GuessList& list, const GuessRequest& request,
                                std::vector<TrackId> reached) {
    ImpressionRequest impression;
    impression.at = request.at;
    impression.model_generation = list.model;
    impression.mode = mode_word(request.seed.kind);
    impression.seed = request.seed.name;
    impression.reached = std::move(reached);
    for (const Guess& guess : list.tracks) {
        impression.shown.push_back({guess.track, guess.familiar, guess.route, guess.score, guess.propensity});
    }
    return impression;
}

UtcTime end_of(const Listen& listen) {
    return listen.started_at + listen.heard + listen.paused;
}

bool wants_tail(const PlayerState& state, bool continue_after_queue) {
    if (state.queue.empty()) {
        return false;
    }
    const QueueEntry* current = state.current_entry();
    return continue_after_queue || (current != nullptr && current->intent == Intent::guess);
}

GuessQueue::GuessQueue(Player& player, GuessService& service, Library& library, GuessQueueOptions options)
    : player_(player),
      service_(service),
      library_(library),
      options_(std::move(options)),
      continue_after_queue_(options_.continue_after_queue) {
    worker_ = std::thread([this] { work(); });
    player_.add_observer(this);
}

GuessQueue::~GuessQueue() {
    player_.remove_observer(this);
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    worker_.join();
}

void GuessQueue::start() {
    start_from({});
}

void GuessQueue::start_from(GuessSeed seed) {
    {
        const std::lock_guard lock(mutex_);
        next_seed_ = std::move(seed);
    }
    ask(Wanted::play);
}

void GuessQueue::end_seed() {
    {
        const std::lock_guard lock(mutex_);
        seed_ = {};
    }
    ask(Wanted::tail);
}

GuessSeed GuessQueue::seed() const {
    const std::lock_guard lock(mutex_);
    return seed_;
}

void GuessQueue::set_familiar(std::optional<double> share) {
    const std::lock_guard lock(mutex_);
    familiar_ = share;
}

void GuessQueue::refresh() {
    ask(Wanted::tail);
}

void GuessQueue::set_continue_after_queue(bool on) {
    const std::lock_guard lock(mutex_);
    continue_after_queue_ = on;
}

void GuessQueue::set_private_session(bool on) {
    const std::lock_guard lock(mutex_);
    private_session_ = on;
}

GuessList GuessQueue::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void GuessQueue::settle() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !busy_ && wanted_ == Wanted::nothing; });
}

void GuessQueue::listen_ended(const Listen& listen) {
    {
        const std::lock_guard lock(mutex_);
        ended_.push_back(listen);
    }
    ask(Wanted::tail);
}

void GuessQueue::automatic_entries_wanted() {
    ask(Wanted::tail);
}

void GuessQueue::ask(Wanted what) {
    {
        const std::lock_guard lock(mutex_);
        // Requests that pile up while one is computed become one; playing includes the tail.
        wanted_ = std::max(wanted_, what);
    }
    changed_.notify_all();
}

void GuessQueue::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return ending_ || wanted_ != Wanted::nothing; });
        if (ending_) {
            return;
        }
        const Wanted what = std::exchange(wanted_, Wanted::nothing);
        const std::vector<Listen> ended = std::exchange(ended_, {});
        busy_ = true;
        lock.unlock();
        for (const Listen& listen : ended) {
            take(listen);
        }
        if (what == Wanted::play) {
            play_new();
        } else {
            fill_tail();
        }
        lock.lock();
        busy_ = false;
        changed_.notify_all();
    }
}

void GuessQueue::take(const Listen& listen) {
    newest_end_ = std::max(newest_end_, end_of(listen));
    if (options_.impressions != nullptr) {
        options_.impressions->heard(listen);
    }
    service_.add_listen(listen);
}

void GuessQueue::became_tail(const GuessList& list, const GuessRequest& request,
                             std::vector<TrackId> reached) {
    {
        const std::lock_guard lock(mutex_);
        current_ = list;
    }
    if (options_.impressions != nullptr && !request.private_session) {
        options_.impressions->queued(impression_of(list, request, std::move(reached)));
    }
    if (options_.on_list) {
        options_.on_list(list);
    }
}

UtcTime GuessQueue::now() const {
    return std::max(options_.now(), newest_end_);
}

GuessRequest GuessQueue::request_for(const PlayerState& state, int count) {
    GuessRequest request = guess_request(state, now(), count);
    const QueueEntry* current = state.current_entry();
    const std::lock_guard lock(mutex_);
    if (current != nullptr && current->intent != Intent::guess) {
        seed_ = {};
    }
    request.seed = seed_;
    request.familiar = familiar_;
    request.private_session = private_session_;
    return request;
}

void GuessQueue::fill_tail() {
    // The listener may change the queue while a list is computed; then it is computed again. The last attempt
    // is taken as it is: at worst a track is queued twice, which the next listen mends.
    constexpr int attempts = 3;
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        player_.settle();
        const PlayerState before = player_.state();
        const GuessRequest request = request_for(before, options_.length);
        bool go_on = false;
        {
            const std::lock_guard lock(mutex_);
            go_on = continue_after_queue_;
        }
        if (!wants_tail(before, go_on)) {
            return;
        }
        const GuessList list = service_.guess(request);
        const auto entries = queue_entries(list, *library_.snapshot());
        player_.replace_automatic(entries, attempt == attempts ? 0 : before.queue_revision);
        player_.settle();
        if (attempt < attempts && !tail_is(player_.state(), entries)) {
            continue;
        }
        became_tail(list, request, request.queued);
        return;
    }
}

void GuessQueue::play_new() {
    {
        const std::lock_guard lock(mutex_);
        seed_ = std::exchange(next_seed_, {});
    }
    const PlayerState before = player_.state();
    const GuessRequest request = request_for(PlayerState{}, options_.length + 1);
    const GuessList list = service_.guess(request);
    auto entries = queue_entries(list, *library_.snapshot());
    if (!entries.empty()) {
        // The first is what the listener asked for; the rest is the automatic tail that may be rebuilt.
        std::vector<QueueEntry> first(entries.begin(), entries.begin() + 1);
        entries.erase(entries.begin());
        player_.play(std::move(first));
        player_.replace_automatic(std::move(entries));
        player_.settle();
    }
    became_tail(list, request, guess_request(before, request.at, request.count).queued);
}

}  // namespace refrain::app
