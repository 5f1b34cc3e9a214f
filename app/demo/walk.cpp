#include "app/demo/walk.h"

#include "app/cli/guesses_table.h"
#include "app/cli/listens_table.h"
#include "app/demo/life.h"
#include "app/guess_queue.h"
#include "app/train_and_wait.h"
#include "library_scanner/core/judgement.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>

namespace refrain::app {

namespace {

constexpr int guesses_shown = 20;

GuessList ask(Services& services, UtcTime at) {
    GuessRequest request;
    request.at = at;
    request.count = guesses_shown;
    return services.guesses().guess(request);
}

void heading(Output& output, const std::string& text) {
    output.line("");
    output.line("== " + text);
}

void print_styles(Output& output, const LibrarySnapshot& library) {
    std::map<std::string, int> tracks;
    for (const TrackView track : library.tracks()) {
        for (const std::string& genre : track.genres) {
            ++tracks[genre];
        }
    }
    std::string text;
    for (const auto& [style, count] : tracks) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", printable(style), count);
    }
    output.line("Tracks by style: " + text);
}

/// Plays whole rounds through the library and prints what came of them.
Status live_rounds(Services& services, Output& output, const WalkOptions& options) {
    const LibraryPtr library = services.library().snapshot();
    std::vector<Listen> all;
    const auto begin = std::chrono::steady_clock::now();
    for (int round = 0; round < options.rounds; ++round) {
        auto lived = live(
            services, order_of_round(*library, static_cast<std::uint32_t>(round + 1), options.disliked_style),
            [&](const TrackView& track) { return has_style(track, options.disliked_style); });
        if (!lived) {
            return lived.error();
        }
        output.line(fmt::format("Round {}: {} listens", round + 1, lived.value().size()));
        all.insert(all.end(), lived.value().begin(), lived.value().end());
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    Milliseconds heard{0};
    std::size_t positive = 0, negative = 0;
    for (const Listen& listen : all) {
        heard += listen.heard;
        positive += judge(listen) == Judgement::positive ? 1 : 0;
        negative += judge(listen) == Judgement::negative ? 1 : 0;
    }
    output.line(fmt::format(
        "{} listens, {} of sound in {:.0f} s; {} heard out, {} skipped early. The last of them:", all.size(),
        clock_text(heard), seconds, positive, negative));
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(all.size(), 8)));
    print_listens(output, all);
    return Done{};
}

/// The first instant at which all of the history has ended: sound played at full speed runs ahead of the
/// clock.
UtcTime after_all(Services& services) {
    UtcTime time = utc_now();
    HistoryFilter newest;
    newest.limit = 100;
    if (const auto listens = services.history().listens(newest)) {
        for (const Listen& listen : listens.value()) {
            time = std::max(time, end_of(listen));
        }
    }
    return time;
}

/// Three tracks of the style, those first that the list proposes.
std::vector<Track> three_of(const GuessList& list, const LibrarySnapshot& library, const std::string& style) {
    std::vector<Track> tracks;
    const auto take = [&](const TrackView& track) {
        const bool there = std::any_of(tracks.begin(), tracks.end(),
                                       [&](const Track& known) { return known.id == track.id; });
        if (!there && tracks.size() < 3 && has_style(track, style)) {
            tracks.push_back(copy_of(track));
        }
    };
    for (const Guess& guess : list.tracks) {
        if (const auto track = library.find(guess.track)) {
            take(*track);
        }
    }
    for (const Track& track : shuffled(library, 1)) {
        take(track);
    }
    return tracks;
}

}  // namespace

std::size_t count_style(const GuessList& list, const LibrarySnapshot& library, const std::string& style) {
    return static_cast<std::size_t>(
        std::count_if(list.tracks.begin(), list.tracks.end(), [&](const Guess& guess) {
            const auto track = library.find(guess.track);
            return track && has_style(*track, style);
        }));
}

Status walk(Services& services, Output& output, const WalkOptions& options) {
    const LibraryPtr library = services.library().snapshot();
    print_styles(output, *library);

    heading(output, "Guess You Like before anything was heard");
    const GuessList first = ask(services, utc_now());
    print_guesses(output, first, *library);
    output.line(fmt::format("{} of {} are {}.", count_style(first, *library, options.disliked_style),
                            first.tracks.size(), options.disliked_style));

    heading(output, fmt::format("Listening: {} rounds through the library, every {} track left with Next",
                                options.rounds, options.disliked_style));
    if (auto lived = live_rounds(services, output, options); !lived) {
        return lived;
    }

    heading(output, "Training");
    auto generation =
        train_and_wait(services.paths(), {}, [&](const std::string& text) { output.line(text); });
    if (!generation) {
        return generation.error();
    }
    services.load_model();
    output.line("Now in service: " + services.guesses().health().generation);

    heading(output, "Guess You Like, as it would be tomorrow (nothing held back by then)");
    const GuessList learned = ask(services, after_all(services) + std::chrono::hours(24));
    print_guesses(output, learned, *library);
    output.line(fmt::format("{} of {} are {}; before they were {}.",
                            count_style(learned, *library, options.disliked_style), learned.tracks.size(),
                            options.disliked_style, count_style(first, *library, options.disliked_style)));

    heading(output, fmt::format("Three times Next on {}", options.tired_of));
    const GuessList before = ask(services, after_all(services));
    auto skipped =
        live(services, three_of(before, *library, options.tired_of), [](const TrackView&) { return true; });
    if (!skipped) {
        return skipped.error();
    }
    print_listens(output, skipped.value());

    heading(output, "Guess You Like right after");
    const GuessList after = ask(services, after_all(services));
    print_guesses(output, after, *library);
    output.line(fmt::format("{} of {} are {}; before the three skips they were {}.",
                            count_style(after, *library, options.tired_of), after.tracks.size(),
                            options.tired_of, count_style(before, *library, options.tired_of)));
    return Done{};
}

}  // namespace refrain::app
