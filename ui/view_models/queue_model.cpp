#include "ui/view_models/queue_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

#include <QGuiApplication>

namespace refrain {

namespace {

using Rows = std::vector<const QueueEntry*>;

std::vector<std::int64_t> ids_of(const Rows& rows) {
    std::vector<std::int64_t> ids;
    ids.reserve(rows.size());
    for (const QueueEntry* entry : rows) {
        ids.push_back(entry->id.value());
    }
    return ids;
}

Rows::iterator at(Rows& rows, int row) {
    return rows.begin() + static_cast<std::ptrdiff_t>(row);
}

Rows::const_iterator at(const Rows& rows, int row) {
    return rows.begin() + static_cast<std::ptrdiff_t>(row);
}

std::vector<QueueEntryId> entries_of(const Rows& rows, const std::vector<int>& wanted) {
    std::vector<QueueEntryId> entries;
    entries.reserve(wanted.size());
    for (const int row : wanted) {
        entries.push_back(rows[static_cast<std::size_t>(row)]->id);
    }
    return entries;
}

QString title_of(const QueueEntry& entry) {
    return display_title(entry.title, entry.path);
}

}  // namespace

QueueModel::QueueModel(Player& player, PlayerEvents& events, NoticeViewModel& notices, QObject* parent)
    : QAbstractListModel(parent), player_(player), notices_(notices) {
    connect(&events, &PlayerEvents::picture_changed, this, &QueueModel::take);
    take(events.picture());
}

void QueueModel::take(const PlayerPicture& picture) {
    const bool other_queue = picture.queue != queue_;
    const bool other_place = current_ != picture.status.current || auto_from_ != picture.status.auto_from;
    if (other_queue) {
        take_queue(picture.queue);
    }
    if (other_queue || other_place) {
        take_current(picture.status.current, picture.status.auto_from);
        sum_up();
    }
    if (can_undo_ != picture.status.can_undo) {
        can_undo_ = picture.status.can_undo;
        Q_EMIT canUndoChanged();
    }
}

void QueueModel::take_queue(const QueuePtr& queue) {
    Rows next;
    next.reserve(queue->size());
    for (const QueueEntry& entry : *queue) {
        next.push_back(&entry);
    }
    // Rows of both are in the list while the view is led from one to the other.
    const QueuePtr before = std::exchange(queue_, queue);
    if (const auto changes = row_changes(ids_of(rows_), ids_of(next))) {
        for (const RowChange& change : *changes) {
            apply(change, next);
        }
        rows_ = std::move(next);
        if (!rows_.empty()) {
            Q_EMIT dataChanged(index(0), index(count() - 1));
        }
    } else {
        beginResetModel();
        rows_ = std::move(next);
        endResetModel();
    }
    if (selection_.keep(ids_of(rows_))) {
        tell_selection();
    }
}

void QueueModel::apply(const RowChange& change, const Rows& next) {
    switch (change.kind) {
        case RowChange::Kind::remove:
            beginRemoveRows({}, change.row, change.row + change.count - 1);
            rows_.erase(at(rows_, change.row), at(rows_, change.row + change.count));
            endRemoveRows();
            break;
        case RowChange::Kind::move:
            beginMoveRows({}, change.row, change.row, {}, change.target);
            std::rotate(at(rows_, change.target), at(rows_, change.row), at(rows_, change.row + 1));
            endMoveRows();
            break;
        case RowChange::Kind::insert:
            beginInsertRows({}, change.row, change.row + change.count - 1);
            rows_.insert(at(rows_, change.row), at(next, change.target),
                         at(next, change.target + change.count));
            endInsertRows();
            break;
    }
}

void QueueModel::take_current(int current, int auto_from) {
    // What changed its section lies between the old places and the new ones.
    const int last = count() - 1;
    const auto tell = [&](int a, int b) {
        const int first = std::clamp(std::min(a, b), 0, std::max(last, 0));
        if (a != b && last >= 0) {
            Q_EMIT dataChanged(index(first), index(std::clamp(std::max(a, b), first, last)),
                               {CurrentRole, AutomaticRole, UpcomingRole, SectionRole});
        }
    };
    const int current_before = std::exchange(current_, current);
    const int auto_before = std::exchange(auto_from_, auto_from);
    tell(current_before, current_);
    tell(auto_before, auto_from_);
    if (current_before != current_) {
        Q_EMIT currentRowChanged();
    }
}

void QueueModel::sum_up() {
    Milliseconds to_come{0};
    for (int row = current_ + 1; row < count(); ++row) {
        to_come += rows_[static_cast<std::size_t>(row)]->duration;
    }
    const int upcoming = std::max(0, count() - current_ - 1);
    const QString length = clock_text(to_come);
    summary_ = upcoming == 0 ? tr("Nothing more to come") : tr("%n to come", nullptr, upcoming);
    if (!length.isEmpty()) {
        summary_ += QStringLiteral(" · ") + length;
    }
    Q_EMIT countChanged();
}

void QueueModel::retranslate() {
    sum_up();
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0), index(count() - 1));
    }
}

const QueueEntry* QueueModel::entry_at(int row) const {
    return row >= 0 && row < count() ? rows_[static_cast<std::size_t>(row)] : nullptr;
}

void QueueModel::play(int row) {
    if (const QueueEntry* entry = entry_at(row)) {
        player_.jump_to(entry->id);
    }
}

