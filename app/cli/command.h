// What every command of the command line is made of: it registers itself with its options and hands back what
// to do. One file per command. Main thread only.
#pragma once

#include "app/output.h"
#include "app/window_options.h"

#include <functional>

#include <CLI/CLI.hpp>

namespace refrain::app {

/// What all commands share.
struct Invocation {
    DataPaths paths;
    Output& output;
    const OpenWindow& open_window;
};

/// A command's work. `wrong_use` is for what the parser cannot see; it has been said on stderr by then.
using Action = std::function<ExitCode(Invocation&)>;

/// Each adds its subcommand to `root`; when that is the one asked for, `chosen` is set to its work.
void add_scan(CLI::App& root, Action& chosen);
void add_search(CLI::App& root, Action& chosen);
void add_rate(CLI::App& root, Action& chosen);
void add_playlist(CLI::App& root, Action& chosen);
void add_play(CLI::App& root, Action& chosen);
void add_history(CLI::App& root, Action& chosen);
void add_guess(CLI::App& root, Action& chosen);
void add_react(CLI::App& root, Action& chosen);
void add_held_back(CLI::App& root, Action& chosen);
void add_tag(CLI::App& root, Action& chosen);
void add_train(CLI::App& root, Action& chosen);
void add_export(CLI::App& root, Action& chosen);
void add_import(CLI::App& root, Action& chosen);
void add_devices(CLI::App& root, Action& chosen);
void add_analyze(CLI::App& root, Action& chosen);
void add_loudness(CLI::App& root, Action& chosen);
void add_lyrics(CLI::App& root, Action& chosen);
void add_duplicates(CLI::App& root, Action& chosen);
void add_doctor(CLI::App& root, Action& chosen);
void add_demo(CLI::App& root, Action& chosen);

}  // namespace refrain::app
