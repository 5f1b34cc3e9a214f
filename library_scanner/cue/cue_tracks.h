// From a cue sheet to tracks of the library: which of the files in the folder it means, and what becomes of
// such a file. Pure, any thread. What can fail: a sheet that does not fit its file; as half a sentence whose
// subject is the sheet.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"
#include "library_scanner/cue/cue_sheet.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// Tracks of the sheet that are audio and begin in that file.
std::size_t tracks_in_file(const CueSheet& sheet, std::size_t file);

/// Which of `names` (of the music files in the sheet's folder) a sheet means by each of its files. By name,
/// else by name whatever its case, else by name with another ending ("disc.wav" was turned into "disc.flac");
/// a sheet of one file may also mean the one that is called like itself, or the only one there is. No file is
/// meant twice. Folders in the names are passed over: they are those of another machine.
std::vector<std::optional<std::size_t>> match_cue_files(const CueSheet& sheet, std::string_view sheet_name,
                                                        const std::vector<std::string>& names);

/// The tracks that `file` of the sheet divides the music file `whole` into. Each ends where the next one
/// begins; the gap before a track (INDEX 00) is the end of the one before, as on a CD player. What the sheet
/// does not tell of the album is taken from the tags of the file. Error: it names fewer than two tracks of
/// that file, or a track that begins behind its end.
Result<std::vector<Track>> cue_tracks(const CueSheet& sheet, std::size_t file, const Track& whole);

}  // namespace refrain
