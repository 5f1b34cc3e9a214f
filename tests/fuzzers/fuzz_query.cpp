// libFuzzer over queries: any bytes are a query of normalised words, at most so many, and have readings that
// say where their characters begin.
#include "library_scanner/search/query.h"
#include "library_scanner/text/normalise.h"
#include "library_scanner/text/pinyin.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace refrain;

std::size_t terms_in(const Query& query) {
    struct Count {
        std::size_t operator()(const AllOf& all) const { return each(all.of); }
        std::size_t operator()(const AnyOf& either) const { return each(either.of); }
        std::size_t operator()(const NoneOf& none) const {
            require(none.of.size() == 1);
            return each(none.of);
        }
        std::size_t operator()(const TextTerm& term) const {
            require(!term.text.empty() && normalise(term.text) == term.text);
            return 1;
        }
        std::size_t operator()(const NumberTerm&) const { return 1; }
        std::size_t operator()(const FlagTerm&) const { return 1; }
        static std::size_t each(const std::vector<Query>& queries) {
            std::size_t sum = 0;
            for (const Query& query : queries) {
                sum += terms_in(query);
            }
            return sum;
        }
    };
    return std::visit(Count(), query.is);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const ParsedQuery parsed = parse_query(text, utc_from_ms(1'795'421'400'000), Milliseconds(3'600'000));
    const std::size_t terms = terms_in(parsed.query);
    require(terms <= 64 && parsed.empty == (terms == 0));
    for (const PinyinForm& form : pinyin_forms(normalise(text))) {
        std::uint32_t at = 0;
        for (const std::uint32_t start : form.starts) {
            require(start >= at && start < form.letters.size());
            at = start;
        }
    }
    return 0;
}
