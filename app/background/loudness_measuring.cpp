#include "app/background/loudness_measuring.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

constexpr qint64 tell_every_ms = 300;
constexpr int look_again_ms = 600'000;

std::string first_word(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string word;
    stream >> word;
    return word;
}

}  // namespace

MachineState machine_state() {
    namespace fs = std::filesystem;
    MachineState state;
    std::error_code error;
    for (const auto& supply : fs::directory_iterator("/sys/class/power_supply", error)) {
        // A battery of a mouse has a scope: the device's.
        state.on_battery = state.on_battery || (first_word(supply.path() / "type") == "Battery" &&
                                                first_word(supply.path() / "status") == "Discharging" &&
                                                first_word(supply.path() / "scope") != "Device");
    }
    std::array<double, 1> loads{};
    if (::getloadavg(loads.data(), static_cast<int>(loads.size())) == 1) {
        state.load = loads[0];
    }
    state.cores = std::max(1U, std::thread::hardware_concurrency());
    return state;
}

bool machine_is_free(const MachineState& state) {
    return !state.on_battery && state.load < state.cores;
}

qint64 without_loudness(const LibrarySnapshot& library) {
    qint64 count = 0;
    library.each_row([&](std::uint32_t /*number*/, const TrackRow& track) {
        count += !track.missing && std::isnan(track.track_gain_db) ? 1 : 0;
    });
    return count;
}

LoudnessMeasuring::LoudnessMeasuring(Services& services, QObject* parent)
    : QObject(parent), services_(services), process_(services.paths()) {
    qRegisterMetaType<LoudnessProgress>();
    later_.setSingleShot(true);
    later_.setInterval(look_again_ms);
    connect(&later_, &QTimer::timeout, this, &LoudnessMeasuring::start_if_due);
    connect(&process_, &AnalyzerProcess::reported, this, &LoudnessMeasuring::take);
    connect(&process_, &AnalyzerProcess::finished, this, &LoudnessMeasuring::end);
}

void LoudnessMeasuring::start_if_due() {
    if (process_.running()) {
        return;
    }
    progress_ = {without_loudness(*services_.library().snapshot()), 0, false};
    Q_EMIT changed(progress_);
    if (progress_.wanted == 0) {
        later_.stop();
    } else if (machine_is_free(machine_state())) {
        begin();
    } else {
        later_.start();
    }
}

void LoudnessMeasuring::start() {
    asked_for_ = true;
    begin();
}

void LoudnessMeasuring::cancel() {
    later_.stop();
    process_.cancel();
}

void LoudnessMeasuring::begin() {
    if (process_.running()) {
        return;
    }
    later_.stop();
    done_ = failed_ = 0;
    told_.invalidate();
    progress_.running = true;
    Q_EMIT changed(progress_);
    process_.start(loudness_arguments(services_.paths().database().string()));
}

void LoudnessMeasuring::take(const AnalyzerReport& report) {
    done_ = report.done;
    failed_ = report.failed;
    progress_ = {static_cast<qint64>(report.total), static_cast<qint64>(report.done),
                 report.phase != AnalyzerReport::Phase::done};
    if (!told_.isValid() || told_.hasExpired(tell_every_ms)) {
        told_.start();
        Q_EMIT changed(progress_);
    }
}

void LoudnessMeasuring::end(const Status& status) {
    progress_.running = false;
    Q_EMIT changed(progress_);
    if (done_ > failed_) {
        Q_EMIT measured();
    }
    const bool by_the_listener = std::exchange(asked_for_, false);
    if (status) {
        spdlog::info("Loudness: {} tracks measured, {} could not be", done_ - failed_, failed_);
        Q_EMIT ended(by_the_listener ? tr("The loudness of %n track(s) has been measured", nullptr,
                                          static_cast<int>(done_ - failed_))
                                     : QString(),
                     false);
    } else {
        spdlog::info("Loudness: {}", status.error().text());
        const bool error = status.error().code != ErrorCode::cancelled;
        Q_EMIT ended(by_the_listener && error ? QString::fromStdString(status.error().text()) : QString(),
                     error);
    }
}

}  // namespace refrain::app
