#include "app/cli/command.h"
#include "app/json.h"
#include "app/services.h"

#include <memory>
#include <optional>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct RateArguments {
    std::int64_t track = 0;
    std::optional<double> stars;
    bool clear = false;
};

std::string in_words(std::optional<Rating> rating) {
    return rating ? fmt::format("{} of 5 stars", rating->stars()) : std::string("not rated");
}

ExitCode rate(Invocation& invocation, const RateArguments& arguments) {
    std::optional<Rating> wanted;
    if (arguments.stars) {
        wanted = Rating::from_stars(*arguments.stars);
        if (!wanted) {
            invocation.output.note("Stars are 0 to 5, whole or half ones: 4.5");
            return ExitCode::wrong_use;
        }
    }
    auto opened = Services::open(invocation.paths);
    if (!opened) {
        return invocation.output.fail(opened.error());
    }
    Services& services = *opened.value();
    for (const Status& loaded : {services.load_library(), services.load_ratings()}) {
        if (!loaded) {
            return invocation.output.fail(loaded.error());
        }
    }
    const LibraryPtr library = services.library().snapshot();
    const auto track = library->find(TrackId(arguments.track));
    if (!track) {
        return invocation.output.fail(
            {ErrorCode::not_found, fmt::format("The library has no track {}", arguments.track), {}});
    }
    if (wanted || arguments.clear) {
        const RatingChange change{track->id, wanted};
        if (Status rated = services.ratings().rate(std::span(&change, 1), utc_now()); !rated) {
            return invocation.output.fail(rated.error());
        }
    }
    const RatingTablePtr ratings = services.ratings().table();
    const auto rating = rating_of(*ratings, *track);
    const bool own = ratings->find(track->id).has_value();
    nlohmann::json document = to_json(*track);
    document["stars"] = rating ? nlohmann::json(rating->stars()) : nlohmann::json();
    document["stars_from"] = !rating ? nlohmann::json() : nlohmann::json(own ? "listener" : "file");
    invocation.output.document(document);
    invocation.output.line(fmt::format("{} by {}: {}{}", printable(track->title), printable(track->artist),
                                       in_words(rating), rating && !own ? ", as its file says" : ""));
    return ExitCode::done;
}

}  // namespace

void add_rate(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<RateArguments>();
    CLI::App* command =
        root.add_subcommand("rate", "Say how many stars a track has, or ask; files are left alone");
    command->add_option("ID", arguments->track, "The track, as search prints it")->required();
    auto* stars = command->add_option("STARS", arguments->stars, "0 to 5, whole or half stars");
    command->add_flag("--clear", arguments->clear, "Take the rating back")->excludes(stars);
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return rate(invocation, *arguments); };
    });
}

}  // namespace refrain::app
