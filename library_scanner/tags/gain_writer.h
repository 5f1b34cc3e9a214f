// Writes gains into the tags of a music file. The one place that changes a listener's files, and only when
// the listener asked for these very files.
//
// Nothing is changed in place (edit/safe_rewrite.h), and times and everything else in the tags stay.
//
// Threads: any; blocks on disk. What can fail: the file (not there, no music, a kind without tags, a link),
// the folder (no permission, no space); as Error.
#pragma once

#include "library_scanner/core/loudness.h"
#include "library_scanner/core/result.h"

#include <string>

namespace refrain {

/// REPLAYGAIN_* in the kind of tag that is usual for the file: ID3v2 TXXX (MP3, WAV, AIFF, TTA), Vorbis
/// comments, APEv2 (WavPack, Monkey's Audio, Musepack), MP4 freeform, Windows Media attributes; R128_*_GAIN
/// in Opus. What `loudness` does not tell is removed from the file. Error `unsupported` for tracker modules,
/// raw AAC and what is no regular file.
Status write_gains(const std::string& path, const Loudness& loudness);

}  // namespace refrain
