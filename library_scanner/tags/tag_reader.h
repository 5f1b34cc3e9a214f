// Reads what a music file says about itself. Never writes.
// Threads: any; blocks on disk. What can fail: the file, with the reason in half a sentence whose subject is
// the file ("is empty", "is not an MP3 file: ..."), so that every list of failures reads alike.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"
#include "library_scanner/cue/cue_sheet.h"
#include "library_scanner/identity/sound_key.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace refrain {

/// Changes whenever the same file would give other fields: files that an older version read are read again.
inline constexpr int tags_version = 2;

/// Longer texts are cut, in bytes; an opera's cast of singers takes a tenth.
inline constexpr std::size_t longest_tag_text = 8192;

/// Who made a compilation whose tags name no album artist, so that it is one album. (MusicBrainz's name for
/// it)
inline constexpr std::string_view various_artists = "Various Artists";

struct MusicFile {
    /// The file as one track.
    Track track;
    /// The cue sheet inside it, or why that one is of no use; nothing when there is none.
    std::optional<Result<CueSheet>> sheet;
    /// Of the audio alone.
    SoundKey sound;
};

/// As read_tags(), and the cue sheet that divides the file.
Result<MusicFile> read_music_file(const std::string& path);
/// The same of `file`, a copy, as if it stood at `path`: of its kind, and named as it is.
Result<MusicFile> read_music_file_as(const std::string& file, const std::string& path);

/// Everything of a Track but id, added_at and folder covers. A file counts as music only when audio was found
/// in it: real MPEG frames in an .mp3, a length above zero elsewhere (tracker modules tell none), and at
/// least half of what its own header promises. The title is never empty.
Result<Track> read_tags(const std::string& path);

}  // namespace refrain
