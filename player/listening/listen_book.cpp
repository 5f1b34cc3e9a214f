#include "player/listening/listen_book.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

namespace refrain {
namespace {

/// At most this much of a listen is missing after a crash.
constexpr Milliseconds refresh_every{3000};

/// For lengths of time: does not jump when the wall clock is set.
Milliseconds steady_now() {
    return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

/// Minutes east of UTC here at `time`.
std::int32_t time_zone_offset(UtcTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    return ::localtime_r(&seconds, &local) != nullptr ? static_cast<std::int32_t>(local.tm_gmtoff / 60) : 0;
}

}  // namespace

ListenBook::ListenBook(ListeningHistory& history, int rate)
    : history_(history), session_(history.start_session(utc_now())), rate_(rate) {}

ListenBook::Open* ListenBook::find(PlayId play) {
    const auto it = open_.find(play.value());
    return it == open_.end() ? nullptr : it->second.get();
}

void ListenBook::begin(PlayId play, const QueueEntry& entry, const ListenContext& context) {
    Listen listen;
    listen.track = entry.track;
    listen.title = entry.title;
    listen.artist = entry.artist;
    listen.album = entry.album;
    listen.path = entry.path;
    listen.duration = entry.duration;
    listen.started_at = utc_now();
    listen.tz_offset_min = time_zone_offset(listen.started_at);
    listen.intent = context.intent;
    listen.origin = entry.origin;
    listen.queue_position = context.queue_position;
    listen.shuffle_pool = context.shuffle_pool;
    listen.shuffle_seed = context.shuffle_seed;
    listen.start_reason = context.reason;
    listen.session = session_;
    listen.muted = muted_;
    listen.private_session = private_;
    listen.model_generation = entry.model_generation;
    listen.route = entry.route;
    listen.score = entry.score;
    listen.propensity = entry.propensity;
    auto open = std::make_shared<Open>(Open{ListenTracker(listen, rate_), 0, std::nullopt, false});
    open->tracker.named(history_.begin(std::move(listen)));
    open_[play.value()] = std::move(open);
}

void ListenBook::begin_stray(PlayId play, const QueueEntry& entry, EndReason reason) {
    ListenContext context;
    context.reason = StartReason::track_ended;
    context.intent = entry.intent;
    begin(play, entry, context);
    leaving(play, reason);
    find(play)->stray = true;
}

void ListenBook::go_on_as(PlayId play, PlayId as) {
    if (const auto it = open_.find(play.value()); it != open_.end()) {
        open_[as.value()] = it->second;
    }
}

void ListenBook::refresh(Open& open) {
    open.frames_since_refresh = 0;
    history_.refresh(open.tracker.so_far(steady_now()));
}

void ListenBook::rendered(const FramesRendered& span) {
    Open* const open = find(span.play);
    if (open == nullptr) {
        account_.unowned += span.frames;
        return;
    }
    const std::int64_t fresh = open->tracker.rendered(span);
    account_.listens += fresh;
    account_.again += span.frames - fresh;
    open->frames_since_refresh += span.end - span.begin;
    if (open->frames_since_refresh >= refresh_every.count() * rate_ / 1000) {
        refresh(*open);
    }
}

void ListenBook::duration_known(PlayId play, Milliseconds duration) {
    if (Open* const open = find(play)) {
        open->tracker.duration_known(duration);
    }
}

void ListenBook::paused(PlayId play) {
    if (Open* const open = find(play)) {
        open->tracker.paused(steady_now());
        refresh(*open);
    }
}

void ListenBook::resumed(PlayId play) {
    if (Open* const open = find(play)) {
        open->tracker.resumed(steady_now());
    }
}

void ListenBook::seeked(PlayId play, Milliseconds from, Milliseconds to) {
    if (Open* const open = find(play)) {
        open->tracker.seeked(from, to);
    }
}

void ListenBook::leaving(PlayId play, EndReason reason) {
    if (Open* const open = find(play); open != nullptr && !open->reason) {
        open->reason = reason;
        open->tracker.resumed(steady_now());
    }
}

Listen ListenBook::close(Open& open, EndReason otherwise) {
    Listen listen = open.tracker.ended(open.reason.value_or(otherwise), steady_now());
    account_.heard += open.tracker.heard_frames();
    listen.browsing = open.stray || browsing_.ended(listen);
    history_.close(listen);
    return listen;
}

std::optional<Listen> ListenBook::ended(PlayId play, EndReason otherwise) {
    const auto it = open_.find(play.value());
    if (it == open_.end()) {
        return std::nullopt;
    }
    const std::shared_ptr<Open> open = it->second;
    open_.erase(it);
    const bool goes_on =
        std::any_of(open_.begin(), open_.end(), [&open](const auto& other) { return other.second == open; });
    return goes_on ? std::nullopt : std::optional<Listen>(close(*open, otherwise));
}

std::vector<Listen> ListenBook::end_all(EndReason otherwise) {
    std::vector<Listen> listens;
    while (!open_.empty()) {
        if (auto listen = ended(PlayId(open_.begin()->first), otherwise)) {
            listens.push_back(std::move(*listen));
        }
    }
    return listens;
}

std::vector<Listen> ListenBook::end_left(const std::function<bool(PlayId)>& gone, EndReason otherwise) {
    const auto goes_on = [&](const std::shared_ptr<Open>& open) {
        return std::any_of(open_.begin(), open_.end(), [&](const auto& other) {
            return other.second == open && !gone(PlayId(other.first));
        });
    };
    std::vector<PlayId> left;
    for (const auto& [play, open] : open_) {
        if (gone(PlayId(play)) && (open->reason || goes_on(open))) {
            left.emplace_back(play);
        }
    }
    std::vector<Listen> listens;
    for (const PlayId play : left) {
        if (auto listen = ended(play, otherwise)) {
            listens.push_back(std::move(*listen));
        }
    }
    return listens;
}

void ListenBook::set_muted(bool muted) {
    muted_ = muted;
    for (auto& [play, open] : open_) {
        open->tracker.muted(muted);
    }
}

void ListenBook::set_private(bool on) {
    private_ = on;
    for (auto& [play, open] : open_) {
        if (on) {
            open->tracker.made_private();
            // On disk at once: after a crash the row must still be one that nothing learns from.
            refresh(*open);
        }
    }
}

bool ListenBook::any_leaving() const {
    return std::any_of(open_.begin(), open_.end(),
                       [](const auto& open) { return open.second->reason.has_value(); });
}

std::optional<Error> ListenBook::trouble() {
    const std::optional<Error> error = history_.last_error();
    const bool tell = error && !trouble_told_;
    trouble_told_ = error.has_value();
    return tell ? error : std::nullopt;
}

}  // namespace refrain
