// From the tags of one format to the fields of a track. A file may carry several tags (ID3v2, APE and ID3v1);
// they are applied from the richest to the poorest, each filling only what is still empty.
// Pure apart from TagLib's own objects; any thread; nothing fails.
#pragma once

#include "library_scanner/core/track.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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

void apply(const TagLib::ID3v2::Tag& tag, Track& track);
void apply(const TagLib::APE::Tag& tag, Track& track);
void apply(const TagLib::Ogg::XiphComment& tag, Track& track);
void apply(const TagLib::MP4::Tag& tag, Track& track);
void apply(const TagLib::ASF::Tag& tag, Track& track);
void apply(const TagLib::RIFF::Info::Tag& tag, Track& track);
/// What every tag can say: ID3v1, tracker modules.
void apply(const TagLib::Tag& tag, Track& track);

/// Several artists of one track in one line. A semicolon, because names have commas and ampersands in them.
inline constexpr std::string_view artist_separator = "; ";

/// Of one track; further ones are left out.
inline constexpr std::size_t most_genres = 100;

/// The genres that one text of a tag names: "(17)" and "17" are numbers of ID3v1's list, ";" and, where
/// `slash_separates` (ID3v2.3 knows no other way), "/" stand between genres; "R&B/Soul" and the like stay
/// whole.
std::vector<std::string> split_genres(std::string_view text, bool slash_separates);

/// The first run of digits: "3/12" -> 3, "2011-05-01" -> 2011, "A1" -> 1; 0 when there is none or the number
/// has more than four digits.
std::int32_t leading_number(std::string_view text);

/// A title for a file without one: its name without extension and without a track number that a separator
/// follows ("03 - Says.ogg" -> "Says"; "99 Problems.mp3" stays). Valid UTF-8, not empty for a name that is
/// not.
std::string title_from_file_name(std::string_view file_name);

}  // namespace refrain
