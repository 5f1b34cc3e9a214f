// "file:///home/a%20b.flac" and the path it means. Pure, any thread; what is no such URL gives nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refrain {

/// Every byte of the path kept, whether it is UTF-8 or not.
std::string file_url_of(std::string_view path);

/// Every byte of a path but letters, digits, "-._~" and slashes as %XX (RFC 3986).
std::string percent_encoded(std::string_view path);
/// %XX as its byte; a % with anything else behind it stays.
std::string percent_decoded(std::string_view url);

/// RFC 8089, with the host empty or "localhost"; a path with a zero byte in it is none.
std::optional<std::string> path_of_file_url(std::string_view url);

}  // namespace refrain
