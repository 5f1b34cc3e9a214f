#include "player/queue/terms_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace refrain {

std::string terms_text(const std::vector<ScoreTerm>& terms) {
    std::string text;
    for (const ScoreTerm& term : terms) {
        std::array<char, 32> amount{};
        const auto end = std::to_chars(amount.data(), amount.data() + amount.size(), term.amount).ptr;
        text += term.name;
        text += '=';
        text.append(amount.data(), end);
        text += '\n';
    }
    return text;
}

std::vector<ScoreTerm> terms_from(std::string_view text) {
    std::vector<ScoreTerm> terms;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto equals = line.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            continue;
        }
        const std::string_view number = line.substr(equals + 1);
        double amount = 0.0;
        const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), amount);
        if (code == std::errc{} && end == number.data() + number.size() && std::isfinite(amount)) {
            terms.push_back({std::string(line.substr(0, equals)), amount});
        }
    }
    return terms;
}

}  // namespace refrain
