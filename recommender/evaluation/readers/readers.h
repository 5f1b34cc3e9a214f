// Readers of published data sets and of listening logs: each makes the common form of data_set.h out of one
// file format, row by row. Blocking, one thread. What can fail: the file is not there or not readable, or a
// row is not what its format says: the Error names the file and the line, and nothing is guessed.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/data_set.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

namespace refrain::evaluation {

/// "user item" a line, oldest first for each user. No times, no rates: each row is positive.
Result<DataSet> read_pairs(const std::filesystem::path& file, const BuildOptions& options);

/// "user item item …" a line, oldest first. No times, no rates: each is positive.
Result<DataSet> read_sequences(const std::filesystem::path& file, const BuildOptions& options);

/// MovieLens-100k: "user<tab>item<tab>rating<tab>time" with ratings 1 to 5 and times in seconds since 1970.
/// The stand-in for a play rate is r = (rating - 1) / 4. A rating of 1 or 2 stands for a skip; so judging
/// takes r <= 0.25 as negative where `thresholds` has the standard 0.2.
Result<DataSet> read_ratings(const std::filesystem::path& file, const BuildOptions& options);

/// Spotify's streaming history as CSV with a header: `ts` (the end of the listen) and `ms_played`, a track by
/// `track_uri` (or `spotify_track_uri`) or else by `artist` and `track`, and where it has them `album`,
/// `reason_start`, `reason_end`, `shuffle`, `skipped`.
/// Track lengths are not in it: taken is the most common ms_played of a track's rows that ended `trackdone`
/// (the longest among equally common ones); a track with none has no length, its plays no rate. In a file
/// without reasons, the most common ms_played that at least two rows share.
/// `skipped` is not read where there is `reason_end`: it also says true when the program was closed.
/// Rows that name no track (podcasts) are dropped and counted.
Result<DataSet> read_spotify(const std::filesystem::path& file, const BuildOptions& options);

/// Yambda's listens as CSV with the header uid,item_id,timestamp,is_organic,played_ratio_pct,
/// track_length_seconds in any order, fields unquoted, timestamps in seconds. `is_organic` 0 becomes the
/// intent `guess`, 1 `track`. The set does not say why a listen ended: see DataSetBuilder::infer_ends().
/// Holds 16 bytes a row and the ids; with options.newest_per_user the number of rows does not matter.
Result<DataSet> read_yambda(const std::filesystem::path& file, const BuildOptions& options);

/// A library database of our own: one user for each profile, items are track ids. Private and open listens,
/// and those of tracks that are not in the library, are left out.
Result<DataSet> read_database(const std::filesystem::path& file, const BuildOptions& options);

struct Format {
    std::string_view name;
    Result<DataSet> (*read)(const std::filesystem::path& file, const BuildOptions& options);
};
inline constexpr std::array formats{Format{"ml-1m", read_pairs},       Format{"lastfm", read_sequences},
                                    Format{"ml-100k", read_ratings},   Format{"spotify-csv", read_spotify},
                                    Format{"yambda-csv", read_yambda}, Format{"database", read_database}};

}  // namespace refrain::evaluation
