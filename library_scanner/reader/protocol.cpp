#include "library_scanner/reader/protocol.h"

#include "library_scanner/covers/picture_header.h"
#include "library_scanner/covers/picture_key.h"
#include "library_scanner/tags/longest_file.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace refrain {
namespace {

constexpr char hello_kind = 'h';
constexpr char question_kind = 'q';
constexpr char lyrics_question_kind = 'w';
constexpr char answer_kind = 'a';
constexpr char lyrics_answer_kind = 'l';
constexpr char cover_question_kind = 'c';
constexpr char cover_answer_kind = 'p';
constexpr char change_kind = 'e';

constexpr std::size_t length_bytes = 4;

/// Puts the length before a body that was appended behind it.
class Framed {
  public:
    explicit Framed(std::string& to) : to_(to), start_(to.size()) { to_.append(length_bytes, '\0'); }
    ~Framed() {
        const auto length = static_cast<std::uint32_t>(to_.size() - start_ - length_bytes);
        for (std::size_t i = 0; i < length_bytes; ++i) {
            to_[start_ + i] = static_cast<char>(length >> (8 * i) & 0xff);
        }
    }
    Framed(const Framed&) = delete;
    Framed& operator=(const Framed&) = delete;

  private:
    std::string& to_;
    const std::size_t start_;
};

/// Numbers as they lie in memory: both ends are one program on one machine.
class Out {
  public:
    explicit Out(std::string& to) : to_(to) {}

    template <class... Values>
    void operator()(const Values&... values) {
        (value(values), ...);
    }

    /// Bytes that need not be a text.
    void bytes(std::string_view bytes) {
        number(static_cast<std::uint32_t>(bytes.size()));
        to_ += bytes;
    }

    template <class T>
    void number(T number) {
        static_assert(std::is_arithmetic_v<T>);
        to_.append(reinterpret_cast<const char*>(&number), sizeof number);
    }

  private:
    void value(const std::string& text) { bytes(text); }
    template <class T>
    void value(const std::vector<T>& list) {
        number(static_cast<std::uint32_t>(list.size()));
        for (const auto& item : list) {
            value(item);
        }
    }
    template <class T>
    void value(const std::optional<T>& maybe) {
        value(maybe.has_value());
        if (maybe) {
            value(*maybe);
        }
    }
    template <class Rep, class Period>
    void value(std::chrono::duration<Rep, Period> time) {
        number(time.count());
    }
    template <class T>
    void value(const T& item) {
        if constexpr (std::is_same_v<T, std::size_t>) {
            number(static_cast<std::uint64_t>(item));
        } else if constexpr (std::is_enum_v<T> || std::is_same_v<T, bool>) {
            number(static_cast<std::uint8_t>(item));
        } else if constexpr (std::is_arithmetic_v<T>) {
            number(item);
        } else {
            fields(*this, item);
        }
    }

    std::string& to_;
};

// What a reader can have found, however it was treated: nothing outside is added up or shown later.

bool is_possible(const Loudness& loudness) {
    const auto each = {loudness.track_gain_db, loudness.album_gain_db, loudness.track_peak,
                       loudness.album_peak};
    return std::all_of(each.begin(), each.end(),
                       [](const std::optional<float>& value) { return !value || std::isfinite(*value); });
}

bool is_possible(const TagDate& date) {
    return date.year >= 0 && date.year <= 9999 && date.month <= 12 && date.day <= 31;
}

/// From the start of a file.
bool is_place(CdFrames time) {
    // The latest that a FLAC block can name, at a rate of 1 Hz.
    constexpr std::int64_t latest = std::int64_t{1} << 48;
    return time.count() >= 0 && time.count() <= latest;
}

bool is_possible(const CueTrack& track) {
    return track.number >= 1 && track.number <= 999 && is_place(track.begin) && is_place(track.pregap) &&
           is_place(track.gap_begin.value_or(CdFrames(0)));
}

bool is_possible(const CueSheet& sheet) {
    return sheet.year >= 0 && sheet.disc_number >= 0 &&
           std::all_of(sheet.tracks.begin(), sheet.tracks.end(),
                       [&](const CueTrack& track) { return track.file < sheet.files.size(); });
}

bool is_possible(const Track& track) {
    const auto numbers = {track.year,        track.track_number, track.disc_number,
                          track.sample_rate, track.channels,     track.bitrate_kbps};
    return std::all_of(numbers.begin(), numbers.end(), [](std::int32_t number) { return number >= 0; }) &&
           track.duration.count() >= 0 && track.duration <= longest_file && track.month <= 12 &&
           track.day <= 31 && track.file_rating.value_or(0) <= 100;
}

bool is_possible(const LyricLine& line) {
    return line.at.value_or(Milliseconds(0)).count() >= 0;
}

/// Of all others each value is.
template <class T>
bool is_possible(const T&) {
    return true;
}

/// After the first thing that does not fit, all that is read is empty and good() is false.
class In {
  public:
    explicit In(std::string_view bytes) : bytes_(bytes) {}

