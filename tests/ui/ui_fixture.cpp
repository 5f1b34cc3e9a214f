#include "tests/ui/ui_fixture.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <stdexcept>

#include <QCoreApplication>
#include <QDataStream>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain::test {

namespace {

/// Generous: a condition that never comes true fails the test, a slow machine does not.
constexpr int patience_ms = 30000;

AudioSinkOptions silent() {
    AudioSinkOptions sink;
    sink.kind = AudioSinkOptions::Kind::fake;
    return sink;
}

}  // namespace

void DirectTagEdits::apply(std::vector<PlannedEdit> edits) {
    tell(Kind::edit, edits_.apply(edits, utc_now()));
}

void DirectTagEdits::undo(std::int64_t batch) {
    tell(Kind::undo, edits_.undo(batch, utc_now()));
}

void DirectTagEdits::tell(Kind kind, const Result<TagEditReport>& report) {
    if (report) {
        if (const Status refreshed = library_.refresh(report.value().changed); !refreshed) {
            throw std::runtime_error(refreshed.error().text());
        }
    }
    Q_EMIT newest_changed();
    if (report) {
        Q_EMIT finished(kind, report.value(), {});
    } else {
        Q_EMIT finished(kind, {}, report.error());
    }
}

Services::Services() {
    auto opened = Database::open((folder.path() + QStringLiteral("/library.db")).toStdString());
    if (!opened) {
        throw std::runtime_error(opened.error().text());
    }
    database = std::move(opened).value();
    library = std::make_unique<Library>(*database);
    history = std::make_unique<ListeningHistory>(*database);
    ratings = std::make_unique<Ratings>(*database);
    playlists = std::make_unique<Playlists>(*database);
    player = std::make_unique<Player>(*history, silent());
    tag_edits = std::make_unique<DirectTagEdits>(*database, *library);
}

std::string Services::tone(int seconds) const {
    constexpr std::uint32_t rate = 44100;
    const std::uint32_t bytes = rate * 2 * static_cast<std::uint32_t>(seconds);
    QByteArray wav;
    QDataStream out(&wav, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    const auto word = [&out](const char* text) { out.writeRawData(text, 4); };
    word("RIFF");
    out << std::uint32_t{36 + bytes};
    word("WAVE");
    word("fmt ");
    // PCM, one channel, 16 bit.
    out << std::uint32_t{16} << std::uint16_t{1} << std::uint16_t{1} << rate << rate * 2 << std::uint16_t{2}
        << std::uint16_t{16};
    word("data");
    out << bytes;
    for (std::uint32_t i = 0; i < bytes / 2; ++i) {
        out << static_cast<std::int16_t>(300.0 * std::sin(2.0 * std::numbers::pi * 440.0 * i / rate));
    }
    QFile file(folder.filePath(QStringLiteral("tone-%1.wav").arg(seconds)));
    if (!file.open(QIODevice::WriteOnly) || file.write(wav) != wav.size()) {
        throw std::runtime_error("the tone could not be written");
    }
    return file.fileName().toStdString();
}

void Services::fill(const std::vector<Track>& tracks) {
    const Status written = database->write_now([&](SQLite::Database& db) {
        SQLite::Statement root(db, "INSERT OR IGNORE INTO roots (id, path, added_at) VALUES (1, ?, 0)");
        root.bind(1, "/music", 6);
        root.exec();
        SQLite::Statement insert(db,
                                 "INSERT INTO tracks (id, root_id, path, size, mtime_ns, added_at, title, "
                                 "artist, album, album_artist,"
                                 " track_number, disc_number, duration_ms, cover_kind) VALUES (?, 1, ?, 1, "
                                 "1, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (const Track& t : tracks) {
            insert.bind(1, t.id.value());
            insert.bind(2, t.path.data(), static_cast<int>(t.path.size()));
            insert.bind(3, to_ms(t.added_at));
            insert.bind(4, t.title);
            insert.bind(5, t.artist);
            insert.bind(6, t.album);
            insert.bind(7, t.album_artist);
            insert.bind(8, t.track_number);
            insert.bind(9, t.disc_number);
            insert.bind(10, t.duration.count());
            insert.bind(11, static_cast<int>(t.cover));
            insert.exec();
            insert.reset();
        }
    });
    if (!written) {
        throw std::runtime_error(written.error().text());
    }
    if (const Status loaded = library->reload(); !loaded) {
        throw std::runtime_error(loaded.error().text());
    }
}

UiServices parts_of(Services& services, Player& player) {
    return UiServices{
        .library = *services.library,
        .player = player,
        .history = *services.history,
        .ratings = *services.ratings,
        .playlists = *services.playlists,
        .background = services.background,
        .tag_edits = *services.tag_edits,
        .steering = services.steering,
        .cover_loader = [](const TrackView&, const std::atomic<bool>*) -> Result<CoverImage> {
            return Error{ErrorCode::not_found, "no cover", {}};
        },
        .thumbnail_folder = {},
        .suggested_music_folder = {},
        .software_hint = true,
        .read_setting = {},
        .write_setting = {},
        .lyrics = {},
        .search_context = [&services]() -> Result<SearchContext> {
            return SearchContext{nullptr, services.ratings->table(), utc_now(), nullptr};
        },
        .duplicate_groups = [&services] { return duplicate_groups(*services.database); },
    };
}

std::unique_ptr<Window> window_over(Services& services, KeptSettings& settings) {
    UiServices parts = parts_of(services, *services.player);
    parts.read_setting = [&settings](const QString& key) {
        const auto kept = settings.find(key);
        return kept == settings.end() ? QVariant() : kept->second;
    };
    parts.write_setting = [&settings](const QString& key, const QVariant& value) { settings[key] = value; };
    return std::make_unique<Window>(std::move(parts));
}

bool wait_until(const std::function<bool()>& holds) {
    const QDeadlineTimer deadline(patience_ms);
    while (!holds()) {
        if (deadline.hasExpired()) {
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    }
    return true;
}

Track track(std::int64_t id, const std::string& title, const std::string& artist, const std::string& album,
            std::int64_t seconds, int number) {
    Track result;
    result.id = TrackId(id);
    result.path = "/music/" + std::to_string(id) + ".flac";
    result.title = title;
    result.artist = artist;
    result.album = album;
    result.track_number = number;
    result.duration = Milliseconds(seconds * 1000);
    result.added_at = utc_from_ms(id);
    return result;
}

}  // namespace refrain::test
