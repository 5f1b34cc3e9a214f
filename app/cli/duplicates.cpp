#include "library_scanner/identity/duplicates.h"

#include "app/cli/command.h"
#include "app/cli/run_analyzer.h"
#include "app/services.h"

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct DuplicatesArguments {
    bool find = false;
    std::size_t limit = 0;
    std::int64_t keep = 0, undo = 0;
};

ExitCode show(Output& output, const std::vector<DuplicateGroup>& groups) {
    auto document = nlohmann::json::array();
    for (const DuplicateGroup& group : groups) {
        auto tracks = nlohmann::json::array();
        output.line(fmt::format("{} - {}", printable(group.front().artist), printable(group.front().title)));
        for (const DuplicateTrack& track : group) {
            tracks.push_back({{"id", track.id.value()},
                              {"path", printable(track.path)},
                              {"title", track.title},
                              {"artist", track.artist},
                              {"album", track.album},
                              {"duration_ms", track.duration.count()},
                              {"size", track.size},
                              {"bitrate_kbps", track.bitrate_kbps},
                              {"sample_rate", track.sample_rate},
                              {"lossless", track.lossless},
                              {"listens", track.history.listens},
                              {"playlists", track.history.playlists},
                              {"similarity", track.similarity}});
            output.line(fmt::format(
                "  {:>8}  {:3.0f} % alike, {}, {} kbit/s, {:.1f} MB, {} listens: {}", track.id.value(),
                100.0 * track.similarity, track.lossless ? "lossless" : "lossy", track.bitrate_kbps,
                static_cast<double>(track.size) / 1e6, track.history.listens, printable(track.path)));
        }
        document.push_back(std::move(tracks));
    }
    output.document({{"groups", document}});
    output.line(groups.empty() ? "No track is there twice, as far as has been listened to."
                               : fmt::format("{} recordings are there more than once", groups.size()));
    return ExitCode::done;
}

ExitCode duplicates(Invocation& invocation, const DuplicatesArguments& arguments) {
    Output& output = invocation.output;
    if (arguments.find) {
        {
            // Migrates the database where it must be, and says when there is none to be had.
            auto services = Services::open(invocation.paths);
            if (!services) {
                return output.fail(services.error());
            }
        }
        const auto outcome = run_analyzer(
            invocation.paths, prints_arguments(invocation.paths.database().string(), arguments.limit),
            !output.json());
        if (!outcome.status) {
            return output.fail(outcome.status.error());
        }
    }
    auto services = Services::open(invocation.paths);
    if (!services) {
        return output.fail(services.error());
    }
    Database& database = services.value()->database();
    if (arguments.keep > 0 || arguments.undo > 0) {
        const auto changed = arguments.keep > 0 ? keep_one(database, TrackId(arguments.keep), utc_now())
                                                : undo_keep(database, TrackId(arguments.undo));
        if (!changed) {
            return output.fail(changed.error());
        }
        output.document({{"tracks", changed.value()}});
        output.line(arguments.keep > 0 ? fmt::format("The history of {} others is that of track {} now",
                                                     changed.value(), arguments.keep)
                                       : fmt::format("{} tracks have their history back from track {}",
                                                     changed.value(), arguments.undo));
        return ExitCode::done;
    }
    const auto groups = duplicate_groups(database);
    return groups ? show(output, groups.value()) : output.fail(groups.error());
}

}  // namespace

void add_duplicates(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<DuplicatesArguments>();
    CLI::App* command = root.add_subcommand(
        "duplicates", "List the tracks that sound alike, the best copy first; no file is touched");
    auto* find =
        command->add_flag("--find", arguments->find, "Listen to what has not been listened to first");
    command->add_option("--limit", arguments->limit, "With --find: at most so many tracks; 0: all")
        ->needs(find);
    auto* keep = command
                     ->add_option("--keep", arguments->keep,
                                  "Give this track (its number) the history of the others like it")
                     ->check(CLI::PositiveNumber);
    command->add_option("--undo", arguments->undo, "Take back what --keep did last for this track")
        ->check(CLI::PositiveNumber)
        ->excludes(keep);
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return duplicates(invocation, *arguments); };
    });
}

}  // namespace refrain::app
