#include "player/sound/long_audio.h"

#include <algorithm>
#include <array>
#include <string>

namespace refrain {
namespace {

/// Without case, spaces and punctuation, as letters_of() leaves them.
constexpr std::array<std::string_view, 16> spoken{"audiobook",  "audiobooks",  "audiodrama", "audiotheatre",
                                                  "bookspoken", "booksspoken", "hörbuch",    "hörspiel",
                                                  "lecture",    "livreaudio",  "podcast",    "podcasts",
                                                  "speech",     "spokenword",  "有声书",     "播客"};

/// Letters in lower case; bytes beyond ASCII are kept, so that names of other scripts stay whole.
std::string letters_of(std::string_view text) {
    std::string letters;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 'A' && byte <= 'Z') {
            letters += static_cast<char>(byte - 'A' + 'a');
        } else if ((byte >= 'a' && byte <= 'z') || byte >= 0x80) {
            letters += c;
        }
    }
    return letters;
}

}  // namespace

bool is_spoken_genre(std::string_view genre) {
    const std::string letters = letters_of(genre);
    return std::find(spoken.begin(), spoken.end(), letters) != spoken.end();
}

bool is_long_audio(const TrackView& track) {
    return track.duration > long_audio_over ||
           std::any_of(track.genres.begin(), track.genres.end(),
                       [](const std::string& genre) { return is_spoken_genre(genre); });
}

}  // namespace refrain
