#include "app/cli/command.h"
#include "app/cli/guesses_table.h"
#include "app/cli/subject.h"
#include "app/json.h"
#include "app/playlist_songs.h"
#include "app/services.h"
#include "recommender/serving/why_not.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct GuessArguments {
    int count = 20;
    std::string at;
    std::int64_t why = 0;
    std::string from;
    std::optional<double> familiar;
    bool private_session = false;
};

Result<GuessSeed> seed_for(Services& services, const Subject& subject) {
    switch (subject.kind) {
        case Subject::Kind::artist:
            return GuessSeed{SeedKind::artist, {}, subject.name};
        case Subject::Kind::style:
            return GuessSeed{SeedKind::style, {}, subject.name};
        case Subject::Kind::playlist: {
            const auto playlist = services.playlists().find(subject.name);
            return playlist ? seed_of(services, playlist.value()) : Result<GuessSeed>(playlist.error());
        }
        case Subject::Kind::track:
            break;
    }
    const auto track = services.library().snapshot()->find(subject.track);
    if (!track) {
        return Error{
            ErrorCode::not_found, fmt::format("The library has no track {}", subject.track.value()), {}};
    }
    return GuessSeed{SeedKind::track, {track->id}, std::string(track->title)};
}

/// How far down a track is looked for that is not in the list.
constexpr int most_looked_at = 500;

std::size_t place_of(const GuessList& list, TrackId track) {
    const auto found = std::find_if(list.tracks.begin(), list.tracks.end(),
                                    [&](const Guess& guess) { return guess.track == track; });
    return found == list.tracks.end() ? 0 : static_cast<std::size_t>(found - list.tracks.begin()) + 1;
}

ExitCode explain(Invocation& invocation, Services& services, const GuessRequest& request, TrackId id) {
    Output& output = invocation.output;
    const LibraryPtr library = services.library().snapshot();
    const auto track = library->find(id);
    if (!track) {
        return output.fail(
            {ErrorCode::not_found, fmt::format("The library has no track {}", id.value()), {}});
    }
    GuessList list = services.guesses().guess(request);
    std::size_t place = place_of(list, id);
    const bool listed = place > 0;
    if (!listed) {
        GuessRequest longer = request;
        longer.count = most_looked_at;
        list = services.guesses().guess(longer);
        place = place_of(list, id);
    }
    std::vector<std::string> against;
    if (!listed) {
        HistoryFilter ended;
        ended.include_open = false;
        const auto listens = services.history().listens(ended);
        const auto reactions = services.history().reactions();
        if (!listens || !reactions) {
            return output.fail(listens ? reactions.error() : listens.error());
        }
        against = why_not(library, listens.value(), reactions.value(), request, id);
        if (against.empty()) {
            against.emplace_back("Nothing stands against it; others have more for them");
        }
    }
    const Guess* guess = place > 0 ? &list.tracks[place - 1] : nullptr;
    nlohmann::json document = guess != nullptr ? to_json(*guess, *library) : to_json(*track);
    document["listed"] = listed;
    document["place"] = place > 0 ? nlohmann::json(place) : nlohmann::json();
    document["against"] = against;
    output.document(document);
    output.line(fmt::format("{} by {}: {}", printable(track->title), printable(track->artist),
                            listed      ? fmt::format("number {} of the list", place)
                            : place > 0 ? fmt::format("not in the list; number {} of a longer one", place)
                                        : "not in the list"));
    for (const std::string& sentence : against) {
        output.line("  " + printable(sentence));
    }
    if (guess != nullptr) {
        print_terms(output, *guess);
    }
    return ExitCode::done;
}

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
    request.familiar = arguments.familiar;
    request.private_session = arguments.private_session;
    std::optional<Subject> from;
    if (!arguments.from.empty()) {
        auto subject = parse_subject(arguments.from);
        if (!subject) {
            invocation.output.fail(subject.error());
            return ExitCode::wrong_use;
        }
        from = std::move(subject).value();
    }
    auto opened = Services::open(invocation.paths);
    if (!opened) {
        return invocation.output.fail(opened.error());
    }
    Services& services = *opened.value();
    for (const auto& load : {&Services::load_library, &Services::load_guesses, &Services::load_sounds}) {
        if (auto loaded = (services.*load)(); !loaded) {
            return invocation.output.fail(loaded.error());
        }
    }
    if (from) {
        auto seed = seed_for(services, *from);
        if (!seed) {
            return invocation.output.fail(seed.error());
        }
        request.seed = std::move(seed).value();
    }
    if (arguments.why > 0) {
        return explain(invocation, services, request, TrackId(arguments.why));
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
    command->add_option("--from", arguments->from,
                        "Start from a track (its number), artist:NAME, style:NAME or playlist:NAME");
    command
        ->add_option("--familiar", arguments->familiar,
                     "How much of it you have heard before: 0, all new to you, to 1 (default: as you choose)")
        ->check(CLI::Range(0.0, 1.0));
    command->add_flag("--private", arguments->private_session,
                      "As in a private session: nothing is kept of this list");
    command
        ->add_option("--why", arguments->why,
                     "Why this track (its number) is in the list, term by term, or why it is not")
        ->check(CLI::PositiveNumber);
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return guess(invocation, *arguments); };
    });
}

}  // namespace refrain::app
