// How the window is opened, and by whom: main() hands the opener to the command line, which so needs no
// window library of its own. Plain values, main thread.
#pragma once

#include "app/paths.h"

#include <functional>
#include <string>

namespace refrain::app {

struct WindowOptions {
    /// "auto" or "fake".
    std::string audio_sink = "auto";
    /// The page it opens with; empty: the window's own choice.
    std::string page;
};

/// Opens the window, runs until it is closed, and gives the exit code.
using OpenWindow = std::function<int(int argc, char** argv, const DataPaths&, const WindowOptions&)>;

}  // namespace refrain::app
