#include "library_scanner/search/index_parts.h"
#include "library_scanner/search/relevance.h"
#include "library_scanner/search/search_index.h"
#include "library_scanner/search/term_search.h"
#include "library_scanner/search/track_known.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <utility>

namespace refrain {
namespace {

using ChunkCosts = std::array<SearchCost, static_cast<std::size_t>(TrackChunk::ids)>;

/// When fewer rows than this are still in question, each is looked at for itself.
constexpr std::size_t few_rows = 256;

std::size_t count_hits(std::span<const SearchCost> costs) {
    return costs.size() - static_cast<std::size_t>(std::count(costs.begin(), costs.end(), no_hit));
}

/// A part of a query with the searches for its words at hand. Cheap parts that leave few rows come first.
struct Step {
    enum class Kind { text, number, flag, all, any, none } kind = Kind::all;
    TermSearch* text = nullptr;
    NumberTerm number;
    TrackFlag flag = TrackFlag::loved;
    std::vector<Step> of;

    /// The lower the sooner: what is rare and quick to look up.
    std::size_t order() const {
        switch (kind) {
            case Kind::text:
                return 1'000'000 - std::min<std::size_t>(text->term().text.size(), 1000);
            case Kind::any:
                return 1'000'001;
            case Kind::all:
                return 1'000'002;
            case Kind::number:
            case Kind::flag:
                return 1'000'003;
            case Kind::none:
                return 1'000'004;
        }
        return 0;
    }
};

class Run {
  public:
    Run(const SearchParts& parts, const SearchContext& context, const Query& query, SearchMemoParts* memo)
        : parts_(parts), context_(context), with_missing_(asks_for_missing(query)), memo_(memo) {
        root_ = step(query);
    }

    bool cancelled() const { return context_.cancelled != nullptr && *context_.cancelled; }

    /// The costs of every row, `no_hit` for those that are not found; none when cancelled.
    std::vector<SearchCost> costs() {
        for (const auto& term : terms_) {
            term->look_through_pools(parts_);
            if (cancelled()) {
                return {};
            }
        }
        std::vector<SearchCost> all(parts_.library->size());
        for (std::size_t i = 0; i < parts_.chunks.size(); ++i) {
            if (cancelled()) {
                return {};
            }
            chunk_ = i;
            facts_ = context_.facts ? context_.facts->chunk(chunk().of->number) : nullptr;
            const std::span<SearchCost> costs(all.data() + parts_.starts[i], chunk().size());
            std::fill(costs.begin(), costs.end(), SearchCost{0});
            if (!with_missing_ && chunk().of->present < chunk().size()) {
                for (std::size_t row = 0; row < costs.size(); ++row) {
                    costs[row] = chunk().of->rows[row].missing ? no_hit : SearchCost{0};
                }
            }
            narrow(root_, costs);
        }
        return all;
    }

    void remember() {
        if (memo_ != nullptr && !cancelled()) {
            for (const auto& term : terms_) {
                term->let_go_of_wider();
            }
            memo_->terms = std::move(terms_);
        }
    }

  private:
    const SearchChunk& chunk() const { return *parts_.chunks[chunk_]; }

    Step step(const Query& query) {
        struct Make {
            Run& run;
            Step operator()(const AllOf& all) const { return run.steps(Step::Kind::all, all.of); }
            Step operator()(const AnyOf& either) const { return run.steps(Step::Kind::any, either.of); }
            Step operator()(const NoneOf& none) const { return run.steps(Step::Kind::none, none.of); }
            Step operator()(const TextTerm& text) const {
                Step made;
                made.kind = Step::Kind::text;
                made.text = run.term_search(text);
                return made;
            }
            Step operator()(const NumberTerm& number) const {
                Step made;
                made.kind = Step::Kind::number;
                made.number = number;
                return made;
            }
            Step operator()(const FlagTerm& flag) const {
                Step made;
                made.kind = Step::Kind::flag;
                made.flag = flag.flag;
                return made;
            }
        };
        return std::visit(Make{*this}, query.is);
    }

