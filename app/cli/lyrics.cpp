#include "app/cli/command.h"
#include "app/paths.h"
#include "app/services.h"
#include "library_scanner/scan/ask_reader.h"

#include <memory>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct LyricsArguments {
    std::int64_t track = 0;
    std::string language;
    bool times = false;
};

nlohmann::json to_json(const Lyrics& lyrics) {
    nlohmann::json lines = nlohmann::json::array();
    for (const LyricLine& line : lyrics.lines) {
        lines.push_back(
            {{"at_ms", line.at ? nlohmann::json(line.at->count()) : nlohmann::json()}, {"text", line.text}});
    }
    return {{"language", lyrics.language},
            {"description", lyrics.description},
            {"timed", lyrics.timed()},
            {"lines", std::move(lines)}};
}

/// "  1:02.50", or as many blanks.
std::string time_column(const LyricLine& line) {
    if (!line.at) {
        return std::string(9, ' ');
    }
    const auto hundredths = line.at->count() / 10;
    return fmt::format("{:>3}:{:02}.{:02}", hundredths / 6000, hundredths / 100 % 60, hundredths % 100);
}

Result<std::vector<Lyrics>> lyrics_of(Services& services, const LyricsArguments& arguments) {
    if (auto loaded = services.load_library(); !loaded) {
        return loaded.error();
    }
    const LibraryPtr library = services.library().snapshot();
    const auto track = library->find(TrackId(arguments.track));
    if (!track) {
        return Error{ErrorCode::not_found, fmt::format("There is no track {}", arguments.track), {}};
    }
    if (track->cue_track != 0) {
        return Error{ErrorCode::not_found, "A track of a cue sheet has no lyrics of its own", track->path()};
    }
    auto found = find_lyrics(find_program("refrain-tagreader"), track->path());
    if (!found) {
        Error error = found.error();
        error.message = "The music file " + error.message;
        return error;
    }
    std::erase_if(found.value(), [&](const Lyrics& lyrics) {
        return !arguments.language.empty() && lyrics.language != arguments.language;
    });
    if (found.value().empty()) {
        return Error{ErrorCode::not_found, "There are no such lyrics in the file or beside it",
                     track->path()};
    }
    return found;
}

ExitCode lyrics(Invocation& invocation, const LyricsArguments& arguments) {
    auto services = Services::open(invocation.paths);
    if (!services) {
        return invocation.output.fail(services.error());
    }
    const auto found = lyrics_of(*services.value(), arguments);
    if (!found) {
        return invocation.output.fail(found.error());
    }
    nlohmann::json document = nlohmann::json::array();
    for (const Lyrics& one : found.value()) {
        document.push_back(to_json(one));
    }
    invocation.output.document(document);
    const Lyrics& first = found.value().front();
    for (const LyricLine& line : first.lines) {
        invocation.output.line((arguments.times && first.timed() ? time_column(line) + "  " : std::string()) +
                               printable(line.text));
    }
    return ExitCode::done;
}

}  // namespace

void add_lyrics(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<LyricsArguments>();
    CLI::App* command =
        root.add_subcommand("lyrics", "Show the words of a track, from its tags or the .lrc beside it");
    command->add_option("ID", arguments->track, "The track, as search prints it")->required();
    command->add_option("--language", arguments->language,
                        "Only words in this language, as in the tag: eng, deu");
    command->add_flag("--times", arguments->times, "Before each line the time at which it is sung");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return lyrics(invocation, *arguments); };
    });
}

}  // namespace refrain::app
