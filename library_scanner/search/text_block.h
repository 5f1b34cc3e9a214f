// Some thousand normalised texts end to end, and how a word lies in each: looking through texts that lie
// together is what makes every keystroke fast. Filled once, then read by any thread. Nothing fails.
#pragma once

#include "library_scanner/core/track.h"
#include "library_scanner/search/match.h"
#include "library_scanner/search/reading_block.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

class TextBlock {
  public:
    enum class Readings { none, pinyin };

    /// With `pinyin` Chinese texts are also found by the Latin letters they are typed with.
    explicit TextBlock(Readings readings);

    /// Adds the text as searchable() has it.
    void add(std::string_view text);
    /// Several values of one text (genres), each of which counts as a whole.
    void add(NameList values);
    /// No more texts follow.
    void finish();

    std::size_t size() const { return starts_.size() - 1; }
    std::string_view at(std::size_t i) const {
        return std::string_view(text_).substr(starts_[i], starts_[i + 1] - starts_[i] - 1);
    }
    std::size_t bytes() const;

    /// Sets `matches[i]` for each text; `matches` has size() places. `word` is normalised and not empty.
    void match(std::string_view word, std::span<Match> matches) const;
    Match match(std::string_view word, std::size_t i) const;

  private:
    void append(std::string_view value);
    void end_text();
    Match kind(std::size_t place, std::size_t size) const;

    /// A text_end, then each text with its own behind it.
    std::string text_;
    /// One more than there are texts.
    std::vector<std::uint32_t> starts_;
    Readings with_readings_;
    ReadingBlock readings_;
};

}  // namespace refrain
