// Sets one field in one kind of tag, under the names that its readers look for, and leaves all others alone.
// Names under which other programs keep the same thing go, or they would go on saying what was.
// Pure apart from TagLib's own objects; any thread; nothing fails.
#pragma once

#include "library_scanner/edit/tag_change.h"

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

void set_field(TagLib::ID3v2::Tag& tag, const TagChange& change);
void set_field(TagLib::APE::Tag& tag, const TagChange& change);
void set_field(TagLib::Ogg::XiphComment& tag, const TagChange& change);
void set_field(TagLib::MP4::Tag& tag, const TagChange& change);
void set_field(TagLib::ASF::Tag& tag, const TagChange& change);
void set_field(TagLib::RIFF::Info::Tag& tag, const TagChange& change);
/// ID3v1, which has no place for many fields: those are left out.
void set_field(TagLib::Tag& tag, const TagChange& change);

}  // namespace refrain
