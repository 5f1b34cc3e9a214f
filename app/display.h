// Is there a display, and does this machine draw on it with its processor alone? Then Qt Quick's own software
// renderer takes a third of the time per frame and 100 MB less than OpenGL on llvmpipe. To be asked before
// QGuiApplication exists; a few stat() calls. Nothing fails: in doubt the GPU is trusted.
#pragma once

#include <string>
#include <vector>

namespace refrain::app {

/// DISPLAY, WAYLAND_DISPLAY or QT_QPA_PLATFORM (a platform that needs neither) says so.
bool display_there();

struct GraphicsFacts {
    /// The listener has named a renderer (QT_QUICK_BACKEND): it is theirs to know.
    bool named_by_hand = false;
    /// Mesa was told to draw in software (LIBGL_ALWAYS_SOFTWARE).
    bool software_gl_forced = false;
    /// QT_QPA_PLATFORM names a platform without a GPU (offscreen, minimal, vnc).
    bool platform_without_gpu = false;
    /// Kernel drivers of the render nodes that we may open: "i915", "amdgpu", "nvidia", …
    std::vector<std::string> render_drivers;
};

GraphicsFacts graphics_facts();

/// Pure.
bool prefer_software_renderer(const GraphicsFacts& facts);

}  // namespace refrain::app
