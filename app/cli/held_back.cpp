#include "app/cli/command.h"
#include "app/cli/guesses_table.h"
#include "app/json.h"
#include "app/services.h"
#include "recommender/ranking/style_text.h"

#include <algorithm>
#include <memory>
#include <string>

namespace refrain::app {

namespace {

ExitCode held_back(Invocation& invocation, const std::string& lifted) {
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
    const UtcTime now = utc_now();
    std::vector<HeldBack> held = services.guesses().held_back(now);
    if (!lifted.empty()) {
        const std::string style = ranking::fold_style(lifted);
        const auto found = std::find_if(held.begin(), held.end(), [&](const HeldBack& one) {
            return ranking::fold_style(one.style) == style;
        });
        if (found == held.end()) {
            return invocation.output.fail(
                {ErrorCode::not_found, "Nothing holds back the style " + printable(lifted), {}});
        }
        Reaction reaction;
        reaction.kind = ReactionKind::lift;
        reaction.scope = ReactionScope::style;
        reaction.subject = found->style;
        reaction.at = now;
        services.history().react(reaction);
        if (Status written = services.history().flush(); !written) {
            return invocation.output.fail(written.error());
        }
        services.guesses().add_reaction(reaction);
        held = services.guesses().held_back(now);
    }
    invocation.output.document({{"held_back", to_json(held)}});
    if (held.empty()) {
        invocation.output.line("No style is held back.");
    }
    print_held_back(invocation.output, held);
    return ExitCode::done;
}

}  // namespace

void add_held_back(CLI::App& root, Action& chosen) {
    auto lifted = std::make_shared<std::string>();
    CLI::App* command = root.add_subcommand(
        "held-back", "The styles that skips hold back, how much and until when; --lift ends it");
    command->add_option("--lift", *lifted, "Hold this style back no longer");
    command->callback([lifted, &chosen] {
        chosen = [lifted](Invocation& invocation) { return held_back(invocation, *lifted); };
    });
}

}  // namespace refrain::app
