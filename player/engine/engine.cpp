#include "player/engine/engine.h"

#include "player/engine/decoding/deck.h"
#include "player/engine/mixing/frame_ledger.h"
#include "player/engine/mixing/mixer.h"
#include "player/engine/output/output.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;

/// Frames mixed at a time: 23 ms at 44,100 Hz, which is how fast a click is heeded.
constexpr std::size_t block_frames = 1024;
/// How often a device is asked how far it is.
constexpr std::chrono::milliseconds device_poll{10};
/// How long a fade waits for a deck that has nothing ready: a stuck disk must not hold up a click.
constexpr std::chrono::milliseconds fade_patience{100};
/// How often a deck that gave no sound yet is looked at, and how often it must be found idle to be given up.
constexpr std::chrono::milliseconds look_every{100};
constexpr int looks_until_dead = 3;
/// Below this much on its way a device is fed silence when no deck has data.
constexpr std::int64_t device_low_water = 2048;

int fade_frames(const EngineOptions& options) {
    return static_cast<int>(options.fade.count() * options.format.rate / 1000);
}

}  // namespace

class Engine::Impl {
  public:
    Impl(EngineOptions options, Listener listener)
        : options_(std::move(options)),
          listener_(std::move(listener)),
          mixer_(options_.format.channels, fade_frames(options_)),
          block_(block_frames * static_cast<std::size_t>(options_.format.channels)),
          thread_([this] { run(); }) {}

    ~Impl() {
        {
            const std::lock_guard lock(mutex_);
            quitting_ = true;
        }
        woken_.notify_one();
        thread_.join();
    }

    using Command = std::function<void(Impl&)>;
    void post(Command command) {
        {
            const std::lock_guard lock(mutex_);
            commands_.push_back(std::move(command));
        }
        woken_.notify_one();
    }

    // From here on: the mixer's thread.
    void play(TrackSource source);
    void set_next(std::optional<TrackSource> source);
    void pause();
    void resume();
    void seek(PlayId play, Milliseconds position, std::uint64_t number);
    void stop();
    void set_volume(double volume, bool muted);

  private:
    using DeckPtr = std::shared_ptr<Deck>;
    struct Seek {
        Milliseconds position;
        std::uint64_t number;
    };
    /// What was asked for and waits for the fade-out that hides its cut. Done in this order.
    struct Pending {
        bool stop = false;
        DeckPtr deck;
        std::optional<Seek> seek;
        bool pause = false;
        bool any() const { return stop || deck || seek || pause; }
    };

    void run();
    void wake();
    bool wait_for_work(bool busy);
    bool step();
    bool feed();
    void account();
    void look_after_current();
    void fail_current(const Error& error);
    void lose_output(const Error& error);
    bool ready_output();
    void begin_fade();
    void perform();
    void drop_pending_deck();
    void leave_current();
    void rest_output_when_drained();
    void tell(const std::vector<EngineEvent>& events);
    void tell(const EngineEvent& event) { listener_(event); }
    DeckPtr open(TrackSource source);
    DeckPtr current_deck() const { return std::static_pointer_cast<Deck>(mixer_.current().source); }
    DeckPtr next_deck() const { return std::static_pointer_cast<Deck>(mixer_.next().source); }

    // Fixed.
    const EngineOptions options_;
    const Listener listener_;

    // The mixer's thread.
    Mixer mixer_;
    FrameLedger ledger_;
    std::unique_ptr<Output> output_;
    std::vector<float> block_;
    Pending pending_;
    /// Plays that ended before they began; told behind the one that sounds, in the order they were asked for.
    std::vector<PlayId> superseded_;
    Clock::time_point fade_until_{};
    bool paused_ = false;
    bool output_resting_ = false;
    /// Everything was stopped: the output is given back when it has nothing left to render.
    bool closing_ = false;
    double volume_ = 1.0;
    bool muted_ = false;
    /// The play whose length was told, and the one that is waited for since when.
    PlayId duration_told_;
    PlayId waiting_for_;
    Clock::time_point waiting_since_{}, next_look_{};
    int looks_at_idle_deck_ = 0;

