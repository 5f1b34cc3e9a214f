#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/json.h"
#include "app/paths.h"
#include "app/services.h"
#include "library_scanner/scan/scanner.h"

#include <memory>
#include <unistd.h>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct ScanArguments {
    std::vector<std::string> folders;
    int threads = 0;
    bool believe = false;
};

std::string left_text(Milliseconds left) {
    const auto seconds = (left.count() + 999) / 1000;
    return seconds < 60 ? fmt::format("{} s left", seconds) : fmt::format("{} min left", (seconds + 59) / 60);
}

void show_progress(const ScanProgress& progress) {
    fmt::print(stderr, "\r{} files seen, {} read{}{:12}", progress.files_seen, progress.files_read,
               progress.walk_done ? fmt::format(" of {}", progress.files_to_read) : std::string(),
               progress.left ? ", " + left_text(*progress.left) : std::string());
    std::fflush(stderr);
}

ExitCode scan_folders(Invocation& invocation, const ScanArguments& arguments) {
    // Before the first thread of the services, so that all of them leave the signals to it.
    const Interrupt interrupt;
    auto services = Services::open(invocation.paths);
    if (!services) {
        return invocation.output.fail(services.error());
    }
    std::vector<std::filesystem::path> folders;
    if (arguments.folders.empty()) {
        auto roots = services.value()->library().roots();
        if (!roots) {
            return invocation.output.fail(roots.error());
        }
        folders.assign(roots.value().begin(), roots.value().end());
    } else {
        for (const std::string& folder : arguments.folders) {
            folders.push_back(std::filesystem::absolute(folder).lexically_normal());
        }
    }
    if (folders.empty()) {
        invocation.output.fail(
            Error{ErrorCode::not_found, "The library has no folder yet; name one: refrain scan DIR", {}});
        return ExitCode::wrong_use;
    }

    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    ScanOptions options;
    options.threads = arguments.threads;
    options.believe = arguments.believe;
    options.cancel = &interrupt.flag();
    options.tag_reader = find_program("refrain-tagreader");
    if (terminal && !invocation.output.json()) {
        options.on_progress = show_progress;
    }
    options.on_waiting = [&] {
        invocation.output.note(
            "refrain: another scan of this library is at work; this one waits for its end");
    };
    auto report = scan(services.value()->database(), folders, options);
    if (options.on_progress) {
        fmt::print(stderr, "\r{:60}\r", "");
    }
    if (!report) {
        return invocation.output.fail(report.error());
    }
    const ScanReport& done = report.value();
    invocation.output.document(to_json(done));
    for (const ScanFailure& failure : done.failed) {
        invocation.output.line(
            fmt::format("not read: {}: {}", printable(failure.path), printable(failure.reason)));
    }
    for (const AwayPlace& place : done.away) {
        invocation.output.line(fmt::format("away: {}: {}; {} files are left as they are",
                                           printable(place.path), printable(place.reason), place.files));
    }
    if (!done.away.empty()) {
        invocation.output.line("If these files were deleted, say so: refrain scan --believe");
    }
    invocation.output.line(fmt::format(
        "{} files, {} tracks: {} added, {} updated, {} moved, {} missing, {} not read, {:.2f} s{}",
        done.files, done.tracks, done.added, done.updated, done.moved, done.missing, done.failed.size(),
        done.seconds, done.cancelled ? " (stopped)" : ""));
    if (done.files == 0 && done.failed.empty()) {
        invocation.output.line("There is no music in there that Refrain knows.");
    }
    return done.cancelled ? ExitCode::failed : ExitCode::done;
}

}  // namespace

void add_scan(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<ScanArguments>();
    CLI::App* command = root.add_subcommand("scan", "Read the music in these folders into the library");
    command->add_option("DIR", arguments->folders, "Folders; without one, those of the library again");
    command
        ->add_option("--threads", arguments->threads,
                     "Files that are read at once; 0: chosen by the number of cores")
        ->check(CLI::Range(0, 256));
    command->add_flag("--believe", arguments->believe,
                      "Take files that are gone for deleted, however many they are at once");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return scan_folders(invocation, *arguments); };
    });
}

}  // namespace refrain::app
