#include "ui/view_models/playlists_view_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <QRandomGenerator>

namespace refrain {

namespace {

PlaylistEntry entry_of(const QueueEntry& queued) {
    return {queued.track, queued.path, queued.title, queued.artist, queued.album, queued.duration};
}

}  // namespace

PlaylistsViewModel::PlaylistsViewModel(Playlists& playlists, LibraryChanges& library,
                                       SearchIndexing& indexing, PlayerFollower& follower,
                                       NoticeViewModel& notices, QObject* parent)
    : KeyedListModel(parent),
      playlists_(playlists),
      library_(library),
      indexing_(indexing),
      follower_(follower),
      notices_(notices) {
    subscription_ = playlists_.subscribe([this] {
        QMetaObject::invokeMethod(
            this,
            [this] {
                reload();
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
    reload();
}

PlaylistsViewModel::~PlaylistsViewModel() {
    tasks_.wait();
    playlists_.unsubscribe(subscription_);
}

void PlaylistsViewModel::reload() {
    tasks_.run([&playlists = playlists_] { return playlists.all(); },
               [this](Result<std::vector<Playlist>> read) {
                   if (read) {
                       show(read.value());
                   } else {
                       notices_.tell_trouble(read.error());
                   }
               });
}

void PlaylistsViewModel::show(const std::vector<Playlist>& playlists) {
    std::vector<PlaylistRow> next;
    next.reserve(playlists.size());
    for (const Playlist& playlist : playlists) {
        next.push_back({playlist.id, plain_text(playlist.name), playlist.rule.has_value()});
    }
    std::stable_sort(next.begin(), next.end(), [](const PlaylistRow& a, const PlaylistRow& b) {
        return QString::localeAwareCompare(a.name, b.name) < 0;
    });
    if (next != rows()) {
        replace(std::move(next));
        ++revision_;
        Q_EMIT listed();
    }
}

QString PlaylistsViewModel::nameOf(qint64 playlist) const {
    const auto it =
        std::find_if(rows().begin(), rows().end(), [&](const auto& row) { return row.key() == playlist; });
    return it == rows().end() ? QString() : it->name;
}

bool PlaylistsViewModel::isSmart(qint64 playlist) const {
    return std::any_of(rows().begin(), rows().end(),
                       [&](const auto& row) { return row.key() == playlist && row.smart; });
}

bool PlaylistsViewModel::isFree(const QString& name, qint64 playlist) const {
    const QString wanted = name.trimmed();
    return !wanted.isEmpty() && std::none_of(rows().begin(), rows().end(), [&](const auto& row) {
        return row.name == wanted && row.key() != playlist;
    });
}

QString PlaylistsViewModel::freeName(const QString& name) const {
    QString free = name;
    for (int number = 2; !isFree(free, 0); ++number) {
        free = QStringLiteral("%1 %2").arg(name).arg(number);
    }
    return free;
}

PlaylistSources PlaylistsViewModel::sources() const {
    return {library_.current(), indexing_.index(), nullptr, indexing_.context()};
}

PlaylistsViewModel::Maker PlaylistsViewModel::of_track(TrackId track) const {
    return [library = library_.current(), track] {
        const auto found = library->find(track);
        return found ? std::vector{refrain::entry_of(*found)} : std::vector<PlaylistEntry>();
    };
}

PlaylistsViewModel::Maker PlaylistsViewModel::of_tracks(MeantTracks tracks) {
    return [tracks = std::move(tracks)] {
        std::vector<PlaylistEntry> entries;
        entries.reserve(tracks.size());
        for (const TrackId id : tracks.ids()) {
            if (const auto track = tracks.library->find(id)) {
                entries.push_back(refrain::entry_of(*track));
            }
        }
        return entries;
    };
}

void PlaylistsViewModel::ask_for_name(const QString& suggestion, Maker songs) {
    waiting_ = std::move(songs);
    Q_EMIT nameWanted(freeName(suggestion));
}

void PlaylistsViewModel::newEmpty() {
    ask_for_name(tr("New playlist"), [] { return std::vector<PlaylistEntry>(); });
}

void PlaylistsViewModel::newOfTrack(qint64 track) {
    const auto found = library_.current()->find(TrackId(track));
    const QString album = found ? plain_text(found->album) : QString();
    ask_for_name(album.isEmpty() ? tr("New playlist") : album, of_track(TrackId(track)));
}

void PlaylistsViewModel::newOfRows(const TrackRowsModel* list, int row) {
    if (list) {
        ask_for_name(tr("New playlist"), of_tracks(list->meant(row)));
    }
}

void PlaylistsViewModel::newOfQueue() {
    ask_for_name(tr("Queue of %1").arg(QLocale().toString(QDate::currentDate(), QLocale::ShortFormat)),
                 [queue = follower_.state().queue] {
                     std::vector<PlaylistEntry> entries;
                     entries.reserve(queue.size());
                     for (const QueueEntry& queued : queue) {
                         entries.push_back(entry_of(queued));
                     }
                     return entries;
                 });
}

void PlaylistsViewModel::create(const QString& name) {
    if (!waiting_) {
        return;
    }
    tasks_.run(
        [&playlists = playlists_, name = name.trimmed().toStdString(),
         songs = std::exchange(waiting_, nullptr)] { return playlists.create(name, songs(), utc_now()); },
        [this](Result<PlaylistId> made) {
            if (made) {
                Q_EMIT created(made.value().value());
            } else {
                notices_.tell_trouble(made.error());
            }
        });
}

void PlaylistsViewModel::write(std::function<Status()> work, std::function<void()> done) {
    tasks_.run(std::move(work), [this, done = std::move(done)](const Status& written) {
        if (!written) {
            notices_.tell_trouble(written.error());
        } else if (done) {
            done();
        }
    });
}

void PlaylistsViewModel::addTrack(qint64 playlist, qint64 track) {
    if (library_.current()->find(TrackId(track))) {
        add(playlist, of_track(TrackId(track)));
    }
}

void PlaylistsViewModel::addRows(qint64 playlist, const TrackRowsModel* list, int row) {
    if (list) {
        add(playlist, of_tracks(list->meant(row)));
    }
}

void PlaylistsViewModel::add(qint64 playlist, Maker songs) {
    struct Added {
        std::size_t before = 0, songs = 0;
        UtcTime at;
    };
    const PlaylistId id(playlist);
    tasks_.run(
        [&playlists = playlists_, id, songs = std::move(songs)]() -> Result<Added> {
            const auto before = playlists.find(id);
            if (!before) {
                return before.error();
            }
            const std::vector<PlaylistEntry> entries = songs();
            if (auto written = playlists.append(id, entries, utc_now()); !written) {
                return written.error();
            }
            const auto after = playlists.find(id);
            return Added{before.value().entries, entries.size(),
                         after ? after.value().changed_at : UtcTime()};
        },
        [this, id](const Result<Added>& added) {
            if (!added) {
                notices_.tell_trouble(added.error());
                return;
            }
            const auto take_back = [this, id, was = added.value()] {
                write([&playlists = playlists_, id, was]() -> Status {
                    auto entries = playlists.entries(id);
                    if (!entries) {
                        return entries.error();
                    }
                    entries.value().resize(std::min(was.before, entries.value().size()));
                    const auto written = playlists.set_entries(id, entries.value(), utc_now(), was.at);
                    return written ? Status(Done{}) : Status(written.error());
                });
            };
            notices_.tell(tr("%n song(s) added to “%1”.", nullptr, static_cast<int>(added.value().songs))
                              .arg(nameOf(id.value())),
                          tr("Undo"), take_back);
        });
}

void PlaylistsViewModel::rename(qint64 playlist, const QString& name) {
    write([&playlists = playlists_, playlist, name = name.trimmed().toStdString()] {
        return playlists.rename(PlaylistId(playlist), name, utc_now());
    });
}

void PlaylistsViewModel::remove(qint64 playlist) {
    struct Removed {
        Playlist playlist;
        std::vector<PlaylistEntry> entries;
    };
    tasks_.run(
        [&playlists = playlists_, id = PlaylistId(playlist)]() -> Result<Removed> {
            auto found = playlists.find(id);
            if (!found) {
                return found.error();
            }
            auto entries = playlists.entries(id);
            if (!entries) {
                return entries.error();
            }
            if (auto gone = playlists.remove(id); !gone) {
                return gone.error();
            }
            return Removed{std::move(found).value(), std::move(entries).value()};
        },
        [this](Result<Removed> removed) {
            if (!removed) {
                notices_.tell_trouble(removed.error());
                return;
            }
            const QString text = tr("“%1” was removed.").arg(plain_text(removed.value().playlist.name));
            const auto bring_back = [this,
                                     was = std::make_shared<const Removed>(std::move(removed).value())] {
                tasks_.run(
                    [&playlists = playlists_, was] {
                        const Playlist& old = was->playlist;
                        return old.rule ? playlists.create_smart(old.name, *old.rule, utc_now())
                                        : playlists.create(old.name, was->entries, utc_now());
                    },
                    [this](const Result<PlaylistId>& made) {
                        if (made) {
                            Q_EMIT created(made.value().value());
                        } else {
                            notices_.tell_trouble(made.error());
                        }
                    });
            };
            notices_.tell(text, tr("Undo"), bring_back);
        });
}

void PlaylistsViewModel::read(
    qint64 playlist,
    std::function<void(std::shared_ptr<const PlaylistSongs>, std::vector<std::uint32_t>, std::string)> done) {
    struct Read {
        std::string name;
        std::shared_ptr<const PlaylistSongs> songs;
        std::vector<std::uint32_t> order;
    };
    tasks_.run(
        [&playlists = playlists_, id = PlaylistId(playlist), sources = sources()]() -> Result<Read> {
            auto read = songs_in(playlists, id, sources);
            if (!read) {
                return read.error();
            }
            auto songs = std::make_shared<const PlaylistSongs>(std::move(read.value().songs));
            std::vector<std::uint32_t> all(songs->rows.size());
            std::iota(all.begin(), all.end(), 0U);
            auto order = playable(*songs, all);
            return Read{read.value().playlist.name, std::move(songs), std::move(order)};
        },
        [this, done = std::move(done)](Result<Read> read) {
            if (!read) {
                notices_.tell_trouble(read.error());
            } else if (read.value().order.empty()) {
                notices_.tell(tr("“%1” has no song that can be played.").arg(plain_text(read.value().name)));
            } else {
                done(std::move(read.value().songs), std::move(read.value().order),
                     playlist_origin(read.value().name));
            }
        });
}

void PlaylistsViewModel::play(qint64 playlist, bool shuffled) {
    read(playlist, [this, shuffled](std::shared_ptr<const PlaylistSongs> songs,
                                    std::vector<std::uint32_t> order, const std::string& origin) {
        std::size_t start = 0;
        if (shuffled) {
            start = QRandomGenerator::global()->bounded(static_cast<quint32>(order.size()));
        }
        follower_.player().set_shuffle(shuffled || follower_.state().shuffle);
        play_songs(follower_.player(), std::move(songs), std::move(order), start, origin);
    });
}

void PlaylistsViewModel::addToQueue(qint64 playlist) {
    read(playlist, [this](std::shared_ptr<const PlaylistSongs> songs, std::vector<std::uint32_t> order,
                          std::string origin) {
        // As many entries as songs: made beside the window, too.
        tasks_.run(
            [songs = std::move(songs), order = std::move(order), origin = std::move(origin)] {
                std::vector<QueueEntry> entries;
                entries.reserve(order.size());
                for (const std::uint32_t entry : order) {
                    entries.push_back(songs->queue_entry(entry, origin));
                }
                return entries;
            },
            [this](std::vector<QueueEntry> entries) {
                const int count = static_cast<int>(entries.size());
                follower_.player().append(std::move(entries));
                notices_.tell(tr("%n song(s) are in the queue.", nullptr, count), tr("Undo"),
                              [this] { follower_.player().undo(); });
            });
    });
}

QVariant PlaylistsViewModel::data(const QModelIndex& index, int role) const {
    const PlaylistRow* row = row_at(index.row());
    if (!row) {
        return {};
    }
    switch (role) {
        case PlaylistIdRole:
            return QVariant::fromValue<qint64>(row->key());
        case Qt::DisplayRole:
        case NameRole:
            return row->name;
        case SmartRole:
            return row->smart;
        default:
            return {};
    }
}

QHash<int, QByteArray> PlaylistsViewModel::roleNames() const {
    return {{PlaylistIdRole, "playlistId"}, {NameRole, "name"}, {SmartRole, "smart"}};
}

}  // namespace refrain
