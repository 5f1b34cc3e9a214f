#include "library_scanner/edit/tag_setters.h"

#include "library_scanner/tags/tag_texts.h"

#include <algorithm>
#include <apetag.h>
#include <array>
#include <asftag.h>
#include <id3v2tag.h>
#include <infotag.h>
#include <mp4tag.h>
#include <optional>
#include <textidentificationframe.h>
#include <tstringlist.h>
#include <utility>
#include <xiphcomment.h>

namespace refrain {
namespace {

using Key = TagLib::String;

/// What a field of the reader is to the one who edits; nothing where it is not edited.
std::optional<EditField> edit_field_of(TagField field) {
    switch (field) {
        case TagField::title:
            return EditField::title;
        case TagField::artist:
        case TagField::artists:
            return EditField::artist;
        case TagField::album:
            return EditField::album;
        case TagField::album_artist:
        case TagField::album_artists:
            return EditField::album_artist;
        case TagField::composer:
            return EditField::composer;
        case TagField::genre:
            return EditField::genre;
        case TagField::date:
            return EditField::date;
        case TagField::track:
            return EditField::track_number;
        case TagField::track_total:
            return EditField::track_total;
        case TagField::disc:
            return EditField::disc_number;
        case TagField::disc_total:
            return EditField::disc_total;
        case TagField::compilation:
            return EditField::compilation;
        default:
            return std::nullopt;
    }
}

/// Does a program or a listener mean `field` by this name?
bool means(const Key& name, EditField field) {
    const auto named = tag_field_named(name.to8Bit(true));
    return named && edit_field_of(*named) == field;
}

/// Those keys of a map from names that mean `field`.
template <class Map>
std::vector<Key> keys_of(const Map& map, EditField field) {
    std::vector<Key> keys;
    for (const auto& [key, value] : map) {
        if (means(key, field)) {
            keys.push_back(key);
        }
    }
    return keys;
}

TagLib::String to_taglib(const std::string& text) {
    return {text, TagLib::String::UTF8};
}

TagLib::StringList to_taglib(const std::vector<std::string>& texts) {
    TagLib::StringList list;
    for (const auto& text : texts) {
        list.append(to_taglib(text));
    }
    return list;
}

int number_of(const TagChange& change) {
    return change.values.empty() ? 0 : std::stoi(change.values.front());
}

/// "3/12": a number and how many there are; 0 for what is not said.
struct NumberOfTotal {
    int number = 0, total = 0;

