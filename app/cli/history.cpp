#include "app/cli/command.h"
#include "app/cli/listens_table.h"
#include "app/json.h"
#include "app/services.h"

#include <memory>

namespace refrain::app {

namespace {

struct HistoryArguments {
    std::string since, until;
    std::size_t limit = 0;
};

ExitCode show_history(Invocation& invocation, const HistoryArguments& arguments) {
    HistoryFilter filter;
    filter.limit = arguments.limit;
    for (const auto& [text, bound] :
         {std::pair(&arguments.since, &filter.since), std::pair(&arguments.until, &filter.until)}) {
        if (text->empty()) {
            continue;
        }
        auto time = parse_time(*text);
        if (!time) {
            invocation.output.fail(time.error());
            return ExitCode::wrong_use;
        }
        *bound = time.value();
    }
    auto services = Services::open(invocation.paths);
    if (!services) {
        return invocation.output.fail(services.error());
    }
    auto listens = services.value()->history().listens(filter);
    if (!listens) {
        return invocation.output.fail(listens.error());
    }
    nlohmann::json rows = nlohmann::json::array();
    for (const Listen& listen : listens.value()) {
        rows.push_back(to_json(listen));
    }
    invocation.output.document(rows);
    if (rows.empty()) {
        invocation.output.line("No listens there.");
    } else {
        print_listens(invocation.output, listens.value());
    }
    return ExitCode::done;
}

}  // namespace

void add_history(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<HistoryArguments>();
    CLI::App* command = root.add_subcommand("history", "Show what was listened to, and how far");
    command->add_option("--since", arguments->since, "Only from this time on (2026-11-22T17:05:00Z)");
    command->add_option("--until", arguments->until, "Only up to this time");
    command->add_option("--limit", arguments->limit, "Only the newest so many");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return show_history(invocation, *arguments); };
    });
}

}  // namespace refrain::app
