#include "app/json.h"

#include "player/history/history_fields.h"
#include "player/history/iso_time.h"
#include "recommender/serving/score_words.h"

#include <type_traits>
#include <variant>

namespace refrain::app {

using nlohmann::json;

namespace {

/// The names behind a line, which is one of its own where there are none.
json names_of(NameList names, std::string_view line) {
    json list = json::array();
    for (const std::string& name : names) {
        list.push_back(name);
    }
    if (list.empty() && !line.empty()) {
        list.push_back(line);
    }
    return list;
}

}  // namespace

json to_json(const ScanReport& report) {
    json failed = json::array();
    for (const ScanFailure& failure : report.failed) {
        failed.push_back({{"path", failure.path}, {"reason", failure.reason}});
    }
    return {{"files", report.files},     {"tracks", report.tracks},       {"added", report.added},
            {"updated", report.updated}, {"missing", report.missing},     {"failed", std::move(failed)},
            {"seconds", report.seconds}, {"cancelled", report.cancelled}, {"away", to_json(report.away)}};
}

json to_json(const std::vector<AwayPlace>& away) {
    json places = json::array();
    for (const AwayPlace& place : away) {
        places.push_back({{"path", place.path}, {"reason", place.reason}, {"files", place.files}});
    }
    return places;
}

json to_json(const TrackView& track) {
    return {{"id", track.id.value()},
            {"title", track.title},
            {"artist", track.artist},
            {"artists", names_of(track.artists, track.artist)},
            {"album", track.album},
            {"album_artist", track.album_artist},
            {"composers", names_of(track.composers, track.composer)},
            {"genres", names_of(track.genres, {})},
            {"date", text_of(TagDate{static_cast<std::int16_t>(track.year), track.month, track.day})},
            {"original_date", text_of(track.original_date)},
            {"track", track.track_number},
            {"tracks", track.track_total},
            {"disc", track.disc_number},
            {"discs", track.disc_total},
            {"compilation", track.compilation},
            {"file_rating", track.file_rating ? json(*track.file_rating) : json()},
            {"duration_ms", track.duration.count()},
            {"path", track.path()}};
}

json to_json(const Listen& listen) {
    json row = json::object();
    for (const HistoryField& field : history_fields()) {
        row[field.name] = std::visit(
            [](const auto& value) -> json {
                if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
                    return nullptr;
                } else {
                    return value;
                }
            },
            field.get(listen));
    }
    return row;
}

json to_json(const std::vector<HeldBack>& held_back) {
    json rows = json::array();
    for (const HeldBack& held : held_back) {
        rows.push_back({{"style", held.style}, {"amount", held.amount}, {"until", to_iso8601(held.until)}});
    }
    return rows;
}

json to_json(const Guess& guess, const LibrarySnapshot& library) {
    json terms = json::array();
    for (const ScoreTerm& term : guess.terms) {
        terms.push_back({{"name", term.name}, {"words", term_in_words(term.name)}, {"amount", term.amount}});
    }
    const TrackView track = library.find(guess.track).value_or(TrackView());
    return {{"id", guess.track.value()},  {"title", track.title},       {"artist", track.artist},
            {"album", track.album},       {"genre", genre_text(track)}, {"path", track.path()},
            {"score", guess.score},       {"route", guess.route},       {"reason", guess.reason},
            {"familiar", guess.familiar}, {"terms", std::move(terms)}};
}

json to_json(const GuessList& list, const LibrarySnapshot& library) {
    json tracks = json::array();
    for (const Guess& guess : list.tracks) {
        tracks.push_back(to_json(guess, library));
    }
    return {{"model", list.model},
            {"note", list.note},
            {"held_back", to_json(list.held_back)},
            {"tracks", std::move(tracks)}};
}

std::string genre_text(const TrackView& track) {
    std::string text;
    for (const std::string& genre : track.genres) {
        text += (text.empty() ? "" : "; ") + genre;
    }
    return text;
}

}  // namespace refrain::app
