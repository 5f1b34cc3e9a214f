// Some thousand tracks with neighbouring ids, packed: numbers in rows of one size, shared texts as keys of
// the pools, file names end to end. A chunk is never changed once a picture of the library holds it: what
// changes a track makes a new chunk and leaves the others as they are. Any thread may read it; nothing fails.
#pragma once

#include "library_scanner/core/track.h"
#include "library_scanner/store/text_pool.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace refrain {

/// The key of a list of genres: equal lists, in the same order, have the same one. 0 is the empty list.
using GenresKey = std::uint32_t;

/// The names behind the lines of people, where a line is of several; a role with one name has none here.
struct Credits {
    std::vector<std::string> artists, album_artists, composers;
    /// Of `artists`, among the people.
    std::vector<TextKey> artist_keys;
};
/// The key of such names; 0 where every line is one name, as for most tracks.
using CreditsKey = std::uint32_t;

/// What a track is, without its texts. To compare tracks by the keys of their texts costs nothing; keys are
/// equal where, and only where, the texts are.
struct TrackRow {
    std::int64_t duration_ms = 0, added_ms = 0;
    std::uint64_t cover_key = 0;
    TextKey title = no_text, artist = no_text, album = no_text, album_artist = no_text, composer = no_text,
            folder = no_text, cover_path = no_text;
    GenresKey genres = 0;
    CreditsKey credits = 0;
    std::int32_t year = 0, track_number = 0, disc_number = 0, sample_rate = 0, channels = 0, bitrate_kbps = 0;
    /// Where the file's name begins among those of the chunk.
    std::uint32_t name_start = 0;
    /// As in Loudness; NaN where it is not known.
    float track_gain_db = 0, track_peak = 0, album_gain_db = 0, album_peak = 0;
    // Two dates in the room of a number: the day of the release, and the original date.
    std::uint32_t month : 4 = 0, day : 5 = 0, original_year : 14 = 0, original_month : 4 = 0,
                          original_day : 5 = 0;
    std::uint16_t track_total = 0, disc_total = 0;
    /// The id is that of the chunk's first possible track plus this.
    std::uint16_t id_offset = 0;
    /// 1 + the place in the chunk's `cues`; 0 for a file that is one track.
    std::uint16_t cue = 0;
    /// 0 to 100, or `no_rating`.
    std::uint8_t file_rating = no_rating;
    CoverKind cover : 2 = CoverKind::none;
    LyricsKind lyrics : 2 = LyricsKind::none;
    bool missing : 1 = false;
    bool compilation : 1 = false;

    static constexpr std::uint8_t no_rating = 255;

    /// Album artist where given, else artist.
    TextKey grouping_artist() const { return album_artist == no_text ? artist : album_artist; }
};
static_assert(sizeof(TrackRow) == 120, "a library of a million tracks has a million of them");

struct TrackChunk {
    /// So many ids a chunk spans, whether there are such tracks or not.
    static constexpr std::int64_t ids = 4096;

    /// Few files are divided by a cue sheet: their parts are beside the rows.
    struct Cue {
        std::int32_t track = 0;
        CdFrames begin{0}, end{0};
    };

    /// The chunk of a track: chunks ascend by this number.
    static std::int64_t number_of(TrackId id);

    std::int64_t number = 0;
    /// Ascending ids.
    std::vector<TrackRow> rows;
    std::string names;
    std::vector<Cue> cues;
    /// How many are not missing.
    std::uint32_t present = 0;

    TrackId id_of(std::size_t row) const { return TrackId(number * ids + rows[row].id_offset); }
    std::string_view name_of(std::size_t row) const;
    /// The first row whose id is not below `id`.
    std::size_t lower_bound(TrackId id) const;
    std::size_t bytes() const;
};

using GenreLists = std::vector<std::shared_ptr<const std::vector<std::string>>>;
using CreditLists = std::vector<std::shared_ptr<const Credits>>;

/// The texts that the rows of all chunks name.
struct LibraryTexts {
    TextPool titles, albums, folders, covers;
    /// Artists, album artists and composers.
    TextPool people;
    /// By GenresKey.
    std::shared_ptr<const GenreLists> genres;
    /// By CreditsKey.
    std::shared_ptr<const CreditLists> credits;
};

/// Numbers lists as they come, each kept once. One thread at a time.
template <class List>
class ListInterner {
  public:
    using Lists = std::vector<std::shared_ptr<const List>>;

    /// `text` stands for the list that `make` makes where it was not met yet.
    template <class Make>
    std::uint32_t key_of(std::string text, Make make) {
        const auto [it, fresh] =
            by_text_.try_emplace(std::move(text), static_cast<std::uint32_t>(lists_.size()));
        if (fresh) {
            lists_.push_back(std::make_shared<const List>(make()));
            shared_.reset();
        }
        return it->second;
    }
    std::size_t size() const { return lists_.size(); }
    const List& operator[](std::uint32_t key) const { return *lists_[key]; }
    /// All lists met so far.
    std::shared_ptr<const Lists> lists() const {
        if (!shared_) {
            shared_ = std::make_shared<const Lists>(lists_);
        }
        return shared_;
    }

  private:
    Lists lists_;
    std::unordered_map<std::string, std::uint32_t> by_text_;
    /// Serves again while nothing was added.
    mutable std::shared_ptr<const Lists> shared_;
};

/// Numbers texts as they come. One thread at a time.
class LibraryInterner {
  public:
    LibraryInterner();

    /// The keys of the texts of `track`; the rest of the row is left as it is.
    void fill(TrackRow& row, const TrackView& track);
    GenresKey genres_key_of(NameList genres);
    CreditsKey credits_key_of(NameList artists, NameList album_artists, NameList composers);
    LibraryTexts texts() const;

    TextInterner titles, albums, folders, covers, people;

    const ListInterner<std::vector<std::string>>& genres() const { return genres_; }
    const ListInterner<Credits>& credits() const { return credits_; }

  private:
    ListInterner<std::vector<std::string>> genres_;
    ListInterner<Credits> credits_;
};

/// Makes one chunk, row by row in the order of ids.
class ChunkBuilder {
  public:
    explicit ChunkBuilder(std::int64_t number);

    void add(const TrackView& track, LibraryInterner& texts);
    /// The row of another chunk of the same number.
    void add(const TrackChunk& from, std::size_t row);
    bool empty() const { return chunk_->rows.empty(); }
    std::int64_t number() const { return chunk_->number; }
    std::shared_ptr<const TrackChunk> finish();

  private:
    void add(TrackRow row, std::string_view name);

    std::shared_ptr<TrackChunk> chunk_;
};

}  // namespace refrain
