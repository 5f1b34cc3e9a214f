// What a scan and its tag readers say to each other, over a socket that carries bytes in order. Each message
// is its length (4 bytes, little-endian) and its body, whose first byte names its kind: a reader says hello
// once, then answers each path it is sent, with the tags, the words or the cover of that file, in the order
// of the questions; or it changes the tags of a copy and answers with those. Paths are not said back. A
// reader has been through other people's files: what comes from it is checked as if it were one of those.
// Pure, any thread. What can fail: the bytes; then nothing is decoded.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/covers/cover_art.h"
#include "library_scanner/edit/tag_change.h"
#include "library_scanner/lyrics/lyrics.h"
#include "library_scanner/tags/tag_reader.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// Changes with what is said; both sides come from one build.
inline constexpr std::uint32_t reader_protocol = 5;

/// No message is longer: that of the largest cover, and a few bytes around it.
inline constexpr std::size_t longest_message = max_cover_bytes + 4096;

void append_hello(std::string& to);
/// What is asked of a file.
enum class About : std::uint8_t { tags, lyrics, cover, change };
/// Not about a change.
void append_question(std::string& to, std::string_view path, About about = About::tags);
/// To be answered as one about tags.
void append_change(std::string& to, std::string_view copy, std::string_view path, const TagChanges& changes);
void append_answer(std::string& to, const Result<MusicFile>& answer);
void append_answer(std::string& to, const Result<std::vector<Lyrics>>& answer);
/// Of a cover its bytes are said; type and key are found again on the other side.
void append_answer(std::string& to, const Result<CoverImage>& answer);

struct Question {
    About about = About::tags;
    std::string path;
    /// Of a change: the file that is changed, a copy of the other, and how.
    std::string copy = {};
    TagChanges changes = {};
    friend bool operator==(const Question&, const Question&) = default;
};

bool is_hello(std::string_view body);
std::optional<Question> decode_question(std::string_view body);
/// Nothing when it is no answer, or no file can be like that (lengths below 0 and above longest_file, dates
/// that are none, sheets of files that they do not name). Texts are valid UTF-8; `path`, which the bytes do not tell, stands in the
/// track or in the errors.
std::optional<Result<MusicFile>> decode_answer(std::string_view body, const std::string& path);

std::optional<Result<std::vector<Lyrics>>> decode_lyrics_answer(std::string_view body,
                                                                const std::string& path);

/// What it holds is of a format that is known; no more of it has been looked at.
std::optional<Result<CoverImage>> decode_cover_answer(std::string_view body, const std::string& path);

/// Cuts messages out of the bytes as they come.
class MessageCutter {
  public:
    void take(std::string_view bytes);
    /// The body of the next message; valid until take() is called. Nothing while it is not all there.
    std::optional<std::string_view> next();
    /// A message is empty or longer than any: nothing can be cut any more.
    bool broken() const { return broken_; }

  private:
    std::string bytes_;
    std::size_t at_ = 0;
    bool broken_ = false;
};

}  // namespace refrain
