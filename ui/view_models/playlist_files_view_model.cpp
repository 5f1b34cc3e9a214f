#include "ui/view_models/playlist_files_view_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <QFile>
#include <QFileInfo>
#include <fmt/format.h>

namespace refrain {

namespace {

QString reason_text(Unresolved why) {
    switch (why) {
        case Unresolved::not_in_library:
            return PlaylistFilesViewModel::tr("not in the library");
        case Unresolved::several:
            return PlaylistFilesViewModel::tr("several songs fit");
        case Unresolved::stream:
            return PlaylistFilesViewModel::tr("a stream of the network");
    }
    return {};
}

std::filesystem::path to_path(const QString& path) {
    return QFile::encodeName(path).toStdString();
}

/// `name`, or "name 2", "name 3", … where it is taken.
std::string free_name(const Playlists& playlists, const std::string& name) {
    std::string free = name;
    for (int number = 2; playlists.find(free); ++number) {
        free = fmt::format("{} {}", name, number);
    }
    return free;
}

}  // namespace

struct PlaylistFilesViewModel::Imported {
    PlaylistId playlist;
    std::string name;
    std::size_t songs = 0;
    std::vector<ResolvedItem> not_found;
};

QVariant UnresolvedModel::data(const QModelIndex& index, int role) const {
    const UnresolvedRow* row = row_at(index.row());
    if (!row) {
        return {};
    }
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return row->title;
        case ReasonRole:
            return row->reason;
        default:
            return {};
    }
}

QHash<int, QByteArray> UnresolvedModel::roleNames() const {
    return {{TitleRole, "title"}, {ReasonRole, "reason"}};
}

PlaylistFilesViewModel::PlaylistFilesViewModel(Playlists& playlists, PlaylistsViewModel& list,
                                               LibraryChanges& library, NoticeViewModel& notices,
                                               QObject* parent)
    : QObject(parent),
      playlists_(playlists),
      list_(list),
      library_(library),
      notices_(notices),
      unresolved_(this) {}

PlaylistFilesViewModel::~PlaylistFilesViewModel() {
    tasks_.wait();
}

void PlaylistFilesViewModel::count_work(int by) {
    under_way_ += by;
    Q_EMIT busyChanged();
}

void PlaylistFilesViewModel::importFrom(const QUrl& file) {
    const QString path = file.toLocalFile();
    if (path.isEmpty()) {
        return;
    }
    count_work(1);
    tasks_.run(
        [&playlists = playlists_, path = to_path(path), library = library_.current()]() -> Result<Imported> {
            auto read = read_playlist(path, library);
            if (!read) {
                return read.error();
            }
            Imported imported;
            std::vector<PlaylistEntry> entries;
            entries.reserve(read.value().items.size());
            for (ResolvedItem& item : read.value().items) {
                entries.push_back(item.entry);
                if (item.by == ResolvedBy::nothing) {
                    imported.not_found.push_back(std::move(item));
                }
            }
            imported.name = free_name(playlists, read.value().name);
            imported.songs = entries.size();
            const auto made = playlists.create(imported.name, entries, utc_now());
            if (!made) {
                return made.error();
            }
            imported.playlist = made.value();
            return imported;
        },
        [this](const Result<Imported>& imported) {
            count_work(-1);
            if (imported) {
                take(imported.value());
            } else {
                notices_.tell_trouble(imported.error());
            }
        });
}

void PlaylistFilesViewModel::take(const Imported& imported) {
    Q_EMIT list_.created(imported.playlist.value());
    const QString name = plain_text(imported.name);
    const int songs = static_cast<int>(imported.songs);
    if (imported.not_found.empty()) {
        notices_.tell(tr("“%1” is there, with all of its %n song(s).", nullptr, songs).arg(name));
        return;
    }
    std::vector<UnresolvedRow> rows;
    rows.reserve(imported.not_found.size());
    for (const ResolvedItem& item : imported.not_found) {
        const PlaylistEntry& entry = item.entry;
        const QString title = entry.title.empty() ? plain_text(entry.path)
                              : entry.artist.empty()
                                  ? plain_text(entry.title)
                                  : tr("%1 by %2").arg(plain_text(entry.title), plain_text(entry.artist));
        rows.push_back({static_cast<std::int64_t>(rows.size()), title, reason_text(item.why)});
    }
    report_ = tr("%1 of the %n song(s) in “%2” were found in your library. These were not; they stay in the "
                 "playlist.",
                 nullptr, songs)
                  .arg(songs - static_cast<int>(rows.size()))
                  .arg(name);
    unresolved_.show(std::move(rows));
    Q_EMIT reported();
}

void PlaylistFilesViewModel::exportTo(qint64 playlist, const QUrl& file) {
    QString path = file.toLocalFile();
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += QStringLiteral(".m3u8");
    }
    count_work(1);
    tasks_.run(
        [&playlists = playlists_, id = PlaylistId(playlist), path = to_path(path),
         sources = list_.sources()]() -> Result<std::size_t> {
            auto read = songs_in(playlists, id, sources);
            if (!read) {
                return read.error();
            }
            const std::vector<PlaylistEntry>& entries = *read.value().songs.entries;
            const Status written =
                write_playlist(path, read.value().playlist.name, entries, *sources.library);
            return written ? Result<std::size_t>(entries.size()) : Result<std::size_t>(written.error());
        },
        [this, path](const Result<std::size_t>& written) {
            count_work(-1);
            if (written) {
                notices_.tell(tr("%n song(s) are in %1.", nullptr, static_cast<int>(written.value()))
                                  .arg(QFileInfo(path).fileName()));
            } else {
                notices_.tell_trouble(written.error());
            }
        });
}

}  // namespace refrain
