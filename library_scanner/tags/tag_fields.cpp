#include "library_scanner/tags/tag_fields.h"

#include "library_scanner/tags/replay_gain.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <apetag.h>
#include <array>
#include <asftag.h>
#include <cctype>
#include <id3v1genres.h>
#include <id3v2tag.h>
#include <infotag.h>
#include <mp4tag.h>
#include <relativevolumeframe.h>
#include <textidentificationframe.h>
#include <tstringlist.h>
#include <uniquefileidentifierframe.h>
#include <utility>
#include <xiphcomment.h>

namespace refrain {
namespace {

constexpr std::string_view white_space = " \t\r\n\v\f";

std::string_view trimmed(std::string_view text) {
    const auto start = text.find_first_not_of(white_space);
    if (start == std::string_view::npos) {
        return {};
    }
    return text.substr(start, text.find_last_not_of(white_space) - start + 1);
}

/// TagLib keeps UTF-16 as it finds it: half a surrogate pair would come out as bytes that are not UTF-8.
std::string text_of(const TagLib::String& value) {
    auto text = value.to8Bit(true);
    // Some writers pad or end a text with zeros.
    text.erase(std::find(text.begin(), text.end(), '\0'), text.end());
    const auto kept = trimmed(text);
    return is_valid_utf8(kept) ? std::string(kept) : to_display(kept);
}

void fill(std::string& field, const TagLib::String& value) {
    if (field.empty() && !value.isEmpty()) {
        field = text_of(value);
    }
}

void fill(std::int32_t& field, const TagLib::String& value) {
    if (field == 0 && !value.isEmpty()) {
        field = leading_number(value.to8Bit(true));
    }
}

void fill(std::int32_t& field, unsigned int value) {
    if (field == 0 && value <= 9999) {
        field = static_cast<std::int32_t>(value);
    }
}

void fill_joined(std::string& field, const TagLib::StringList& values) {
    if (!field.empty()) {
        return;
    }
    for (const auto& value : values) {
        const auto text = text_of(value);
        if (text.empty()) {
            continue;
        }
        if (!field.empty()) {
            field += artist_separator;
        }
        field += text;
    }
}

void fill_genres(Track& track, const TagLib::StringList& values, bool slash_separates = false) {
    if (!track.genres.empty()) {
        return;
    }
    for (const auto& value : values) {
        for (auto& genre : split_genres(text_of(value), slash_separates)) {
            if (track.genres.size() >= most_genres) {
                return;
            }
            if (std::find(track.genres.begin(), track.genres.end(), genre) == track.genres.end()) {
                track.genres.push_back(std::move(genre));
            }
        }
    }
}

/// The texts of the first frame of that kind.
TagLib::StringList texts(const TagLib::ID3v2::Tag& tag, const char* frame_id) {
    const auto& frames = tag.frameListMap()[frame_id];
    if (frames.isEmpty()) {
        return {};
    }
    const auto* text = dynamic_cast<const TagLib::ID3v2::TextIdentificationFrame*>(frames.front());
    return text != nullptr ? text->fieldList() : TagLib::StringList(frames.front()->toString());
}

TagLib::String first(const TagLib::StringList& list) {
    return list.isEmpty() ? TagLib::String() : list.front();
}

template <class Map, class Key>
TagLib::StringList list_in(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? TagLib::StringList() : found->second;
}

TagLib::StringList ape_values(const TagLib::APE::Tag& tag, const char* key) {
    const auto found = tag.itemListMap().find(key);
    return found == tag.itemListMap().end() ? TagLib::StringList() : found->second.values();
}

TagLib::StringList mp4_values(const TagLib::MP4::Tag& tag, const char* key) {
    const auto found = tag.itemMap().find(key);
    return found == tag.itemMap().end() ? TagLib::StringList() : found->second.toStringList();
}

TagLib::StringList asf_values(const TagLib::ASF::Tag& tag, const char* key) {
    TagLib::StringList values;
    for (const auto& attribute : tag.attribute(key)) {
        values.append(attribute.toString());
    }
    return values;
}

constexpr std::array loudness_fields{"R128_TRACK_GAIN",       "R128_ALBUM_GAIN",
                                     "REPLAYGAIN_TRACK_GAIN", "REPLAYGAIN_TRACK_PEAK",
                                     "REPLAYGAIN_ALBUM_GAIN", "REPLAYGAIN_ALBUM_PEAK"};

void fill_gain(Track& track, const TagLib::String& name, const TagLib::String& value) {
    fill_loudness(track.loudness, name.to8Bit(true), value.to8Bit(true));
}

/// RVA2: a gain and a peak of any number of bits, one frame for the track and one for the album.
/// (ID3v2.4.0 native frames, section 4.11)
void fill_gain(Track& track, const TagLib::ID3v2::RelativeVolumeFrame& frame) {
    const auto kind = frame.identification().upper();
    if (kind != "TRACK" && kind != "ALBUM") {
        return;
    }
    const auto peak = frame.peakVolume();
    std::string peak_text;
    if (peak.bitsRepresentingPeak == 16 && peak.peakVolume.size() == 2) {
        peak_text = std::to_string(static_cast<double>(peak.peakVolume.toUShort()) / 32768.0);
    }
    const std::string prefix = "replaygain_" + std::string(kind == "TRACK" ? "track" : "album");
    fill_loudness(track.loudness, prefix + "_gain", std::to_string(frame.volumeAdjustment()));
    fill_loudness(track.loudness, prefix + "_peak", peak_text);
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The name of a number of ID3v1's list; empty when the list has no such number.
std::string numbered_genre(std::string_view digits) {
    if (!all_digits(digits) || digits.size() > 3) {
        return {};
    }
    return TagLib::ID3v1::genre(std::stoi(std::string(digits))).to8Bit(true);
}

/// Is the slash between these two part of one name?
bool belong_together(std::string_view left, std::string_view right) {
    using Name = std::pair<std::string_view, std::string_view>;
    constexpr std::array names{Name{"Singer", "Songwriter"}, Name{"Hip-Hop", "Rap"}, Name{"Hip Hop", "Rap"},
                               Name{"R&B", "Soul"},          Name{"Pop", "Funk"},    Name{"Folk", "Rock"}};
    if (std::find(names.begin(), names.end(), Name(left, right)) != names.end()) {
        return true;
    }
    // "AC/DC-style", "UK/Garage": one or two letters are no genre.
    return left.size() <= 2 && std::all_of(left.begin(), left.end(), [](char c) {
               return std::isalpha(static_cast<unsigned char>(c)) != 0;
           });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

void add_slashed(std::vector<std::string>& genres, std::string_view text) {
    std::string joined;
    std::string_view last;
    for (const auto part : split(text, '/')) {
        if (!joined.empty() && belong_together(last, part)) {
            joined.append("/").append(part);
        } else {
            if (!joined.empty()) {
                genres.push_back(std::move(joined));
            }
            joined = part;
        }
        last = part;
    }
    if (!joined.empty()) {
        genres.push_back(std::move(joined));
    }
}

}  // namespace

std::vector<std::string> split_genres(std::string_view text, bool slash_separates) {
    std::vector<std::string> genres;
    for (auto part : split(text, ';')) {
        // ID3v2.3: "(4)(17)", and "(17)Rock 'n' Roll" where the words only refine the number.
        std::vector<std::string> numbered;
        while (!part.empty() && part.front() == '(') {
            const auto close = part.find(')');
            const auto digits = close == std::string_view::npos ? part : part.substr(1, close - 1);
            if (!all_digits(digits)) {
                break;
            }
            if (auto name = numbered_genre(digits); !name.empty()) {
                numbered.push_back(std::move(name));
            }
            part = trimmed(part.substr(close + 1));
        }
        if (part.empty()) {
            genres.insert(genres.end(), numbered.begin(), numbered.end());
        } else if (auto name = numbered_genre(part); !name.empty()) {
            genres.push_back(std::move(name));
        } else if (slash_separates) {
            add_slashed(genres, part);
        } else {
            genres.emplace_back(part);
        }
    }
    return genres;
}

std::int32_t leading_number(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    const auto start = text.find_first_of(digits);
    if (start == std::string_view::npos) {
        return 0;
    }
    const auto end = std::min(text.find_first_not_of(digits, start), text.size());
    return end - start > 4 ? 0 : std::stoi(std::string(text.substr(start, end - start)));
}

std::string title_from_file_name(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    const auto stem =
        trimmed(dot == std::string_view::npos || dot == 0 ? file_name : file_name.substr(0, dot));
    constexpr std::string_view number = "0123456789-";
    const auto after = stem.find_first_not_of(number);
    auto title = stem;
    if (after != std::string_view::npos && after > 0 && stem.front() != '-') {
        // "03 - x", "03. x", "1-03 - x", "03_x", but not "99 problems" and not "1979".
        const auto separator = stem.find_first_not_of(" -._", after);
        const auto between =
            separator == std::string_view::npos ? std::string_view{} : stem.substr(after, separator - after);
        const bool has_separator =
            between.find_first_of("-._") != std::string_view::npos || stem[after - 1] == '-';
        if (has_separator && after <= 5) {
            title = stem.substr(separator);
        }
    }
    return to_display(title.empty() ? file_name : title);
}

void apply(const TagLib::ID3v2::Tag& tag, Track& track) {
    if (tag.isEmpty()) {
        return;
    }
    fill(track.title, tag.title());
    fill_joined(track.artist, texts(tag, "TPE1"));
    fill(track.album, tag.album());
    fill_joined(track.album_artist, texts(tag, "TPE2"));
    fill_joined(track.composer, texts(tag, "TCOM"));
    fill_genres(track, texts(tag, "TCON"), tag.header() == nullptr || tag.header()->majorVersion() <= 3);
    // The day of the recording; TagLib turns the year of ID3v2.3 into it.
    fill(track.year, first(texts(tag, "TDRC")));
    fill(track.year, first(texts(tag, "TDRL")));
    fill(track.track_number, first(texts(tag, "TRCK")));
    fill(track.disc_number, first(texts(tag, "TPOS")));
    if (track.musicbrainz_recording_id.empty()) {
        for (const auto* frame : tag.frameListMap()["UFID"]) {
            const auto* id = dynamic_cast<const TagLib::ID3v2::UniqueFileIdentifierFrame*>(frame);
            if (id != nullptr && id->owner() == "http://musicbrainz.org") {
                fill(track.musicbrainz_recording_id,
                     TagLib::String(id->identifier(), TagLib::String::Latin1));
            }
        }
    }
    for (const auto* frame : tag.frameListMap()["TXXX"]) {
        const auto* text = dynamic_cast<const TagLib::ID3v2::UserTextIdentificationFrame*>(frame);
        // The first field is the name.
        if (text != nullptr && text->fieldList().size() > 1 &&
            is_loudness_field(text->description().to8Bit(true))) {
            fill_gain(track, text->description(), text->fieldList()[1]);
        }
    }
    for (const auto* frame : tag.frameListMap()["RVA2"]) {
        if (const auto* volume = dynamic_cast<const TagLib::ID3v2::RelativeVolumeFrame*>(frame)) {
            fill_gain(track, *volume);
        }
    }
}

void apply(const TagLib::APE::Tag& tag, Track& track) {
    if (tag.isEmpty()) {
        return;
    }
    fill(track.title, tag.title());
    fill_joined(track.artist, ape_values(tag, "ARTIST"));
    fill(track.album, tag.album());
    fill_joined(track.album_artist, ape_values(tag, "ALBUM ARTIST"));
    fill_joined(track.album_artist, ape_values(tag, "ALBUMARTIST"));
    fill_joined(track.composer, ape_values(tag, "COMPOSER"));
    fill_genres(track, ape_values(tag, "GENRE"));
    fill(track.year, first(ape_values(tag, "YEAR")));
    fill(track.year, first(ape_values(tag, "DATE")));
    fill(track.track_number, first(ape_values(tag, "TRACK")));
    fill(track.disc_number, first(ape_values(tag, "DISC")));
    fill(track.musicbrainz_recording_id, first(ape_values(tag, "MUSICBRAINZ_TRACKID")));
    for (const auto* name : loudness_fields) {
        fill_gain(track, name, first(ape_values(tag, name)));
    }
    if (tag.itemListMap().contains("COVER ART (FRONT)")) {
        track.cover = CoverKind::embedded;
    }
}

void apply(const TagLib::Ogg::XiphComment& tag, Track& track) {
    const auto& fields = tag.fieldListMap();
    fill_joined(track.title, list_in(fields, "TITLE"));
    fill_joined(track.artist, list_in(fields, "ARTIST"));
    fill(track.album, first(list_in(fields, "ALBUM")));
    fill_joined(track.album_artist, list_in(fields, "ALBUMARTIST"));
    fill_joined(track.album_artist, list_in(fields, "ALBUM ARTIST"));
    fill_joined(track.composer, list_in(fields, "COMPOSER"));
    fill_genres(track, list_in(fields, "GENRE"));
    fill(track.year, first(list_in(fields, "DATE")));
    fill(track.year, first(list_in(fields, "YEAR")));
    fill(track.track_number, first(list_in(fields, "TRACKNUMBER")));
    fill(track.track_number, first(list_in(fields, "TRACKNUM")));
    fill(track.disc_number, first(list_in(fields, "DISCNUMBER")));
    fill(track.musicbrainz_recording_id, first(list_in(fields, "MUSICBRAINZ_TRACKID")));
    for (const auto* name : loudness_fields) {
        fill_gain(track, name, first(list_in(fields, name)));
    }
}

void apply(const TagLib::MP4::Tag& tag, Track& track) {
    fill(track.title, tag.title());
    fill_joined(track.artist, mp4_values(tag, "\251ART"));
    fill(track.album, tag.album());
    fill_joined(track.album_artist, mp4_values(tag, "aART"));
    fill_joined(track.composer, mp4_values(tag, "\251wrt"));
    fill_genres(track, mp4_values(tag, "\251gen"));
    fill(track.year, first(mp4_values(tag, "\251day")));
    fill(track.track_number, tag.track());
    const auto& items = tag.itemMap();
    if (const auto disc = items.find("disk"); disc != items.end() && disc->second.isValid()) {
        fill(track.disc_number, static_cast<unsigned int>(std::max(0, disc->second.toIntPair().first)));
    }
    fill(track.musicbrainz_recording_id,
         first(mp4_values(tag, "----:com.apple.iTunes:MusicBrainz Track Id")));
    for (const auto& [name, item] : items) {
        // "----:", the program it comes from, ":", the name; programs differ in the case of it.
        const auto key = name.to8Bit(true);
        const auto colon = key.rfind(':');
        if (colon != std::string::npos && is_loudness_field(std::string_view(key).substr(colon + 1))) {
            fill_gain(track, key.substr(colon + 1), first(item.toStringList()));
        }
    }
}

void apply(const TagLib::ASF::Tag& tag, Track& track) {
    fill(track.title, tag.title());
    fill(track.artist, tag.artist());
    fill(track.album, tag.album());
    fill_joined(track.album_artist, asf_values(tag, "WM/AlbumArtist"));
    fill_joined(track.composer, asf_values(tag, "WM/Composer"));
    fill_genres(track, asf_values(tag, "WM/Genre"));
    fill(track.year, first(asf_values(tag, "WM/Year")));
    fill(track.track_number, tag.track());
    fill(track.disc_number, first(asf_values(tag, "WM/PartOfSet")));
    fill(track.musicbrainz_recording_id, first(asf_values(tag, "MusicBrainz/Track Id")));
    for (const auto& [name, attributes] : tag.attributeListMap()) {
        if (!attributes.isEmpty() && is_loudness_field(name.to8Bit(true))) {
            fill_gain(track, name, attributes.front().toString());
        }
    }
}

void apply(const TagLib::RIFF::Info::Tag& tag, Track& track) {
    apply(static_cast<const TagLib::Tag&>(tag), track);
    // Two names for the same thing are about; TagLib knows the other.
    fill(track.track_number, tag.fieldText("ITRK"));
}

void apply(const TagLib::Tag& tag, Track& track) {
    fill(track.title, tag.title());
    fill(track.artist, tag.artist());
    fill(track.album, tag.album());
    fill_genres(track, TagLib::StringList(tag.genre()));
    fill(track.year, tag.year());
    fill(track.track_number, tag.track());
}

}  // namespace refrain
