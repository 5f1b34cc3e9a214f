// Gains and peaks as tags write them down. Foreign text: what makes no sense is as good as not there.
// Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/loudness.h"

#include <optional>
#include <string_view>

namespace refrain {

/// No music needs more than this to reach the reference; 64.82 dB is what tools of old write for silence.
inline constexpr float largest_gain_db = 70.0F;
/// Full scale 100 times over: floating-point files do go above 1, but not that far.
inline constexpr float largest_peak = 100.0F;

/// "-7.03 dB", "+3", "-7,03dB"; nothing for other text, for what is not finite and above the limit.
std::optional<float> parse_gain_db(std::string_view text);
/// "0.988312"; nothing for other text, below 0 and above the limit.
std::optional<float> parse_peak(std::string_view text);
/// R128_TRACK_GAIN and R128_ALBUM_GAIN: a whole number of 1/256 dB that fits 16 bits, to -23 LUFS (RFC 7845
/// section 5.2.1). Returned as ReplayGain states it: 5 dB more, because its reference is -18 LUFS. The output
/// gain in the header of an Opus file is no part of it: every decoder applies that by itself.
std::optional<float> parse_r128_gain_db(std::string_view text);

/// Takes a field of a tag, its name in any case, into `loudness` where that is still empty: the four
/// REPLAYGAIN_* and the two R128_*. All other fields are left alone. A tag with both kinds hands over R128
/// first, where it wins.
void fill_loudness(Loudness& loudness, std::string_view name, std::string_view value);

/// Is it one of those names?
bool is_loudness_field(std::string_view name);

/// The gains and peaks in the header of a Musepack stream of version 8, from its first bytes (256 are
/// plenty); 0 is "not known" for each. Gain: 64.82 dB less 1/256 dB for each; peak: 20 log10 of it (16 bit)
/// in 1/256 dB. (Musepack SV8 specification, "Replaygain packet".) TagLib 1.13 has functions for them and
/// does not read them.
Loudness musepack_header_loudness(std::string_view head);

}  // namespace refrain
