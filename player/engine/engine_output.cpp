// Care of the device: opening, resting, moving to another one, losing it.
#include "player/engine/engine_loop.h"
#include "player/engine/output/gst_devices.h"
#include "player/engine/output/gst_output.h"
#include "player/engine/output/pulse_output.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

/// What a device is given first may come too late: its clock starts before its first sample is there, or what
/// follows it was told of silence already.
constexpr int silent_blocks_at_start = 4;
/// A device that plays nothing of what it has for so long was suspended, or its server hangs.
constexpr std::chrono::seconds longest_standstill{5};
/// Of the time between two looks only so much counts: the machine, or this process, may have slept.
constexpr std::chrono::seconds longest_step{1};

}  // namespace

void EngineLoop::apply_sound() {
    mixer_.set_mono(settings_.mono);
    equaliser_.set(settings_.equaliser);
    final_.set_volume(muted_ ? 0.0 : amplitude_of(volume_));
}

// From now on. Before that nobody needs to know, and to ask costs memory and time.
void EngineLoop::look_for_devices() {
    if (!devices_ && options_.sink.kind == AudioSinkOptions::Kind::automatic) {
        devices_ = std::make_unique<DeviceWatch>([this] { wake(); });
    }
}

// The chosen device where it is connected, as far as is known, else the system's default.
std::string EngineLoop::wanted_device() const {
    const std::string& chosen = settings_.output_device;
    const bool there = !devices_ || !devices_->knows() || devices_->find(chosen);
    return chosen != lost_device_ && there ? chosen : std::string();
}

void EngineLoop::learn_device_in_use() {
    if (!devices_) {
        return;
    }
    if (auto on_server = devices_->in_use(); on_server && takes_back()) {
        in_use_ = std::move(on_server);
    } else if (!in_use_) {
        in_use_ = device_.empty() ? devices_->first() : devices_->find(device_);
    }
}

// A sound server is spoken to directly; GStreamer knows the way to whatever else there is.
Result<OutputPtr> EngineLoop::open_device(const std::string& id) {
    const auto wake_us = [this] { wake(); };
    const bool on_server = id.starts_with(on_sound_server);
    if (on_server || id.empty()) {
        auto opened = PulseOutput::open(on_server ? id.substr(on_sound_server.size()) : std::string(),
                                        options_.format, wake_us);
        if (opened || on_server) {
            return opened;
        }
    }
    if (!id.empty()) {
        // It knows the way there.
        look_for_devices();
    }
    auto sink = id.empty() ? open_default_sink() : devices_->open(id);
    if (!sink) {
        return sink.error();
    }
    return GstOutput::open(options_.sink, options_.format, std::move(sink).value(), wake_us);
}

bool EngineLoop::open_output() {
    device_ = wanted_device();
    const bool fake = options_.sink.kind == AudioSinkOptions::Kind::fake;
    auto opened = fake ? GstOutput::open(options_.sink, options_.format, nullptr, [this] { wake(); })
                       : open_device(device_);
    if (!opened && !device_.empty()) {
        lost_device_ = std::exchange(device_, {});
        opened = open_device(device_);
    }
    if (!opened) {
        give_up_output(opened.error());
        return false;
    }
    output_ = std::move(opened).value();
    in_use_.reset();
    resting_ = false;
    device_at_ = 0;
    still_for_ = {};
    handed_.clear();
    learn_device_in_use();
    apply_sound();
    equaliser_.restart();
    final_.restart();
    set_calm(false);
    for (int i = 0; output_->is_device() && i < silent_blocks_at_start; ++i) {
        push_silence();
    }
    handed_.clear();
    plan();
    return true;
}

bool EngineLoop::ready_output() {
    closing_ = false;
    if (!output_) {
        return open_output();
    }
    if (resting_) {
        // The silence that it rests in.
        take_back();
        resting_ = false;
        output_->play();
        plan();
    }
    return true;
}

// What it took up to its end was heard; what it still holds never will be.
void EngineLoop::close_output() {
    account();
    if (output_ && !output_->is_device()) {
        // A device tells no more once it is stopped; a fake may have taken a block meanwhile.
        output_->stop();
        account();
    }
    output_.reset();
    tell(ledger_.abandon());
}

void EngineLoop::give_up_output(const Error& error) {
    close_output();
    if ((mixer_.next() && mixer_.next()->play == follower_) || mixer_.holds(follower_)) {
        // Not heard out: it may be played anew.
        follower_ = PlayId();
    }
    mixer_.clear();
    failures_.clear();
    closing_ = paused_ = resting_ = moving_ = false;
    tell(OutputFailed{error, plays_, newest_play_});
}

