// libFuzzer over the headers of pictures: what is taken for a picture has pixels, and what is called safe
// stays within the bounds whatever square it is shown in.
#include "library_scanner/covers/picture_header.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace refrain;
    const auto header = read_picture_header({reinterpret_cast<const char*>(data), size});
    if (!header) {
        return 0;
    }
    require(header->width > 0 && header->height > 0 && header->scans > 0);
    for (const std::uint32_t edge : {1U, 64U, 1024U, 0xffffffffU}) {
        const auto bytes = decoding_bytes(*header, edge);
        const auto divisor = decoding_divisor(*header, edge);
        require(divisor == 1 || (header->width / divisor >= edge && header->height / divisor >= edge));
        require(!is_safe_to_decode(*header, edge) || bytes <= most_decoded_bytes);
    }
    return 0;
}
