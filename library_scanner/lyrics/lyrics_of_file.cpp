#include "library_scanner/lyrics/lyrics_of_file.h"

#include "library_scanner/core/ascii.h"
#include "library_scanner/lyrics/lrc.h"
#include "library_scanner/tags/dsd_file.h"
#include "library_scanner/tags/read_only_stream.h"
#include "library_scanner/tags/tag_file.h"
#include "library_scanner/tags/tag_texts.h"
#include "library_scanner/text/legacy_text.h"
#include "library_scanner/text/utf8.h"

#include <aifffile.h>
#include <algorithm>
#include <apefile.h>
#include <apetag.h>
#include <array>
#include <asffile.h>
#include <exception>
#include <flacfile.h>
#include <id3v2tag.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <synchronizedlyricsframe.h>
#include <trueaudiofile.h>
#include <unsynchronizedlyricsframe.h>
#include <utility>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xiphcomment.h>

namespace refrain {
namespace {

std::string utf8(const TagLib::String& text) {
    return to_display(text.to8Bit(true));
}

/// "eng"; empty for what is no such code and for "XXX", not known.
std::string language_of(const TagLib::ByteVector& code) {
    const std::string language = lower_ascii(std::string_view(code.data(), code.size()));
    const bool letters = language.size() == 3 && std::all_of(language.begin(), language.end(),
                                                             [](char c) { return c >= 'a' && c <= 'z'; });
    return letters && language != "xxx" ? language : std::string();
}

class Found {
  public:
    void add(Lyrics lyrics) {
        const bool has_words = std::any_of(lyrics.lines.begin(), lyrics.lines.end(),
                                           [](const LyricLine& line) { return !line.text.empty(); });
        if (has_words && std::find(all_.begin(), all_.end(), lyrics) == all_.end() && all_.size() < most) {
            all_.push_back(std::move(lyrics));
        }
    }
    void add(const TagLib::StringList& texts) {
        for (const auto& text : texts) {
            add(parse_lyrics(utf8(text)));
        }
    }
    std::vector<Lyrics> all() && {
        std::stable_partition(all_.begin(), all_.end(), [](const Lyrics& lyrics) { return lyrics.timed(); });
        return std::move(all_);
    }

  private:
    static constexpr std::size_t most = 50;
    std::vector<Lyrics> all_;
};

/// SYLT: syllables, where a line begins with a line break, or whole lines where no break is told.
/// (ID3v2.4.0 native frames, section 4.9) `frame_ms`: how long an MPEG frame of the file lasts.
Lyrics synchronised(const TagLib::ID3v2::SynchronizedLyricsFrame& frame, double frame_ms) {
    Lyrics lyrics;
    lyrics.language = language_of(frame.language());
    lyrics.description = utf8(frame.description());
    const bool in_frames =
        frame.timestampFormat() == TagLib::ID3v2::SynchronizedLyricsFrame::AbsoluteMpegFrames;
    const auto texts = frame.synchedText();
    const bool has_breaks = std::any_of(texts.begin(), texts.end(), [](const auto& entry) {
        return entry.text.find("\n") >= 0 && entry.text.stripWhiteSpace().size() > 0;
    });
    bool new_line = true;
    for (const auto& [time, raw] : texts) {
        if (lyrics.lines.size() >= most_lyric_lines) {
            break;
        }
        auto text = utf8(raw);
        const bool begins = !text.empty() && (text.front() == '\n' || text.front() == '\r');
        const bool ends = text.size() > 1 && text.back() == '\n';
        text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }),
                   text.end());
        if (!has_breaks || begins || new_line) {
            const auto at =
                in_frames ? static_cast<std::int64_t>(time * frame_ms) : static_cast<std::int64_t>(time);
            lyrics.lines.push_back({Milliseconds(at), {}});
        }
        lyrics.lines.back().text += text;
        new_line = ends;
    }
    for (auto& line : lyrics.lines) {
        line.text = trimmed(line.text);
    }
    std::stable_sort(lyrics.lines.begin(), lyrics.lines.end(),
                     [](const LyricLine& a, const LyricLine& b) { return a.at < b.at; });
    return lyrics;
}

void take(const TagLib::ID3v2::Tag* tag, double frame_ms, Found& found) {
    if (tag == nullptr) {
        return;
    }
    using TagLib::ID3v2::SynchronizedLyricsFrame;
    for (const auto* frame : tag->frameListMap()["SYLT"]) {
        const auto* words = dynamic_cast<const SynchronizedLyricsFrame*>(frame);
        if (words != nullptr && words->type() <= SynchronizedLyricsFrame::TextTranscription) {
            found.add(synchronised(*words, frame_ms));
        }
    }
    for (const auto* frame : tag->frameListMap()["USLT"]) {
        if (const auto* words = dynamic_cast<const TagLib::ID3v2::UnsynchronizedLyricsFrame*>(frame)) {
            auto lyrics = parse_lyrics(utf8(words->text()));
            lyrics.language = language_of(words->language());
            lyrics.description = utf8(words->description());
            found.add(std::move(lyrics));
        }
    }
}