    Step steps(Step::Kind kind, const std::vector<Query>& queries) {
        Step made;
        made.kind = kind;
        for (const Query& query : queries) {
            made.of.push_back(step(query));
        }
        if (kind == Step::Kind::all) {
            std::stable_sort(made.of.begin(), made.of.end(),
                             [](const Step& a, const Step& b) { return a.order() < b.order(); });
        }
        return made;
    }

    TermSearch* term_search(const TextTerm& term) {
        for (const auto& known : terms_) {
            if (known->term() == term) {
                return known.get();
            }
        }
        std::shared_ptr<const TermSearch> wider;
        if (memo_ != nullptr) {
            for (const auto& known : memo_->terms) {
                if (known->term() == term) {
                    terms_.push_back(known);
                    return known.get();
                }
                if (known->holds_all_of(term) &&
                    (!wider || wider->term().text.size() < known->term().text.size())) {
                    wider = known;
                }
            }
        }
        terms_.push_back(std::make_shared<TermSearch>(term, std::move(wider)));
        return terms_.back().get();
    }

    /// Adds to `costs`, which are those of the rows still in question, what `step` makes of them.
    void narrow(const Step& step, std::span<SearchCost> costs) {
        switch (step.kind) {
            case Step::Kind::text:
                narrow_by_text(*step.text, costs);
                break;
            case Step::Kind::number:
                narrow_by(costs, [&](const KnownOfTrack& track) {
                    const auto number = number_of(step.number.field, track);
                    return number && *number >= step.number.low && *number <= step.number.high;
                });
                break;
            case Step::Kind::flag:
                narrow_by(costs, [&](const KnownOfTrack& track) {
                    return has_flag(step.flag, track, context_.now);
                });
                break;
            case Step::Kind::all:
                for (const Step& part : step.of) {
                    narrow(part, costs);
                }
                break;
            case Step::Kind::any:
                narrow_by_any(step, costs);
                break;
            case Step::Kind::none: {
                ChunkCosts of;
                std::copy(costs.begin(), costs.end(), of.begin());
                narrow(step.of.front(), std::span(of).first(costs.size()));
                for (std::size_t row = 0; row < costs.size(); ++row) {
                    costs[row] = of[row] == no_hit ? costs[row] : no_hit;
                }
                break;
            }
        }
    }

    void narrow_by_text(TermSearch& text, std::span<SearchCost> costs) {
        const std::size_t left = count_hits(costs);
        if (left == 0) {
            return;
        }
        if (left < few_rows && !text.knows(chunk_)) {
            for (std::size_t row = 0; row < costs.size(); ++row) {
                if (costs[row] != no_hit) {
                    costs[row] = both(costs[row], text.cost(parts_, chunk_, row));
                }
            }
            return;
        }
        const std::span<const SearchCost> of_text = text.costs(parts_, chunk_);
        for (std::size_t row = 0; row < costs.size(); ++row) {
            costs[row] = both(costs[row], of_text[row]);
        }
    }

    template <class Holds>
    void narrow_by(std::span<SearchCost> costs, Holds holds) const {
        static constexpr TrackFacts no_facts;
        ChunkRatings ratings(context_.ratings.get(), chunk().of->number);
        for (std::size_t row = 0; row < costs.size(); ++row) {
            if (costs[row] != no_hit) {
                const TrackRow& track = chunk().of->rows[row];
                const TrackFacts& facts = facts_ == nullptr ? no_facts : (*facts_)[track.id_offset];
                const KnownOfTrack known{track, facts, ratings.of(chunk().of->id_of(row))};
                costs[row] = holds(known) ? costs[row] : no_hit;
            }
        }
    }

