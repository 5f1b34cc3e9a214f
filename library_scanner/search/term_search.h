// One word or phrase of a query, looked up in the index: what it costs each track. Part of a search run.
// One thread at a time. Nothing fails.
#pragma once

#include "library_scanner/search/index_parts.h"
#include "library_scanner/search/query.h"
#include "library_scanner/search/relevance.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace refrain {

class TermSearch {
  public:
    /// `wider` is the search for a beginning of the word, if there was one (see holds_all_of): only what it
    /// found is looked at.
    TermSearch(TextTerm term, std::shared_ptr<const TermSearch> wider);

    const TextTerm& term() const { return term_; }
    /// Can `other` be found only where this is?
    bool holds_all_of(const TextTerm& other) const;

    /// Nothing more is to be looked for: what the wider search found is no longer needed.
    void let_go_of_wider() { wider_.reset(); }

    /// To be called once before what follows.
    void look_through_pools(const SearchParts& parts);

    /// By row of the chunk. Kept for the next time.
    std::span<const SearchCost> costs(const SearchParts& parts, std::size_t chunk);
    bool knows(std::size_t chunk) const { return chunk < chunks_.size() && !chunks_[chunk].empty(); }
    /// Of one row.
    SearchCost cost(const SearchParts& parts, std::size_t chunk, std::size_t row) const;

  private:
    struct PoolMatches {
        std::vector<Match> of;

        void look_through(const SearchPool& pool, std::string_view word, const PoolMatches* wider);
    };

    bool looks_into(TextField field) const { return term_.field == field || term_.field == TextField::any; }
    bool looks_into_paths() const;
    SearchCost group_cost(const SearchChunk::Group& group) const;
    /// Does the word begin in the folder and end in the file's name?
    bool ends_folder(const SearchParts& parts, const SearchChunk::Group& group) const;
    bool spans_path(std::string_view name) const;

    TextTerm term_;
    FieldCosts costs_;
    std::shared_ptr<const TermSearch> wider_;
    /// The parts of a word with a slash before and behind the last one.
    std::string folder_end_, name_start_;
    bool looked_through_ = false;
    PoolMatches people_, albums_, folders_, genres_;
    /// Empty where it was not asked for yet.
    std::vector<std::vector<SearchCost>> chunks_;
};

/// The searches of the last query.
struct SearchMemoParts {
    std::shared_ptr<const SearchParts> of;
    std::vector<std::shared_ptr<TermSearch>> terms;
};

}  // namespace refrain
