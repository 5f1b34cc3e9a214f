#include "ui/view_models/track_list_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

namespace refrain {

namespace {

/// No album has more tracks than are looked at for a second disc.
constexpr int longest_disc = 200;

bool same_album(const Track& a, const Track& b) {
    return a.album == b.album && a.grouping_artist() == b.grouping_artist();
}

}  // namespace

TrackListModel::TrackListModel(QObject* parent) : QAbstractListModel(parent) {}

void TrackListModel::show(LibraryPtr library, std::vector<std::uint32_t> rows, Discs discs) {
    const int before = count();
    const int after = static_cast<int>(rows.size());
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
}

const Track* TrackListModel::track_at(int row) const {
    if (row < 0 || row >= count()) {
        return nullptr;
    }
    return &library_->tracks()[rows_[static_cast<std::size_t>(row)]];
}

std::vector<TrackId> TrackListModel::ids_from(int row, int limit) const {
    std::vector<TrackId> ids;
    for (int i = std::max(row, 0); i < count() && static_cast<int>(ids.size()) < limit; ++i) {
        ids.push_back(track_at(i)->id);
    }
    return ids;
}

qint64 TrackListModel::trackIdAt(int row) const {
    const Track* track = track_at(row);
    return track ? track->id.value() : 0;
}

int TrackListModel::rowOf(qint64 track_id) const {
    const auto it = std::find_if(rows_.begin(), rows_.end(), [&](std::uint32_t row) {
        return library_->tracks()[row].id.value() == track_id;
    });
    return it == rows_.end() ? -1 : static_cast<int>(it - rows_.begin());
}

QString TrackListModel::disc_at(int row) const {
    const Track* track = track_at(row);
    if (discs_ == Discs::none || !track || track->disc_number <= 0 || track->album.empty() ||
        (discs_ == Discs::of_one_artist && track->artist != track->grouping_artist())) {
        return {};
    }
    // Another disc of the album stands right before or behind this one.
    const auto another_disc = [&](int step) {
        for (int i = 1; i <= longest_disc; ++i) {
            const Track* other = track_at(row + step * i);
            if (!other || !same_album(*other, *track)) {
                return false;
            }
            if (other->disc_number > 0 && other->disc_number != track->disc_number) {
                return true;
            }
        }
        return false;
    };
    return another_disc(1) || another_disc(-1)
               ? QStringLiteral("%1\n%2").arg(plain_text(track->album)).arg(track->disc_number)
               : QString();
}

int TrackListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant TrackListModel::data(const QModelIndex& index, int role) const {
    const Track* track = track_at(index.row());
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
        default:
            return {};
    }
}

QHash<int, QByteArray> TrackListModel::roleNames() const {
    return {{TrackIdRole, "trackId"}, {TitleRole, "title"},   {ArtistRole, "artist"},
            {AlbumRole, "album"},     {LengthRole, "length"}, {HasCoverRole, "hasCover"},
            {DiscRole, "disc"}};
}

}  // namespace refrain
