#include "library_scanner/edit/save_tags.h"

#include <id3v2framefactory.h>
#include <id3v2header.h>
#include <id3v2tag.h>
#include <mpegfile.h>
#include <wavfile.h>

namespace refrain {

bool save_tags(TagLib::File& file) {
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        using Mpeg = TagLib::MPEG::File;
        const int kinds =
            Mpeg::ID3v2 | (mpeg->hasID3v1Tag() ? Mpeg::ID3v1 : 0) | (mpeg->hasAPETag() ? Mpeg::APE : 0);
        const bool old = mpeg->hasID3v2Tag() && mpeg->ID3v2Tag()->header()->majorVersion() == 3;
        return mpeg->save(kinds, Mpeg::StripNone, old ? TagLib::ID3v2::v3 : TagLib::ID3v2::v4,
                          Mpeg::DoNotDuplicate);
    }
    if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(&file)) {
        using Wav = TagLib::RIFF::WAV::File;
        const bool old = wav->hasID3v2Tag() && wav->ID3v2Tag()->header()->majorVersion() == 3;
        return wav->save(wav->hasInfoTag() ? Wav::AllTags : Wav::ID3v2, Wav::StripNone,
                         old ? TagLib::ID3v2::v3 : TagLib::ID3v2::v4);
    }
    return file.save();
}

}  // namespace refrain
