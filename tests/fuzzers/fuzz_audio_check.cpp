// libFuzzer over our own looks at audio: MPEG and ADTS frames, lengths of FLAC, Ogg and MP4, and the heads of
// DSD files. The first byte chooses; what is found lies inside the file.
#include "library_scanner/tags/audio_check.h"
#include "library_scanner/tags/dsd_file.h"
#include "library_scanner/tags/mpeg_frames.h"
#include "library_scanner/tags/read_only_stream.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace refrain;

void require_reason(const Status& status) {
    require(status.ok() || !status.error().message.empty());
}

void look(std::uint8_t choice, std::string_view bytes, ReadOnlyStream& stream) {
    switch (choice % 6) {
        case 0:
            if (const auto frame = first_mpeg_frame(stream)) {
                require(*frame >= 0 && *frame < stream.size());
                require_reason(check_mpeg(stream, *frame, choice < 128 ? 0 : 1 << 20));
            }
            return;
        case 1:
            if (const auto length = measure_adts(stream)) {
                // The last frame may be cut off.
                constexpr std::int64_t longest_frame = 8191;
                require(length->first_frame >= 0 && length->end < stream.size() + longest_frame);
                require(length->samples > 0);
            }
            return;
        case 2:
            require_reason(check_flac(stream, choice < 128 ? 44100 : 1'000'000'000'000));
            require(flac_samples(stream) >= 0);
            return;
        case 3:
            require(ogg_samples(stream) >= 0);
            return;
        case 4:
            require_reason(check_mp4(stream));
            return;
        default: {
            const DsdFile dsd(&stream);
            require(!dsd.isValid() || (dsd.sound().samples >= 0 && dsd.sound().samples_there >= 0));
        }
    }
    require(id3v2_length(bytes) >= 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const int file = memfd_create("fuzzed", MFD_CLOEXEC);
    require(file >= 0 && write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    if (auto stream = ReadOnlyStream::open("/proc/self/fd/" + std::to_string(file))) {
        look(data[0], bytes, *stream.value());
    }
    close(file);
    return 0;
}
