// Writes changes into the tags of a music file. Only when the listener asked for these very changes.
//
// Every kind of tag that the file has says the same afterwards; where it has none, the usual one for its kind
// is made. What is not changed stays as it was, in the version of the tags that the file has: other fields,
// pictures, what this program does not know, and the sound, byte for byte. What was written is read back
// before the copy takes the place of the file (edit/safe_rewrite.h).
//
// Two halves, so that no file can harm the player: TagLib works on the copy in the process of the tag reader,
// and the copy is made, checked to be on disk and given the name of the file here, without a look into it.
// What the reader does not survive costs the copy alone.
//
// Threads: any, one at a time for a file; blocks on disk. What can fail: the file, its folder; `unsupported`
// for tracker modules and for a DSD file whose tag does not stand at its end; the reader. The file is as it
// was then.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/edit/safe_rewrite.h"
#include "library_scanner/edit/tag_change.h"
#include "library_scanner/identity/sound_key.h"
#include "library_scanner/tags/tag_reader.h"

#include <functional>
#include <string>

namespace refrain {

struct WrittenTags {
    Rewritten file;
    /// As the file says now.
    Track track;
    SoundKey sound;
};

/// Changes the tags of `copy`, whose bytes are those of the music file `path`, and reads it again: what it
/// says then. `changes` as checked() gives them, each field once. ID3v2.3 knows no month without a day: it is
/// left out. TagLib is fed with the file: not for the player's process.
Result<MusicFile> change_tags_of_copy(const std::string& copy, const std::string& path,
                                      const TagChanges& changes);

/// change_tags_of_copy(), wherever it is done.
using TagChanger = std::function<Result<MusicFile>(const std::string& copy, const std::string& path,
                                                   const TagChanges& changes)>;

Result<WrittenTags> write_tags(const std::string& path, const TagChanges& changes, const TagChanger& changer);

}  // namespace refrain
