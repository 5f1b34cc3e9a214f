#include "app/background/machine_state.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace refrain::app {

namespace {

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

}  // namespace refrain::app
