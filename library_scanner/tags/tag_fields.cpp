#include "library_scanner/tags/tag_fields.h"

#include "library_scanner/tags/rating_tags.h"
#include "library_scanner/tags/replay_gain.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <apetag.h>
#include <array>
#include <asftag.h>
#include <id3v2tag.h>
#include <infotag.h>
#include <mp4tag.h>
#include <popularimeterframe.h>
#include <relativevolumeframe.h>
#include <synchronizedlyricsframe.h>
#include <textidentificationframe.h>
#include <tstringlist.h>
#include <uniquefileidentifierframe.h>
#include <unsynchronizedlyricsframe.h>
#include <utility>
#include <xiphcomment.h>

namespace refrain {
namespace {

using namespace std::string_view_literals;

/// TagLib keeps UTF-16 as it finds it: half a surrogate pair would come out as bytes that are not UTF-8.
std::string text_of(const TagLib::String& value) {
    auto text = value.to8Bit(true);
    // Some writers pad or end a text with zeros.
    text.erase(std::find(text.begin(), text.end(), '\0'), text.end());
    const auto kept = trimmed(text);
    if (!is_valid_utf8(kept)) {
        return to_display(kept);
    }
    return kept.size() == text.size() ? std::move(text) : std::string(kept);
}

void add(TagTexts& texts, TagField field, std::string_view key, const TagLib::StringList& values) {
    for (const auto& value : values) {
        texts.add(field, key, text_of(value));
    }
}

/// A field of a format whose fields are named by words.
void add_named(TagTexts& texts, std::string_view name, const TagLib::StringList& values) {
    if (values.isEmpty()) {
        return;
    }
    if (is_loudness_field(name)) {
        fill_loudness(texts.loudness, name, values.front().to8Bit(true));
    } else if (const auto field = tag_field_named(name)) {
        add(texts, *field, name, values);
    } else if (const auto colon = name.find(':'); colon != std::string_view::npos && !texts.rating) {
        // Quod Libet: "rating:" and whose it is, as a share of one.
        if (tag_field_named(name.substr(0, colon)) == TagField::rating) {
            texts.rating = rating_of_fmps(text_of(values.front()));
        }
    }
}

/// R128 wins over ReplayGain where a tag has both, so it is handed over first.
template <class Fields, class ValuesOf>
void add_all_named(TagTexts& texts, const Fields& fields, ValuesOf values_of) {
    for (const bool r128 : {true, false}) {
        for (const auto& [key, value] : fields) {
            const auto name = TagLib::String(key).to8Bit(true);
            const bool is_r128 = is_loudness_field(name) && (name[1] == '1');
            if (is_r128 == r128) {
                add_named(texts, name, values_of(value));
            }
        }
    }
}

/// RVA2: a gain and a peak of any number of bits, one frame for the track and one for the album.
/// (ID3v2.4.0 native frames, section 4.11)
void add_gain(TagTexts& texts, const TagLib::ID3v2::RelativeVolumeFrame& frame) {
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
    fill_loudness(texts.loudness, prefix + "_gain", std::to_string(frame.volumeAdjustment()));
    fill_loudness(texts.loudness, prefix + "_peak", peak_text);
}

struct Frame {
    std::string_view id;
    TagField field;
};

// Sorted. TagLib gives frames of ID3v2.2 and 2.3 the names of 2.4; it turns TYER and TDAT into TDRC, TORY
// into TDOR.
constexpr std::array text_frames{
    Frame{"TALB", TagField::album},         Frame{"TCMP", TagField::compilation},
    Frame{"TCOM", TagField::composer},      Frame{"TCON", TagField::genre},
    Frame{"TDOR", TagField::original_date}, Frame{"TDRC", TagField::date},
    Frame{"TDRL", TagField::date},          Frame{"TIT2", TagField::title},
    Frame{"TPE1", TagField::artist},        Frame{"TPE2", TagField::album_artist},
    Frame{"TPOS", TagField::disc},          Frame{"TRCK", TagField::track},
};

bool is_not_ascii(const TagLib::String& text) {
    return std::any_of(text.begin(), text.end(), [](wchar_t c) { return c >= 0x80; });
}

void add_text_frames(TagTexts& texts, std::string_view id, const TagLib::ID3v2::FrameList& frames) {
    const auto known =
        std::lower_bound(text_frames.begin(), text_frames.end(), id,
                         [](const Frame& frame, std::string_view other) { return frame.id < other; });
    if (known == text_frames.end() || known->id != id) {
        return;
    }
    for (const auto* frame : frames) {
        const auto* text = dynamic_cast<const TagLib::ID3v2::TextIdentificationFrame*>(frame);
        const auto values = text != nullptr ? text->fieldList() : TagLib::StringList(frame->toString());
        add(texts, known->field, id, values);
        if (text != nullptr && text->textEncoding() == TagLib::String::Latin1 &&
            std::any_of(values.begin(), values.end(), is_not_ascii)) {
            texts.mark_unsure(known->field);
        }
    }
}

void add_user_texts(TagTexts& texts, const TagLib::ID3v2::FrameList& frames) {
    for (const auto* frame : frames) {
        const auto* text = dynamic_cast<const TagLib::ID3v2::UserTextIdentificationFrame*>(frame);
        if (text == nullptr || text->fieldList().size() < 2) {
            continue;
        }
        // The first field is the name.
        auto values = text->fieldList();
        values.erase(values.begin());
        add_named(texts, text->description().to8Bit(true), values);
    }
}

bool has_words(const TagLib::ID3v2::FrameList& frames) {
    return std::any_of(frames.begin(), frames.end(), [](const auto* frame) {
        const auto* synched = dynamic_cast<const TagLib::ID3v2::SynchronizedLyricsFrame*>(frame);
        return synched != nullptr && !synched->synchedText().isEmpty() &&
               (synched->type() == TagLib::ID3v2::SynchronizedLyricsFrame::Lyrics ||
                synched->type() == TagLib::ID3v2::SynchronizedLyricsFrame::TextTranscription ||
                synched->type() == TagLib::ID3v2::SynchronizedLyricsFrame::Other);
    });
}

/// The name of a free field of MP4 behind "----:", the program it comes from and ":"; empty for all others.
std::string_view free_name(std::string_view atom) {
    if (atom.substr(0, 5) != "----:"sv) {
        return {};
    }
    const auto colon = atom.find(':', 5);
    return colon == std::string_view::npos ? std::string_view() : atom.substr(colon + 1);
}

TagLib::String text_of_attribute(const TagLib::ASF::Attribute& attribute) {
    using TagLib::ASF::Attribute;
    switch (attribute.type()) {
        case Attribute::UnicodeType:
            return attribute.toString();
        case Attribute::BoolType:
            return attribute.toBool() ? "1" : "0";
        case Attribute::DWordType:
        case Attribute::WordType:
            return TagLib::String::number(static_cast<int>(attribute.toUInt()));
        default:
            return {};
    }
}

struct Atom {
    std::string_view name;
    TagField field;
};

constexpr std::array text_atoms{
    Atom{"\251nam", TagField::title},    Atom{"\251ART", TagField::artist},
    Atom{"\251alb", TagField::album},    Atom{"aART", TagField::album_artist},
    Atom{"\251wrt", TagField::composer}, Atom{"\251gen", TagField::genre},
    Atom{"\251day", TagField::date},     Atom{"\251lyr", TagField::lyrics},
    Atom{"rate", TagField::rating},
};

std::string numbers(const TagLib::MP4::Item& item) {
    const auto [number, total] = item.toIntPair();
    return number < 0 || total < 0 ? std::string() : std::to_string(number) + "/" + std::to_string(total);
}

}  // namespace

TagTexts texts_of(const TagLib::ID3v2::Tag& tag) {
    TagTexts texts;
    texts.slash_separates_genres = tag.header() == nullptr || tag.header()->majorVersion() <= 3;
    for (const auto& [id, frames] : tag.frameListMap()) {
        const std::string_view name(id.data(), id.size());
        if (name.substr(0, 1) == "T"sv && name != "TXXX"sv) {
            add_text_frames(texts, name, frames);
        } else if (name == "UFID"sv) {
            for (const auto* frame : frames) {
                const auto* owned = dynamic_cast<const TagLib::ID3v2::UniqueFileIdentifierFrame*>(frame);
                if (owned != nullptr && owned->owner() == "http://musicbrainz.org") {
                    texts.add(TagField::recording_id, name,
                              text_of(TagLib::String(owned->identifier(), TagLib::String::Latin1)));
                }
            }
        } else if (name == "POPM"sv) {
            for (const auto* frame : frames) {
                const auto* rated = dynamic_cast<const TagLib::ID3v2::PopularimeterFrame*>(frame);
                if (rated != nullptr && !texts.rating) {
                    texts.rating = rating_of_popm(rated->email().to8Bit(true), rated->rating());
                }
            }
        } else if (name == "USLT"sv) {
            for (const auto* frame : frames) {
                add(texts, TagField::lyrics, name, TagLib::StringList(frame->toString()));
            }
        } else if (name == "SYLT"sv && has_words(frames)) {
            texts.add(TagField::timed_lyrics, name, std::string(name));
        } else if (name == "RVA2"sv) {
            for (const auto* frame : frames) {
                if (const auto* volume = dynamic_cast<const TagLib::ID3v2::RelativeVolumeFrame*>(frame)) {
                    add_gain(texts, *volume);
                }
            }
        }
    }
    // Behind the frames that have the same meaning by themselves.
    add_user_texts(texts, tag.frameListMap()["TXXX"]);
    return texts;
}

TagTexts texts_of(const TagLib::APE::Tag& tag) {
    TagTexts texts;
    add_all_named(texts, tag.itemListMap(), [](const TagLib::APE::Item& item) {
        return item.type() == TagLib::APE::Item::Text ? item.values() : TagLib::StringList();
    });
    return texts;
}

TagTexts texts_of(const TagLib::Ogg::XiphComment& tag) {
    TagTexts texts;
    add_all_named(texts, tag.fieldListMap(), [](const TagLib::StringList& values) { return values; });
    return texts;
}

TagTexts texts_of(const TagLib::MP4::Tag& tag) {
    TagTexts texts;
    for (const auto& [key, item] : tag.itemMap()) {
        const auto name = key.to8Bit(false);
        const auto known = std::find_if(text_atoms.begin(), text_atoms.end(),
                                        [&](const Atom& atom) { return atom.name == name; });
        if (known != text_atoms.end()) {
            add(texts, known->field, name, item.toStringList());
        } else if (const auto free = free_name(name); !free.empty()) {
            add_named(texts, free, item.toStringList());
        } else if (name == "trkn"sv || name == "disk"sv) {
            texts.add(name == "trkn"sv ? TagField::track : TagField::disc, name, numbers(item));
        } else if (name == "cpil"sv && item.toBool()) {
            texts.add(TagField::compilation, name, "1");
        }
    }
    return texts;
}

TagTexts texts_of(const TagLib::ASF::Tag& tag) {
    TagTexts texts;
    add(texts, TagField::title, "Title", TagLib::StringList(tag.title()));
    // The header's author, and further ones as attributes of that name. ffmpeg names the first there again.
    add(texts, TagField::artist, "Author", TagLib::StringList(tag.artist()));
    auto attributes_by_name = tag.attributeListMap();
    if (const auto authors = attributes_by_name.find("Author"); authors != attributes_by_name.end()) {
        TagLib::ASF::AttributeList others;
        for (const auto& author : authors->second) {
            if (text_of_attribute(author) != tag.artist()) {
                others.append(author);
            }
        }
        authors->second = others;
    }
    add_all_named(texts, attributes_by_name, [](const TagLib::ASF::AttributeList& attributes) {
        TagLib::StringList values;
        for (const auto& attribute : attributes) {
            values.append(text_of_attribute(attribute));
        }
        return values;
    });
    add(texts, TagField::album, "WM/AlbumTitle", TagLib::StringList(tag.album()));
    return texts;
}

TagTexts texts_of(const TagLib::RIFF::Info::Tag& tag) {
    auto texts = texts_of(static_cast<const TagLib::Tag&>(tag));
    // Two names for the same thing are about; TagLib knows the other.
    add(texts, TagField::track, "ITRK", TagLib::StringList(tag.fieldText("ITRK")));
    add(texts, TagField::composer, "IMUS", TagLib::StringList(tag.fieldText("IMUS")));
    return texts;
}

TagTexts texts_of(const TagLib::Tag& tag) {
    TagTexts texts;
    const auto add_unsure = [&](TagField field, const TagLib::String& value) {
        texts.add(field, "", text_of(value));
        if (is_not_ascii(value)) {
            texts.mark_unsure(field);
        }
    };
    const auto add_number = [&](TagField field, unsigned int value) {
        if (value > 0 && value <= 9999) {
            texts.add(field, "", std::to_string(value));
        }
    };
    add_unsure(TagField::title, tag.title());
    add_unsure(TagField::artist, tag.artist());
    add_unsure(TagField::album, tag.album());
    add_unsure(TagField::genre, tag.genre());
    add_number(TagField::date, tag.year());
    add_number(TagField::track, tag.track());
    return texts;
}

}  // namespace refrain