    bool good() const { return good_; }
    /// All was right, and nothing is left.
    bool ended() const { return good_ && bytes_.empty(); }

    template <class... Values>
    void operator()(Values&... values) {
        (value(values), ...);
    }

    /// Of an enumeration that begins with 0.
    template <class T>
    void choice(T& to, T last) {
        std::uint8_t number = 0;
        value(number);
        good_ = good_ && number <= static_cast<std::uint8_t>(last);
        to = good_ ? static_cast<T>(number) : T{};
    }

    void bytes(std::string& to) {
        std::uint32_t size = 0;
        value(size);
        to = take(size);
    }

  private:
    std::string_view take(std::size_t size) {
        good_ = good_ && size <= bytes_.size();
        if (!good_) {
            return {};
        }
        const auto taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }

    void value(std::string& text) {
        bytes(text);
        good_ = good_ && is_valid_utf8(text);
    }
    template <class T>
    void value(std::vector<T>& list) {
        std::uint32_t size = 0;
        value(size);
        // Each item takes a byte at least, so a made-up number asks for no memory.
        good_ = good_ && size <= bytes_.size();
        for (std::uint32_t i = 0; good_ && i < size; ++i) {
            list.emplace_back();
            value(list.back());
        }
    }
    template <class T>
    void value(std::optional<T>& maybe) {
        bool there = false;
        value(there);
        if (good_ && there) {
            value(maybe.emplace());
        }
    }
    template <class Rep, class Period>
    void value(std::chrono::duration<Rep, Period>& time) {
        Rep count = 0;
        value(count);
        time = std::chrono::duration<Rep, Period>(count);
    }
    void value(bool& flag) {
        std::uint8_t number = 0;
        value(number);
        good_ = good_ && number <= 1;
        flag = good_ && number == 1;
    }
    void value(CoverKind& kind) { choice(kind, CoverKind::folder); }
    void value(LyricsKind& kind) { choice(kind, LyricsKind::timed); }
    void value(EditField& field) { choice(field, edit_fields.back()); }
    void value(ErrorCode& code) { choice(code, ErrorCode::failed); }
    template <class T>
    void value(T& item) {
        if constexpr (std::is_arithmetic_v<T>) {
            const auto bytes = take(sizeof item);
            if (good_) {
                std::memcpy(&item, bytes.data(), sizeof item);
            }
        } else {
            fields(*this, item);
            good_ = good_ && is_possible(item);
        }
    }

