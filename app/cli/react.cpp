#include "app/cli/command.h"
#include "app/cli/subject.h"
#include "app/json.h"
#include "app/services.h"
#include "player/history/iso_time.h"
#include "recommender/ranking/catalogue.h"
#include "recommender/serving/reactions_in_force.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace refrain::app {

namespace {

/// Between album artist and album in a reaction's subject (reaction.h).
constexpr char subject_separator = '\x1f';

struct ReactArguments {
    std::string what, subject, scope, length;
};

/// What stands for the reaction in words: "Says by Nils", "the artist Nils".
std::string in_words(const Reaction& reaction, const LibrarySnapshot& library) {
    const auto unit = reaction.subject.find(subject_separator);
    switch (reaction.scope) {
        case ReactionScope::track: {
            const auto track = library.find(reaction.track);
            return track ? fmt::format("{} by {}", printable(track->title), printable(track->artist))
                         : fmt::format("track {}", reaction.track.value());
        }
        case ReactionScope::artist:
            return "the artist " + printable(reaction.subject);
        case ReactionScope::album:
            return unit == std::string::npos
                       ? "the album " + printable(reaction.subject)
                       : fmt::format("the album {} by {}", printable(reaction.subject.substr(unit + 1)),
                                     printable(reaction.subject.substr(0, unit)));
        case ReactionScope::style:
            break;
    }
    return "the style " + printable(reaction.subject);
}

nlohmann::json document_of(const Reaction& reaction, const LibrarySnapshot& library) {
    return {{"kind", to_word(reaction.kind)},
            {"scope", to_word(reaction.scope)},
            {"track", reaction.scope == ReactionScope::track ? nlohmann::json(reaction.track.value())
                                                             : nlohmann::json()},
            {"subject", in_words(reaction, library)},
            {"at", to_iso8601(reaction.at)},
            {"until", reaction.until ? nlohmann::json(to_iso8601(*reaction.until)) : nlohmann::json()}};
}

Error not_there(std::string what) {
    return {ErrorCode::not_found, "The library has no " + std::move(what), {}};
}

/// The style of a track that a reaction to its style is about.
Result<std::string> only_style(const ranking::Catalogue& catalogue, ranking::TrackIndex track) {
    const ranking::StyleVector& styles = catalogue.styles_of(track);
    if (styles.empty()) {
        return Error{ErrorCode::not_found, "Nothing is known of the style of this track", {}};
    }
    if (styles.size() == 1) {
        return catalogue.style_name(styles.front().style);
    }
    std::string names;
    for (const ranking::StyleWeight& weight : styles) {
        names += (names.empty() ? "style:" : " or style:") + catalogue.style_name(weight.style);
    }
    return Error{ErrorCode::malformed, "This track is of several styles; name one: " + names, {}};
}

/// Scope and subject of the reaction.
Status set_subject(Reaction& reaction, const Subject& subject, const std::string& scope,
                   const LibraryPtr& library) {
    const ranking::Catalogue catalogue(library);
    switch (subject.kind) {
        case Subject::Kind::artist:
            reaction.scope = ReactionScope::artist;
            reaction.subject = subject.name;
            return catalogue.find_artist(subject.name) == ranking::kNone
                       ? Status(not_there("artist " + printable(subject.name)))
                       : Done{};
        case Subject::Kind::style:
            reaction.scope = ReactionScope::style;
            reaction.subject = subject.name;
            return catalogue.find_style(subject.name) == ranking::kNone
                       ? Status(not_there("style " + printable(subject.name)))
                       : Done{};
        case Subject::Kind::playlist:
            return Error{ErrorCode::malformed, "A playlist can be neither loved nor banned", {}};
        case Subject::Kind::track:
            break;
    }
    const auto track = library->find(subject.track);
    if (!track) {
        return not_there(fmt::format("track {}", subject.track.value()));
    }
    reaction.scope = reaction_scope_from(scope).value_or(ReactionScope::track);
    switch (reaction.scope) {
        case ReactionScope::track:
            reaction.track = track->id;
            return Done{};
        case ReactionScope::artist:
            reaction.subject = track->artist;
            break;
        case ReactionScope::album:
            if (!track->album.empty()) {
                reaction.subject =
                    std::string(track->grouping_artist()) + subject_separator + std::string(track->album);
            }
            break;
        case ReactionScope::style: {
            auto style = only_style(catalogue, catalogue.index_of(track->id));
            if (!style) {
                return style.error();
            }
            reaction.subject = std::move(style).value();
        }
    }
    if (reaction.subject.empty()) {
        return Error{ErrorCode::not_found, fmt::format("The track names no {}", scope), {}};
    }
    return Done{};
}

ExitCode list_reactions(Invocation& invocation, Services& services) {
    const auto reactions = services.history().reactions();
    if (!reactions) {
        return invocation.output.fail(reactions.error());
    }
    const LibraryPtr library = services.library().snapshot();
    nlohmann::json rows = nlohmann::json::array();
    Table table({{"Since", 16}, {"What", 5}, {"About", 60}, {"Until", 16}});
    for (const Reaction& reaction : reactions_in_force(reactions.value(), utc_now())) {
        rows.push_back(document_of(reaction, *library));
        table.add({local_time_text(reaction.at), std::string(to_word(reaction.kind)),
                   in_words(reaction, *library),
                   reaction.until                       ? local_time_text(*reaction.until)
                   : reaction.kind == ReactionKind::ban ? "for good"
                                                        : ""});
    }
    invocation.output.document({{"reactions", std::move(rows)}});
    if (table.empty()) {
        invocation.output.line("Nothing is loved and nothing is banned.");
    } else {
        table.print(invocation.output);
    }
    return ExitCode::done;
}

std::string outcome_text(const Reaction& reaction, const std::string& subject, bool changed) {
    switch (reaction.kind) {
        case ReactionKind::love:
            return "You love " + subject;
        case ReactionKind::unlove:
            return changed ? "No longer loved: " + subject : "Was not loved: " + subject;
        case ReactionKind::ban:
            return fmt::format("Not suggested {}: {}",
                               reaction.until ? "until " + local_time_text(*reaction.until) : "any more",
                               subject);
        case ReactionKind::unban:
        case ReactionKind::lift:
            break;
    }
    return changed ? "Suggested again: " + subject : "Was not banned: " + subject;
}

ExitCode store(Invocation& invocation, Services& services, Reaction reaction) {
    const auto before = services.history().reactions();
    if (!before) {
        return invocation.output.fail(before.error());
    }
    // Taking back what was never said would only make the log longer.
    const bool takes_back = reaction.kind == ReactionKind::unlove || reaction.kind == ReactionKind::unban;
    const auto held = reactions_in_force(before.value(), reaction.at);
    const bool changed = !takes_back || std::any_of(held.begin(), held.end(), [&](const Reaction& other) {
        return undo_of(other, reaction.at).kind == reaction.kind && same_subject(other, reaction);
    });
    if (changed) {
        services.history().react(reaction);
        if (Status written = services.history().flush(); !written) {
            return invocation.output.fail(written.error());
        }
    }
    const LibraryPtr library = services.library().snapshot();
    nlohmann::json document = document_of(reaction, *library);
    document["changed"] = changed;
    invocation.output.document(document);
    invocation.output.line(outcome_text(reaction, in_words(reaction, *library), changed));
    return ExitCode::done;
}

ExitCode wrong_use(Invocation& invocation, const std::string& why) {
    invocation.output.fail({ErrorCode::malformed, why, {}});
    return ExitCode::wrong_use;
}

ExitCode react(Invocation& invocation, const ReactArguments& arguments) {
    const bool list = arguments.what == "list";
    if (list != arguments.subject.empty()) {
        return wrong_use(invocation, list ? "list takes no track" : "Name a track by its number");
    }
    Reaction reaction;
    reaction.at = utc_now();
    std::optional<Subject> subject;
    if (!list) {
        auto parsed = parse_subject(arguments.subject);
        if (!parsed) {
            return wrong_use(invocation, parsed.error().message);
        }
        subject = std::move(parsed).value();
        if (subject->kind != Subject::Kind::track && !arguments.scope.empty()) {
            return wrong_use(invocation, "--scope goes with the number of a track");
        }
        reaction.kind = *reaction_kind_from(arguments.what);
    }
    if (!arguments.length.empty()) {
        auto length = parse_days(arguments.length);
        if (!length || reaction.kind != ReactionKind::ban) {
            return wrong_use(invocation, !length ? length.error().message : "--for goes with ban");
        }
        reaction.until = reaction.at + length.value();
    }
    auto opened = Services::open(invocation.paths);
    if (!opened) {
        return invocation.output.fail(opened.error());
    }
    Services& services = *opened.value();
    if (Status loaded = services.load_library(); !loaded) {
        return invocation.output.fail(loaded.error());
    }
    if (list) {
        return list_reactions(invocation, services);
    }
    if (Status set = set_subject(reaction, *subject, arguments.scope, services.library().snapshot()); !set) {
        return invocation.output.fail(set.error());
    }
    return store(invocation, services, std::move(reaction));
}

}  // namespace

void add_react(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<ReactArguments>();
    CLI::App* command = root.add_subcommand(
        "react", "Love or ban a track, its artist, album or style, take it back, or list what holds");
    command->add_option("WHAT", arguments->what, "love, unlove, ban, unban or list")
        ->required()
        ->check(CLI::IsMember({"love", "unlove", "ban", "unban", "list"}));
    command->add_option("ID", arguments->subject,
                        "The track, as search prints it; or artist:NAME, style:NAME");
    command->add_option("--scope", arguments->scope, "What of the track is meant (default: the track)")
        ->check(CLI::IsMember({"track", "artist", "album", "style"}));
    command->add_option("--for", arguments->length, "A ban ends after 12h, 30d or 4w");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return react(invocation, *arguments); };
    });
}

}  // namespace refrain::app
