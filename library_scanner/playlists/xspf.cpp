#include "library_scanner/playlists/playlist_file.h"
#include "library_scanner/playlists/relative_path.h"
#include "library_scanner/text/file_url.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <expat.h>
#include <memory>
#include <optional>
#include <type_traits>

namespace refrain {
namespace {

/// playlist, trackList, track and their children, and some more for extensions.
constexpr std::size_t most_depth = 32;
/// No title is longer.
constexpr std::size_t most_text = 65'536;

/// What expat tells, put together. An element's name comes as "namespace name"; files without the namespace
/// are read all the same.
class XspfReader {
  public:
    explicit XspfReader(XML_Parser parser) : parser_(parser) {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(
            parser, [](void* self, const XML_Char* name, const XML_Char**) { of(self).start(name); },
            [](void* self, const XML_Char*) { of(self).end(); });
        XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int size) {
            of(self).add({text, static_cast<std::size_t>(size)});
        });
        // A document type is where entities are declared: no playlist has one.
        XML_SetStartDoctypeDeclHandler(parser, [](void* self, const XML_Char*, const XML_Char*,
                                                  const XML_Char*, int) { of(self).stop(); });
    }

    bool stopped() const { return stopped_; }
    bool is_playlist() const { return is_playlist_; }
    bool too_many() const { return too_many_; }
    PlaylistFile take() { return std::move(playlist_); }

  private:
    static XspfReader& of(void* self) { return *static_cast<XspfReader*>(self); }

    void stop() {
        stopped_ = true;
        XML_StopParser(parser_, XML_FALSE);
    }

    void start(std::string_view name) {
        if (const auto space = name.rfind(' '); space != std::string_view::npos) {
            name.remove_prefix(space + 1);
        }
        if (path_.size() == most_depth) {
            stop();
            return;
        }
        path_.emplace_back(name);
        text_.clear();
        is_playlist_ = is_playlist_ || (path_.size() == 1 && name == "playlist");
        if (in_track() && path_.size() == 3) {
            item_ = {};
        }
    }

    void end() {
        if (stopped_ || path_.empty()) {
            return;
        }
        if (in_track() && path_.size() == 3) {
            if (playlist_.items.size() == most_playlist_items) {
                too_many_ = true;
                stop();
                return;
            }
            playlist_.items.push_back(std::move(item_));
        } else if (in_track() && path_.size() == 4) {
            take_field(path_.back());
        } else if (is_playlist_ && path_.size() == 2 && path_.back() == "title") {
            playlist_.name = trimmed();
        }
        path_.pop_back();
        text_.clear();
    }

    bool in_track() const {
        return path_.size() >= 3 && path_[0] == "playlist" && path_[1] == "trackList" && path_[2] == "track";
    }

    void take_field(std::string_view name) {
        if (name == "location") {
            // Several are the same song at several places: the first is as good as any.
            item_.location = item_.location.empty() ? trimmed() : item_.location;
        } else if (name == "title") {
            item_.title = trimmed();
        } else if (name == "creator") {
            item_.artist = trimmed();
        } else if (name == "album") {
            item_.album = trimmed();
        } else if (name == "duration") {
            const std::string text = trimmed();
            std::int64_t ms = 0;
            const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
            constexpr std::int64_t most = 1'000'000'000'000;
            item_.duration = Milliseconds(error == std::errc() && ms > 0 && ms < most ? ms : 0);
        }
    }

    void add(std::string_view text) {
        if (text_.size() + text.size() <= most_text) {
            text_.append(text);
        }
    }

    std::string trimmed() const {
        const auto first = text_.find_first_not_of(" \t\r\n");
        return first == std::string::npos
                   ? std::string()
                   : text_.substr(first, text_.find_last_not_of(" \t\r\n") - first + 1);
    }

    XML_Parser parser_;
    PlaylistFile playlist_;
    PlaylistItem item_;
    std::vector<std::string> path_;
    std::string text_;
    bool stopped_ = false, is_playlist_ = false, too_many_ = false;
};

/// Text of an element. What XML 1.0 cannot hold is left out.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : is_valid_utf8(text) ? std::string(text) : to_display(text)) {
        switch (c) {
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '&':
                result += "&amp;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') {
                    result += c;
                }
        }
    }
    return result;
}

void add_element(std::string& to, std::string_view name, std::string_view text) {
    if (!text.empty()) {
        to.append("      <")
            .append(name)
            .append(">")
            .append(escaped(text))
            .append("</")
            .append(name)
            .append(">\n");
    }
}

}  // namespace

Result<PlaylistFile> parse_xspf(std::string_view bytes) {
    if (bytes.size() > most_playlist_bytes) {
        return Error{ErrorCode::unsupported, "This playlist is larger than any playlist is", {}};
    }
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
        XML_ParserCreateNS(nullptr, ' '), &XML_ParserFree);
    if (!parser) {
        return Error{ErrorCode::failed, "There is no memory to read this playlist", {}};
    }
    XspfReader reader(parser.get());
    const auto outcome = XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE);
    if (reader.too_many()) {
        return Error{ErrorCode::unsupported, "This playlist has more songs than any playlist has", {}};
    }
    if (outcome != XML_STATUS_OK || !reader.is_playlist()) {
        std::string why = "This is no XSPF playlist";
        if (outcome != XML_STATUS_OK && !reader.stopped()) {
            why += " (line " + std::to_string(XML_GetCurrentLineNumber(parser.get())) + ": " +
                   XML_ErrorString(XML_GetErrorCode(parser.get())) + ")";
        }
        return Error{ErrorCode::malformed, std::move(why), {}};
    }
    return reader.take();
}

std::string write_xspf(const PlaylistFile& playlist, std::string_view folder) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">\n";
    if (!playlist.name.empty()) {
        text.append("  <title>").append(escaped(playlist.name)).append("</title>\n");
    }
    text.append("  <trackList>\n");
    for (const PlaylistItem& item : playlist.items) {
        text.append("    <track>\n");
        const std::string relative = relative_path(item.location, folder);
        add_element(text, "location",
                    relative.front() == '/' ? file_url_of(relative) : percent_encoded(relative));
        add_element(text, "title", item.title);
        add_element(text, "creator", item.artist);
        add_element(text, "album", item.album);
        if (item.duration.count() > 0) {
            add_element(text, "duration", std::to_string(item.duration.count()));
        }
        text.append("    </track>\n");
    }
    text.append("  </trackList>\n</playlist>\n");
    return text;
}

}  // namespace refrain
