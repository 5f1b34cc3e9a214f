#include "ui/view_models/songs_view_model.h"

#include <utility>
#include <vector>

namespace refrain {

namespace {

SortColumn sort_column_of(SongsViewModel::Column column) {
    switch (column) {
        case SongsViewModel::Column::Title:
            return SortColumn::title;
        case SongsViewModel::Column::Artist:
            return SortColumn::artist;
        case SongsViewModel::Column::Album:
            return SortColumn::album;
        case SongsViewModel::Column::Length:
            return SortColumn::duration;
        case SongsViewModel::Column::Added:
            return SortColumn::added;
    }
    return SortColumn::title;
}

TrackListModel::Discs discs_of(SongsViewModel::Column column) {
    switch (column) {
        case SongsViewModel::Column::Album:
            return TrackListModel::Discs::all;
        case SongsViewModel::Column::Artist:
            return TrackListModel::Discs::of_one_artist;
        case SongsViewModel::Column::Title:
        case SongsViewModel::Column::Length:
        case SongsViewModel::Column::Added:
            break;
    }
    return TrackListModel::Discs::none;
}

struct Sorted {
    std::shared_ptr<const TrackOrder> order;
    std::vector<std::uint32_t> rows;
};

}  // namespace

SongsViewModel::SongsViewModel(LibraryChanges& library, QObject* parent)
    : QObject(parent), library_(library), tracks_(this) {
    connect(&library_, &LibraryChanges::changed, this, &SongsViewModel::refresh);
    refresh();
}

void SongsViewModel::sortBy(Column column) {
    // Newest first is what "added" is asked for.
    descending_ = column == column_ ? !descending_ : column == Column::Added;
    column_ = column;
    Q_EMIT sortChanged();
    refresh();
}

void SongsViewModel::refresh() {
    task_.start(
        [picture = library_.current(), order = order_, column = sort_column_of(column_),
         descending = descending_](const std::atomic<bool>& cancelled) {
            Sorted sorted{order, {}};
            if (!sorted.order || sorted.order->library() != picture) {
                sorted.order = std::make_shared<const TrackOrder>(picture, cancelled);
            }
            if (!cancelled) {
                sorted.rows = sorted.order->rows(column, descending);
            }
            return sorted;
        },
        [this, discs = discs_of(column_)](Sorted sorted) {
            order_ = std::move(sorted.order);
            tracks_.show(order_->library(), std::move(sorted.rows), discs);
        });
}

}  // namespace refrain
