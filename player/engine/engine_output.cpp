// Care of the device: opening, resting, moving to another one, losing it.
#include "player/engine/engine_loop.h"

#include <algorithm>
#include <utility>

namespace refrain {

void EngineLoop::apply_sound() {
    mixer_.set_mono(settings_.mono);
    if (output_) {
        output_->set_amplitude(muted_ ? 0.0 : amplitude_of(volume_));
        output_->set_equaliser(settings_.equaliser);
    }
}

// The chosen device where it is connected, else the system's default.
std::string EngineLoop::wanted_device() const {
    return devices_ && devices_->find(settings_.output_device) ? settings_.output_device : std::string();
}

bool EngineLoop::open_output() {
    GstHandle<GstElement> sink;
    device_ = wanted_device();
    if (options_.sink.kind == AudioSinkOptions::Kind::automatic) {
        auto opened = device_.empty() ? open_default_sink() : devices_->open(device_);
        if (!opened && !device_.empty()) {
            device_.clear();
            opened = open_default_sink();
        }
        if (!opened) {
            give_up_output(opened.error());
            return false;
        }
        sink = std::move(opened).value();
    }
    auto opened = Output::open(options_.sink, options_.format, std::move(sink), [this] { wake(); });
    if (!opened) {
        give_up_output(opened.error());
        return false;
    }
    output_ = std::move(opened).value();
    resting_ = false;
    apply_sound();
    return true;
}

bool EngineLoop::ready_output() {
    closing_ = false;
    if (!output_) {
        return open_output();
    }
    if (std::exchange(resting_, false)) {
        output_->play();
    }
    return true;
}

void EngineLoop::give_up_output(const Error& error) {
    output_.reset();
    tell(ledger_.abandon());
    mixer_.clear();
    failures_.clear();
    closing_ = paused_ = resting_ = moving_ = false;
    tell(OutputFailed{error});
}

// What the device still held was not heard and is not counted; the music goes on behind it.
void EngineLoop::lose_output(const Error& error) {
    account();
    const bool sounded = output_->is_device() && output_->rendered() > 0;
    if (!sounded) {
        give_up_output(error);
        return;
    }
    OutputDevice device{device_, {}};
    if (const auto known = device_.empty() ? devices_->first() : devices_->find(device_)) {
        device = *known;
    }
    output_.reset();
    tell(ledger_.abandon());
    moving_ = resting_ = false;
    const bool goes_on = !mixer_.idle() && !closing_;
    if (settings_.pause_on_removal) {
        // Not a moment of it aloud elsewhere.
        mixer_.shut();
        paused_ = goes_on;
    }
    tell(OutputRemoved{device});
    if (!goes_on) {
        mixer_.stop(0);
        closing_ = true;
    }
    if (goes_on && !paused_ && open_output()) {
        mixer_.shut();
        mixer_.fade_in(fade_frames(options_.fade));
    }
}

void EngineLoop::look_after_devices() {
    if (devices_) {
        if (auto changes = devices_->take_changes()) {
            tell(DevicesChanged{std::move(*changes)});
            change_device();
        }
    }
    if (output_) {
        if (const auto error = output_->failure()) {
            lose_output(*error);
        }
    }
}

// Another device is wanted than the one in use: fades out, and goes on there.
void EngineLoop::change_device() {
    if (!output_ || !output_->is_device() || wanted_device() == device_) {
        return;
    }
    if (resting_) {
        // The next sound opens it.
        output_.reset();
        tell(ledger_.abandon());
        resting_ = false;
        return;
    }
    moving_ = true;
    if (!paused_) {
        mixer_.fade_out(fade_frames(options_.fade));
    }
}

void EngineLoop::give_back_output() {
    account();
    output_.reset();
    tell(ledger_.abandon());
    closing_ = resting_ = moving_ = false;
}

void EngineLoop::rest_output() {
    if (!output_ || resting_ || !ledger_.settled()) {
        return;
    }
    if (closing_ && mixer_.idle()) {
        give_back_output();
    } else if (moving_ && mixer_.silent()) {
        moving_ = false;
        output_.reset();
        tell(ledger_.abandon());
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
