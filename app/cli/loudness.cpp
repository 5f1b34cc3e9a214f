#include "app/cli/command.h"
#include "app/cli/run_analyzer.h"
#include "app/services.h"

#include <memory>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct LoudnessArguments {
    std::size_t limit = 0;
    std::vector<std::string> files;
};

ExitCode loudness(Invocation& invocation, const LoudnessArguments& arguments) {
    {
        // Migrates the database where it must be, and says when there is none to be had.
        auto services = Services::open(invocation.paths);
        if (!services) {
            return invocation.output.fail(services.error());
        }
    }
    Output& output = invocation.output;
    const bool writing = !arguments.files.empty();
    const std::string database = invocation.paths.database().string();
    const auto outcome = run_analyzer(invocation.paths,
                                      writing ? write_gains_arguments(database, arguments.files)
                                              : loudness_arguments(database, arguments.limit),
                                      !output.json());
    if (!outcome.status) {
        return output.fail(outcome.status.error());
    }
    const auto& last = outcome.last;
    output.document({{writing ? "written" : "measured", last.done - last.failed},
                     {"failed", outcome.failures},
                     {"seconds", last.seconds}});
    for (const auto& failure : outcome.failures) {
        output.line(fmt::format("{}: {}: {}", writing ? "not written" : "not measured",
                                printable(failure["path"].get<std::string>()),
                                printable(failure["reason"].get<std::string>())));
    }
    output.line(fmt::format("{} tracks {}, {} failed, {:.2f} s", last.done - last.failed,
                            writing ? "written" : "measured", last.failed, last.seconds));
    return writing && last.failed > 0 ? ExitCode::failed : ExitCode::done;
}

}  // namespace

void add_loudness(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<LoudnessArguments>();
    CLI::App* command = root.add_subcommand(
        "loudness", "Measure how loud the music is whose tags do not say so; files are left alone");
    command->add_option("--limit", arguments->limit, "At most so many tracks; 0: all");
    command->add_option("--write-tags", arguments->files,
                        "Write the gains of these files into their tags, instead of measuring");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return loudness(invocation, *arguments); };
    });
}

}  // namespace refrain::app
