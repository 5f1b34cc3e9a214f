// Writes changes into the tags of a music file. Only when the listener asked for these very changes.
//
// Every kind of tag that the file has says the same afterwards; where it has none, the usual one for its kind
// is made. What is not changed stays as it was, in the version of the tags that the file has: other fields,
// pictures, what this program does not know, and the sound, byte for byte. What was written is read back
// before the copy takes the place of the file (edit/safe_rewrite.h).
//
// Threads: any, one at a time for a file; blocks on disk. TagLib is fed with the file: whoever is not sure
// that it is harmless lets a reader process read it first. What can fail: the file, its folder; `unsupported`
// for tracker modules and for a DSD file whose tag does not stand at its end. The file is as it was then.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/edit/safe_rewrite.h"
#include "library_scanner/edit/tag_change.h"
#include "library_scanner/identity/sound_key.h"

#include <string>

namespace refrain {

struct WrittenTags {
    Rewritten file;
    /// As the file says now.
    Track track;
    SoundKey sound;
};

/// `changes` as checked() gives them, each field once. ID3v2.3 knows no month without a day: it is left out.
Result<WrittenTags> write_tags(const std::string& path, const TagChanges& changes);

}  // namespace refrain
