#include "ui/view_models/guess_cards.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <QCoreApplication>

namespace refrain {

namespace {

struct GuessText {
    Q_DECLARE_TR_FUNCTIONS(GuessText)
};

std::vector<std::pair<QString, double>> terms_in_words(const std::vector<ScoreTerm>& terms) {
    std::vector<std::pair<QString, double>> result;
    result.reserve(terms.size());
    for (const ScoreTerm& term : terms) {
        result.emplace_back(term_text(term.name), term.amount);
    }
    return result;
}

GuessCard card_of(const QueueEntry& entry) {
    return {entry.id,
            entry.track,
            display_title(entry.title, entry.path),
            plain_text(entry.artist),
            plain_text(entry.album),
            said(entry.reason),
            route_text(entry.route),
            entry.score,
            terms_in_words(entry.terms)};
}

GuessCard card_of(const Guess& guess, const TrackView& track) {
    return {{},
            track.id,
            display_title(track),
            plain_text(track.artist),
            plain_text(track.album),
            said(guess.reason),
            route_text(guess.route),
            guess.score,
            terms_in_words(guess.terms)};
}

}  // namespace

std::vector<GuessCard> guess_cards(const PlayerState& state, const GuessList& list,
                                   const LibrarySnapshot& library) {
    std::vector<GuessCard> cards;
    std::unordered_set<TrackId> seen;
    const QueueSnapshot& queue = state.queue;
    const int first = std::max(state.auto_from, state.current + 1);
    for (int i = std::max(first, 0); i < static_cast<int>(queue.size()); ++i) {
        const QueueEntry& entry = queue[static_cast<std::size_t>(i)];
        if (seen.insert(entry.track).second) {
            cards.push_back(card_of(entry));
        }
    }
    if (!cards.empty()) {
        return cards;
    }
    for (const Guess& guess : list.tracks) {
        const auto track = library.find(guess.track);
        if (track && seen.insert(guess.track).second) {
            cards.push_back(card_of(guess, *track));
        }
    }
    return cards;
}

bool goes_on(const PlayerState& state) {
    const QueueEntry* current = state.current_entry();
    return current != nullptr && current->intent != Intent::guess &&
           std::max(state.auto_from, state.current + 1) < static_cast<int>(state.queue.size());
}

std::vector<HeldBackStyle> held_back_styles(const GuessList& list, UtcTime now) {
    std::vector<HeldBack> live;
    for (const HeldBack& held : list.held_back) {
        if (held.until > now) {
            live.push_back(held);
        }
    }
    std::stable_sort(live.begin(), live.end(),
                     [](const HeldBack& a, const HeldBack& b) { return a.amount > b.amount; });
    std::vector<HeldBackStyle> styles;
    styles.reserve(live.size());
    for (const HeldBack& held : live) {
        styles.push_back({plain_text(held.style),
                          GuessText::tr("fades %1").arg(remaining_text(seconds_between(now, held.until))),
                          held.amount});
    }
    return styles;
}

}  // namespace refrain
