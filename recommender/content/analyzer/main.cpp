// refrain-analyzer: what the tracks of a library sound like and how loud they are, computed at idle priority
// in a process of its own, so that a file that brings a decoder down brings nothing else down. How to start
// it and what it prints: recommender/content/analyzer_protocol.h. stderr: words for people. Exit: 0 done
// (files may have failed), 1 failed, 2 wrong use.
#include "library_scanner/database/database.h"
#include "library_scanner/tags/gain_writer.h"
#include "recommender/content/analyzer/analysis_run.h"
#include "recommender/content/analyzer/loudness_run.h"
#include "recommender/content/analyzer/loudness_store.h"
#include "recommender/content/analyzer/print_run.h"
#include "recommender/content/analyzer_protocol.h"
#include "recommender/training/background.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <gst/gst.h>

namespace {

using namespace refrain;
using analysis::RunProgress;

volatile std::sig_atomic_t asked_to_end = 0;

void ask_to_end(int /*signal*/) {
    asked_to_end = 1;
}

void print_line(AnalyzerReport::Phase phase, const RunProgress& progress) {
    const auto line = to_line({phase, progress.done, progress.total, progress.failed, progress.seconds,
                               progress.eta_seconds, progress.path, progress.failure});
    const bool heard = std::puts(line.c_str()) >= 0 && std::fflush(stdout) == 0;
    if (!heard) {
        // Nobody reads any more: the player has gone.
        asked_to_end = 1;
    }
}

int fail(const Error& error) {
    std::fprintf(stderr, "%s\n", error.text().c_str());
    return 1;
}

using Run = Result<RunProgress> (*)(Database&, const analysis::RunOptions&);

int run(Run work, AnalyzerReport::Phase phase, const std::string& database_file, std::size_t limit) {
    give_way();
    auto database = Database::open(database_file);
    if (!database) {
        return fail(database.error());
    }
    gst_init(nullptr, nullptr);
    analysis::RunOptions options;
    options.limit = limit;
    options.stop = [] { return asked_to_end != 0; };
    options.progress = [phase](const auto& progress) { print_line(phase, progress); };
    auto result = work(*database.value(), options);
    if (!result) {
        return fail(result.error());
    }
    result.value().failure.clear();
    print_line(AnalyzerReport::Phase::done, result.value());
    return 0;
}

Status write_one(const analysis::LoudnessStore& store, const std::string& path) {
    const auto found = store.find(path);
    if (!found) {
        return found.error();
    }
    if (found.value().cue_tracks > 0) {
        return Error{ErrorCode::unsupported,
                     "The file is several tracks of a cue sheet, and its tags have room for one gain", path};
    }
    return write_gains(path, found.value().loudness);
}

int write_files(const std::string& database_file, const std::vector<std::string>& files) {
    auto database = Database::open(database_file);
    if (!database) {
        return fail(database.error());
    }
    const analysis::LoudnessStore store(*database.value());
    RunProgress progress;
    progress.total = files.size();
    for (const auto& file : files) {
        if (asked_to_end != 0) {
            break;
        }
        std::error_code unknown;
        const auto path = std::filesystem::absolute(file, unknown).lexically_normal().native();
        const auto written = write_one(store, unknown ? file : path);
        ++progress.done;
        progress.failed += written ? 0 : 1;
        progress.path = path;
        progress.failure = written ? std::string() : written.error().message;
        print_line(AnalyzerReport::Phase::write_gains, progress);
    }
    progress.failure.clear();
    print_line(AnalyzerReport::Phase::done, progress);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGTERM, ask_to_end);
    std::signal(SIGINT, ask_to_end);
    // A pipe that nobody reads ends the run between two files, not in the middle of one.
    std::signal(SIGPIPE, SIG_IGN);

    CLI::App app{"Computes what the tracks of a Refrain library sound like and how loud they are."};
    app.require_subcommand(1);
    std::string database;
    std::size_t limit = 0;
    std::vector<std::string> files;
    const auto add = [&](const char* name, const char* what) {
        auto* command = app.add_subcommand(name, what);
        command->add_option("--database", database, "The library database")
            ->required()
            ->check(CLI::ExistingFile);
        return command;
    };
    auto* features = add("run", "Analyze the tracks that have no features yet, newest and most played first");
    auto* loudness = add("loudness", "Measure the tracks whose tags name no gain, newest first");
    auto* prints = add("prints", "Find the tracks that sound alike, those that are suspect first");
    for (auto* command : {features, loudness, prints}) {
        command->add_option("--limit", limit, "At most so many tracks");
    }
    auto* write = add("write-gains", "Write the measured gains into the tags of these files");
    write->add_option("PATH", files, "Music files of the library")->required();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (write->parsed()) {
        return write_files(database, files);
    }
    if (prints->parsed()) {
        return run(analysis::run_prints, AnalyzerReport::Phase::prints, database, limit);
    }
    return loudness->parsed() ? run(analysis::run_loudness, AnalyzerReport::Phase::loudness, database, limit)
                              : run(analysis::run_analysis, AnalyzerReport::Phase::analyze, database, limit);
}