    std::string_view bytes_;
    bool good_ = true;
};

// One list of fields for both ways; Archive is Out with const values or In.

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, Loudness>
void fields(Archive& archive, T& loudness) {
    archive(loudness.track_gain_db, loudness.track_peak, loudness.album_gain_db, loudness.album_peak);
}

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, CueTrack>
void fields(Archive& archive, T& track) {
    archive(track.number, track.audio, track.title, track.performer, track.songwriter, track.isrc, track.file,
            track.begin, track.gap_begin, track.pregap, track.loudness);
}

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, CueSheet>
void fields(Archive& archive, T& sheet) {
    archive(sheet.title, sheet.performer, sheet.songwriter, sheet.genre, sheet.year, sheet.disc_number,
            sheet.loudness, sheet.files, sheet.tracks);
}

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, TagDate>
void fields(Archive& archive, T& date) {
    archive(date.year, date.month, date.day);
}

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, LyricLine>
void fields(Archive& archive, T& line) {
    archive(line.at, line.text);
}

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, Lyrics>
void fields(Archive& archive, T& lyrics) {
    archive(lyrics.lines, lyrics.language, lyrics.description);
}

/// What a reader tells of a track: neither path nor anything of the database.
template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, Track>
void fields(Archive& archive, T& track) {
    archive(track.title, track.artist, track.album, track.album_artist, track.composer, track.artists,
            track.album_artists, track.composers, track.genres, track.year, track.track_number,
            track.disc_number, track.track_total, track.disc_total, track.month, track.day,
            track.original_date, track.compilation, track.file_rating, track.lyrics, track.duration,
            track.sample_rate, track.channels, track.bitrate_kbps, track.cover, track.cover_key,
            track.musicbrainz_recording_id, track.musicbrainz_track_id, track.musicbrainz_release_id,
            track.musicbrainz_release_group_id, track.loudness);
}

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, TagChange>
void fields(Archive& archive, T& change) {
    archive(change.field, change.values);
}

template <class Archive, class T>
requires std::is_same_v<std::remove_const_t<T>, Error>
void fields(Archive& archive, T& error) {
    archive(error.code, error.message);
}

char kind_of(About about) {
    switch (about) {
        case About::lyrics:
            return lyrics_question_kind;
        case About::cover:
            return cover_question_kind;
        case About::change:
            return change_kind;
        case About::tags:
            break;
    }
    return question_kind;
}

Error to_send(Error error) {
    // Words of libraries may hold a piece of the file.
    error.message = to_display(error.message);
    return error;
}

enum class Outcome : std::uint8_t { error, file, file_with_bad_sheet, file_with_sheet };

Outcome outcome_of(const Result<MusicFile>& answer) {
    if (!answer) {
        return Outcome::error;
    }
    const auto& sheet = answer.value().sheet;
    return !sheet ? Outcome::file : *sheet ? Outcome::file_with_sheet : Outcome::file_with_bad_sheet;
}

}  // namespace

void append_hello(std::string& to) {
    const Framed message(to);
    to += hello_kind;
    Out out(to);
    out(reader_protocol);
}

void append_question(std::string& to, std::string_view path, About about) {
    const Framed message(to);
    to += kind_of(about);
    to += path;
}

void append_change(std::string& to, std::string_view copy, std::string_view path, const TagChanges& changes) {
    const Framed message(to);
    to += change_kind;
    Out out(to);
    out.bytes(copy);
    out.bytes(path);
    out(changes);
}

void append_answer(std::string& to, const Result<MusicFile>& answer) {
    const Framed message(to);
    to += answer_kind;
    Out out(to);
    const auto outcome = outcome_of(answer);
    out(outcome);
    if (outcome == Outcome::error) {
        out(to_send(answer.error()));
        return;
    }
    out(answer.value().track, answer.value().sound.value);
    if (outcome == Outcome::file_with_sheet) {
        out(answer.value().sheet->value());
    } else if (outcome == Outcome::file_with_bad_sheet) {
        out(answer.value().sheet->error());
    }
}

void append_answer(std::string& to, const Result<std::vector<Lyrics>>& answer) {
    const Framed message(to);
    to += lyrics_answer_kind;
    Out out(to);
    out(static_cast<bool>(answer));
    if (answer) {
        out(answer.value());
    } else {
        out(to_send(answer.error()));
    }
}

void append_answer(std::string& to, const Result<CoverImage>& answer) {
    const Framed message(to);
    to += cover_answer_kind;
    Out out(to);
    out(static_cast<bool>(answer));
    if (answer) {
        const auto& bytes = answer.value().bytes;
        to.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    } else {
        out(to_send(answer.error()));
    }
}