    static NumberOfTotal in(const TagLib::String& text) {
        const std::string written = text.to8Bit(true);
        const auto slash = written.find('/');
        return {leading_number(written.substr(0, slash)),
                slash == std::string::npos ? 0 : leading_number(written.substr(slash))};
    }
    void set(const TagChange& change) {
        const bool is_total = change.field == EditField::track_total || change.field == EditField::disc_total;
        (is_total ? total : number) = number_of(change);
    }
    /// As one text; none when neither is known.
    std::vector<std::string> texts() const {
        if (total == 0) {
            return number == 0 ? std::vector<std::string>() : std::vector{std::to_string(number)};
        }
        return {std::to_string(number) + "/" + std::to_string(total)};
    }
};

bool is_of_disc(EditField field) {
    return field == EditField::disc_number || field == EditField::disc_total;
}

/// The two fields of the same pair.
EditField number_field(EditField field) {
    return is_of_disc(field) ? EditField::disc_number : EditField::track_number;
}
EditField total_field(EditField field) {
    return is_of_disc(field) ? EditField::disc_total : EditField::track_total;
}

std::vector<std::string> text_of_number(int number) {
    return number == 0 ? std::vector<std::string>() : std::vector{std::to_string(number)};
}

/// As keys of a map say it: the total in a key of its own, or behind the number.
template <class Map, class TextOf>
NumberOfTotal number_in(const Map& map, EditField field, TextOf text_of) {
    NumberOfTotal now;
    for (const Key& key : keys_of(map, number_field(field))) {
        now = now.number == 0 ? NumberOfTotal::in(text_of(key)) : now;
    }
    for (const Key& key : keys_of(map, total_field(field))) {
        const int total = leading_number(text_of(key).to8Bit(true));
        now.total = total != 0 ? total : now.total;
    }
    return now;
}

// --- ID3v2

void set_frame(TagLib::ID3v2::Tag& tag, const char* id, const std::vector<std::string>& values) {
    tag.removeFrames(id);
    if (!values.empty()) {
        auto* frame = new TagLib::ID3v2::TextIdentificationFrame(id, TagLib::String::UTF8);
        frame->setText(to_taglib(values));
        tag.addFrame(frame);
    }
}

void remove_user_texts(TagLib::ID3v2::Tag& tag, EditField field) {
    const auto frames = tag.frameListMap()["TXXX"];
    for (auto* frame : frames) {
        const auto* text = dynamic_cast<const TagLib::ID3v2::UserTextIdentificationFrame*>(frame);
        if (text != nullptr && means(text->description(), field)) {
            tag.removeFrame(frame);
        }
    }
}

TagLib::String first_text(TagLib::ID3v2::Tag& tag, const char* id) {
    const auto& frames = tag.frameListMap()[id];
    return frames.isEmpty() ? TagLib::String() : frames.front()->toString();
}

// --- Vorbis comments

void set_comment(TagLib::Ogg::XiphComment& tag, const char* name, const TagChange& change) {
    tag.removeFields(name);
    for (const Key& key : keys_of(tag.fieldListMap(), change.field)) {
        tag.removeFields(key);
    }
    for (const auto& value : change.values) {
        tag.addField(name, to_taglib(value), false);
    }
}

void set_comment_number(TagLib::Ogg::XiphComment& tag, const TagChange& change, const char* number,
                        const char* total) {
    auto now = number_in(tag.fieldListMap(), change.field, [&](const Key& key) {
        const auto& values = tag.fieldListMap()[key];
        return values.isEmpty() ? TagLib::String() : values.front();
    });
    now.set(change);
    set_comment(tag, number, {number_field(change.field), text_of_number(now.number)});
    set_comment(tag, total, {total_field(change.field), text_of_number(now.total)});
}

// --- APE

void set_item(TagLib::APE::Tag& tag, const char* name, const TagChange& change) {
    tag.removeItem(name);
    for (const Key& key : keys_of(tag.itemListMap(), change.field)) {
        tag.removeItem(key);
    }
    for (const auto& value : change.values) {
        tag.addValue(name, to_taglib(value), false);
    }
}

// --- MP4

/// What other programs keep in "----" atoms.
void remove_freeform(TagLib::MP4::Tag& tag, EditField field) {
    std::vector<Key> found;
    for (const auto& [key, item] : tag.itemMap()) {
        const std::string name = key.to8Bit(true);
        if (name.starts_with("----:") && means(Key(name.substr(name.rfind(':') + 1), Key::UTF8), field)) {
            found.push_back(key);
        }
    }
    for (const Key& key : found) {
        tag.removeItem(key);
    }
}

void set_atom(TagLib::MP4::Tag& tag, const char* name, const TagChange& change) {
    remove_freeform(tag, change.field);
    if (change.values.empty()) {
        tag.removeItem(name);
    } else {
        tag.setItem(name, to_taglib(change.values));
    }
}

void set_pair(TagLib::MP4::Tag& tag, const char* name, const TagChange& change) {
    NumberOfTotal now;
    if (const auto found = tag.itemMap().find(name); found != tag.itemMap().end()) {
        const auto pair = found->second.toIntPair();
        now = {pair.first, pair.second};
    }
    now.set(change);
    remove_freeform(tag, change.field);
    if (now.number == 0 && now.total == 0) {
        tag.removeItem(name);
    } else {
        tag.setItem(name, TagLib::MP4::Item(now.number, now.total));
    }
}

// --- Windows Media

/// Several in one text: TagLib spreads the values of a name over three places of the file, and they come back
/// in another order.
void set_attribute(TagLib::ASF::Tag& tag, const char* name, const TagChange& change) {
    tag.removeItem(name);
    for (const Key& key : keys_of(tag.attributeListMap(), change.field)) {
        tag.removeItem(key);
    }
    if (!change.values.empty()) {
        tag.setAttribute(name, TagLib::ASF::Attribute(to_taglib(one_line(change.values))));
    }
}

}  // namespace

void set_field(TagLib::ID3v2::Tag& tag, const TagChange& change) {
    remove_user_texts(tag, change.field);
    switch (change.field) {
        case EditField::title:
            return set_frame(tag, "TIT2", change.values);
        case EditField::artist:
            return set_frame(tag, "TPE1", change.values);
        case EditField::album:
            return set_frame(tag, "TALB", change.values);
        case EditField::album_artist:
            return set_frame(tag, "TPE2", change.values);
        case EditField::composer:
            return set_frame(tag, "TCOM", change.values);
        case EditField::genre:
            return set_frame(tag, "TCON", change.values);
        case EditField::date:
            // The day of the release stands in for a missing one of the recording.
            tag.removeFrames("TDRL");
            return set_frame(tag, "TDRC", change.values);
        case EditField::track_number:
        case EditField::track_total:
        case EditField::disc_number:
        case EditField::disc_total: {
            const char* id = is_of_disc(change.field) ? "TPOS" : "TRCK";
            auto now = NumberOfTotal::in(first_text(tag, id));
            now.set(change);
            return set_frame(tag, id, now.texts());
        }
        case EditField::compilation:
            return set_frame(tag, "TCMP", change.values);
    }
}

void set_field(TagLib::APE::Tag& tag, const TagChange& change) {
    switch (change.field) {
        case EditField::title:
            return set_item(tag, "Title", change);
        case EditField::artist:
            return set_item(tag, "Artist", change);
        case EditField::album:
            return set_item(tag, "Album", change);
        case EditField::album_artist:
            return set_item(tag, "Album Artist", change);
        case EditField::composer:
            return set_item(tag, "Composer", change);
        case EditField::genre:
            return set_item(tag, "Genre", change);
        case EditField::date:
            return set_item(tag, "Year", change);
        case EditField::track_number:
        case EditField::track_total:
        case EditField::disc_number:
        case EditField::disc_total: {
            auto now = number_in(tag.itemListMap(), change.field,
                                 [&](const Key& key) { return tag.itemListMap()[key].toString(); });
            now.set(change);
            set_item(tag, is_of_disc(change.field) ? "TotalDiscs" : "TotalTracks",
                     {total_field(change.field), {}});
            return set_item(tag, is_of_disc(change.field) ? "Disc" : "Track",
                            {number_field(change.field), now.texts()});
        }
        case EditField::compilation:
            return set_item(tag, "Compilation", change);
    }
}

void set_field(TagLib::Ogg::XiphComment& tag, const TagChange& change) {
    switch (change.field) {
        case EditField::title:
            return set_comment(tag, "TITLE", change);
        case EditField::artist:
            return set_comment(tag, "ARTIST", change);
        case EditField::album:
            return set_comment(tag, "ALBUM", change);
        case EditField::album_artist:
            return set_comment(tag, "ALBUMARTIST", change);
        case EditField::composer:
            return set_comment(tag, "COMPOSER", change);
        case EditField::genre:
            return set_comment(tag, "GENRE", change);
        case EditField::date:
            return set_comment(tag, "DATE", change);
        case EditField::track_number:
        case EditField::track_total:
            return set_comment_number(tag, change, "TRACKNUMBER", "TRACKTOTAL");
        case EditField::disc_number:
        case EditField::disc_total:
            return set_comment_number(tag, change, "DISCNUMBER", "DISCTOTAL");
        case EditField::compilation:
            return set_comment(tag, "COMPILATION", change);
    }
}

void set_field(TagLib::MP4::Tag& tag, const TagChange& change) {
    switch (change.field) {
        case EditField::title:
            return set_atom(tag, "\251nam", change);
        case EditField::artist:
            return set_atom(tag, "\251ART", change);
        case EditField::album:
            return set_atom(tag, "\251alb", change);
        case EditField::album_artist:
            return set_atom(tag, "aART", change);
        case EditField::composer:
            return set_atom(tag, "\251wrt", change);
        case EditField::genre:
            // The same as a number of ID3v1's list.
            tag.removeItem("gnre");
            return set_atom(tag, "\251gen", change);
        case EditField::date:
            return set_atom(tag, "\251day", change);
        case EditField::track_number:
        case EditField::track_total:
            return set_pair(tag, "trkn", change);
        case EditField::disc_number:
        case EditField::disc_total:
            return set_pair(tag, "disk", change);
        case EditField::compilation:
            remove_freeform(tag, change.field);
            if (change.values.empty()) {
                tag.removeItem("cpil");
            } else {
                tag.setItem("cpil", TagLib::MP4::Item(true));
            }
            return;
    }
}

void set_field(TagLib::ASF::Tag& tag, const TagChange& change) {
    switch (change.field) {
        // These two have places of their own; other programs keep attributes besides.
        case EditField::title:
            set_attribute(tag, "Title", {change.field, {}});
            return tag.setTitle(to_taglib(one_line(change.values)));
        case EditField::artist:
            set_attribute(tag, "Author", {change.field, {}});
            return tag.setArtist(to_taglib(one_line(change.values)));
        case EditField::album:
            return set_attribute(tag, "WM/AlbumTitle", change);
        case EditField::album_artist:
            return set_attribute(tag, "WM/AlbumArtist", change);
        case EditField::composer:
            return set_attribute(tag, "WM/Composer", change);
        case EditField::genre:
            return set_attribute(tag, "WM/Genre", change);
        case EditField::date:
            return set_attribute(tag, "WM/Year", change);
        case EditField::track_number:
        case EditField::track_total:
        case EditField::disc_number:
        case EditField::disc_total: {
            auto now = number_in(tag.attributeListMap(), change.field, [&](const Key& key) {
                const auto attributes = tag.attribute(key);
                return attributes.isEmpty() ? TagLib::String() : attributes.front().toString();
            });
            now.set(change);
            set_attribute(tag, is_of_disc(change.field) ? "TotalDiscs" : "TotalTracks",
                          {total_field(change.field), {}});
            return set_attribute(tag, is_of_disc(change.field) ? "WM/PartOfSet" : "WM/TrackNumber",
                                 {number_field(change.field), now.texts()});
        }
        case EditField::compilation:
            return set_attribute(tag, "WM/IsCompilation", change);
    }
}

void set_field(TagLib::RIFF::Info::Tag& tag, const TagChange& change) {
    if (change.field == EditField::track_number) {
        tag.removeField("ITRK");
    }
    set_field(static_cast<TagLib::Tag&>(tag), change);
}

void set_field(TagLib::Tag& tag, const TagChange& change) {
    const auto text = [&change] { return to_taglib(one_line(change.values)); };
    switch (change.field) {
        case EditField::title:
            return tag.setTitle(text());
        case EditField::artist:
            return tag.setArtist(text());
        case EditField::album:
            return tag.setAlbum(text());
        case EditField::genre:
            return tag.setGenre(text());
        case EditField::date:
            return tag.setYear(static_cast<unsigned int>(leading_number(one_line(change.values))));
        case EditField::track_number:
            return tag.setTrack(static_cast<unsigned int>(number_of(change)));
        default:
            return;
    }
}

}  // namespace refrain
