// libFuzzer over the parsers of encoder delay: no input may crash or hold them up, and what they find must be
// something that can be played.
#include "library_scanner/audio_file/dff_as_dsf.h"
#include "player/engine/decoding/timeline.h"
#include "player/engine/decoding/trimming/flac_index.h"
#include "player/engine/decoding/trimming/itunes_gapless.h"
#include "player/engine/decoding/trimming/mp3_length.h"
#include "player/engine/decoding/trimming/mp3_walk.h"
#include "player/engine/decoding/trimming/ogg_links.h"
#include "player/engine/decoding/trimming/trimming.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto file = std::make_shared<refrain::BytesInMemory>(bytes);
    const refrain::Trimming trimming = refrain::find_trimming(*file);
    const auto seen = refrain::seen_through(trimming.view, file);
    const refrain::TrackWindow window = refrain::window_of(trimming, {}, {}, 44100);
    if (trimming.skip < 0 || trimming.rate < 0 || seen->size() > size ||
        (window.end && *window.end < window.first)) {
        std::abort();
    }
    seen->take(0, static_cast<std::size_t>(seen->size()));
    if (const auto dsf = refrain::dff_as_dsf(file)) {
        dsf->take(0, static_cast<std::size_t>(std::min<std::uint64_t>(dsf->size(), 100'000)));
    }
    refrain::parse_itunes_gapless(bytes);
    if (auto flac = refrain::FlacIndex::of(file)) {
        flac->approach(flac->length() / 4 * 3);
        const auto shown = flac->with_table();
        shown->take(0, static_cast<std::size_t>(std::min<std::uint64_t>(shown->size(), 100'000)));
    }
    refrain::samples_of_uneven_mp3(seen);
    if (auto walk = refrain::Mp3Walk::of(seen)) {
        walk->go_on_to(1'000'000);
        const auto shown = walk->without_gaps();
        if (shown->size() > seen->size() || !shown->take(0, static_cast<std::size_t>(shown->size()))) {
            std::abort();
        }
    }
    const auto links = refrain::find_ogg_links(*file);
    std::uint64_t reached = 0;
    for (const refrain::OggLink& link : links) {
        if (link.begin != reached || link.end <= link.begin) {
            std::abort();
        }
        reached = link.end;
    }
    if (!links.empty() && (links.size() < 2 || reached != size)) {
        std::abort();
    }
    return 0;
}
