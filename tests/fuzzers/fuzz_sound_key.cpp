// libFuzzer over what tells a file's sound: any bytes as any type. The key is the same each time, and a file
// of one byte over and over has none.
#include "library_scanner/identity/sound_key.h"
#include "library_scanner/tags/read_only_stream.h"
#include "tests/fuzzers/require.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace refrain;

constexpr std::array types{FileType::mpeg,    FileType::flac,     FileType::ogg,     FileType::opus,
                           FileType::mp4,     FileType::adts,     FileType::wav,     FileType::aiff,
                           FileType::wavpack, FileType::musepack, FileType::monkeys, FileType::tta,
                           FileType::asf,     FileType::dsd,      FileType::mod,     FileType::xm};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The first two bytes choose the type and where its audio is said to start.
    if (size < 3) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    const int file = memfd_create("fuzzed", MFD_CLOEXEC);
    require(file >= 0 && write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    const auto path = "/proc/self/fd/" + std::to_string(file);
    const auto type = types[data[0] % types.size()];
    const std::int64_t first_frame = data[1];
    const auto key_now = [&] {
        auto stream = ReadOnlyStream::open(path);
        return stream ? sound_key(*stream.value(), type, first_frame) : SoundKey{};
    };
    const auto key = key_now();
    require(key == key_now());
    if (bytes.find_first_not_of(bytes[0]) == std::string_view::npos) {
        require(!key.known());
    }
    close(file);
    return 0;
}
