#include "ui/view_models/playlist_view_model.h"

#include "ui/view_models/playlist_order.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <unordered_set>
#include <utility>

#include <QGuiApplication>

namespace refrain {

struct PlaylistViewModel::Loaded {
    /// Nothing where it is as it was.
    std::shared_ptr<Document> document;
    std::string name;
    Songs songs;
    std::optional<Error> error;
};

PlaylistViewModel::PlaylistViewModel(Playlists& playlists, PlaylistsViewModel& list, LibraryChanges& library,
                                     Player& player, NoticeViewModel& notices, QObject* parent)
    : TrackRowsModel(parent),
      playlists_(playlists),
      list_(list),
      library_(library),
      player_(player),
      notices_(notices) {
    connect(&list, &PlaylistsViewModel::changed, this, [this] { reload(false); });
    connect(&library_, &LibraryChanges::changed, this, &PlaylistViewModel::look_up);
}

PlaylistViewModel::~PlaylistViewModel() {
    tasks_.wait();
}

void PlaylistViewModel::open(qint64 playlist) {
    if (id_.value() == playlist) {
        return;
    }
    id_ = PlaylistId(playlist);
    name_.clear();
    document_.reset();
    show(std::make_shared<const PlaylistSongs>(), {});
    reload(true);
}

void PlaylistViewModel::reload(bool anew) {
    if (!id_.valid()) {
        return;
    }
    tasks_.run(
        [&playlists = playlists_, id = id_, library = library_.current(),
         known = anew ? nullptr : document_]() -> Loaded {
            const auto found = playlists.find(id);
            if (!found) {
                return {nullptr, {}, nullptr, found.error()};
            }
            if (known && known->read_at == found.value().changed_at) {
                return {};
            }
            auto entries = playlists.entries(id);
            if (!entries) {
                return {nullptr, {}, nullptr, entries.error()};
            }
            auto read = std::make_shared<const std::vector<PlaylistEntry>>(std::move(entries).value());
            return {std::make_shared<Document>(found.value().changed_at), found.value().name,
                    std::make_shared<const PlaylistSongs>(std::move(read), library), std::nullopt};
        },
        [this, serial = ++serial_](Loaded loaded) {
            if (serial == serial_) {
                take(std::move(loaded));
            }
        });
}

void PlaylistViewModel::take(Loaded loaded) {
    if (loaded.error) {
        const bool is_gone = loaded.error->code == ErrorCode::not_found;
        if (is_gone) {
            id_ = PlaylistId();
            document_.reset();
            show(std::make_shared<const PlaylistSongs>(), {});
            Q_EMIT gone();
        } else {
            notices_.tell_trouble(*loaded.error);
        }
        return;
    }
    if (!loaded.document) {
        return;
    }
    document_ = std::move(loaded.document);
    name_ = plain_text(loaded.name);
    origin_ = playlist_origin(loaded.name);
    Order order(loaded.songs->rows.size());
    std::iota(order.begin(), order.end(), 0U);
    // Places of another reading mean nothing here.
    selection_.clear();
    show(std::move(loaded.songs), std::move(order));
    Q_EMIT selectionChanged();
    if (songs_->library != library_.current()) {
        look_up(library_.current());
    }
}

void PlaylistViewModel::look_up(const LibraryPtr& library) {
    if (!document_) {
        return;
    }
    looking_up_.start(
        [entries = songs_->entries, library](const std::atomic<bool>&) {
            return std::make_shared<const PlaylistSongs>(entries, library);
        },
        [this](const Songs& songs) {
            if (songs->entries != songs_->entries) {
                return;
            }
            if (songs->outdated && !songs_->outdated) {
                reload(true);
            }
            show(songs, order_);
        });
}

void PlaylistViewModel::show(Songs songs, Order order) {
    if (order.size() != order_.size()) {
        beginResetModel();
        songs_ = std::move(songs);
        order_ = std::move(order);
        endResetModel();
    } else {
        songs_ = std::move(songs);
        order_ = std::move(order);
        if (count() > 0) {
            Q_EMIT dataChanged(index(0), index(count() - 1));
        }
    }
    sum_up();
}

void PlaylistViewModel::rearrange(Order next) {
    const OrderStep step = order_step(order_, next);
    switch (step.kind) {
        case OrderStep::Kind::nothing:
            return;
        case OrderStep::Kind::all:
            show(songs_, std::move(next));
            return;
        case OrderStep::Kind::remove:
            beginRemoveRows({}, step.row, step.row + step.count - 1);
            order_ = std::move(next);
            endRemoveRows();
            break;
        case OrderStep::Kind::insert:
            beginInsertRows({}, step.row, step.row + step.count - 1);
            order_ = std::move(next);
            endInsertRows();
            break;
        case OrderStep::Kind::move:
            beginMoveRows({}, step.row, step.row + step.count - 1, {}, step.target);
            order_ = std::move(next);
            endMoveRows();
            break;
    }
    sum_up();
}

void PlaylistViewModel::sum_up() {
    std::int64_t length = 0;
    int missing = 0;
    for (const std::uint32_t entry : order_) {
        length += songs_->lengths[entry];
        missing += songs_->missing(entry) ? 1 : 0;
    }
    summary_ = tr("%n song(s)", nullptr, count());
    if (length > 0) {
        summary_ += QStringLiteral(" · ") + clock_text(Milliseconds(length));
    }
    if (missing > 0) {
        summary_ += QStringLiteral(" · ") + tr("%n missing", nullptr, missing);
    }
    Q_EMIT summaryChanged();
}

void PlaylistViewModel::retranslate() {
    sum_up();
}

void PlaylistViewModel::change(Order next, const QString& text) {
    const auto take_back = [this, document = document_, songs = songs_, before = order_] {
        if (document == document_) {
            rearrange(before);
        }
        write(document, songs, before);
    };
    rearrange(next);
    write(document_, songs_, std::move(next));
    notices_.tell(text, tr("Undo"), take_back);
}

void PlaylistViewModel::write(const std::shared_ptr<Document>& document, const Songs& songs, Order order) {
    // What is being read now is older than this.
    ++serial_;
    tasks_.run(
        [&playlists = playlists_, id = id_, document, songs, order = std::move(order),
         number = ++document->newest]() -> Status {
            if (number != document->newest) {
                return Done{};
            }
            std::vector<PlaylistEntry> entries;
            entries.reserve(order.size());
            for (const std::uint32_t entry : order) {
                entries.push_back((*songs->entries)[entry]);
            }
            const auto written = playlists.set_entries(id, entries, utc_now(), document->read_at);
            if (!written) {
                return written.error();
            }
            document->read_at = written.value();
            return Done{};
        },
        [this](const Status& written) {
            if (!written) {
                notices_.tell_trouble(written.error());
                reload(true);
            }
        });
}

std::int64_t PlaylistViewModel::key_of(int row) const {
    return std::int64_t{order_[static_cast<std::size_t>(row)]} + 1;
}

RowSelection::Rows PlaylistViewModel::keys() const {
    RowSelection::Rows keys;
    keys.reserve(order_.size());
    std::transform(order_.begin(), order_.end(), std::back_inserter(keys),
                   [](std::uint32_t entry) { return std::int64_t{entry} + 1; });
    return keys;
}

std::vector<int> PlaylistViewModel::meant_rows(int row) const {
    if (!has(row)) {
        return {};
    }
    if (selection_.size() == 1 || !isSelected(row)) {
        return {row};
    }
    std::vector<int> rows;
    for (int i = 0; i < count(); ++i) {
        if (selection_.contains(key_of(i))) {
            rows.push_back(i);
        }
    }
    return rows;
}

MeantTracks PlaylistViewModel::meant(int row) const {
    auto known = std::make_shared<std::vector<std::uint32_t>>();
    std::unordered_set<std::uint32_t> seen;
    for (const int at : meant_rows(row)) {
        const std::uint32_t track = songs_->rows[order_[static_cast<std::size_t>(at)]];
        if (track != PlaylistSongs::no_row && seen.insert(track).second) {
            known->push_back(track);
        }
    }
    const int count = static_cast<int>(known->size());
    return {songs_->library, std::move(known), {{0, count}}};
}

PlaylistsViewModel::Maker PlaylistViewModel::entries_of(int row) const {
    Order entries;
    for (const int at : meant_rows(row)) {
        entries.push_back(order_[static_cast<std::size_t>(at)]);
    }
    return [songs = songs_, entries = std::move(entries)] {
        std::vector<PlaylistEntry> made;
        made.reserve(entries.size());
        for (const std::uint32_t entry : entries) {
            made.push_back((*songs->entries)[entry]);
        }
        return made;
    };
}

void PlaylistViewModel::addTo(qint64 playlist, int row) {
    if (has(row)) {
        list_.add(playlist, entries_of(row));
    }
}

void PlaylistViewModel::addToNew(int row) {
    if (has(row)) {
        list_.ask_for_name(tr("New playlist"), entries_of(row));
    }
}

QString PlaylistViewModel::title_of(int row) const {
    const std::size_t entry = order_[static_cast<std::size_t>(row)];
    const auto track = songs_->track(entry);
    const PlaylistEntry& kept = (*songs_->entries)[entry];
    return track ? display_title(*track) : display_title(kept.title, kept.path);
}

void PlaylistViewModel::remove(int row) {
    const std::vector<int> rows = meant_rows(row);
    if (rows.empty()) {
        return;
    }
    const QString text = rows.size() == 1 ? tr("Removed “%1” from the playlist.").arg(title_of(rows.front()))
                                          : tr("Removed %n song(s) from the playlist.", nullptr,
                                               static_cast<int>(rows.size()));
    Order next = order_without(order_, rows);
    for (const int gone_row : rows) {
        selection_.forget(key_of(gone_row));
    }
    change(std::move(next), text);
    tell_selection();
}

void PlaylistViewModel::move_rows(const std::vector<int>& rows, int gap) {
    if (rows.empty()) {
        return;
    }
    Order next = order_after_move(order_, rows, gap);
    if (next != order_) {
        change(std::move(next), tr("Moved %n song(s).", nullptr, static_cast<int>(rows.size())));
    }
}

void PlaylistViewModel::moveBefore(int row, int gap) {
    move_rows(meant_rows(row), std::clamp(gap, 0, count()));
}

void PlaylistViewModel::moveBy(int row, int by) {
    const std::vector<int> rows = meant_rows(row);
    if (rows.empty() || (by < 0 && rows.front() == 0) || (by > 0 && rows.back() == count() - 1)) {
        return;
    }
    move_rows(rows, by < 0 ? rows.front() - 1 : rows.back() + 2);
}

void PlaylistViewModel::play(int row) {
    if (!has(row)) {
        return;
    }
    const std::vector<int> rows = meant_rows(row);
    const std::uint32_t clicked = order_[static_cast<std::size_t>(row)];
    Order order;
    std::size_t start = 0;
    for (int i = 0; i < (rows.size() > 1 ? static_cast<int>(rows.size()) : count()); ++i) {
        const auto at = static_cast<std::size_t>(rows.size() > 1 ? rows[static_cast<std::size_t>(i)] : i);
        const bool is_clicked = rows.size() == 1 && static_cast<int>(at) == row;
        if (is_clicked) {
            start = order.size();
        }
        if (is_clicked || !songs_->missing(order_[at])) {
            order.push_back(order_[at]);
        }
    }
    if (order.empty()) {
        order.push_back(clicked);
    }
    play_songs(player_, songs_, std::move(order), start, origin_);
}

std::vector<QueueEntry> PlaylistViewModel::queue_entries(int row) const {
    std::vector<QueueEntry> entries;
    for (const int at : meant_rows(row)) {
        entries.push_back(songs_->queue_entry(order_[static_cast<std::size_t>(at)], origin_));
    }
    return entries;
}

void PlaylistViewModel::playNext(int row) {
    std::vector<QueueEntry> entries = queue_entries(row);
    if (const int songs = static_cast<int>(entries.size()); songs > 0) {
        player_.play_next(std::move(entries));
        notices_.tell(tr("%n song(s) play next.", nullptr, songs), tr("Undo"), [this] { player_.undo(); });
    }
}

void PlaylistViewModel::addToQueue(int row) {
    std::vector<QueueEntry> entries = queue_entries(row);
    if (const int songs = static_cast<int>(entries.size()); songs > 0) {
        player_.append(std::move(entries));
        notices_.tell(tr("%n song(s) are in the queue.", nullptr, songs), tr("Undo"),
                      [this] { player_.undo(); });
    }
}

void PlaylistViewModel::select(int row, int modifiers) {
    if (!has(row)) {
        return;
    }
    if ((modifiers & Qt::ShiftModifier) != 0) {
        selection_.extend(keys(), key_of(row));
    } else if ((modifiers & Qt::ControlModifier) != 0) {
        selection_.toggle(key_of(row));
    } else {
        selection_.choose(key_of(row));
    }
    tell_selection();
}

void PlaylistViewModel::click(int row) {
    select(row, static_cast<int>(QGuiApplication::keyboardModifiers()));
}

void PlaylistViewModel::selectAll() {
    selection_.take_all(keys());
    tell_selection();
}

bool PlaylistViewModel::isSelected(int row) const {
    return has(row) && selection_.contains(key_of(row));
}

void PlaylistViewModel::tell_selection() {
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
    }
    Q_EMIT selectionChanged();
}