std::vector<int> QueueModel::meant(int row) const {
    const QueueEntry* entry = entry_at(row);
    if (!entry) {
        return {};
    }
    if (!selection_.contains(entry->id.value())) {
        return {row};
    }
    std::vector<int> rows;
    for (int i = 0; i < count(); ++i) {
        if (selection_.contains(entry_at(i)->id.value())) {
            rows.push_back(i);
        }
    }
    return rows;
}

void QueueModel::remove(int row) {
    const std::vector<int> rows = meant(row);
    if (rows.empty()) {
        return;
    }
    const QString text = rows.size() == 1 ? tr("Removed “%1”").arg(title_of(*entry_at(rows.front())))
                                          : tr("Removed %n song(s)", nullptr, static_cast<int>(rows.size()));
    player_.remove(entries_of(rows_, rows));
    offer_undo(text);
}

void QueueModel::move_rows(const std::vector<int>& rows, int gap) {
    // Counted without what moves: that is where the first of them will stand.
    const auto leaving = std::lower_bound(rows.begin(), rows.end(), gap) - rows.begin();
    if (!rows.empty()) {
        player_.move(entries_of(rows_, rows), gap - static_cast<int>(leaving));
    }
}

void QueueModel::moveBefore(int row, int gap) {
    move_rows(meant(row), std::clamp(gap, 0, count()));
}

void QueueModel::moveBy(int row, int by) {
    const std::vector<int> rows = meant(row);
    if (rows.empty() || (by < 0 && rows.front() == 0) || (by > 0 && rows.back() == count() - 1)) {
        return;
    }
    move_rows(rows, by < 0 ? rows.front() - 1 : rows.back() + 2);
}

void QueueModel::move(int row, int target) {
    const QueueEntry* entry = entry_at(row);
    target = std::clamp(target, 0, std::max(0, count() - 1));
    if (entry && target != row) {
        player_.move(entry->id, target);
    }
}

void QueueModel::playNext(int row) {
    std::vector<int> rows = meant(row);
    std::erase(rows, current_);
    move_rows(rows, current_ + 1);
}

void QueueModel::select(int row, int modifiers) {
    const QueueEntry* entry = entry_at(row);
    if (!entry) {
        return;
    }
    if ((modifiers & Qt::ShiftModifier) != 0) {
        selection_.extend(ids_of(rows_), entry->id.value());
    } else if ((modifiers & Qt::ControlModifier) != 0) {
        selection_.toggle(entry->id.value());
    } else {
        selection_.choose(entry->id.value());
    }
    tell_selection();
}

void QueueModel::click(int row) {
    select(row, static_cast<int>(QGuiApplication::keyboardModifiers()));
}

void QueueModel::selectAll() {
    selection_.take_all(ids_of(rows_));
    tell_selection();
}

void QueueModel::selectNone() {
    selection_.clear();
    tell_selection();
}

bool QueueModel::isSelected(int row) const {
    const QueueEntry* entry = entry_at(row);
    return entry && selection_.contains(entry->id.value());
}

void QueueModel::tell_selection() {
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
    }
    Q_EMIT selectionChanged();
}

void QueueModel::clear() {
    if (const int entries = count(); entries > 0) {
        player_.clear();
        offer_undo(tr("Cleared %n song(s)", nullptr, entries));
    }
}

void QueueModel::undo() {
    if (can_undo_) {
        player_.undo();
        notices_.tell(tr("The last change of the queue is taken back."));
    }
}

int QueueModel::rowOf(qint64 entry_id) const {
    const auto it = std::find_if(rows_.begin(), rows_.end(), [entry_id](const QueueEntry* entry) {
        return entry->id.value() == entry_id;
    });
    return it == rows_.end() ? -1 : static_cast<int>(it - rows_.begin());
}

void QueueModel::offer_undo(const QString& text) {
    notices_.tell(text, tr("Undo"), [this] { player_.undo(); });
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QString QueueModel::section(int row) const {
    if (row < current_) {
        return QStringLiteral("played");
    }
    if (row == current_) {
        return QStringLiteral("current");
    }
    return row < auto_from_ ? QStringLiteral("next") : QStringLiteral("guess");
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    const QueueEntry* entry = entry_at(index.row());
    if (!entry) {
        return {};
    }
    switch (role) {
        case EntryIdRole:
            return QVariant::fromValue<qint64>(entry->id.value());
        case TrackIdRole:
            return QVariant::fromValue<qint64>(entry->track.value());
        case Qt::DisplayRole:
        case TitleRole:
            return title_of(*entry);
        case ArtistRole:
            return plain_text(entry->artist);
        case AlbumRole:
            return plain_text(entry->album);
        case LengthRole:
            return clock_text(entry->duration);
        case ReasonRole:
            return said(entry->reason);
        case CurrentRole:
            return index.row() == current_;
        case AutomaticRole:
            return index.row() >= auto_from_;
        case UpcomingRole:
            return index.row() > current_;
        case SectionRole:
            return section(index.row());
        case SelectedRole:
            return selection_.contains(entry->id.value());
        default:
            return {};
    }
}

QHash<int, QByteArray> QueueModel::roleNames() const {
    return {{EntryIdRole, "entryId"},   {TrackIdRole, "trackId"}, {TitleRole, "title"},
            {ArtistRole, "artist"},     {AlbumRole, "album"},     {LengthRole, "length"},
            {ReasonRole, "reason"},     {CurrentRole, "current"}, {AutomaticRole, "automatic"},
            {UpcomingRole, "upcoming"}, {SectionRole, "section"}, {SelectedRole, "selected"}};
}

}  // namespace refrain
