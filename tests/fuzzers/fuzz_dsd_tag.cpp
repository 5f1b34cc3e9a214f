// libFuzzer over the tags that we put into DSD files ourselves: whatever the file is, the sound in front of
// the tag stays, and writing the same tag again changes nothing.
#include "library_scanner/edit/dsd_tag.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using refrain::require;

std::string content_of(int file) {
    struct stat status {};
    require(fstat(file, &status) == 0);
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    require(pread(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    return bytes;
}

/// Header fields: the lengths of the file and of its form, and where the tag is.
constexpr std::size_t head = 28;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) {
        return 0;
    }
    // The first byte chooses the length of the tag.
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string tag = "ID3\x04" + std::string(3 + data[0], '\0');
    const int file = memfd_create("fuzzed", MFD_CLOEXEC);
    require(file >= 0 && write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    const auto path = "/proc/self/fd/" + std::to_string(file);
    const auto written = refrain::replace_dsd_tag(path, tag);
    require(written.ok() || !written.error().message.empty());
    if (written) {
        const std::string after = content_of(file);
        require(after.size() <= bytes.size() + tag.size() + 13);
        const std::size_t sound = after.rfind(tag);
        require(sound != std::string::npos);
        for (std::size_t i = head; i + 12 < sound && i < bytes.size(); ++i) {
            require(after[i] == bytes[i]);
        }
    }
    close(file);
    return 0;
}
