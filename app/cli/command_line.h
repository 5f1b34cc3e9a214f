// The command line of `refrain`: parses it, runs the command, gives the exit code. With no command the window
// is opened. Main thread only; nothing throws out of it.
#pragma once

#include "app/window_options.h"

namespace refrain::app {

/// 0 done, 1 failed, 2 wrong use (said on stderr).
int run_command_line(int argc, char** argv, const OpenWindow& open_window);

}  // namespace refrain::app
