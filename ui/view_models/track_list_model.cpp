#include "ui/view_models/track_list_model.h"

#include "ui/view_models/track_columns_view_model.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

#include <QGuiApplication>
#include <QStringList>

namespace refrain {

namespace {

/// No album has more tracks than are looked at for a second disc.
constexpr int longest_disc = 200;

bool same_album(const TrackRow& a, const TrackRow& b) {
    return a.album == b.album && a.grouping_artist() == b.grouping_artist();
}

}  // namespace

TrackListModel::TrackListModel(QObject* parent) : TrackRowsModel(parent) {}

TrackListModel::Content TrackListModel::prepare(LibraryPtr library, std::vector<std::uint32_t> rows,
                                                const Selection& selection) {
    Content content{std::move(library),
                    std::make_shared<const std::vector<std::uint32_t>>(std::move(rows)),
                    {},
                    selection.clicks};
    const int anchor = selection.selected.anchor();
    const bool anchored = anchor >= 0 && anchor < static_cast<int>(selection.rows->size());
    if (selection.selected.empty() && !anchored) {
        return content;
    }
    // By the tracks' places in the library that is to be shown.
    std::vector<bool> wanted(content.library->size());
    const bool same = content.library == selection.library;
    const auto place_of = [&](int row) -> std::optional<std::uint32_t> {
        const std::uint32_t before = (*selection.rows)[static_cast<std::size_t>(row)];
        return same ? std::optional(before) : content.library->row_of(selection.library->id_at(before));
    };
    for (const auto& interval : selection.selected.intervals()) {
        for (int row = interval.first; row < interval.last; ++row) {
            if (const auto place = place_of(row)) {
                wanted[*place] = true;
            }
        }
    }
    const auto anchor_place = anchored ? place_of(anchor) : std::nullopt;
    int anchor_row = -1;
    for (int row = 0; row < static_cast<int>(content.rows->size()); ++row) {
        const std::uint32_t place = (*content.rows)[static_cast<std::size_t>(row)];
        if (wanted[place]) {
            content.selected.append(row);
        }
        if (place == anchor_place) {
            anchor_row = row;
        }
    }
    content.selected.set_anchor(anchor_row);
    return content;
}

void TrackListModel::show(Content content, Discs discs) {
    if (content.clicks != clicks_) {
        // A click came while the rows were sorted.
        content = prepare(std::move(content.library), *content.rows, selection());
    }
    const int before = count();
    const int after = static_cast<int>(content.rows->size());
    const bool other_selection = content.selected.size() != selected_.size();
    if (after > before) {
        beginInsertRows({}, before, after - 1);
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
    }
    library_ = std::move(content.library);
    rows_ = std::move(content.rows);
    selected_ = std::move(content.selected);
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
    if (other_selection) {
        Q_EMIT selectionChanged();
    }
}

MeantTracks TrackListModel::meant(int row) const {
    if (!row_at(row)) {
        return {library_, rows_, {}};
    }
    return {library_, rows_,
            isSelected(row) ? selected_.intervals() : std::vector<RowIntervals::Interval>{{row, row + 1}}};
}

int TrackListModel::meantCount(int row) const {
    return isSelected(row) ? selected_count() : row_at(row) ? 1 : 0;
}

void TrackListModel::select(int row, int modifiers) {
    if (!row_at(row)) {
        return;
    }
    const RowIntervals before = selected_;
    if ((modifiers & Qt::ShiftModifier) != 0) {
        selected_.extend(row);
    } else if ((modifiers & Qt::ControlModifier) != 0) {
        selected_.toggle(row);
    } else {
        selected_.choose(row);
    }
    tell_selection(before);
}

void TrackListModel::click(int row) {
    select(row, static_cast<int>(QGuiApplication::keyboardModifiers()));
}

void TrackListModel::selectAll() {
    const RowIntervals before = selected_;
    selected_.take_all(count());
    tell_selection(before);
}

void TrackListModel::selectNone() {
    const RowIntervals before = selected_;
    selected_.clear();
    tell_selection(before);
}

bool TrackListModel::isSelected(int row) const {
    return row_at(row) && selected_.contains(row);
}

void TrackListModel::tell_selection(const RowIntervals& before) {
    ++clicks_;
    // One range that has all that changed; views look at what they show of it.
    int first = count();
    int last = -1;
    for (const RowIntervals* selection : {&before, static_cast<const RowIntervals*>(&selected_)}) {
        if (!selection->empty()) {
            first = std::min(first, selection->intervals().front().first);
            last = std::max(last, selection->intervals().back().last - 1);
        }
    }
    if (first <= last) {
        Q_EMIT dataChanged(index(first), index(std::min(last, count() - 1)), {SelectedRole});
    }
    Q_EMIT selectionChanged();
}

void TrackListModel::set_columns(const QList<int>& columns) {
    if (columns == columns_) {
        return;
    }
    columns_ = columns;
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {CellsRole});
    }
    Q_EMIT columnsChanged();
}

std::optional<TrackView> TrackListModel::track_at(int row) const {
    return row < 0 || row >= count() ? std::nullopt
                                     : std::optional(library_->at((*rows_)[static_cast<std::size_t>(row)]));
}

const TrackRow* TrackListModel::row_at(int row) const {
    return row < 0 || row >= count() ? nullptr : &library_->row((*rows_)[static_cast<std::size_t>(row)]);
}

std::vector<TrackId> TrackListModel::ids_from(int row, int limit) const {
    std::vector<TrackId> ids;
    for (int i = std::max(row, 0); i < count() && static_cast<int>(ids.size()) < limit; ++i) {
        ids.push_back(library_->id_at((*rows_)[static_cast<std::size_t>(i)]));
    }
    return ids;
}

qint64 TrackListModel::trackIdAt(int row) const {
    return row_at(row) ? library_->id_at((*rows_)[static_cast<std::size_t>(row)]).value() : 0;
}

int TrackListModel::rowOf(qint64 track_id) const {
    const auto wanted = library_->row_of(TrackId(track_id));
    const auto it = wanted ? std::find(rows_->begin(), rows_->end(), *wanted) : rows_->end();
    return it == rows_->end() ? -1 : static_cast<int>(it - rows_->begin());
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

QString TrackListModel::cell(const TrackView& track, int column) const {
    switch (column) {
        case TrackColumnsViewModel::Artist:
            return plain_text(track.artist);
        case TrackColumnsViewModel::AlbumArtist:
            return plain_text(track.album_artist);
        case TrackColumnsViewModel::Album:
            return plain_text(track.album);
        case TrackColumnsViewModel::Genre:
            return plain_text(genre_line(track.genres));
        case TrackColumnsViewModel::Year:
            return track.year > 0 ? QString::number(track.year) : QString();
        case TrackColumnsViewModel::Added:
            return track.added_at == UtcTime{} ? QString() : day_text(track.added_at);
        case TrackColumnsViewModel::BitRate:
            return track.bitrate_kbps > 0 ? QString::number(track.bitrate_kbps) : QString();
        case TrackColumnsViewModel::Path:
            return plain_text(track.path());
        case TrackColumnsViewModel::Length:
            return clock_text(track.duration);
        default:
            return {};
    }
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
        case CellsRole: {
            QStringList cells;
            for (const int column : columns_) {
                cells.push_back(cell(*track, column));
            }
            return cells;
        }
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
    return {{TrackIdRole, "trackId"},   {TitleRole, "title"}, {ArtistRole, "artist"},    {CellsRole, "cells"},
            {HasCoverRole, "hasCover"}, {DiscRole, "disc"},   {SelectedRole, "selected"}};
}

}  // namespace refrain
