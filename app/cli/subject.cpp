#include "app/cli/subject.h"

#include "app/output.h"

#include <array>
#include <charconv>
#include <utility>

namespace refrain::app {

Result<Subject> parse_subject(std::string_view text) {
    using Kind = Subject::Kind;
    constexpr std::array<std::pair<std::string_view, Kind>, 3> names{
        {{"artist:", Kind::artist}, {"style:", Kind::style}, {"playlist:", Kind::playlist}}};
    for (const auto& [head, kind] : names) {
        if (text.starts_with(head) && text.size() > head.size()) {
            return Subject{kind, {}, std::string(text.substr(head.size()))};
        }
    }
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code == std::errc{} && end == text.data() + text.size() && number > 0) {
        return Subject{Kind::track, TrackId(number), {}};
    }
    std::string reason = printable(text);
    reason += " is neither the number of a track, as search prints it, nor artist:NAME or style:NAME";
    return Error{ErrorCode::malformed, std::move(reason), {}};
}

}  // namespace refrain::app
