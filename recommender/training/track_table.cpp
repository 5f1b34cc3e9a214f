#include "recommender/training/track_table.h"

#include "recommender/content/tag_features.h"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace refrain {

struct TrackTable::Texts {
    // Deques: what stands in them is looked at while more comes.
    std::deque<std::string> texts{std::string()};
    std::unordered_map<std::string_view, std::uint32_t> numbers{{texts.front(), 0}};
    std::deque<std::vector<std::string>> lists{{}};
    /// By the numbers of its genres.
    std::unordered_map<std::string, std::uint32_t> list_numbers{{std::string(), 0}};

    std::uint32_t number(std::string_view text) {
        if (const auto found = numbers.find(text); found != numbers.end()) {
            return found->second;
        }
        const auto number = static_cast<std::uint32_t>(texts.size());
        numbers.emplace(texts.emplace_back(text), number);
        return number;
    }
    /// Titles are seldom the same: looking for an equal one would cost more than it saves.
    std::uint32_t new_number(std::string_view text) {
        if (text.empty()) {
            return 0;
        }
        texts.emplace_back(text);
        return static_cast<std::uint32_t>(texts.size() - 1);
    }
    std::uint32_t list_number(NameList names) {
        std::string key;
        for (const auto& name : names) {
            key.append(std::to_string(number(name))).push_back(' ');
        }
        const auto [found, fresh] = list_numbers.emplace(key, static_cast<std::uint32_t>(lists.size()));
        if (fresh) {
            lists.emplace_back(names.begin(), names.end());
        }
        return found->second;
    }
};

TrackTable::TrackTable() : texts_(std::make_shared<Texts>()) {}

void TrackTable::push_back(const TrackView& track) {
    Row row;
    row.id = track.id;
    row.duration_ms = track.duration.count();
    row.title = texts_->new_number(track.title);
    row.artist = texts_->number(track.artist);
    row.album = texts_->number(track.album);
    row.album_artist = texts_->number(track.album_artist);
    row.composer = texts_->number(track.composer);
    row.genres = texts_->list_number(track.genres);
    row.year = track.year;
    row.missing = track.missing;
    rows_.push_back(row);
}

TrackView TrackTable::operator[](std::size_t at) const {
    const Row& row = rows_[at];
    TrackView track;
    track.id = row.id;
    track.title = texts_->texts[row.title];
    track.artist = texts_->texts[row.artist];
    track.album = texts_->texts[row.album];
    track.album_artist = texts_->texts[row.album_artist];
    track.composer = texts_->texts[row.composer];
    track.genres = texts_->lists[row.genres];
    track.year = row.year;
    track.duration = Milliseconds(row.duration_ms);
    track.missing = row.missing;
    return track;
}

TrackTable TrackTable::ordered(const std::vector<std::uint32_t>& order) const {
    TrackTable out;
    out.texts_ = texts_;
    out.rows_.reserve(order.size());
    for (const std::uint32_t row : order) {
        out.rows_.push_back(rows_[row]);
    }
    return out;
}

std::vector<Track> TrackTable::tracks() const {
    std::vector<Track> out;
    out.reserve(size());
    for (const TrackView& track : *this) {
        out.push_back(copy_of(track));
    }
    return out;
}

std::uint32_t tag_buckets_for(const TrackTable& tracks) {
    DistinctTagFeatures distinct;
    for (const TrackView& track : tracks) {
        distinct.add(track);
    }
    return tag_buckets_for(distinct.count());
}

std::vector<std::int64_t> ids_of(const TrackTable& tracks) {
    std::vector<std::int64_t> ids;
    ids.reserve(tracks.size());
    for (std::size_t row = 0; row < tracks.size(); ++row) {
        ids.push_back(tracks.id(row).value());
    }
    return ids;
}

}  // namespace refrain
