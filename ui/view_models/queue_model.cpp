#include "ui/view_models/queue_model.h"

#include "ui/view_models/track_text.h"

#include <utility>

namespace refrain {

QueueModel::QueueModel(Player& player, PlayerEvents& events, QObject* parent)
    : KeyedListModel(parent), player_(player) {
    connect(&events, &PlayerEvents::state_changed, this, &QueueModel::take);
    take(events.state());
}

void QueueModel::take(const PlayerState& state) {
    std::vector<QueueRow> rows;
    rows.reserve(state.queue.size());
    Milliseconds to_come{0};
    int upcoming = 0;
    for (std::size_t i = 0; i < state.queue.size(); ++i) {
        const QueueEntry& entry = state.queue[i];
        const int index = static_cast<int>(i);
        QueueRow row;
        row.entry = entry.id;
        row.track = entry.track;
        row.title = display_title(entry.title, entry.path);
        row.artist = plain_text(entry.artist);
        row.album = plain_text(entry.album);
        row.length = clock_text(entry.duration);
        row.reason = plain_text(entry.reason);
        row.current = index == state.current;
        row.automatic = index >= state.auto_from;
        row.upcoming = index > state.current;
        if (row.upcoming) {
            ++upcoming;
            to_come += entry.duration;
        }
        rows.push_back(std::move(row));
    }
    const int before = count();
    replace(std::move(rows));
    const QString summary =
        upcoming == 0 ? tr("Nothing more to come")
                      : tr("%n to come", nullptr, upcoming) + QStringLiteral(" · ") + clock_text(to_come);
    if (before != count() || summary != summary_) {
        summary_ = summary;
        Q_EMIT countChanged();
    }
    if (current_ != state.current) {
        current_ = state.current;
        Q_EMIT currentRowChanged();
    }
}

void QueueModel::play(int row) {
    if (const QueueRow* entry = row_at(row)) {
        player_.jump_to(entry->entry);
    }
}

void QueueModel::remove(int row) {
    if (const QueueRow* entry = row_at(row)) {
        player_.remove(entry->entry);
    }
}

void QueueModel::moveUp(int row) {
    move(row, row - 1);
}

void QueueModel::moveDown(int row) {
    move(row, row + 1);
}

void QueueModel::move(int row, int target) {
    const QueueRow* entry = row_at(row);
    if (entry && row_at(target)) {
        player_.move(entry->entry, target);
    }
}

void QueueModel::clear() {
    player_.clear();
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    const QueueRow* row = row_at(index.row());
    if (!row) {
        return {};
    }
    switch (role) {
        case EntryIdRole:
            return QVariant::fromValue<qint64>(row->entry.value());
        case TrackIdRole:
            return QVariant::fromValue<qint64>(row->track.value());
        case Qt::DisplayRole:
        case TitleRole:
            return row->title;
        case ArtistRole:
            return row->artist;
        case AlbumRole:
            return row->album;
        case LengthRole:
            return row->length;
        case ReasonRole:
            return row->reason;
        case CurrentRole:
            return row->current;
        case AutomaticRole:
            return row->automatic;
        case UpcomingRole:
            return row->upcoming;
        default:
            return {};
    }
}

QHash<int, QByteArray> QueueModel::roleNames() const {
    return {{EntryIdRole, "entryId"},  {TrackIdRole, "trackId"}, {TitleRole, "title"},
            {ArtistRole, "artist"},    {AlbumRole, "album"},     {LengthRole, "length"},
            {ReasonRole, "reason"},    {CurrentRole, "current"}, {AutomaticRole, "automatic"},
            {UpcomingRole, "upcoming"}};
}

}  // namespace refrain
