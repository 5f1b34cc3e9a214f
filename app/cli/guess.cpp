#include "app/cli/command.h"
#include "app/cli/guesses_table.h"
#include "app/json.h"
#include "app/services.h"

#include <memory>

namespace refrain::app {

namespace {

struct GuessArguments {
    int count = 20;
    std::string at;
};

ExitCode guess(Invocation& invocation, const GuessArguments& arguments) {
    GuessRequest request;
    request.count = arguments.count;
    request.at = utc_now();
    if (!arguments.at.empty()) {
        auto time = parse_time(arguments.at);
        if (!time) {
            invocation.output.fail(time.error());
            return ExitCode::wrong_use;
        }
        request.at = time.value();
    }
    auto opened = Services::open(invocation.paths);
    if (!opened) {
        return invocation.output.fail(opened.error());
    }
    Services& services = *opened.value();
    for (const auto& load : {&Services::load_library, &Services::load_guesses}) {
        if (auto loaded = (services.*load)(); !loaded) {
            return invocation.output.fail(loaded.error());
        }
    }
    const LibraryPtr library = services.library().snapshot();
    const GuessList list = services.guesses().guess(request);
    nlohmann::json document = to_json(list, *library);
    if (!services.model_note().empty()) {
        document["model_refused"] = services.model_note();
    }
    invocation.output.document(document);
    print_guesses(invocation.output, list, *library);
    return ExitCode::done;
}

}  // namespace

void add_guess(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<GuessArguments>();
    CLI::App* command = root.add_subcommand("guess", "What you might like now, each with its reason");
    command->add_option("--count", arguments->count, "How many")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--at", arguments->at,
                        "As if it were that time (ISO 8601, or milliseconds since 1970)");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return guess(invocation, *arguments); };
    });
}

}  // namespace refrain::app
