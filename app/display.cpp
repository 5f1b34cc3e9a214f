#include "app/display.h"

#include "app/environment.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace refrain::app {

namespace {

/// Render nodes that put pictures into memory and draw none.
constexpr std::array<std::string_view, 6> drivers_without_gpu{"vgem",   "vkms",      "bochs-drm",
                                                              "cirrus", "simpledrm", "qxl"};

}  // namespace

bool display_there() {
    return !environment("DISPLAY").empty() || !environment("WAYLAND_DISPLAY").empty() ||
           !environment("QT_QPA_PLATFORM").empty();
}

GraphicsFacts graphics_facts() {
    GraphicsFacts facts;
    facts.named_by_hand = !environment("QT_QUICK_BACKEND").empty();
    const std::string forced = environment("LIBGL_ALWAYS_SOFTWARE");
    facts.software_gl_forced = forced == "1" || forced == "true";
    const std::string platform = environment("QT_QPA_PLATFORM");
    facts.platform_without_gpu =
        platform.starts_with("offscreen") || platform.starts_with("minimal") || platform.starts_with("vnc");

    namespace fs = std::filesystem;
    std::error_code error;
    for (const auto& node : fs::directory_iterator("/dev/dri", error)) {
        const std::string name = node.path().filename().string();
        if (!name.starts_with("renderD") || ::access(node.path().c_str(), R_OK | W_OK) != 0) {
            continue;
        }
        std::error_code unknown;
        const fs::path driver = fs::read_symlink("/sys/class/drm/" + name + "/device/driver", unknown);
        facts.render_drivers.push_back(driver.filename().string());
    }
    return facts;
}

bool prefer_software_renderer(const GraphicsFacts& facts) {
    if (facts.named_by_hand) {
        return false;
    }
    if (facts.software_gl_forced || facts.platform_without_gpu) {
        return true;
    }
    return std::none_of(
        facts.render_drivers.begin(), facts.render_drivers.end(), [](const std::string& driver) {
            return std::find(drivers_without_gpu.begin(), drivers_without_gpu.end(), driver) ==
                   drivers_without_gpu.end();
        });
}

}  // namespace refrain::app
