// Bytes that should be UTF-8: file names and tags come from anywhere. Pure, any thread, nothing fails.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

bool is_valid_utf8(std::string_view bytes);

/// Valid UTF-8 comes back unchanged, control characters included; every byte sequence that is not UTF-8
/// becomes U+FFFD, so that the rest of a name stays readable. For showing, not for opening files.
std::string to_display(std::string_view bytes);

}  // namespace refrain
