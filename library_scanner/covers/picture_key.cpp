#include "library_scanner/covers/picture_key.h"

#include <algorithm>
#include <string>
#include <xxhash.h>

namespace refrain {

std::uint64_t picture_key(std::string_view bytes) {
    return bytes.empty() ? 0 : std::max<std::uint64_t>(1, XXH3_64bits(bytes.data(), bytes.size()));
}

std::uint64_t picture_file_key(std::string_view path, std::int64_t size, std::int64_t mtime_ns) {
    if (path.empty()) {
        return 0;
    }
    std::string bytes(path);
    for (const auto number : {size, mtime_ns}) {
        bytes.append(reinterpret_cast<const char*>(&number), sizeof number);  // NOLINT: bytes
    }
    return picture_key(bytes);
}

}  // namespace refrain
