#include "library_scanner/identity/evidence.h"

#include "library_scanner/text/match_key.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <xxhash.h>

namespace refrain {
namespace {

constexpr Milliseconds recording_tolerance{1000};
constexpr Milliseconds names_tolerance{2000};

std::uint64_t hash_of(std::initializer_list<std::string_view> texts) {
    std::string joined;
    for (const auto text : texts) {
        joined.append(text).push_back('\0');
    }
    return std::max<std::uint64_t>(1, XXH3_64bits(joined.data(), joined.size()));
}

/// What two must have in common before their durations are compared; 0: nothing to compare.
std::uint64_t key_under(const TrackMarks& marks, Evidence evidence) {
    switch (evidence) {
        case Evidence::same_file:
            return 0;
        case Evidence::recording:
            return marks.recording;
        case Evidence::sound_and_tags:
            return marks.sound.known() && marks.tags != 0
                       ? hash_of({std::string_view(reinterpret_cast<const char*>(&marks.sound.value), 8),
                                  std::string_view(reinterpret_cast<const char*>(&marks.tags), 8)})
                       : 0;
        case Evidence::sound:
            return static_cast<std::uint64_t>(marks.sound.value);
        case Evidence::names:
            return marks.names;
    }
    return 0;
}

bool durations_agree(const TrackMarks& a, const TrackMarks& b, Evidence evidence) {
    const auto apart = std::chrono::abs(a.duration - b.duration);
    return evidence == Evidence::recording ? apart <= recording_tolerance
           : evidence == Evidence::names   ? apart <= names_tolerance
                                           : true;
}

/// Those that are left of one side, by their key.
using ByKey = std::unordered_map<std::uint64_t, std::vector<std::size_t>>;

ByKey by_key(std::span<const TrackMarks> marks, const std::vector<bool>& paired, Evidence evidence) {
    ByKey found;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const auto key = paired[i] ? 0 : key_under(marks[i], evidence);
        if (key != 0) {
            found[key].push_back(i);
        }
    }
    return found;
}

/// The only one of `others` that agrees with `one`.
std::optional<std::size_t> only_partner(const TrackMarks& one, std::span<const TrackMarks> all,
                                        const std::vector<std::size_t>& others, Evidence evidence) {
    std::optional<std::size_t> partner;
    for (const auto other : others) {
        if (durations_agree(one, all[other], evidence)) {
            if (partner) {
                return std::nullopt;
            }
            partner = other;
        }
    }
    return partner;
}

}  // namespace

std::string_view to_word(Evidence evidence) {
    switch (evidence) {
        case Evidence::same_file:
            return "same_file";
        case Evidence::recording:
            return "recording";
        case Evidence::sound_and_tags:
            return "sound_and_tags";
        case Evidence::sound:
            return "sound";
        case Evidence::names:
            return "names";
    }
    return "";
}

TrackMarks marks_of(TrackId id, SoundKey sound, const TrackTexts& texts, Milliseconds duration) {
    TrackMarks marks;
    marks.id = id;
    marks.sound = sound;
    marks.duration = duration;
    if (!texts.recording_id.empty() && !texts.album.empty()) {
        marks.recording = hash_of({texts.recording_id, texts.album});
    }
    if (!texts.title.empty() && !texts.artist.empty()) {
        marks.tags = hash_of({texts.title, texts.artist, texts.album});
    }
    return marks;
}

std::uint64_t names_mark(const TrackTexts& texts) {
    if (texts.title.empty() || texts.artist.empty()) {
        return 0;
    }
    return hash_of({match_key(texts.artist), match_key(texts.album), match_key(texts.title)});
}

bool agree(const TrackMarks& a, const TrackMarks& b, Evidence evidence) {
    const auto key = key_under(a, evidence);
    return key != 0 && key == key_under(b, evidence) && durations_agree(a, b, evidence);
}

std::vector<SamePair> pair_up(std::span<const TrackMarks> gone, std::span<const TrackMarks> arrived,
                              const std::function<bool(SoundKey)>& is_telling) {
    std::vector<SamePair> pairs;
    std::vector<bool> gone_paired(gone.size()), arrived_paired(arrived.size());
    for (const auto evidence :
         {Evidence::recording, Evidence::sound_and_tags, Evidence::sound, Evidence::names}) {
        const auto left = by_key(gone, gone_paired, evidence);
        const auto right = by_key(arrived, arrived_paired, evidence);
        std::vector<SamePair> found;
        for (const auto& [key, those_gone] : left) {
            const auto those_arrived = right.find(key);
            if (those_arrived == right.end()) {
                continue;
            }
            for (const auto one : those_gone) {
                const auto partner = only_partner(gone[one], arrived, those_arrived->second, evidence);
                if (partner && only_partner(arrived[*partner], gone, those_gone, evidence) == one &&
                    (evidence != Evidence::sound || is_telling(gone[one].sound))) {
                    found.push_back({one, *partner, evidence});
                }
            }
        }
        for (const auto& pair : found) {
            gone_paired[pair.gone] = true;
            arrived_paired[pair.arrived] = true;
        }
        pairs.insert(pairs.end(), found.begin(), found.end());
    }
    std::sort(pairs.begin(), pairs.end(),
              [](const SamePair& a, const SamePair& b) { return a.gone < b.gone; });
    return pairs;
}

}  // namespace refrain