    // Shared: guarded by mutex_. Nothing is called while it is held.
    std::mutex mutex_;
    std::condition_variable woken_;
    std::deque<Command> commands_;
    bool woken_flag_ = false;
    bool quitting_ = false;

    // Last, so that all the rest is there when it starts.
    std::thread thread_;
};

void Engine::Impl::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_flag_ = true;
    }
    woken_.notify_one();
}

bool Engine::Impl::wait_for_work(bool busy) {
    std::deque<Command> commands;
    {
        std::unique_lock lock(mutex_);
        const auto something = [this] { return quitting_ || woken_flag_ || !commands_.empty(); };
        if (!busy) {
            if (output_ && output_->is_device() && !ledger_.drained()) {
                woken_.wait_for(lock, device_poll, something);
            } else if (pending_.any() && Clock::now() < fade_until_) {
                woken_.wait_until(lock, fade_until_, something);
            } else if (waiting_for_.valid()) {
                woken_.wait_until(lock, next_look_, something);
            } else {
                woken_.wait(lock, something);
            }
        }
        woken_flag_ = false;
        if (quitting_) {
            return false;
        }
        commands.swap(commands_);
    }
    for (Command& command : commands) {
        command(*this);
    }
    return true;
}

void Engine::Impl::run() {
    bool busy = false;
    while (wait_for_work(busy)) {
        busy = step();
    }
    account();
    if (output_) {
        // What the sink took while it was being stopped was heard too.
        output_->stop();
        account();
        output_.reset();
    }
    mixer_.set_current({});
    mixer_.set_next({});
    pending_ = Pending();
}

bool Engine::Impl::step() {
    if (output_) {
        if (const auto error = output_->failure()) {
            lose_output(*error);
        }
    }
    account();
    look_after_current();
    perform();
    const bool fed = feed();
    rest_output_when_drained();
    return fed;
}

void Engine::Impl::tell(const std::vector<EngineEvent>& events) {
    for (const EngineEvent& event : events) {
        listener_(event);
    }
}

void Engine::Impl::account() {
    if (output_) {
        tell(ledger_.rendered(output_->rendered()));
    }
}

Engine::Impl::DeckPtr Engine::Impl::open(TrackSource source) {
    return std::make_shared<Deck>(std::move(source), options_.format, [this] { wake(); });
}

void Engine::Impl::look_after_current() {
    const DeckPtr deck = current_deck();
    if (!deck) {
        waiting_for_ = PlayId();
        return;
    }
    const PlayId play = mixer_.current().play;
    if (play != duration_told_) {
        if (const auto duration = deck->duration()) {
            duration_told_ = play;
            tell(DurationKnown{play, *duration});
        }
    }
    if (deck->started() || deck->failure()) {
        waiting_for_ = PlayId();
    } else if (waiting_for_ != play) {
        waiting_for_ = play;
        looks_at_idle_deck_ = 0;
        waiting_since_ = Clock::now();
        next_look_ = waiting_since_ + look_every;
    } else if (const auto now = Clock::now(); now >= next_look_) {
        next_look_ = now + look_every;
        looks_at_idle_deck_ = deck->at_work() ? 0 : looks_at_idle_deck_ + 1;
        if (looks_at_idle_deck_ >= looks_until_dead) {
            deck->give_up(ErrorCode::malformed, "The file is damaged, or holds no music");
        } else if (now >= waiting_since_ + options_.patience) {
            deck->give_up(ErrorCode::unreadable, "The file does not answer");
        }
    }
}

void Engine::Impl::fail_current(const Error& error) {
    const PlayId play = mixer_.current().play;
    tell(ledger_.claim());
    mixer_.set_current({});
    waiting_for_ = PlayId();
    tell(PlayFailed{play, error});
}

