// How the window is opened, and by whom: main() hands the opener to the command line, which so needs no
// window library of its own. Plain values, main thread.
#pragma once

#include "app/paths.h"

#include <functional>
#include <string>
#include <vector>

namespace refrain::app {

/// What a start of the program asks of the window, be it its own or one that is open already.
struct WindowRequest {
    /// Files, folders and cue sheets to play, absolute paths as bytes.
    std::vector<std::string> files;
    /// "toggle" or "next": a key of the desktop; the window then stays where it is. Empty: to the front.
    std::string press;
};

struct WindowOptions {
    /// "auto" or "fake".
    std::string audio_sink = "auto";
    /// The page it opens with; empty: the window's own choice.
    std::string page;
    WindowRequest request;
};

/// Opens the window, runs until it is closed, and gives the exit code.
using OpenWindow = std::function<int(int argc, char** argv, const DataPaths&, const WindowOptions&)>;

}  // namespace refrain::app