    void narrow_by_any(const Step& step, std::span<SearchCost> costs) {
        ChunkCosts best, of;
        best.fill(no_hit);
        for (const Step& part : step.of) {
            std::copy(costs.begin(), costs.end(), of.begin());
            narrow(part, std::span(of).first(costs.size()));
            for (std::size_t row = 0; row < costs.size(); ++row) {
                best[row] = std::min(best[row], of[row]);
            }
        }
        std::copy_n(best.begin(), costs.size(), costs.begin());
    }

    const SearchParts& parts_;
    const SearchContext& context_;
    bool with_missing_;
    SearchMemoParts* memo_;
    std::vector<std::shared_ptr<TermSearch>> terms_;
    Step root_;
    std::size_t chunk_ = 0;
    const FactPicture::Chunk* facts_ = nullptr;
};

/// Brings those to the front whose title or name is, or starts with, all that was typed.
void prefer_phrases(const SearchParts& parts, const std::string& phrase, std::vector<SearchCost>& costs) {
    const auto fit = [&](std::string_view text, SearchCost whole) {
        if (text.substr(0, phrase.size()) != phrase) {
            return no_hit;
        }
        return text.size() == phrase.size() ? whole : static_cast<SearchCost>(whole + 3);
    };
    for (std::size_t i = 0; i < parts.chunks.size(); ++i) {
        const SearchChunk& chunk = *parts.chunks[i];
        for (std::size_t row = 0; row < chunk.size(); ++row) {
            SearchCost& cost = costs[parts.starts[i] + row];
            if (cost == no_hit) {
                continue;
            }
            const SearchChunk::Group& group = chunk.groups[chunk.group_of[row]];
            cost =
                std::min({both(cost, behind_phrases), fit(chunk.titles.at(row), 0),
                          fit(parts.people.texts[group.artist], 1), fit(parts.albums.texts[group.album], 2)});
        }
    }
}

/// Hits in the order in which they are listed.
class Listing {
  public:
    Listing(const SearchParts& parts, const SearchContext& context) : parts_(parts), context_(context) {}

    SearchIndex::Hits best(const std::vector<SearchCost>& costs, std::size_t limit) const {
        std::array<std::size_t, 256> with_cost{};
        for (const SearchCost cost : costs) {
            ++with_cost[cost];
        }
        SearchIndex::Hits hits;
        hits.all = costs.size() - with_cost[no_hit];
        // Those up to this cost are listed: it may be that only some of the last are.
        std::size_t last = 0, listed = with_cost[0];
        while (last < worst_hit && listed < limit) {
            listed += with_cost[++last];
        }
        std::vector<Rough> rough;
        rough.reserve(listed);
        for (std::size_t i = 0; i < parts_.chunks.size(); ++i) {
            if (cancelled()) {
                return {};
            }
            add(i, costs, last, rough);
        }
        // Most are sorted out before the tracks themselves are looked at.
        if (rough.size() > limit) {
            const auto nth = rough.begin() + static_cast<std::ptrdiff_t>(limit) - 1;
            std::nth_element(rough.begin(), nth, rough.end(),
                             [](const Rough& a, const Rough& b) { return a.place < b.place; });
            const std::uint64_t cut = nth->place;
            rough.erase(std::remove_if(nth, rough.end(), [&](const Rough& r) { return r.place > cut; }),
                        rough.end());
        }
        if (cancelled()) {
            return {};
        }
        std::vector<Place> places;
        places.reserve(rough.size());
        for (const Rough& r : rough) {
            places.push_back(place_of(r));
        }
        const auto end = places.begin() + static_cast<std::ptrdiff_t>(std::min(limit, places.size()));
        std::partial_sort(places.begin(), end, places.end());
        for (auto place = places.begin(); place != end; ++place) {
            hits.rows.push_back(place->row);
        }
        return hits;
    }

  private:
    /// Cost, what the listener does not care for, and artist in one number.
    struct Rough {
        std::uint64_t place;
        std::uint32_t row;
    };
    /// The order of its members: `second` is album, disc and number.
    struct Place {
        std::uint64_t first, second;
        std::uint32_t row;