bool is_hello(std::string_view body) {
    std::string hello;
    append_hello(hello);
    return body == std::string_view(hello).substr(length_bytes);
}

std::optional<Question> decode_question(std::string_view body) {
    if (body.size() < 2) {
        return std::nullopt;
    }
    for (const auto about : {About::tags, About::lyrics, About::cover}) {
        if (body.front() == kind_of(about)) {
            return Question{about, std::string(body.substr(1)), {}, {}};
        }
    }
    if (body.front() != change_kind) {
        return std::nullopt;
    }
    In in(body.substr(1));
    Question question{About::change, {}, {}, {}};
    in.bytes(question.copy);
    in.bytes(question.path);
    in(question.changes);
    return in.ended() ? std::optional(std::move(question)) : std::nullopt;
}

std::optional<Result<std::vector<Lyrics>>> decode_lyrics_answer(std::string_view body,
                                                                const std::string& path) {
    if (body.empty() || body.front() != lyrics_answer_kind) {
        return std::nullopt;
    }
    In in(body.substr(1));
    bool good = false;
    std::vector<Lyrics> lyrics;
    Error error;
    in(good);
    if (good) {
        in(lyrics);
    } else {
        in(error);
        error.path = path;
    }
    if (!in.ended()) {
        return std::nullopt;
    }
    return good ? Result<std::vector<Lyrics>>(std::move(lyrics))
                : Result<std::vector<Lyrics>>(std::move(error));
}

std::optional<Result<CoverImage>> decode_cover_answer(std::string_view body, const std::string& path) {
    if (body.size() < 2 || body.front() != cover_answer_kind) {
        return std::nullopt;
    }
    const auto bytes = body.substr(2);
    if (body[1] == 1) {
        const auto format = picture_format(bytes);
        if (!format || bytes.size() > max_cover_bytes) {
            return std::nullopt;
        }
        return Result<CoverImage>(
            CoverImage{{bytes.begin(), bytes.end()}, std::string(mime_type(*format)), picture_key(bytes)});
    }
    In in(bytes);
    Error error;
    in(error);
    if (body[1] != 0 || !in.ended()) {
        return std::nullopt;
    }
    error.path = path;
    return Result<CoverImage>(std::move(error));
}

std::optional<Result<MusicFile>> decode_answer(std::string_view body, const std::string& path) {
    if (body.empty() || body.front() != answer_kind) {
        return std::nullopt;
    }
    In in(body.substr(1));
    auto outcome = Outcome::error;
    in.choice(outcome, Outcome::file_with_sheet);
    MusicFile file;
    Error error;
    CueSheet sheet;
    if (outcome != Outcome::error) {
        in(file.track, file.sound.value);
        file.track.path = path;
    }
    if (outcome == Outcome::file_with_sheet) {
        in(sheet);
        file.sheet = std::move(sheet);
    } else if (outcome != Outcome::file) {
        in(error);
        error.path = path;
        if (outcome == Outcome::file_with_bad_sheet) {
            file.sheet = error;
        }
    }
    if (!in.ended()) {
        return std::nullopt;
    }
    return outcome == Outcome::error ? Result<MusicFile>(std::move(error))
                                     : Result<MusicFile>(std::move(file));
}

void MessageCutter::take(std::string_view bytes) {
    bytes_.erase(0, at_);
    at_ = 0;
    bytes_ += bytes;
}

std::optional<std::string_view> MessageCutter::next() {
    if (broken_ || bytes_.size() - at_ < length_bytes) {
        return std::nullopt;
    }
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes_[at_ + i])) << (8 * i);
    }
    broken_ = length == 0 || length > longest_message;
    if (broken_ || bytes_.size() - at_ - length_bytes < length) {
        return std::nullopt;
    }
    const auto body = std::string_view(bytes_).substr(at_ + length_bytes, length);
    at_ += length_bytes + length;
    return body;
}

}  // namespace refrain
