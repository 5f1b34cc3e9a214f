#include "app/cli/guesses_table.h"

#include "app/json.h"
#include "recommender/serving/score_words.h"

#include <fmt/format.h>

namespace refrain::app {

void print_held_back(Output& output, const std::vector<HeldBack>& held_back) {
    for (const HeldBack& held : held_back) {
        output.line(fmt::format("Holding back: {} ({:.2f}, until {})", printable(held.style), held.amount,
                                local_time_text(held.until)));
    }
}

void print_guesses(Output& output, const GuessList& list, const LibrarySnapshot& library) {
    output.line(list.model.empty() ? std::string("No trained model yet") : "Model " + printable(list.model));
    print_held_back(output, list.held_back);
    if (!list.note.empty()) {
        output.line(printable(list.note));
    }
    if (list.tracks.empty()) {
        return;
    }
    Table table(
        {{"#", 4, true}, {"Title", 30}, {"Artist", 20}, {"Genre", 14}, {"Score", 7, true}, {"Reason", 80}});
    std::size_t number = 0;
    for (const Guess& guess : list.tracks) {
        const TrackView track = library.find(guess.track).value_or(TrackView());
        table.add({std::to_string(++number), std::string(track.title), std::string(track.artist),
                   genre_text(track), fmt::format("{:.2f}", guess.score), guess.reason});
    }
    table.print(output);
}

void print_terms(Output& output, const Guess& guess) {
    output.line("  " + printable(guess.reason));
    output.line("  Found by: " + printable(route_in_words(guess.route)));
    for (const ScoreTerm& term : guess.terms) {
        output.line(fmt::format("  {:+7.2f}  {}", term.amount, printable(term_in_words(term.name))));
    }
    output.line(fmt::format("  {:+7.2f}  in all", guess.score));
}

}  // namespace refrain::app
