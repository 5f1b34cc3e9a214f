#include "player/engine/engine.h"

#include "player/engine/engine_loop.h"

#include <utility>

namespace refrain {

class Engine::Impl : public EngineLoop {
  public:
    using EngineLoop::EngineLoop;
};

Engine::Engine(EngineOptions options, Listener listener)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(listener))) {}
Engine::~Engine() = default;

void Engine::play(TrackSource source) {
    impl_->post([source = std::move(source)](EngineLoop& loop) { loop.play(source); });
}
void Engine::set_next(std::optional<TrackSource> source) {
    impl_->post([source = std::move(source)](EngineLoop& loop) { loop.set_next(source); });
}
void Engine::pause() {
    impl_->post([](EngineLoop& loop) { loop.pause(); });
}
void Engine::resume() {
    impl_->post([](EngineLoop& loop) { loop.resume(); });
}
void Engine::seek(PlayId play, Milliseconds position, std::uint64_t seek) {
    impl_->post([=](EngineLoop& loop) { loop.seek(play, position, seek); });
}
void Engine::stop(std::optional<Milliseconds> fade) {
    impl_->post([=](EngineLoop& loop) { loop.stop(fade); });
}
void Engine::set_sound(PlaybackSettings settings) {
    impl_->post([settings = std::move(settings)](EngineLoop& loop) { loop.set_sound(settings); });
}
void Engine::set_gain(PlayId play, double gain) {
    impl_->post([=](EngineLoop& loop) { loop.set_gain(play, gain); });
}
void Engine::set_speed(double speed) {
    impl_->post([=](EngineLoop& loop) { loop.set_speed(speed); });
}
void Engine::set_stretch(PlayId play, std::optional<RepeatStretch> stretch) {
    impl_->post([=](EngineLoop& loop) { loop.set_stretch(play, stretch); });
}
void Engine::set_volume(double volume, bool muted) {
    impl_->post([=](EngineLoop& loop) { loop.set_volume(volume, muted); });
}
void Engine::look_for_devices() {
    impl_->post([](EngineLoop& loop) { loop.look_for_devices(); });
}

}  // namespace refrain