/// Of a format whose fields are named by words.
template <class Fields, class ValuesOf>
void take_named(const Fields& fields, Found& found, ValuesOf values_of) {
    for (const auto& [key, value] : fields) {
        const auto field = tag_field_named(TagLib::String(key).to8Bit(true));
        if (field == TagField::lyrics || field == TagField::timed_lyrics) {
            found.add(values_of(value));
        }
    }
}

void take(const TagLib::APE::Tag* tag, Found& found) {
    if (tag != nullptr) {
        take_named(tag->itemListMap(), found, [](const TagLib::APE::Item& item) {
            return item.type() == TagLib::APE::Item::Text ? item.values() : TagLib::StringList();
        });
    }
}

double mpeg_frame_ms(const TagLib::MPEG::File& file) {
    const auto* properties = file.audioProperties();
    if (properties == nullptr || properties->sampleRate() <= 0) {
        return 0;
    }
    const double samples =
        properties->layer() == 1                                                              ? 384
        : properties->layer() == 3 && properties->version() != TagLib::MPEG::Header::Version1 ? 576
                                                                                              : 1152;
    return samples * 1000 / properties->sampleRate();
}

std::vector<Lyrics> words_of(TagLib::File& file) {
    Found found;
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        take(mpeg->ID3v2Tag(), mpeg_frame_ms(*mpeg), found);
        take(mpeg->APETag(), found);
    } else if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(&file)) {
        take(wav->ID3v2Tag(), 0, found);
    } else if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(&file)) {
        take(aiff->tag(), 0, found);
    } else if (auto* tta = dynamic_cast<TagLib::TrueAudio::File*>(&file)) {
        take(tta->ID3v2Tag(), 0, found);
    } else if (auto* dsd = dynamic_cast<DsdFile*>(&file)) {
        take(dsd->id3v2(), 0, found);
    } else if (auto* wavpack = dynamic_cast<TagLib::WavPack::File*>(&file)) {
        take(wavpack->APETag(), found);
    } else if (auto* monkeys = dynamic_cast<TagLib::APE::File*>(&file)) {
        take(monkeys->APETag(), found);
    } else if (auto* musepack = dynamic_cast<TagLib::MPC::File*>(&file)) {
        take(musepack->APETag(), found);
    } else if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file)) {
        for (const auto& [name, item] : mp4->tag()->itemMap()) {
            const auto key = name.to8Bit(false);
            const auto field = tag_field_named(std::string_view(key).substr(key.rfind(':') + 1));
            if (key == "\251lyr" || field == TagField::lyrics || field == TagField::timed_lyrics) {
                found.add(item.toStringList());
            }
        }
    } else if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file)) {
        take_named(asf->tag()->attributeListMap(), found, [](const TagLib::ASF::AttributeList& attributes) {
            TagLib::StringList texts;
            for (const auto& attribute : attributes) {
                texts.append(attribute.toString());
            }
            return texts;
        });
    } else {
        auto* flac = dynamic_cast<TagLib::FLAC::File*>(&file);
        const auto* xiph =
            flac != nullptr ? flac->xiphComment() : dynamic_cast<const TagLib::Ogg::XiphComment*>(file.tag());
        if (xiph != nullptr) {
            take_named(xiph->fieldListMap(), found, [](const TagLib::StringList& values) { return values; });
        }
    }
    return std::move(found).all();
}

}  // namespace

Result<std::vector<Lyrics>> lyrics_in_file(const std::string& path) {
    try {
        auto opened = open_tag_file(path, true);
        if (!opened) {
            return opened.error();
        }
        auto words = words_of(*opened.value().file);
        if (auto failed = opened.value().stream->read_error()) {
            return *failed;
        }
        return words;
    } catch (const std::exception& exception) {
        return Error{ErrorCode::malformed, std::string("cannot be read: ") + exception.what(), path};
    }
}

Result<std::optional<Lyrics>> lyrics_beside_file(const std::string& path) {
    const auto stem = path.substr(0, std::max(path.rfind('.'), path.rfind('/') + 1));
    for (const auto* ending : {".lrc", ".LRC", ".Lrc"}) {
        const auto stream = ReadOnlyStream::open(stem + ending);
        if (!stream) {
            if (stream.error().code == ErrorCode::not_found) {
                continue;
            }
            if (stream.error().code == ErrorCode::malformed) {
                return std::optional<Lyrics>();
            }
            return stream.error();
        }
        auto& file = *stream.value();
        if (file.size() > static_cast<std::int64_t>(max_lyrics_bytes)) {
            return Error{ErrorCode::malformed, "is too large to be lyrics", stem + ending};
        }
        const auto bytes = file.bytes_at(0, static_cast<std::size_t>(file.size()));
        if (auto failed = file.read_error()) {
            return *failed;
        }
        auto lyrics = parse_lyrics(to_utf8(bytes));
        return lyrics.lines.empty() ? std::optional<Lyrics>() : std::optional(std::move(lyrics));
    }
    return std::optional<Lyrics>();
}

}  // namespace refrain
