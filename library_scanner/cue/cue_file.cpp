#include "library_scanner/cue/cue_file.h"

#include "library_scanner/tags/read_only_stream.h"
#include "library_scanner/text/legacy_text.h"

namespace refrain {

Result<CueSheet> read_cue_file(const std::string& path) {
    const auto stream = ReadOnlyStream::open(path);
    if (!stream) {
        return stream.error();
    }
    auto& file = *stream.value();
    if (file.size() > static_cast<std::int64_t>(max_cue_bytes)) {
        return Error{ErrorCode::malformed, "is too large to be a cue sheet", path};
    }
    const auto bytes = file.bytes_at(0, static_cast<std::size_t>(file.size()));
    if (auto failed = file.read_error()) {
        return *failed;
    }
    return parse_cue_sheet(to_utf8(bytes));
}

}  // namespace refrain
