// The form in which texts and queries are compared. Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace refrain {

/// normalise(), with control characters as white space: the index uses some of them for itself.
inline std::string searchable(std::string_view text) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (std::none_of(text.begin(), text.end(), is_control)) {
        return normalise(text);
    }
    std::string spaced(text);
    std::replace_if(spaced.begin(), spaced.end(), is_control, ' ');
    return normalise(spaced);
}

}  // namespace refrain