// What the device still held was not heard and is not counted; the music goes on behind it.
void EngineLoop::lose_output(const Error& error) {
    account();
    const bool sounded = output_->rendered() > 0;
    if (!sounded && device_.empty()) {
        give_up_output(error);
        return;
    }
    // The list may not know yet.
    lost_device_ = device_;
    const OutputDevice device = in_use_.value_or(OutputDevice{device_, {}});
    close_output();
    moving_ = resting_ = false;
    const bool goes_on = !mixer_.idle() && !closing_;
    if (sounded) {
        if (settings_.pause_on_removal && goes_on) {
            // Not a moment of it aloud elsewhere.
            paused_ = true;
        }
        tell(OutputRemoved{device, error});
    }
    if (!goes_on) {
        if (closing_) {
            stop(Milliseconds(0));
        }
        return;
    }
    mixer_.shut();
    if (!paused_ && open_output()) {
        mixer_.fade_in(fade_frames(options_.fade));
    }
}

bool EngineLoop::stands_still() {
    const auto now = Clock::now();
    const auto step = now - std::exchange(looked_at_device_, now);
    const std::int64_t at = output_->rendered();
    if (!output_->is_device() || resting_ || at != device_at_ || output_->has_room()) {
        device_at_ = at;
        still_for_ = {};
        return false;
    }
    still_for_ += std::min<Clock::duration>(step, longest_step);
    return still_for_ >= longest_standstill;
}

void EngineLoop::look_after_devices() {
    if (output_ && output_->rendered() > 0) {
        look_for_devices();
    }
    if (devices_) {
        heed_devices();
    }
    if (output_) {
        if (const auto error = output_->failure()) {
            lose_output(*error);
        } else if (stands_still()) {
            lose_output(
                {ErrorCode::failed,
                 "Nothing comes out of the audio device any more. Start the sound server again, or choose "
                 "another device, then play again",
                 {}});
        }
    }
}

void EngineLoop::heed_devices() {
    auto changes = devices_->take_changes();
    if (changes) {
        lost_device_.clear();
        tell(DevicesChanged{std::move(*changes)});
    }
    const auto removed = devices_->take_removed();
    if (removed && takes_back() && !resting_) {
        heed_removal(*removed);
    } else if (changes && output_ && !takes_back() && in_use_ && !devices_->find(in_use_->id)) {
        lose_output({ErrorCode::not_found, "The audio device is gone", {}});
    }
    learn_device_in_use();
    if (changes) {
        change_device();
    }
}

// The sound server has moved our sound to another device already, or to the loudspeakers beside the
// headphones.
void EngineLoop::heed_removal(const OutputDevice& removed) {
    const bool unplugged = devices_->find(removed.id).has_value();
    const Error error{
        ErrorCode::not_found, unplugged ? "The headphones were unplugged" : "The audio device is gone", {}};
    if (settings_.pause_on_removal) {
        in_use_ = removed;
        lose_output(error);
        // The list knows.
        lost_device_.clear();
    } else if (devices_->in_use()) {
        tell(OutputRemoved{removed, error});
    }
}

// Another device is wanted than the one in use: fades out, and goes on there.
void EngineLoop::change_device() {
    if (!output_ || !output_->is_device() || wanted_device() == device_) {
        return;
    }
    const bool moved = takes_back() && in_use_ && in_use_->id != device_;
    if (moved && !devices_->find(device_) && wanted_device().empty()) {
        // The sound server has done so.
        device_.clear();
        return;
    }
    if (resting_) {
        // The next sound opens it.
        close_output();
        resting_ = false;
        return;
    }
    moving_ = true;
    if (!paused_) {
        mixer_.fade_out(fade_frames(options_.fade));
    }
}

void EngineLoop::give_back_output() {
    close_output();
    closing_ = resting_ = moving_ = false;
}

void EngineLoop::rest_output() {
    if (!output_ || resting_ || !played_out()) {
        return;
    }
    if (closing_ && mixer_.idle()) {
        give_back_output();
    } else if (moving_ && mixer_.silent()) {
        moving_ = false;
        close_output();
        if (!paused_ && open_output()) {
            mixer_.fade_in(fade_frames(options_.fade));
            wake();
        }
    } else if ((paused_ && mixer_.silent()) || mixer_.idle()) {
        output_->pause();
        resting_ = true;
    }
}

}  // namespace refrain
