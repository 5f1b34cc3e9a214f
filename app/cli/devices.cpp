#include "app/cli/command.h"
#include "app/health/system_health.h"

namespace refrain::app {

namespace {

ExitCode devices(Invocation& invocation) {
    nlohmann::json document = nlohmann::json::array();
    Table table({{"", 1}, {"NAME", 50}, {"ID", 200}});
    for (const OutputDevice& device : output_devices()) {
        // The first is the system's own choice.
        const bool standard = document.empty();
        document.push_back({{"id", device.id}, {"name", device.name}, {"default", standard}});
        table.add({standard ? "*" : "", device.name, device.id});
    }
    invocation.output.document(document);
    if (table.empty()) {
        invocation.output.line("There is no device here that plays sound.");
    } else {
        table.print(invocation.output);
    }
    return ExitCode::done;
}

}  // namespace

void add_devices(CLI::App& root, Action& chosen) {
    CLI::App* command = root.add_subcommand("devices", "Where the sound can go; * is the system's choice");
    command->callback([&chosen] { chosen = devices; });
}

}  // namespace refrain::app
