// libFuzzer over ID3v2 tags whose texts lack the mark of their order: what is mended lies inside the file,
// takes the room of what was there, and needs no mending again.
#include "library_scanner/tags/unmarked_utf16.h"
#include "tests/fuzzers/require.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace refrain;
    std::string file(reinterpret_cast<const char*>(data), size);
    const auto bytes_at = [&](std::int64_t at, std::size_t count) {
        require(at >= 0);
        return file.substr(std::min(static_cast<std::size_t>(at), file.size()), count);
    };
    const auto mended = mend_unmarked_utf16(bytes_at);
    std::size_t end = 0;
    for (const MendedBytes& piece : mended) {
        const auto at = static_cast<std::size_t>(piece.at);
        require(at >= end && at + piece.bytes.size() <= file.size());
        end = at + piece.bytes.size();
        file.replace(at, piece.bytes.size(), piece.bytes);
    }
    require(file.size() == size && mend_unmarked_utf16(bytes_at).empty());
    return 0;
}
