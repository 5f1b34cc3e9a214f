#include "library_scanner/text/file_url.h"

#include "library_scanner/core/ascii.h"

#include <array>

namespace refrain {

namespace {

constexpr std::string_view scheme = "file:", authority = "//", this_host = "localhost",
                           hex = "0123456789ABCDEF";

/// RFC 3986, unreserved, and the slash between the parts of a path.
bool stays(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == '/';
}

/// Of a hexadecimal digit; -1 for anything else.
int value_of(char c) {
    const char digit = lower_ascii(c);
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool starts_with_any_case(std::string_view text, std::string_view start) {
    if (text.size() < start.size()) {
        return false;
    }
    for (std::size_t i = 0; i < start.size(); ++i) {
        if (lower_ascii(text[i]) != start[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string file_url_of(std::string_view path) {
    return std::string(scheme).append(authority).append(percent_encoded(path));
}

std::string percent_encoded(std::string_view path) {
    std::string url;
    for (const char c : path) {
        if (stays(c)) {
            url += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            url += {'%', hex[byte >> 4U], hex[byte & 0xFU]};
        }
    }
    return url;
}

std::string percent_decoded(std::string_view url) {
    std::string path;
    for (std::size_t i = 0; i < url.size(); ++i) {
        const bool escaped =
            url[i] == '%' && i + 2 < url.size() && value_of(url[i + 1]) >= 0 && value_of(url[i + 2]) >= 0;
        path += escaped ? static_cast<char>(value_of(url[i + 1]) * 16 + value_of(url[i + 2])) : url[i];
        i += escaped ? 2 : 0;
    }
    return path;
}

std::optional<std::string> path_of_file_url(std::string_view url) {
    if (!starts_with_any_case(url, scheme)) {
        return std::nullopt;
    }
    std::string_view rest = url.substr(scheme.size());
    if (rest.starts_with(authority)) {
        rest.remove_prefix(authority.size());
        if (starts_with_any_case(rest, this_host)) {
            rest.remove_prefix(this_host.size());
        }
    }
    std::string path = percent_decoded(rest);
    if (!path.starts_with('/') || path.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    return path;
}

}  // namespace refrain
