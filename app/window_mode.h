// The program with its window: wires services, player, background and window together and runs the event
// loop. Main thread. What can fail: the data folder, the database, the QML; each said on stderr, exit code 1.
#pragma once

#include "app/paths.h"

#include <string>

namespace refrain::app {

struct WindowOptions {
    /// "auto" or "fake".
    std::string audio_sink = "auto";
    /// The page it opens with; empty: the window's own choice.
    std::string page;
};

/// Is there a display to open a window on?
bool display_there();

int run_window(int argc, char** argv, const DataPaths& paths, const WindowOptions& options);

}  // namespace refrain::app
