#include "ui/view_models/queue_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

#include <QGuiApplication>

namespace refrain {

namespace {

/// Their places in the list: what is said about each depends on what plays.
const QList<int> place_roles{QueueModel::CurrentRole, QueueModel::AutomaticRole, QueueModel::UpcomingRole,
                             QueueModel::SectionRole};

RowSelection::Rows keys_of(QueueIdView ids) {
    RowSelection::Rows keys;
    keys.reserve(ids.size());
    for (const QueueEntryId id : ids) {
        keys.push_back(id.value());
    }
    return keys;
}

QueueIds entries_of(const QueueSnapshot& queue, const std::vector<int>& rows) {
    QueueIds entries;
    entries.reserve(rows.size());
    for (const int row : rows) {
        entries.push_back(queue.ids()[static_cast<std::size_t>(row)]);
    }
    return entries;
}

QString title_of(const QueueEntry& entry) {
    return display_title(entry.title, entry.path);
}

}  // namespace

QueueModel::QueueModel(Player& player, PlayerFollower& follower, NoticeViewModel& notices, QObject* parent)
    : QAbstractListModel(parent), player_(player), notices_(notices) {
    connect(&follower, &PlayerFollower::changed, this, &QueueModel::take);
    take(follower.state());
}

void QueueModel::take(const PlayerState& state) {
    const bool other_queue = !state.queue.same_as(queue_);
    if (other_queue) {
        take_queue(state.queue);
    }
    const int current_before = std::exchange(current_, state.current);
    const int auto_from_before = std::exchange(auto_from_, state.auto_from);
    const bool other_place = current_before != current_ || auto_from_before != auto_from_;
    if (other_queue && count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1), place_roles);
    } else if (other_place) {
        tell_places(current_before, auto_from_before);
    }
    if (current_before != current_) {
        Q_EMIT currentRowChanged();
    }
    if (other_queue || other_place) {
        sum_up();
    }
    if (can_undo_ != state.can_undo) {
        can_undo_ = state.can_undo;
        Q_EMIT canUndoChanged();
    }
}

void QueueModel::take_queue(const QueueSnapshot& next) {
    const QueueSnapshot before = queue_;
    const std::optional<QueueEdit> edit = queue_edit(before.ids(), next.ids());
    if (edit) {
        carry_out(*edit, next);
        forget_selected(edit->gone, before);
    } else {
        beginResetModel();
        queue_ = next;
        endResetModel();
        if (selection_.size() > 0 && selection_.keep(keys_of(queue_.ids()))) {
            tell_selection();
        }
    }
}

void QueueModel::carry_out(const QueueEdit& edit, const QueueSnapshot& next) {
    if (edit.move) {
        const auto [row, moved, target] = *edit.move;
        beginMoveRows({}, row, row + moved - 1, {}, target);
        queue_ = next;
        endMoveRows();
        return;
    }
    leaving_ = std::exchange(queue_, next);
    leaving_rows_ = static_cast<int>(leaving_.size());
    rest_ = static_cast<int>(next.size());
    for (const QueueEdit::Step& step : edit.steps) {
        const int last = step.row + step.count - 1;
        const bool removal = step.kind == QueueEdit::Step::Kind::remove;
        if (removal) {
            beginRemoveRows({}, step.row, last);
        } else {
            beginInsertRows({}, step.row, last);
        }
        leaving_rows_ = step.row;
        rest_ = step.rest;
        if (removal) {
            endRemoveRows();
        } else {
            endInsertRows();
        }
    }
    // What is left of the earlier picture is the same in both.
    leaving_ = {};
    leaving_rows_ = 0;
    rest_ = 0;
}

void QueueModel::forget_selected(const std::vector<QueueEdit::Range>& gone, const QueueSnapshot& before) {
    bool forgotten = false;
    for (const QueueEdit::Range& range : gone) {
        for (const QueueEntryId id : before.ids().subspan(static_cast<std::size_t>(range.row),
                                                          static_cast<std::size_t>(range.count))) {
            forgotten = selection_.forget(id.value()) || forgotten;
        }
    }
    if (forgotten) {
        tell_selection();
    }
}

void QueueModel::tell_places(int current_before, int auto_from_before) {
    // What changed its section lies between the old places and the new ones.
    const int last = count() - 1;
    const auto tell = [&](int a, int b) {
        const int first = std::clamp(std::min(a, b), 0, std::max(last, 0));
        if (a != b && last >= 0) {
            Q_EMIT dataChanged(index(first), index(std::clamp(std::max(a, b), first, last)), place_roles);
        }
    };
    tell(current_before, current_);
    tell(auto_from_before, auto_from_);
}

void QueueModel::sum_up() {
    const Milliseconds to_come = queue_.length_from(static_cast<std::size_t>(current_ + 1));
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
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1));
    }
}

const QueueEntry* QueueModel::entry_at(int row) const {
    if (row < 0 || row >= count()) {
        return nullptr;
    }
    return row < leaving_rows_ ? &leaving_[static_cast<std::size_t>(row)]
                               : &queue_[static_cast<std::size_t>(rest_ + row - leaving_rows_)];
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
    if (selection_.size() == 1 || !selection_.contains(entry->id.value())) {
        return {row};
    }
    std::vector<int> rows;
    int at = 0;
    for (const QueueEntryId id : queue_.ids()) {
        if (selection_.contains(id.value())) {
            rows.push_back(at);
        }
        ++at;
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
    player_.remove(entries_of(queue_, rows));
    offer_undo(text);
}

void QueueModel::move_rows(const std::vector<int>& rows, int gap) {
    // Counted without what moves: that is where the first of them will stand.
    const auto leaving = std::lower_bound(rows.begin(), rows.end(), gap) - rows.begin();
    if (!rows.empty()) {
        player_.move(entries_of(queue_, rows), gap - static_cast<int>(leaving));
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
        selection_.extend(keys_of(queue_.ids()), entry->id.value());
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
    selection_.take_all(keys_of(queue_.ids()));
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
    if (count() > 0) {
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
    const QueueIdView ids = queue_.ids();
    const auto it = std::find(ids.begin(), ids.end(), QueueEntryId(entry_id));
    return it == ids.end() ? -1 : static_cast<int>(it - ids.begin());
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