        friend auto operator<=>(const Place&, const Place&) = default;  // NOLINT: the tool's, not ours
    };

    bool cancelled() const { return context_.cancelled != nullptr && *context_.cancelled; }

    void add(std::size_t number, const std::vector<SearchCost>& costs, std::size_t last,
             std::vector<Rough>& rough) const {
        const SearchChunk& chunk = *parts_.chunks[number];
        const auto* facts = context_.facts ? context_.facts->chunk(chunk.of->number) : nullptr;
        const std::uint32_t start = parts_.starts[number];
        const bool rated = context_.ratings && !context_.ratings->rated().empty();
        ChunkRatings ratings(context_.ratings.get(), chunk.of->number);
        const std::uint64_t unknown = popularity({}, false, std::nullopt);
        for (std::uint32_t row = 0; row < chunk.size(); ++row) {
            const SearchCost cost = costs[start + row];
            if (cost > last || cost == no_hit) {
                continue;
            }
            std::uint64_t liked = unknown;
            if (facts != nullptr || rated) {
                const TrackFacts of_track =
                    facts == nullptr ? TrackFacts() : (*facts)[chunk.of->rows[row].id_offset];
                liked = popularity(of_track, of_track.banned(context_.now), ratings.of(chunk.of->id_of(row)));
            }
            const TextKey artist = chunk.groups[chunk.group_of[row]].artist;
            rough.push_back(
                {(std::uint64_t{cost} << 40U) | ((255U - liked) << 32U) | parts_.people.places[artist],
                 start + row});
        }
    }

    Place place_of(const Rough& rough) const {
        const auto next = std::upper_bound(parts_.starts.begin(), parts_.starts.end(), rough.row);
        const SearchChunk& chunk = *parts_.chunks[static_cast<std::size_t>(next - parts_.starts.begin() - 1)];
        const std::size_t row = rough.row - *(next - 1);
        const TrackRow& track = chunk.of->rows[row];
        const auto part = [](std::int32_t value, std::int32_t most) {
            return static_cast<std::uint64_t>(std::clamp(value, 0, most));
        };
        return {rough.place,
                (std::uint64_t{parts_.albums.places[chunk.groups[chunk.group_of[row]].album]} << 32U) |
                    (part(track.disc_number, 0xFFF) << 20U) | part(track.track_number, 0xFFFFF),
                rough.row};
    }

    const SearchParts& parts_;
    const SearchContext& context_;
};

}  // namespace

SearchMemo::SearchMemo() : parts_(std::make_unique<SearchMemoParts>()) {}
SearchMemo::~SearchMemo() = default;
SearchMemo::SearchMemo(SearchMemo&&) noexcept = default;
SearchMemo& SearchMemo::operator=(SearchMemo&&) noexcept = default;

SearchIndex::Hits SearchIndex::find(const ParsedQuery& query, const SearchContext& context, std::size_t limit,
                                    SearchMemo* memo) const {
    if (query.empty || limit == 0) {
        return {};
    }
    SearchMemoParts* remembered = memo != nullptr ? memo->parts_.get() : nullptr;
    if (remembered != nullptr && remembered->of != parts_) {
        *remembered = {parts_, {}};
    }
    Run run(*parts_, context, query.query, remembered);
    std::vector<SearchCost> costs = run.costs();
    if (run.cancelled()) {
        return {};
    }
    run.remember();
    if (!query.phrase.empty()) {
        prefer_phrases(*parts_, query.phrase, costs);
    }
    return Listing(*parts_, context).best(costs, limit);
}

std::vector<std::uint32_t> SearchIndex::matching(const Query& query, const SearchContext& context) const {
    const std::vector<SearchCost> costs = Run(*parts_, context, query, nullptr).costs();
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < costs.size(); ++row) {
        if (costs[row] != no_hit) {
            rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
    return rows;
}

}  // namespace refrain
