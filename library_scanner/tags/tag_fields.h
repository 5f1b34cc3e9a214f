// From the tag of one format to texts by what they mean: every value of every frame, item or attribute of a
// kind. Pure apart from TagLib's own objects; any thread; nothing fails.
#pragma once

#include "library_scanner/tags/tag_texts.h"

namespace TagLib {
class Tag;
namespace APE {
class Tag;
}
namespace ASF {
class Tag;
}
namespace ID3v2 {
class Tag;
}
namespace MP4 {
class Tag;
}
namespace Ogg {
class XiphComment;
}
namespace RIFF::Info {
class Tag;
}
}  // namespace TagLib

namespace refrain {

TagTexts texts_of(const TagLib::ID3v2::Tag& tag);
TagTexts texts_of(const TagLib::APE::Tag& tag);
TagTexts texts_of(const TagLib::Ogg::XiphComment& tag);
TagTexts texts_of(const TagLib::MP4::Tag& tag);
TagTexts texts_of(const TagLib::ASF::Tag& tag);
TagTexts texts_of(const TagLib::RIFF::Info::Tag& tag);
/// What every tag can say: ID3v1, tracker modules. None of them tells its encoding.
TagTexts texts_of(const TagLib::Tag& tag);

}  // namespace refrain
