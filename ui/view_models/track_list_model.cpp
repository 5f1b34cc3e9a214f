#include "ui/view_models/track_list_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

#include <QGuiApplication>

namespace refrain {

namespace {

/// No album has more tracks than are looked at for a second disc.
constexpr int longest_disc = 200;

bool same_album(const TrackRow& a, const TrackRow& b) {
    return a.album == b.album && a.grouping_artist() == b.grouping_artist();
}

}  // namespace

TrackListModel::TrackListModel(QObject* parent) : QAbstractListModel(parent) {}

void TrackListModel::show(LibraryPtr library, std::vector<std::uint32_t> rows, Discs discs) {
    const int before = count();
    const int after = static_cast<int>(rows.size());
    const auto selected_before = selection_.size();
    if (selected_before > 0 && library != library_) {
        selection_ = selection_in(*library);
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
    }
    library_ = std::move(library);
    rows_ = std::move(rows);
    discs_ = discs;
    if (after > before) {
        endInsertRows();
    } else if (after < before) {
        endRemoveRows();
    }
    if (const int kept = std::min(before, after); kept > 0) {
        Q_EMIT dataChanged(index(0), index(kept - 1));
    }
    if (before != after) {
        Q_EMIT countChanged();
    }
    if (selected_before > 0) {
        selection_.keep(keys());
        if (selection_.size() != selected_before) {
            Q_EMIT selectionChanged();
        }
    }
}

RowSelection TrackListModel::selection_in(const LibrarySnapshot& library) const {
    RowSelection selection;
    for (const std::uint32_t row : rows_) {
        if (selection_.contains(row)) {
            if (const auto there = library.row_of(library_->id_at(row))) {
                selection.toggle(*there);
            }
        }
    }
    return selection;
}

std::vector<TrackId> TrackListModel::meant(int row) const {
    if (!isSelected(row) || selection_.size() == 1) {
        return ids_from(row, 1);
    }
    std::vector<TrackId> ids;
    ids.reserve(selection_.size());
    for (const std::uint32_t index : rows_) {
        if (selection_.contains(index)) {
            ids.push_back(library_->id_at(index));
        }
    }
    return ids;
}

int TrackListModel::meantCount(int row) const {
    return isSelected(row) ? selected_count() : row_at(row) ? 1 : 0;
}

void TrackListModel::select(int row, int modifiers) {
    if (!row_at(row)) {
        return;
    }
    const std::int64_t key = rows_[static_cast<std::size_t>(row)];
    if ((modifiers & Qt::ShiftModifier) != 0) {
        selection_.extend(keys(), key);
    } else if ((modifiers & Qt::ControlModifier) != 0) {
        selection_.toggle(key);
    } else {
        selection_.choose(key);
    }
    tell_selection();
}

void TrackListModel::click(int row) {
    select(row, static_cast<int>(QGuiApplication::keyboardModifiers()));
}

void TrackListModel::selectAll() {
    selection_.take_all(keys());
    tell_selection();
}

void TrackListModel::selectNone() {
    selection_.clear();
    tell_selection();
}

bool TrackListModel::isSelected(int row) const {
    return row_at(row) && selection_.contains(rows_[static_cast<std::size_t>(row)]);
}

void TrackListModel::tell_selection() {
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
    }
    Q_EMIT selectionChanged();
}

std::optional<TrackView> TrackListModel::track_at(int row) const {
    return row < 0 || row >= count() ? std::nullopt
                                     : std::optional(library_->at(rows_[static_cast<std::size_t>(row)]));
}

const TrackRow* TrackListModel::row_at(int row) const {
    return row < 0 || row >= count() ? nullptr : &library_->row(rows_[static_cast<std::size_t>(row)]);
}

std::vector<TrackId> TrackListModel::ids_from(int row, int limit) const {
    std::vector<TrackId> ids;
    for (int i = std::max(row, 0); i < count() && static_cast<int>(ids.size()) < limit; ++i) {
        ids.push_back(library_->id_at(rows_[static_cast<std::size_t>(i)]));
    }
    return ids;
}

qint64 TrackListModel::trackIdAt(int row) const {
    return row_at(row) ? library_->id_at(rows_[static_cast<std::size_t>(row)]).value() : 0;
}

int TrackListModel::rowOf(qint64 track_id) const {
    const auto wanted = library_->row_of(TrackId(track_id));
    const auto it = wanted ? std::find(rows_.begin(), rows_.end(), *wanted) : rows_.end();
    return it == rows_.end() ? -1 : static_cast<int>(it - rows_.begin());
}

QString TrackListModel::disc_at(int row) const {
    const TrackRow* track = row_at(row);
    if (discs_ == Discs::none || !track || track->disc_number <= 0 || track->album == no_text ||
        (discs_ == Discs::of_one_artist && track->artist != track->grouping_artist())) {
        return {};
    }
    // Another disc of the album stands right before or behind this one.
    const auto another_disc = [&](int step) {
        for (int i = 1; i <= longest_disc; ++i) {
            const TrackRow* other = row_at(row + step * i);
            if (!other || !same_album(*other, *track)) {
                return false;
            }
            if (other->disc_number > 0 && other->disc_number != track->disc_number) {
                return true;
            }
        }
        return false;
    };
    return another_disc(1) || another_disc(-1) ? QStringLiteral("%1\n%2")
                                                     .arg(plain_text(library_->texts().albums[track->album]))
                                                     .arg(track->disc_number)
                                               : QString();
}

int TrackListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant TrackListModel::data(const QModelIndex& index, int role) const {
    const auto track = track_at(index.row());
    if (!track) {
        return {};
    }
    switch (role) {
        case TrackIdRole:
            return QVariant::fromValue<qint64>(track->id.value());
        case Qt::DisplayRole:
        case TitleRole:
            return display_title(*track);
        case ArtistRole:
            return plain_text(track->artist);
        case AlbumRole:
            return plain_text(track->album);
        case LengthRole:
            return clock_text(track->duration);
        case HasCoverRole:
            return track->cover != CoverKind::none;
        case DiscRole:
            return disc_at(index.row());
        case SelectedRole:
            return isSelected(index.row());
        default:
            return {};
    }
}

QHash<int, QByteArray> TrackListModel::roleNames() const {
    return {{TrackIdRole, "trackId"}, {TitleRole, "title"},      {ArtistRole, "artist"},
            {AlbumRole, "album"},     {LengthRole, "length"},    {HasCoverRole, "hasCover"},
            {DiscRole, "disc"},       {SelectedRole, "selected"}};
}

}  // namespace refrain
