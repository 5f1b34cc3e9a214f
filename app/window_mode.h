// The program with its window: wires services, player, background and window together and runs the event
// loop. Main thread. What can fail: the data folder, the database, the QML; each said on stderr, exit code 1.
#pragma once

#include "app/window_options.h"

namespace refrain::app {

int run_window(int argc, char** argv, const DataPaths& paths, const WindowOptions& options);

}  // namespace refrain::app
