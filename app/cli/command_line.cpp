#include "app/cli/command_line.h"

#include "app/cli/command.h"
#include "app/display.h"
#include "app/logging.h"
#include "library_scanner/text/file_url.h"

#include <clocale>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

namespace refrain::app {

namespace {

/// A desktop hands over "file:///…" or a path.
std::string absolute_path(const std::string& word) {
    const auto path = path_of_file_url(word);
    return std::filesystem::absolute(path ? *path : word).lexically_normal().string();
}

int run(int argc, char** argv, const OpenWindow& open_window) {
    CLI::App root{
        "Refrain plays the music on your disk and learns what to play next, on this machine alone.\n"
        "Without a command it opens its window."};
    root.name("refrain");
    root.set_version_flag("--version", std::string(REFRAIN_VERSION));
    root.require_subcommand(0, 1);
    root.fallthrough();

    std::string data_directory;
    bool json = false;
    WindowOptions window;
    root.add_option(
            "--data-dir", data_directory,
            "Folder of the library, history and models (default: " + default_data_directory().string() + ")")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    root.add_flag("--json", json, "Print exactly one JSON document on stdout");
    root.add_option("--audio-sink", window.audio_sink,
                    "Where the sound goes: auto, or fake where there is no sound card")
        ->check(CLI::IsMember({"auto", "fake"}));
    std::vector<std::string> files;
    root.add_option("FILE", files, "Files, folders or cue sheets to open in the window")
        ->check(CLI::Validator(
            [](const std::string& word) {
                std::error_code error;
                return word.starts_with("file:") || std::filesystem::exists(word, error)
                           ? std::string()
                           : "there is no command and no file \"" + word + "\"";
            },
            {}));
    root.add_option("--press", window.request.press,
                    "A key for the window that is open: toggle (play or pause) or next")
        ->check(CLI::IsMember({"toggle", "next"}));
    root.add_option("--page", window.page, "Page the window opens with: songs, guess, queue, history")
        ->group("");

    Action chosen;
    add_scan(root, chosen);
    add_search(root, chosen);
    add_rate(root, chosen);
    add_playlist(root, chosen);
    add_play(root, chosen);
    add_history(root, chosen);
    add_guess(root, chosen);
    add_react(root, chosen);
    add_held_back(root, chosen);
    add_tag(root, chosen);
    add_train(root, chosen);
    add_export(root, chosen);
    add_import(root, chosen);
    add_devices(root, chosen);
    add_analyze(root, chosen);
    add_loudness(root, chosen);
    add_lyrics(root, chosen);
    add_duplicates(root, chosen);
    add_doctor(root, chosen);
    add_demo(root, chosen);

    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
        if (asked) {
            return root.exit(error, std::cout, std::cerr);
        }
        root.exit(error, std::cerr, std::cerr);
        if (json) {
            Output(true, std::cout, std::cerr)
                .document({{"error", {{"code", "wrong_use"}, {"message", error.what()}, {"path", ""}}}});
        }
        return static_cast<int>(ExitCode::wrong_use);
    }

    Output output(json, std::cout, std::cerr);
    if (data_directory.empty()) {
        data_directory = default_data_directory().string();
    }
    Invocation invocation{DataPaths(std::filesystem::absolute(data_directory)), output, open_window};
    if (chosen) {
        return static_cast<int>(chosen(invocation));
    }
    if (!display_there()) {
        std::cerr << "refrain: no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window; "
                     "this is the command line:\n\n"
                  << root.help();
        return static_cast<int>(ExitCode::done);
    }
    for (const std::string& file : files) {
        window.request.files.push_back(absolute_path(file));
    }
    return open_window(argc, argv, invocation.paths, window);
}

}  // namespace

int run_command_line(int argc, char** argv, const OpenWindow& open_window) {
    std::setlocale(LC_CTYPE, "");  // NOLINT(concurrency-mt-unsafe): no thread yet
    log_to_stderr();
    try {
        return run(argc, argv, open_window);
    } catch (const std::exception& error) {
        // Daily trouble travels as Result; what arrives here is a broken invariant, told and not hidden.
        const std::string message = std::string("Something went wrong that should not: ") + error.what();
        std::cerr << "refrain: " << printable(message) << '\n';
        return static_cast<int>(ExitCode::failed);
    }
}

}  // namespace refrain::app
