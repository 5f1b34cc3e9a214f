#include "app/cli/command.h"
#include "app/cli/run_analyzer.h"
#include "app/services.h"

#include <memory>

#include <fmt/format.h>

namespace refrain::app {

namespace {

ExitCode analyze(Invocation& invocation, std::size_t limit) {
    {
        // Migrates the database where it must be, and says when there is none to be had.
        auto services = Services::open(invocation.paths);
        if (!services) {
            return invocation.output.fail(services.error());
        }
    }
    Output& output = invocation.output;
    const auto outcome = run_analyzer(
        invocation.paths, features_arguments(invocation.paths.database().string(), limit), !output.json());
    if (!outcome.status) {
        return output.fail(outcome.status.error());
    }
    const auto& last = outcome.last;
    output.document(
        {{"analyzed", last.done - last.failed}, {"failed", outcome.failures}, {"seconds", last.seconds}});
    for (const auto& failure : outcome.failures) {
        output.line(fmt::format("not analyzed: {}: {}", printable(failure["path"].get<std::string>()),
                                printable(failure["reason"].get<std::string>())));
    }
    output.line(fmt::format("{} tracks analyzed, {} failed, {:.2f} s", last.done - last.failed, last.failed,
                            last.seconds));
    return ExitCode::done;
}

}  // namespace

void add_analyze(CLI::App& root, Action& chosen) {
    auto limit = std::make_shared<std::size_t>(0);
    CLI::App* command = root.add_subcommand(
        "analyze", "Listen to what the music sounds like, for Guess You Like; files are left alone");
    command->add_option("--limit", *limit, "At most so many tracks; 0: all");
    command->callback([limit, &chosen] {
        chosen = [limit](Invocation& invocation) { return analyze(invocation, *limit); };
    });
}

}  // namespace refrain::app