void Engine::Impl::lose_output(const Error& error) {
    output_.reset();
    ledger_.clear();
    pending_ = Pending();
    superseded_.clear();
    mixer_.set_current({});
    mixer_.set_next({});
    closing_ = paused_ = false;
    tell(OutputFailed{error});
}

bool Engine::Impl::ready_output() {
    closing_ = false;
    if (!output_) {
        ledger_.clear();
        auto opened = Output::open(options_.sink, options_.format, [this] { wake(); });
        if (!opened) {
            lose_output(opened.error());
            return false;
        }
        output_ = std::move(opened).value();
        output_->set_amplitude(amplitude_of(volume_), muted_);
    } else if (output_resting_) {
        output_->play();
    }
    output_resting_ = false;
    return true;
}

void Engine::Impl::rest_output_when_drained() {
    if (!output_ || pending_.any() || !ledger_.drained()) {
        return;
    }
    if (closing_) {
        closing_ = false;
        output_.reset();
        ledger_.clear();
    } else if (paused_ && !output_resting_) {
        output_->pause();
        output_resting_ = true;
    }
}

// Mixes one block and hands it over. False when there is nothing to do until the next wake.
bool Engine::Impl::feed() {
    if (!output_ || !output_->has_room()) {
        return false;
    }
    // Asked before mixing: an error comes behind the last frame, so a failed deck that gives none is empty.
    const DeckPtr deck = current_deck();
    const bool failed = deck && deck->failure();
    std::size_t frames = 0;
    for (const MixedSpan& span : mixer_.mix(block_.data(), block_frames)) {
        ledger_.pushed(span);
        frames += static_cast<std::size_t>(span.frames);
    }
    if (frames > 0) {
        output_->push(block_.data(), frames);
        return true;
    }
    if (failed && !mixer_.silent()) {
        fail_current(*deck->failure());
        return true;
    }
    // A device goes on without us; what it would play late it would drop.
    if (output_->is_device() && !ledger_.drained() && ledger_.pending() < device_low_water) {
        std::fill(block_.begin(), block_.end(), 0.0F);
        ledger_.pushed({{}, 0, static_cast<std::int64_t>(block_frames), 0, false, {}});
        output_->push(block_.data(), block_frames);
    }
    if (pending_.any() && (!deck || Clock::now() >= fade_until_)) {
        // A deck that has run dry has nothing to fade.
        mixer_.shut();
        return true;
    }
    return mixer_.current().source != deck;
}

void Engine::Impl::begin_fade() {
    const DeckPtr deck = current_deck();
    if (paused_ || !output_ || !deck || !deck->started()) {
        mixer_.shut();
    } else {
        mixer_.fade_out();
        fade_until_ = Clock::now() + fade_patience;
    }
    perform();
}

void Engine::Impl::perform() {
    if (!pending_.any() || !mixer_.silent()) {
        return;
    }
    const Pending todo = std::exchange(pending_, Pending());
    if (todo.stop || todo.deck) {
        tell(ledger_.claim());
        const PlayId left = mixer_.current().play;
        mixer_.set_current({});
        if (left.valid()) {
            tell(PlayEnded{left, false, {}});
        }
        for (const PlayId play : std::exchange(superseded_, {})) {
            tell(PlayEnded{play, false, {}});
        }
        paused_ = false;
    }
    if (todo.stop) {
        mixer_.set_next({});
        closing_ = true;
    }
    if (todo.deck) {
        mixer_.set_current({todo.deck->source().play, todo.deck, 0});
        mixer_.open();
    }
    if (const DeckPtr deck = current_deck(); todo.seek && deck) {
        deck->seek(todo.seek->position);
        mixer_.set_current({mixer_.current().play, deck, todo.seek->number});
        mixer_.fade_in();
    }
    paused_ = paused_ || todo.pause;
    if (paused_) {
        mixer_.shut();
    }
}

