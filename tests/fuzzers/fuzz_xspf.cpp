// libFuzzer over XSPF: any bytes are a playlist or a reason, and what is written of a playlist is read again.
#include "tests/fuzzers/read_and_write.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    refrain::write_and_read(refrain::parse_xspf({reinterpret_cast<const char*>(data), size}));
    return 0;
}
