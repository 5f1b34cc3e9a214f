#include "app/background/history_transfer.h"
#include "app/cli/command.h"
#include "app/services.h"

#include <memory>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct TransferArguments {
    std::string format = "jsonl";
    std::string file;
    bool impressions = false;
};

ExitCode export_listens(Invocation& invocation, const TransferArguments& arguments) {
    auto services = Services::open(invocation.paths);
    if (!services) {
        return invocation.output.fail(services.error());
    }
    auto written = arguments.impressions
                       ? write_impressions(services.value()->impressions(), arguments.file, arguments.format)
                       : write_history(services.value()->history(), arguments.file, arguments.format);
    if (!written) {
        return invocation.output.fail(written.error());
    }
    invocation.output.document(
        {{"written", written.value()}, {"file", arguments.file}, {"format", arguments.format}});
    invocation.output.line(fmt::format("{} {} written to {}", written.value(),
                                       arguments.impressions ? "impressions" : "listens",
                                       printable(arguments.file)));
    return ExitCode::done;
}

ExitCode import_listens(Invocation& invocation, const TransferArguments& arguments) {
    auto services = Services::open(invocation.paths);
    if (!services) {
        return invocation.output.fail(services.error());
    }
    if (auto loaded = services.value()->load_library(); !loaded) {
        return invocation.output.fail(loaded.error());
    }
    auto taken = take_history(*services.value(), arguments.file);
    if (!taken) {
        return invocation.output.fail(taken.error());
    }
    const TakenHistory& rows = taken.value();
    invocation.output.document({{"read", rows.read},
                                {"imported", rows.imported},
                                {"already_there", rows.already_there},
                                {"matched", rows.matched},
                                {"unmatched", rows.unmatched},
                                {"refused", rows.refused}});
    for (const std::string& reason : rows.refused) {
        invocation.output.line("not taken: " + printable(reason));
    }
    invocation.output.line(fmt::format("{} read: {} new, {} there already; {} matched to the library, {} not",
                                       rows.read, rows.imported, rows.already_there, rows.matched,
                                       rows.unmatched));
    return ExitCode::done;
}

}  // namespace

void add_export(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<TransferArguments>();
    CLI::App* command = root.add_subcommand("export", "Write the listening history to a file");
    command->add_option("--format", arguments->format, "csv for spreadsheets, jsonl to take it back")
        ->check(CLI::IsMember({"csv", "jsonl"}))
        ->required();
    command->add_option("--out", arguments->file, "The file to write")->required();
    command->add_flag("--impressions", arguments->impressions,
                      "Instead of the listens: what Guess You Like put forward, and what came of it");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return export_listens(invocation, *arguments); };
    });
}

void add_import(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<TransferArguments>();
    CLI::App* command = root.add_subcommand("import", "Take a listening history in; twice adds nothing");
    command->add_option("--format", arguments->format, "jsonl")
        ->check(CLI::IsMember({"jsonl"}))
        ->capture_default_str();
    command->add_option("FILE", arguments->file, "The file to read")->required();
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return import_listens(invocation, *arguments); };
    });
}

}  // namespace refrain::app
