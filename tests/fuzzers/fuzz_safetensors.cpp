// libFuzzer over the parser of model files: no input may crash it, and what it takes it must write back so
// that it reads the same.
#include "recommender/retrieval/safetensors.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed =
        refrain::parse_safetensors(std::string_view(reinterpret_cast<const char*>(data), size), "input");
    if (parsed) {
        const auto again =
            refrain::parse_safetensors(refrain::serialise_safetensors(parsed.value()), "again");
        if (!again || again.value().size() != parsed.value().size()) {
            std::abort();
        }
    }
    return 0;
}
