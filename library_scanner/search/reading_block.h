// How the Chinese texts of a block are typed in Latin letters (text/pinyin.h). Filled once, then read by any
// thread. Nothing fails.
#pragma once

#include "library_scanner/search/match.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

class ReadingBlock {
  public:
    ReadingBlock();

    /// The readings of text number `owner`, normalised. Owners ascend.
    void add(std::uint32_t owner, std::string_view text);
    void finish();

    std::size_t bytes() const;

    /// Makes `matches[owner]` better where `word` is typed at the beginning of a character: a text that
    /// begins so counts as the start of a word, one that is all of it as a start, so that texts in Latin
    /// letters come first.
    void match(std::string_view word, std::span<Match> matches) const;
    Match match(std::string_view word, std::uint32_t owner) const;

  private:
    Match kind(std::size_t form, std::size_t place, std::size_t size) const;

    /// A form_end, then each form with its own behind it.
    std::string letters_;
    /// Of `letters_`: a character begins here.
    std::vector<bool> begins_;
    /// Where each form begins, one more than there are forms; whose it is.
    std::vector<std::uint32_t> starts_, owners_;
};

}  // namespace refrain
