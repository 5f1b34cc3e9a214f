// Whether the machine has better things to do than to train: on battery, or busy with the listener's own
// work. The decision is pure; reading the system's files is the edge. Any thread. Nothing fails: what the
// system does not say is unknown, and unknown is no reason to pause.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace refrain {

struct MachineState {
    std::optional<bool> on_battery;
    /// Share of the last ten seconds, in percent, in which something waited for a processor.
    std::optional<double> cpu_pressure;
};

struct PauseOptions {
    bool on_battery = false;
    /// In percent of cpu_pressure; 0: never because of it.
    double above_pressure = 0.0;
};

/// Why to pause, in one sentence; empty: not. What has paused for pressure goes on below half of it, so that
/// it does not start and stop all the time.
std::string reason_to_pause(const MachineState& state, const PauseOptions& options, bool paused);

/// "some avg10" of /proc/pressure/cpu's text.
std::optional<double> pressure_from(std::string_view text);
/// On battery: one discharges that feeds the machine (not a mouse), and no mains is on line. Nothing where
/// there is no battery. `supplies` is /sys/class/power_supply.
std::optional<bool> battery_from(const std::filesystem::path& supplies);

MachineState read_machine_state();

}  // namespace refrain
