#include "library_scanner/search/term_search.h"

#include <algorithm>
#include <array>
#include <utility>

namespace refrain {
namespace {

/// Words this short are in nearly every path.
constexpr std::size_t least_in_paths = 3;
/// Above this share of its rows a chunk is looked through whole: one pass over its text is quicker than many
/// small ones.
constexpr std::size_t whole_from = 4;

FieldCosts costs_of(TextField field) {
    if (field == TextField::any) {
        return anywhere_costs;
    }
    return {named_costs, named_costs, named_costs, named_costs, named_costs};
}

SearchCost cost_of(const MatchCosts& costs, Match match) {
    return costs[static_cast<std::size_t>(match)];
}

bool is_short(const std::string& word) {
    return word.size() < least_in_paths && static_cast<unsigned char>(word.front()) < 0x80;
}

}  // namespace

TermSearch::TermSearch(TextTerm term, std::shared_ptr<const TermSearch> wider)
    : term_(std::move(term)), costs_(costs_of(term_.field)), wider_(std::move(wider)) {
    if (const auto slash = term_.text.rfind('/'); slash != std::string::npos && looks_into_paths()) {
        folder_end_ = term_.text.substr(0, slash + 1);
        name_start_ = term_.text.substr(slash + 1);
    }
}

bool TermSearch::looks_into_paths() const {
    return term_.field == TextField::path || (term_.field == TextField::any && !is_short(term_.text));
}

bool TermSearch::holds_all_of(const TextTerm& other) const {
    return other.field == term_.field && other.text.size() >= term_.text.size() &&
           other.text.compare(0, term_.text.size(), term_.text) == 0 &&
           // A longer word may be in a path where a short one was not looked for.
           (term_.field != TextField::any || !is_short(term_.text) || is_short(other.text));
}

void TermSearch::PoolMatches::look_through(const SearchPool& pool, std::string_view word,
                                           const PoolMatches* wider) {
    of.resize(pool.size, Match::none);
    for (std::size_t i = 0; i < pool.blocks.size(); ++i) {
        const std::size_t first = i * SearchPool::block_size;
        const TextBlock& block = *pool.blocks[i];
        const auto matches = std::span(of).subspan(first, block.size());
        if (wider != nullptr) {
            const auto before = std::span(wider->of).subspan(first, block.size());
            const auto left = before.size() -
                              static_cast<std::size_t>(std::count(before.begin(), before.end(), Match::none));
            if (left * whole_from < before.size()) {
                for (std::size_t key = 0; left > 0 && key < before.size(); ++key) {
                    if (before[key] != Match::none) {
                        matches[key] = block.match(word, key);
                    }
                }
                continue;
            }
        }
        block.match(word, matches);
    }
}

void TermSearch::look_through_pools(const SearchParts& parts) {
    if (looked_through_) {
        return;
    }
    looked_through_ = true;
    const auto look = [&](PoolMatches& matches, const SearchPool& pool,
                          const PoolMatches TermSearch::*before) {
        matches.look_through(pool, term_.text, wider_ ? &((*wider_).*before) : nullptr);
    };
    if (looks_into(TextField::artist) || term_.field == TextField::album_artist ||
        term_.field == TextField::composer) {
        look(people_, parts.people.texts, &TermSearch::people_);
    }
    if (looks_into(TextField::album)) {
        look(albums_, parts.albums.texts, &TermSearch::albums_);
    }
    if (looks_into(TextField::genre)) {
        look(genres_, parts.genres, &TermSearch::genres_);
    }
    if (looks_into_paths()) {
        look(folders_, parts.folders, &TermSearch::folders_);
    }
    chunks_.resize(parts.chunks.size());
}

SearchCost TermSearch::group_cost(const SearchChunk::Group& group) const {
    SearchCost best = no_hit;
    const auto look = [&](TextField field, const PoolMatches& matches, std::uint32_t key,
                          const MatchCosts& costs) {
        if (looks_into(field)) {
            best = std::min(best, cost_of(costs, matches.of[key]));
        }
    };
    look(TextField::artist, people_, group.artist, costs_.artist);
    look(TextField::album, albums_, group.album, costs_.album);
    look(TextField::album_artist, people_, group.album_artist, costs_.other);
    look(TextField::composer, people_, group.composer, costs_.other);
    look(TextField::genre, genres_, group.genres, costs_.other);
    if (looks_into_paths()) {
        best = std::min(best, cost_of(costs_.path, folders_.of[group.folder]));
    }
    return best;
}

bool TermSearch::ends_folder(const SearchParts& parts, const SearchChunk::Group& group) const {
    const std::string_view folder = parts.folders[group.folder];
    return !name_start_.empty() && folder.size() >= folder_end_.size() &&
           folder.substr(folder.size() - folder_end_.size()) == folder_end_;
}

bool TermSearch::spans_path(std::string_view name) const {
    return name.substr(0, name_start_.size()) == name_start_;
}

SearchCost TermSearch::cost(const SearchParts& parts, std::size_t number, std::size_t row) const {
    const SearchChunk& chunk = *parts.chunks[number];
    const SearchChunk::Group& group = chunk.groups[chunk.group_of[row]];
    SearchCost best = group_cost(group);
    if (looks_into(TextField::title)) {
        best = std::min(best, cost_of(costs_.title, chunk.titles.match(term_.text, row)));
    }
    if (looks_into_paths()) {
        // Nothing in a path is better than what was found already, unless that is nothing.
        if (best > costs_.path[0]) {
            best = std::min(best, cost_of(costs_.path, chunk.names.match(term_.text, row)));
        }
        if (best == no_hit && !name_start_.empty() && ends_folder(parts, group) &&
            spans_path(chunk.names.at(row))) {
            best = cost_of(costs_.path, Match::inside);
        }
    }
    return best;
}

std::span<const SearchCost> TermSearch::costs(const SearchParts& parts, std::size_t number) {
    std::vector<SearchCost>& costs = chunks_[number];
    if (!costs.empty()) {
        return costs;
    }
    const SearchChunk& chunk = *parts.chunks[number];
    const std::size_t rows = chunk.size();
    costs.assign(rows, no_hit);
    if (wider_ && wider_->knows(number)) {
        const std::vector<SearchCost>& before = wider_->chunks_[number];
        const auto left = rows - static_cast<std::size_t>(std::count(before.begin(), before.end(), no_hit));
        if (left * whole_from < rows) {
            for (std::size_t row = 0; left > 0 && row < rows; ++row) {
                if (before[row] != no_hit) {
                    costs[row] = cost(parts, number, row);
                }
            }
            return costs;
        }
    }
    std::array<SearchCost, static_cast<std::size_t>(TrackChunk::ids)> of_group;
    std::transform(chunk.groups.begin(), chunk.groups.end(), of_group.begin(),
                   [&](const SearchChunk::Group& group) { return group_cost(group); });
    for (std::size_t row = 0; row < rows; ++row) {
        costs[row] = of_group[chunk.group_of[row]];
    }
    std::array<Match, static_cast<std::size_t>(TrackChunk::ids)> matches;
    const auto look_through = [&](const TextBlock& texts, const MatchCosts& of_field) {
        texts.match(term_.text, std::span(matches).first(rows));
        for (std::size_t row = 0; row < rows; ++row) {
            costs[row] = std::min(costs[row], cost_of(of_field, matches[row]));
        }
    };
    if (looks_into(TextField::title)) {
        look_through(chunk.titles, costs_.title);
    }
    if (looks_into_paths()) {
        look_through(chunk.names, costs_.path);
        if (!name_start_.empty()) {
            std::array<bool, static_cast<std::size_t>(TrackChunk::ids)> ends;
            std::transform(chunk.groups.begin(), chunk.groups.end(), ends.begin(),
                           [&](const SearchChunk::Group& group) { return ends_folder(parts, group); });
            for (std::size_t row = 0; row < rows; ++row) {
                if (costs[row] == no_hit && ends[chunk.group_of[row]] && spans_path(chunk.names.at(row))) {
                    costs[row] = cost_of(costs_.path, Match::inside);
                }
            }
        }
    }
    return costs;
}

}  // namespace refrain