void Engine::Impl::drop_pending_deck() {
    if (const DeckPtr deck = std::exchange(pending_.deck, nullptr)) {
        superseded_.push_back(deck->source().play);
    }
}

void Engine::Impl::play(TrackSource source) {
    const PlayId play = source.play;
    const bool pending = pending_.deck && pending_.deck->source().play == play;
    const bool on_already = !pending_.stop && !pending_.deck && mixer_.current().play == play;
    if (pending || (on_already && mixer_.current().source)) {
        resume();
        return;
    }
    DeckPtr deck;
    if (mixer_.next().play == play && mixer_.next().source) {
        deck = next_deck();
        mixer_.set_next({});
    } else {
        deck = open(std::move(source));
    }
    if (!ready_output()) {
        return;
    }
    // Of two plays asked for at once only the later one sounds; the other ends before it began.
    drop_pending_deck();
    pending_ = Pending();
    pending_.deck = std::move(deck);
    begin_fade();
}

void Engine::Impl::set_next(std::optional<TrackSource> source) {
    if (!source) {
        mixer_.set_next({});
    } else if (mixer_.next().play != source->play && mixer_.current().play != source->play) {
        const PlayId play = source->play;
        mixer_.set_next({play, open(std::move(*source)), 0});
    }
}

void Engine::Impl::pause() {
    if (paused_ || (!mixer_.current().source && !pending_.deck)) {
        return;
    }
    pending_.pause = true;
    begin_fade();
}

void Engine::Impl::resume() {
    pending_.pause = false;
    if (!mixer_.current().source && !pending_.deck) {
        return;
    }
    paused_ = false;
    if (ready_output() && !pending_.any()) {
        mixer_.fade_in();
    }
}

void Engine::Impl::seek(PlayId play, Milliseconds position, std::uint64_t number) {
    if (pending_.deck) {
        if (pending_.deck->source().play == play) {
            pending_.seek = Seek{position, number};
        }
        return;
    }
    if (pending_.stop) {
        return;
    }
    if (mixer_.current().play == play && mixer_.current().source) {
        pending_.seek = Seek{position, number};
        begin_fade();
    } else if (ledger_.holds(play)) {
        tell(SeekTooLate{play, position, number});
    }
}

void Engine::Impl::stop() {
    drop_pending_deck();
    pending_ = Pending();
    pending_.stop = true;
    begin_fade();
}

void Engine::Impl::set_volume(double volume, bool muted) {
    volume_ = volume;
    muted_ = muted;
    if (output_) {
        output_->set_amplitude(amplitude_of(volume_), muted_);
    }
}

Engine::Engine(EngineOptions options, Listener listener)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(listener))) {}
Engine::~Engine() = default;

void Engine::play(TrackSource source) {
    impl_->post([source = std::move(source)](Impl& impl) { impl.play(source); });
}
void Engine::set_next(std::optional<TrackSource> source) {
    impl_->post([source = std::move(source)](Impl& impl) { impl.set_next(source); });
}
void Engine::pause() {
    impl_->post([](Impl& impl) { impl.pause(); });
}
void Engine::resume() {
    impl_->post([](Impl& impl) { impl.resume(); });
}
void Engine::seek(PlayId play, Milliseconds position, std::uint64_t seek) {
    impl_->post([=](Impl& impl) { impl.seek(play, position, seek); });
}
void Engine::stop(std::optional<Milliseconds> /*fade*/) {
    impl_->post([](Impl& impl) { impl.stop(); });
}
void Engine::set_volume(double volume, bool muted) {
    impl_->post([=](Impl& impl) { impl.set_volume(volume, muted); });
}

void Engine::set_sound(PlaybackSettings /*settings*/) {}
void Engine::set_gain(PlayId /*play*/, double /*gain*/) {}
void Engine::set_speed(double /*speed*/) {}
void Engine::set_end(PlayId /*play*/, std::optional<Milliseconds> /*end*/) {}

}  // namespace refrain
