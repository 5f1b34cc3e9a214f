#include "library_scanner/store/by_artist.h"

#include <algorithm>
#include <utility>

namespace refrain {

std::vector<TextKey> artist_keys(const LibraryTexts& texts, const TrackRow& row) {
    const Credits& credits = *(*texts.credits)[row.credits];
    if (!credits.artist_keys.empty()) {
        return credits.artist_keys;
    }
    return row.artist == no_text ? std::vector<TextKey>() : std::vector{row.artist};
}

ByArtist::ByArtist(const LibraryTexts& texts, std::vector<TextKey> artists) : artists_(std::move(artists)) {
    std::sort(artists_.begin(), artists_.end());
    credits_.reserve(texts.credits->size());
    for (const auto& credits : *texts.credits) {
        credits_.push_back(std::any_of(credits->artist_keys.begin(), credits->artist_keys.end(),
                                       [this](TextKey name) { return is_wanted(name); }));
    }
}

bool ByArtist::operator()(const TrackRow& row) const {
    return is_wanted(row.artist) || credits_[row.credits];
}

bool ByArtist::is_wanted(TextKey name) const {
    return std::binary_search(artists_.begin(), artists_.end(), name);
}

}  // namespace refrain
