// libFuzzer over the playback settings as they lie in the database: whatever lies there, every setting is
// within its range, and what is written of them is read as it was.
#include "app/playback_codec.h"
#include "tests/fuzzers/require.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace refrain;
    const auto settings = app::playback_settings_from({reinterpret_cast<const char*>(data), size});
    require(std::abs(settings.replay_gain.preamp_db) <= 15.0);
    require(std::abs(settings.replay_gain.unknown_db) <= 15.0);
    for (const double gain : settings.equaliser.gain_db) {
        require(std::abs(gain) <= 12.0);
    }
    require(settings.fades.crossfade.count() >= 0 && settings.fades.crossfade.count() <= 12'000);
    for (const auto fade : {settings.fades.pause, settings.fades.stop, settings.fades.skip}) {
        require(fade.count() >= 0 && fade.count() <= 2'000);
    }
    require(app::playback_settings_from(app::to_text(settings)) == settings);
    return 0;
}