QVariant PlaylistViewModel::data(const QModelIndex& index, int role) const {
    if (!has(index.row())) {
        return {};
    }
    const std::size_t entry = order_[static_cast<std::size_t>(index.row())];
    const auto track = songs_->track(entry);
    const PlaylistEntry& kept = (*songs_->entries)[entry];
    switch (role) {
        case TrackIdRole:
            return QVariant::fromValue<qint64>(track ? track->id.value() : 0);
        case Qt::DisplayRole:
        case TitleRole:
            return title_of(index.row());
        case ArtistRole:
            return track ? plain_text(track->artist) : plain_text(kept.artist);
        case AlbumRole:
            return track ? plain_text(track->album) : plain_text(kept.album);
        case LengthRole:
            return clock_text(Milliseconds(songs_->lengths[entry]));
        case MissingRole:
            return songs_->missing(entry);
        case SelectedRole:
            return isSelected(index.row());
        default:
            return {};
    }
}

QHash<int, QByteArray> PlaylistViewModel::roleNames() const {
    return {{TrackIdRole, "trackId"},  {TitleRole, "title"},   {ArtistRole, "artist"},
            {AlbumRole, "album"},      {LengthRole, "length"}, {MissingRole, "missing"},
            {SelectedRole, "selected"}};
}

}  // namespace refrain
