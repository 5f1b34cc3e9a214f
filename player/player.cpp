// The player's thread: what is asked for and what the engine says, one after another, and the pictures and
// words that go out.
#include "player/player.h"

#include "player/player_core.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace refrain {
namespace {

/// How long settle() waits for the end of listens.
constexpr std::chrono::seconds patience_with_listens{2};

Milliseconds steady_clock() {
    return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

std::uint64_t random_bits() {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

}  // namespace

struct Player::Impl final : PlayerCoreListener {
    using Command = std::function<void(PlayerCore&)>;

    explicit Impl(PlayerCoreParts parts)
        : core(
              std::move(parts), [this](const EngineEvent& event) { post(event); }, *this) {
        snapshot = core.picture();
        thread = std::thread([this] { run(); });
    }

    ~Impl() override { quit(); }

    void quit() {
        if (thread.joinable()) {
            post([this](PlayerCore&) { quitting = true; });
            thread.join();
        }
    }

    // --- any thread

    void post(Command command) {
        {
            const std::lock_guard lock(mailbox_mutex);
            mailbox.emplace_back(std::move(command));
        }
        mail_came.notify_one();
    }

    void post(const EngineEvent& event) {
        {
            const std::lock_guard lock(mailbox_mutex);
            if (!join_to_last(event)) {
                mailbox.emplace_back(event);
            }
        }
        mail_came.notify_one();
    }

    void settle() {
        if (on_own_thread() || !thread.joinable()) {
            return;
        }
        std::promise<void> done;
        post([&done](PlayerCore&) { done.set_value(); });
        done.get_future().wait();
        std::unique_lock lock(snapshot_mutex);
        snapshot_changed.wait_for(lock, patience_with_listens, [this] { return listens_settled; });
    }

    bool on_own_thread() const { return std::this_thread::get_id() == thread.get_id(); }

    // --- the player's thread

    void run() {
        core.restore();
        publish_changes();
        while (!quitting) {
            work_on(take_mail());
            core.tick();
            publish_changes();
        }
        core.shut_down();
        // The engine's last words: what was rendered up to the end.
        work_on(take_what_is_there());
        core.end_listens();
    }

    void core_position(Milliseconds position, Milliseconds duration) override {
        publish();
        tell([=](PlayerObserver& o) { o.position_changed(position, duration); });
    }
    void core_listen_ended(const Listen& listen) override {
        tell([&listen](PlayerObserver& o) { o.listen_ended(listen); });
    }
    // Told when the picture that goes with it is out.
    void core_automatic_wanted() override { automatic_wanted = true; }
    void core_queue_ended() override { queue_ended = true; }

    using Mail = std::variant<Command, EngineEvent>;

    std::deque<Mail> take_mail() {
        std::unique_lock lock(mailbox_mutex);
        const auto something = [this] { return !mailbox.empty(); };
        if (const auto when = core.next_tick()) {
            mail_came.wait_until(lock, std::chrono::steady_clock::time_point(*when), something);
        } else {
            mail_came.wait(lock, something);
        }
        return std::exchange(mailbox, {});
    }
    std::deque<Mail> take_what_is_there() {
        const std::lock_guard lock(mailbox_mutex);
        return std::exchange(mailbox, {});
    }

    void work_on(const std::deque<Mail>& mail) {
        for (const Mail& item : mail) {
            if (const auto* command = std::get_if<Command>(&item)) {
                (*command)(core);
            } else {
                core.handle(std::get<EngineEvent>(item));
            }
            publish_changes();
            publish_listens_settled();
        }
    }

    void publish_listens_settled() {
        const std::lock_guard lock(snapshot_mutex);
        if (listens_settled != core.listens_settled()) {
            listens_settled = !listens_settled;
            snapshot_changed.notify_all();
        }
    }

    void publish() {
        // Made outside the lock: a long queue takes its time.
        PlayerState next = core.picture();
        if (next.queue_revision != snapshot.queue_revision && !snapshot.queue.empty()) {
            put_away.push_back(snapshot.queue);
        }
        {
            const std::lock_guard lock(snapshot_mutex);
            std::swap(snapshot, next);
        }
        next = {};
        // Whoever lets go of a long queue last frees all of it. That is done here, not by an observer's
        // thread.
        std::erase_if(put_away, [](const QueueSnapshot& queue) { return queue.unshared(); });
    }

    void publish_changes() {
        if (core.take_changed()) {
            publish();
            snapshot_changed.notify_all();
            // Only this thread writes the snapshot, so it may be read here without the lock.
            tell([this](PlayerObserver& o) { o.player_changed(snapshot); });
        }
        if (std::exchange(automatic_wanted, false)) {
            tell([](PlayerObserver& o) { o.automatic_entries_wanted(); });
        }
        if (std::exchange(queue_ended, false)) {
            tell([](PlayerObserver& o) { o.queue_ended(); });
        }
    }

    template <class Word>
    void tell(Word word) {
        // An observer may take itself or another one off the list while it is told.
        const std::vector<PlayerObserver*> listed = observers;
        for (PlayerObserver* observer : listed) {
            if (std::find(observers.begin(), observers.end(), observer) != observers.end()) {
                word(*observer);
            }
        }
    }

    // --- guarded by mailbox_mutex

    /// At the fastest speed the engine tells of more spans than anyone needs; one that continues the last
    /// one waiting is joined to it.
    bool join_to_last(const EngineEvent& event) {
        const auto* span = std::get_if<FramesRendered>(&event);
        auto* last_mail = mailbox.empty() ? nullptr : std::get_if<EngineEvent>(&mailbox.back());
        auto* last = last_mail ? std::get_if<FramesRendered>(last_mail) : nullptr;
        if (!span || !last || last->play != span->play || last->seek != span->seek ||
            last->end != span->begin || last->at + last->frames != span->at) {
            return false;
        }
        last->end = span->end;
        last->frames += span->frames;
        return true;
    }
    std::mutex mailbox_mutex;
    std::condition_variable mail_came;
    std::deque<Mail> mailbox;

    // --- guarded by snapshot_mutex, written by the player's thread only
    mutable std::mutex snapshot_mutex;
    std::condition_variable snapshot_changed;
    PlayerState snapshot;
    bool listens_settled = true;

    // --- the player's thread
    std::vector<PlayerObserver*> observers;
    /// Earlier queues that somebody may still be reading.
    std::vector<QueueSnapshot> put_away;
    bool quitting = false;
    bool automatic_wanted = false;
    bool queue_ended = false;
    // The engine in it calls post(): behind the mailbox in life, before it in death.
    PlayerCore core;
    std::thread thread;
};

Player::Player(ListeningHistory& history, AudioSinkOptions sink, PlayerMemory* memory,
               PlaybackSettings settings)
    : impl_(std::make_unique<Impl>(PlayerCoreParts{history, std::move(sink), memory, std::move(settings),
                                                   steady_clock, random_bits})) {}
Player::~Player() = default;

void Player::quit() {
    impl_->quit();
}

void Player::add_observer(PlayerObserver* observer) {
    impl_->post([this, observer](PlayerCore&) { impl_->observers.push_back(observer); });
}

void Player::remove_observer(PlayerObserver* observer) {
    const auto remove = [this, observer] {
        auto& list = impl_->observers;
        list.erase(std::remove(list.begin(), list.end(), observer), list.end());
    };
    if (impl_->on_own_thread()) {
        remove();
        return;
    }
    impl_->post([remove](PlayerCore&) { remove(); });
    impl_->settle();
}

void Player::play(std::vector<QueueEntry> entries, int start, StartReason reason) {
    play(std::move(entries), start, reason, {});
}
void Player::play(std::vector<QueueEntry> entries, int start, StartReason reason, QueueRestMaker rest) {
    impl_->post(
        [entries = std::move(entries), start, reason, rest = std::move(rest)](PlayerCore& core) mutable {
            core.play(std::move(entries), start, reason, std::move(rest));
        });
}
void Player::play_next(std::vector<QueueEntry> entries) {
    impl_->post(
        [entries = std::move(entries)](PlayerCore& core) mutable { core.play_next(std::move(entries)); });
}
void Player::append(std::vector<QueueEntry> entries) {
    impl_->post(
        [entries = std::move(entries)](PlayerCore& core) mutable { core.append(std::move(entries)); });
}
void Player::remove(QueueEntryId entry) {
    impl_->post([entry](PlayerCore& core) { core.remove({entry}); });
}
void Player::remove(std::vector<QueueEntryId> entries) {
    impl_->post([entries = std::move(entries)](PlayerCore& core) { core.remove(entries); });
}
void Player::move(QueueEntryId entry, int to_index) {
    impl_->post([entry, to_index](PlayerCore& core) { core.move({entry}, to_index); });
}
void Player::move(std::vector<QueueEntryId> entries, int to_index) {
    impl_->post([entries = std::move(entries), to_index](PlayerCore& core) { core.move(entries, to_index); });
}
void Player::clear() {
    impl_->post([](PlayerCore& core) { core.clear(); });
}
void Player::jump_to(QueueEntryId entry) {
    impl_->post([entry](PlayerCore& core) { core.jump_to(entry); });
}
void Player::replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision) {
    impl_->post([entries = std::move(entries), expected_revision](PlayerCore& core) mutable {
        core.replace_automatic(std::move(entries), expected_revision);
    });
}
void Player::play() {
    impl_->post([](PlayerCore& core) { core.play(); });
}
void Player::pause() {
    impl_->post([](PlayerCore& core) { core.pause(); });
}
void Player::toggle() {
    impl_->post([](PlayerCore& core) { core.toggle(); });
}
void Player::stop() {
    impl_->post([](PlayerCore& core) { core.stop(); });
}
void Player::next() {
    impl_->post([](PlayerCore& core) { core.next(); });
}
void Player::previous() {
    impl_->post([](PlayerCore& core) { core.previous(); });
}
void Player::next_at_rest() {
    impl_->post([](PlayerCore& core) { core.next_at_rest(); });
}
void Player::previous_at_rest() {
    impl_->post([](PlayerCore& core) { core.previous_at_rest(); });
}
void Player::not_for_me() {
    impl_->post([](PlayerCore& core) { core.not_for_me(); });
}
void Player::seek(Milliseconds position) {
    impl_->post([position](PlayerCore& core) { core.seek(position); });
}
void Player::set_volume(double volume) {
    impl_->post([volume](PlayerCore& core) { core.set_volume(volume); });
}
void Player::set_muted(bool muted) {
    impl_->post([muted](PlayerCore& core) { core.set_muted(muted); });
}
void Player::set_private_session(bool on) {
    impl_->post([on](PlayerCore& core) { core.set_private_session(on); });
}
void Player::dismiss_error() {
    impl_->post([](PlayerCore& core) { core.dismiss_error(); });
}

void Player::set_shuffle(bool on) {
    impl_->post([on](PlayerCore& core) { core.set_shuffle(on); });
}
void Player::set_repeat(RepeatMode mode) {
    impl_->post([mode](PlayerCore& core) { core.set_repeat(mode); });
}
void Player::undo() {
    impl_->post([](PlayerCore& core) { core.undo(); });
}
void Player::set_sleep_timer(std::optional<SleepTimer> timer) {
    impl_->post([timer](PlayerCore& core) { core.set_sleep_timer(timer); });
}
void Player::set_stop_after_current(bool on) {
    impl_->post([on](PlayerCore& core) { core.set_stop_after_current(on); });
}
void Player::set_stretch(std::optional<RepeatStretch> stretch) {
    impl_->post([stretch](PlayerCore& core) { core.set_stretch(stretch); });
}
void Player::set_speed(double speed) {
    impl_->post([speed](PlayerCore& core) { core.set_speed(speed); });
}
void Player::set_settings(PlaybackSettings settings) {
    impl_->post([settings = std::move(settings)](PlayerCore& core) { core.set_settings(settings); });
}
void Player::look_for_devices() {
    impl_->post([](PlayerCore& core) { core.look_for_devices(); });
}

PlayerState Player::state() const {
    const std::lock_guard lock(impl_->snapshot_mutex);
    return impl_->snapshot;
}

SoundAccount Player::account() const {
    if (!impl_->thread.joinable()) {
        return impl_->core.account();
    }
    std::promise<SoundAccount> account;
    impl_->post([&account](const PlayerCore& core) { account.set_value(core.account()); });
    return account.get_future().get();
}

void Player::settle() {
    impl_->settle();
}

void Player::wait_until_stopped() {
    impl_->settle();
    {
        std::unique_lock lock(impl_->snapshot_mutex);
        impl_->snapshot_changed.wait(lock, [this] {
            return impl_->snapshot.state == PlaybackState::stopped && impl_->listens_settled;
        });
    }
    // Until observers have been told of it too.
    impl_->settle();
}

}  // namespace refrain
