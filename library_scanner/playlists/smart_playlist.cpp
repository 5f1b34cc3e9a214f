#include "library_scanner/playlists/smart_playlist.h"

#include <atomic>
#include <cassert>
#include <utility>

namespace refrain {
namespace {

/// Of each row, as TrackOrder::rows_by() takes it: 0 is not known.
template <class NumberOf>
std::vector<std::int64_t> numbers_of(const LibrarySnapshot& library, const SearchContext& context,
                                     NumberOf number_of) {
    static const FactPicture nothing_known;
    const FactPicture& facts = context.facts ? *context.facts : nothing_known;
    std::vector<std::int64_t> numbers;
    numbers.reserve(library.size());
    for (const TrackView track : library.tracks()) {
        numbers.push_back(number_of(track, facts.of(track.id)));
    }
    return numbers;
}

std::vector<std::uint32_t> sorted(const PlaylistRule& rule, const TrackOrder& order,
                                  const SearchContext& context, const std::atomic<bool>& cancelled) {
    const LibrarySnapshot& library = *order.library();
    switch (rule.sort) {
        case PlaylistSort::album:
            return order.rows(SortColumn::artist, rule.descending, cancelled);
        case PlaylistSort::title:
            return order.rows(SortColumn::title, rule.descending, cancelled);
        case PlaylistSort::added:
            return order.rows(SortColumn::added, rule.descending, cancelled);
        case PlaylistSort::year:
            return order.rows(SortColumn::year, rule.descending, cancelled);
        case PlaylistSort::rating: {
            static const RatingTable not_rated;
            const RatingTable& ratings = context.ratings ? *context.ratings : not_rated;
            return order.rows_by(numbers_of(library, context,
                                            [&](const TrackView& track, const TrackFacts&) {
                                                const auto rating = rating_of(ratings, track);
                                                // No star at all is a rating, too.
                                                return std::int64_t{rating ? rating->percent() + 1 : 0};
                                            }),
                                 rule.descending, cancelled);
        }
        case PlaylistSort::plays:
            return order.rows_by(numbers_of(library, context,
                                            [](const TrackView&, const TrackFacts& facts) {
                                                return std::int64_t{facts.plays};
                                            }),
                                 rule.descending, cancelled);
        case PlaylistSort::played:
            return order.rows_by(
                numbers_of(library, context,
                           [](const TrackView&, const TrackFacts& facts) { return facts.last_played_ms; }),
                rule.descending, cancelled);
    }
    return {};
}

}  // namespace

std::vector<std::uint32_t> songs_of(const PlaylistRule& rule, const SearchIndex& index,
                                    const TrackOrder& order, const SearchContext& context,
                                    Milliseconds utc_offset) {
    assert(index.library() == order.library());
    const ParsedQuery query = parse_query(rule.query, context.now, utc_offset);
    if (query.empty) {
        return {};
    }
    const std::atomic<bool> never{false};
    const auto& cancelled = context.cancelled != nullptr ? *context.cancelled : never;
    std::vector<bool> in(index.library()->size());
    for (const std::uint32_t row : index.matching(query.query, context)) {
        in[row] = true;
    }
    std::vector<std::uint32_t> songs;
    for (const std::uint32_t row : sorted(rule, order, context, cancelled)) {
        if (row < in.size() && in[row]) {
            songs.push_back(row);
            if (songs.size() == rule.most) {
                break;
            }
        }
    }
    return songs;
}

}  // namespace refrain
