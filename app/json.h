// The JSON documents of the command line contract. Pure, any thread; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/store/library_snapshot.h"
#include "recommender/serving/guess.h"

#include <string>

#include <nlohmann/json.hpp>

namespace refrain::app {

/// {files, tracks, added, updated, missing, failed: [{path, reason}], seconds, cancelled, away: []}
nlohmann::json to_json(const ScanReport& report);
/// [{path, reason, files}]
nlohmann::json to_json(const std::vector<AwayPlace>& away);

/// {id, title, artist, artists: [], album, album_artist, composers: [], genres: [], date, original_date,
/// track, tracks, disc, discs, compilation, file_rating, duration_ms, path}. Dates are "2011-05-01" as far as
/// they are known; numbers that are not known are 0; `file_rating` is 0 to 100 or null.
nlohmann::json to_json(const TrackView& track);

/// A listen with the fields of the export (player/history/history_fields.h).
nlohmann::json to_json(const Listen& listen);

/// [{style, amount, until}]
nlohmann::json to_json(const std::vector<HeldBack>& held_back);

/// {id, title, artist, album, genre, path, score, route, reason, familiar, terms: [{name, words, amount}]}
nlohmann::json to_json(const Guess& guess, const LibrarySnapshot& library);

/// {model, note, held_back: [{style, amount, until}], tracks: []}; `until` is ISO 8601.
nlohmann::json to_json(const GuessList& list, const LibrarySnapshot& library);

/// The genres of a track as one text: "Ambient; Drone".
std::string genre_text(const TrackView& track);

}  // namespace refrain::app
