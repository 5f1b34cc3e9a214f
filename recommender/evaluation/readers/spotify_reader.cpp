#include "recommender/evaluation/readers/readers.h"
#include "recommender/evaluation/readers/text_source.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace refrain::evaluation {
namespace {

struct Columns {
    std::size_t ended = 0, played = 0;
    std::optional<std::size_t> uri, artist, track, album, reason_start, reason_end, shuffle, skipped;
};

struct Play {
    std::uint32_t ended_s = 0;
    std::int64_t played_ms = 0;
    ItemNumber item = 0;
    Intent intent = Intent::unknown;
    EndReason end = EndReason::unknown;
};

Result<Columns> columns_of(TextSource& source) {
    std::vector<std::string> header;
    const auto read = next_csv_record(source, header);
    if (!read) {
        return read.error();
    }
    const CsvColumns names(header);
    const auto ended = names.find({"ts"});
    const auto played = names.find({"ms_played"});
    Columns at;
    at.uri = names.find({"track_uri", "spotify_track_uri"});
    at.artist = names.find({"artist", "master_metadata_album_artist_name"});
    at.track = names.find({"track", "master_metadata_track_name"});
    at.album = names.find({"album", "master_metadata_album_album_name"});
    at.reason_start = names.find({"reason_start"});
    at.reason_end = names.find({"reason_end"});
    at.shuffle = names.find({"shuffle"});
    at.skipped = names.find({"skipped"});
    if (!ended || !played || (!at.uri && !(at.artist && at.track))) {
        return source.wrong("expected a header with ts, ms_played, and track_uri or artist and track");
    }
    at.ended = *ended;
    at.played = *played;
    return at;
}

bool is_true(std::string_view text) {
    return text == "True" || text == "true" || text == "TRUE" || text == "1";
}

EndReason end_from(std::string_view reason) {
    using enum EndReason;
    static constexpr std::array table{
        std::pair{std::string_view("trackdone"), finished},
        std::pair{std::string_view("fwdbtn"), next},
        std::pair{std::string_view("backbtn"), previous},
        std::pair{std::string_view("clickrow"), chose_other},
        std::pair{std::string_view("clickside"), chose_other},
        std::pair{std::string_view("endplay"), chose_other},  // something else was started
        std::pair{std::string_view("logout"), quit},
        std::pair{std::string_view("unexpected-exit"), quit},
        std::pair{std::string_view("unexpected-exit-while-paused"), quit},
        std::pair{std::string_view("trackerror"), error},
    };
    const auto* found =
        std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == reason; });
    return found == table.end() ? unknown : found->second;  // "remote" and what may come: not a decision
}

Intent intent_from_start(std::string_view reason, bool shuffled) {
    if (reason == "clickrow" || reason == "clickside") {
        return Intent::track;
    }
    if (reason == "remote") {
        return Intent::remote;
    }
    if (reason == "appload" || reason == "playbtn") {
        return Intent::resume;
    }
    return shuffled ? Intent::shuffle : Intent::unknown;
}

/// The most common value and how often it came; the largest among equally common ones.
class MostCommon {
  public:
    void add(std::int64_t value) { ++counts_[value]; }
    std::optional<std::int64_t> value(std::size_t at_least) const {
        std::optional<std::int64_t> best;
        std::size_t times = at_least;
        for (const auto& [value, count] : counts_) {  // ascending
            if (count >= times && value > 0) {
                best = value;
                times = count;
            }
        }
        return best;
    }

  private:
    std::map<std::int64_t, std::size_t> counts_;
};

class SpotifyReader {
  public:
    SpotifyReader(const Columns& at, const BuildOptions& options) : at_(at), builder_(options) {
        builder_.has_times();
    }

    Status take(const TextSource& source, const std::vector<std::string>& fields) {
        const auto text = [&](std::optional<std::size_t> column) -> std::string_view {
            return column && *column < fields.size() ? std::string_view(fields[*column]) : std::string_view();
        };
        const auto ended = seconds_from_date(text(at_.ended));
        const auto played = whole_number(text(at_.played));
        if (!ended) {
            return source.wrong("ts must be a time such as 2020-01-31T23:59:58Z");
        }
        if (!played || *played < 0) {
            return source.wrong("ms_played must be a whole number from 0");
        }
        const std::string_view artist = text(at_.artist);
        const std::string_view title = text(at_.track);
        const std::string_view uri = text(at_.uri);
        if (uri.empty() && (artist.empty() || title.empty())) {
            builder_.drop("names no track");
            return Done{};
        }
        Play play;
        play.item =
            builder_.item(uri.empty() ? std::string(artist) + " - " + std::string(title) : std::string(uri));
        if (play.item == builder_.tracks().size()) {
            Track track;
            track.id = TrackId(std::int64_t{play.item} + 1);
            track.artist = artist;
            track.title = title;
            track.album = text(at_.album);
            builder_.tracks().push_back(std::move(track));
            lengths_.emplace_back();
        }
        play.ended_s = *ended;
        play.played_ms = *played;
        play.intent = intent_from_start(text(at_.reason_start), is_true(text(at_.shuffle)));
        if (at_.reason_end) {
            play.end = end_from(text(at_.reason_end));
            if (play.end == EndReason::finished) {
                lengths_[play.item].add(play.played_ms);
            }
        } else {
            play.end = at_.skipped && is_true(text(at_.skipped)) ? EndReason::next : EndReason::unknown;
            lengths_[play.item].add(play.played_ms);
        }
        plays_.push_back(play);
        return Done{};
    }

    DataSet finish() && {
        // One file, one listener.
        const auto user = builder_.user("listener");
        std::vector<std::optional<std::int64_t>> length_ms;
        for (std::size_t item = 0; item < lengths_.size(); ++item) {
            length_ms.push_back(lengths_[item].value(at_.reason_end ? 1 : 2));
            builder_.tracks()[item].duration = Milliseconds(length_ms.back().value_or(0));
        }
        for (const Play& play : plays_) {
            Row row;
            const auto heard_s =
                static_cast<std::uint32_t>(std::min<std::int64_t>(play.played_ms / 1000, play.ended_s));
            row.time_s = play.ended_s - heard_s;
            row.heard_s = heard_s;
            row.intent = play.intent;
            row.end = play.end;
            if (length_ms[play.item]) {
                row.rate = static_cast<double>(play.played_ms) / static_cast<double>(*length_ms[play.item]);
            }
            if (row.end == EndReason::finished && !row.rate) {
                row.end = EndReason::unknown;
            }
            builder_.add(*user, play.item, row);
        }
        if (!at_.reason_end && !at_.skipped) {
            builder_.infer_ends();
        }
        return std::move(builder_).finish();
    }

  private:
    Columns at_;
    DataSetBuilder builder_;
    std::vector<Play> plays_;
    std::vector<MostCommon> lengths_;
};

}  // namespace

Result<DataSet> read_spotify(const std::filesystem::path& file, const BuildOptions& options) {
    auto source = TextSource::open(file);
    if (!source) {
        return source.error();
    }
    const auto columns = columns_of(source.value());
    if (!columns) {
        return columns.error();
    }
    SpotifyReader reader(columns.value(), options);
    std::vector<std::string> fields;
    while (true) {
        const auto more = next_csv_record(source.value(), fields);
        if (!more) {
            return more.error();
        }
        if (!more.value()) {
            return std::move(reader).finish();
        }
        if (fields.size() == 1 && fields[0].empty()) {
            continue;  // a blank line
        }
        if (auto status = reader.take(source.value(), fields); !status) {
            return status.error();
        }
    }
}

}  // namespace refrain::evaluation
