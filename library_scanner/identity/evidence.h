// What makes two rows of the library the same recording, strongest first, and which of several may be paired.
// Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/identity/sound_key.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace refrain {

enum class Evidence {
    same_file,       // inode, and either size and time or the sound: moved, perhaps tagged in place
    recording,       // MusicBrainz recording and album, duration within 1 s
    sound_and_tags,  // the sound, with the same title, artist and album
    sound,           // the sound alone: moved and tagged anew
    names,           // match_key() of artist, album and title, duration within 2 s: encoded anew
};

/// As it stands in track_merges.
std::string_view to_word(Evidence evidence);

/// What is compared of a track. Texts are kept as hashes; 0 where there is nothing to compare.
struct TrackMarks {
    TrackId id;
    SoundKey sound;
    /// Of the MusicBrainz recording and the album.
    std::uint64_t recording = 0;
    /// Of title, artist and album, letter by letter.
    std::uint64_t tags = 0;
    /// Of the match keys of artist, album and title; left out until it is needed, for it is dear.
    std::uint64_t names = 0;
    Milliseconds duration{0};
};

struct TrackTexts {
    std::string_view title, artist, album, recording_id;
};

/// Without `names`. No recording without its id and an album, no tags without artist and title.
TrackMarks marks_of(TrackId id, SoundKey sound, const TrackTexts& texts, Milliseconds duration);
/// TrackMarks::names. Without artist or title there is none.
std::uint64_t names_mark(const TrackTexts& texts);

/// Do both have what `evidence` asks for, and is it the same? Never true of same_file, which is about files.
bool agree(const TrackMarks& a, const TrackMarks& b, Evidence evidence);

struct SamePair {
    /// Indices into what was given.
    std::size_t gone = 0, arrived = 0;
    Evidence evidence = Evidence::sound;
};

/// Pairs files that are gone with files that came. The strongest evidence goes first; under each, a pair is
/// made of two that agree with each other and with none else that is left. What is ambiguous stays apart.
/// `is_telling`: does the sound by itself say which track it is? Asked only where nothing but the sound
/// speaks.
std::vector<SamePair> pair_up(std::span<const TrackMarks> gone, std::span<const TrackMarks> arrived,
                              const std::function<bool(SoundKey)>& is_telling);

}  // namespace refrain
