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
#include <vector>

namespace refrain {

/// The key of a list of genres: equal lists, in the same order, have the same one. 0 is the empty list.
using GenresKey = std::uint32_t;

/// What a track is, without its texts. To compare tracks by the keys of their texts costs nothing; keys are
/// equal where, and only where, the texts are.
struct TrackRow {
    std::int64_t duration_ms = 0, added_ms = 0;
    TextKey title = no_text, artist = no_text, album = no_text, album_artist = no_text, composer = no_text,
            folder = no_text, cover_path = no_text;
    GenresKey genres = 0;
    std::int32_t year = 0, track_number = 0, disc_number = 0, sample_rate = 0, channels = 0, bitrate_kbps = 0;
    /// Where the file's name begins among those of the chunk.
    std::uint32_t name_start = 0;
    /// As in Loudness; NaN where it is not known.
    float track_gain_db = 0, track_peak = 0, album_gain_db = 0, album_peak = 0;
    /// The id is that of the chunk's first possible track plus this.
    std::uint16_t id_offset = 0;
    /// 1 + the place in the chunk's `cues`; 0 for a file that is one track.
    std::uint16_t cue = 0;
    CoverKind cover = CoverKind::none;
    bool missing = false;

    /// Album artist where given, else artist.
    TextKey grouping_artist() const { return album_artist == no_text ? artist : album_artist; }
};

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

/// The texts that the rows of all chunks name.
struct LibraryTexts {
    TextPool titles, albums, folders, covers;
    /// Artists, album artists and composers.
    TextPool people;
    /// By GenresKey.
    std::shared_ptr<const GenreLists> genres;
};

/// Numbers texts as they come. One thread at a time.
class LibraryInterner {
  public:
    LibraryInterner();

    /// The keys of the texts of `track`; the rest of the row is left as it is.
    void fill(TrackRow& row, const TrackView& track);
    GenresKey genres_key_of(NameList genres);
    LibraryTexts texts() const;

    TextInterner titles, albums, folders, covers, people;

    std::size_t genre_lists() const { return genres_.size(); }
    NameList genres(GenresKey key) const { return *genres_[key]; }

  private:
    GenreLists genres_;
    std::unordered_map<std::string, GenresKey> genres_by_text_;
    /// Serves again while nothing was added.
    mutable std::shared_ptr<const GenreLists> shared_genres_;
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
