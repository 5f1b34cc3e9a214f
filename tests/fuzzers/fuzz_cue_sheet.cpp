// libFuzzer over cue sheets, as a file in any encoding and as FLAC's block: any bytes are a sheet or a
// reason, and the tracks of a sheet lie in order inside their file.
#include "library_scanner/cue/cue_sheet.h"
#include "library_scanner/cue/cue_tracks.h"
#include "library_scanner/cue/flac_cue_block.h"
#include "library_scanner/text/legacy_text.h"
#include "library_scanner/text/utf8.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace refrain;

void divide(const CueSheet& sheet) {
    Track whole;
    whole.title = "whole";
    whole.duration = Milliseconds(3'600'000);
    for (std::size_t file = 0; file < sheet.files.size(); ++file) {
        const auto tracks = cue_tracks(sheet, file, whole);
        if (!tracks) {
            require(!tracks.error().message.empty());
            continue;
        }
        CdFrames at{-1};
        for (const auto& track : tracks.value()) {
            require(is_valid_utf8(track.title) && !track.title.empty());
            require(track.cue_begin > at && track.duration.count() > 0);
            require(track.cue_end.count() == 0 || track.cue_end > track.cue_begin);
            at = track.cue_begin;
        }
    }
    static_cast<void>(match_cue_files(sheet, "disc.cue", {"disc.flac", "Side A.wav", "x"}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto text = to_utf8(bytes);
    require(is_valid_utf8(text));
    for (const auto& parsed :
         {parse_cue_sheet(text), parse_cue_sheet(bytes), parse_flac_cue_block(bytes, 44100)}) {
        if (parsed) {
            divide(parsed.value());
        } else {
            require(!parsed.error().message.empty());
        }
    }
    return 0;
}
