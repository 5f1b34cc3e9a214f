// refrain-analyzer: what the tracks of a library sound like, computed at idle priority in a process of its
// own, so that a file that brings a decoder down brings nothing else down.
//
// stdout: one JSON object a line: {"phase":"analyze", done, total, failed, seconds, eta_seconds}, with path
// and failure when a file failed, and at the end {"phase":"done", …}. stderr: words for people. Exit: 0 done
// (files may have failed), 1 failed, 2 wrong use. SIGTERM and SIGINT end it after the current file.
#include "library_scanner/database/database.h"
#include "library_scanner/text/utf8.h"
#include "recommender/content/analyzer/analysis_run.h"
#include "recommender/training/background.h"

#include <csignal>
#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <gst/gst.h>
#include <nlohmann/json.hpp>

namespace {

volatile std::sig_atomic_t asked_to_end = 0;

void ask_to_end(int /*signal*/) {
    asked_to_end = 1;
}

void print_line(const char* phase, const refrain::analysis::RunProgress& progress) {
    nlohmann::ordered_json line = {{"phase", phase},
                                   {"done", progress.done},
                                   {"total", progress.total},
                                   {"failed", progress.failed},
                                   {"seconds", progress.seconds},
                                   {"eta_seconds", progress.eta_seconds}};
    if (!progress.failure.empty()) {
        line["path"] = refrain::to_display(progress.path);
        line["failure"] = refrain::to_display(progress.failure);
    }
    const bool heard = std::puts(line.dump().c_str()) >= 0 && std::fflush(stdout) == 0;
    if (!heard) {
        // Nobody reads any more: the player has gone.
        asked_to_end = 1;
    }
}

int run(const std::string& database_file, std::size_t limit) {
    refrain::give_way();
    auto database = refrain::Database::open(database_file);
    if (!database) {
        std::fprintf(stderr, "%s\n", database.error().text().c_str());
        return 1;
    }
    gst_init(nullptr, nullptr);
    refrain::analysis::RunOptions options;
    options.limit = limit;
    options.stop = [] { return asked_to_end != 0; };
    options.progress = [](const auto& progress) { print_line("analyze", progress); };
    auto result = refrain::analysis::run_analysis(*database.value(), options);
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
        return 1;
    }
    result.value().failure.clear();
    print_line("done", result.value());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGTERM, ask_to_end);
    std::signal(SIGINT, ask_to_end);
    // A pipe that nobody reads ends the run between two files, not in the middle of one.
    std::signal(SIGPIPE, SIG_IGN);

    CLI::App app{"Computes what the tracks of a Refrain library sound like."};
    app.require_subcommand(1);
    auto* run_command =
        app.add_subcommand("run", "Analyze the tracks that have no features yet, newest first");
    std::string database;
    std::size_t limit = 0;
    run_command->add_option("--database", database, "The library database")
        ->required()
        ->check(CLI::ExistingFile);
    run_command->add_option("--limit", limit, "At most so many tracks");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run(database, limit);
}
