// What is asked of the machine before work that nobody waits for. Any thread; reads a few files of the
// system. Nothing fails: what the system does not say counts as free.
#pragma once

namespace refrain::app {

struct MachineState {
    bool on_battery = false;
    /// Processes that want a core, over the last minute.
    double load = 0.0;
    unsigned cores = 1;
};
MachineState machine_state();
/// Pure.
bool machine_is_free(const MachineState& state);

}  // namespace refrain::app
