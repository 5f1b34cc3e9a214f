#include "recommender/training/machine_state.h"

#include <fstream>
#include <locale>
#include <sstream>
#include <system_error>

namespace refrain {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

}  // namespace

std::string reason_to_pause(const MachineState& state, const PauseOptions& options, bool paused) {
    if (options.on_battery && state.on_battery.value_or(false)) {
        return "Training waits until the machine is on mains power again";
    }
    const double limit = paused ? options.above_pressure / 2.0 : options.above_pressure;
    if (options.above_pressure > 0.0 && state.cpu_pressure.value_or(0.0) > limit) {
        return "Training waits until the machine is less busy";
    }
    return {};
}

std::optional<double> pressure_from(std::string_view text) {
    constexpr std::string_view sign = "some avg10=";
    const auto at = text.find(sign);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    // The kernel writes a point whatever the locale; a stream in the classic locale reads one.
    std::istringstream number{std::string(text.substr(at + sign.size()))};
    number.imbue(std::locale::classic());
    double value = 0.0;
    return number >> value ? std::optional(value) : std::nullopt;
}

std::optional<bool> battery_from(const fs::path& supplies) {
    bool battery = false;
    bool discharges = false;
    bool mains = false;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(supplies, code)) {
        const std::string type = first_line(entry.path() / "type");
        if (type == "Mains" || type == "USB") {
            mains = mains || first_line(entry.path() / "online") == "1";
        } else if (type == "Battery" && first_line(entry.path() / "scope") != "Device") {
            battery = true;
            discharges = discharges || first_line(entry.path() / "status") == "Discharging";
        }
    }
    return battery ? std::optional(discharges && !mains) : std::nullopt;
}

MachineState read_machine_state() {
    std::ifstream in("/proc/pressure/cpu");
    std::stringstream text;
    text << in.rdbuf();
    return {battery_from("/sys/class/power_supply"), pressure_from(text.str())};
}

}  // namespace refrain
