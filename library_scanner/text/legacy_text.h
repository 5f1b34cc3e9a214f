// Text files whose encoding nobody wrote down: cue sheets, lyrics. Pure, any thread, nothing fails.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

/// As UTF-8: by the byte order mark where there is one (UTF-8, UTF-16, UTF-32), as it is where it is UTF-8,
/// as UTF-16 where every other byte is zero, else by the letters that languages use (Windows-1252 where that
/// tells nothing). A guess can be wrong; the result is valid UTF-8 all the same.
std::string to_utf8(std::string_view bytes);

}  // namespace refrain
