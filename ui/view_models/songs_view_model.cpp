#include "ui/view_models/songs_view_model.h"

#include <string>
#include <utility>
#include <vector>

#include <QLocale>

namespace refrain {

namespace {

SortColumn sort_column_of(TrackColumnsViewModel::Column column) {
    switch (column) {
        case TrackColumnsViewModel::Title:
            return SortColumn::title;
        case TrackColumnsViewModel::Artist:
            return SortColumn::artist;
        case TrackColumnsViewModel::Album:
            return SortColumn::album;
        case TrackColumnsViewModel::Length:
            return SortColumn::duration;
        case TrackColumnsViewModel::Added:
            return SortColumn::added;
        case TrackColumnsViewModel::AlbumArtist:
            return SortColumn::album_artist;
        case TrackColumnsViewModel::Genre:
            return SortColumn::genre;
        case TrackColumnsViewModel::Year:
            return SortColumn::year;
        case TrackColumnsViewModel::BitRate:
            return SortColumn::bit_rate;
        case TrackColumnsViewModel::Path:
            return SortColumn::path;
        case TrackColumnsViewModel::Rating:
            break;
    }
    return SortColumn::title;
}

TrackListModel::Discs discs_of(TrackColumnsViewModel::Column column) {
    switch (column) {
        case TrackColumnsViewModel::Album:
        case TrackColumnsViewModel::AlbumArtist:
            return TrackListModel::Discs::all;
        case TrackColumnsViewModel::Artist:
            return TrackListModel::Discs::of_one_artist;
        case TrackColumnsViewModel::Title:
        case TrackColumnsViewModel::Length:
        case TrackColumnsViewModel::Added:
        case TrackColumnsViewModel::Genre:
        case TrackColumnsViewModel::Year:
        case TrackColumnsViewModel::BitRate:
        case TrackColumnsViewModel::Path:
        case TrackColumnsViewModel::Rating:
            break;
    }
    return TrackListModel::Discs::none;
}

/// Without a language (LANG=C) the order would be that of the bytes: "Zoo" before "apple".
std::string language() {
    const QLocale locale;
    return (locale.language() == QLocale::C ? QLocale(QLocale::English) : locale).name().toStdString();
}

/// For TrackOrder::rows_by: one more than the half stars of each row.
std::vector<std::int64_t> numbers_of(const RatingTable& ratings, const LibrarySnapshot& library) {
    std::vector<std::int64_t> numbers(library.size());
    const auto note = [&](std::uint32_t row, std::optional<Rating> rating) {
        numbers[row] = rating ? 1 + rating->half_stars() : 0;
    };
    library.each_row([&](std::uint32_t number, const TrackRow& row) {
        if (row.file_rating != TrackRow::no_rating) {
            note(number, Rating::from_percent(row.file_rating));
        }
    });
    for (const RatedTrack& rated : ratings.rated()) {
        if (const auto row = library.row_of(rated.track)) {
            note(*row, rated.rating);
        }
    }
    return numbers;
}

struct Sorted {
    std::shared_ptr<const TrackOrder> order;
    TrackListModel::Content content;
};

}  // namespace

SongsViewModel::SongsViewModel(LibraryChanges& library, const Ratings& ratings, QObject* parent)
    : QObject(parent),
      library_(library),
      ratings_(ratings),
      tracks_(this),
      collation_(std::make_shared<const Collation>(language())) {
    connect(&library_, &LibraryChanges::changed, this, &SongsViewModel::refresh);
    refresh();
}

void SongsViewModel::sortBy(int wanted) {
    if (wanted < 0 || wanted > TrackColumnsViewModel::Length) {
        return;
    }
    const auto column = static_cast<Column>(wanted);
    // The newest and the best are what these are asked for.
    const bool from_the_top = column == Column::Added || column == Column::Rating || column == Column::Year ||
                              column == Column::BitRate;
    descending_ = column == column_ ? !descending_ : from_the_top;
    column_ = column;
    Q_EMIT sortChanged();
    refresh();
}

void SongsViewModel::refresh() {
    task_.start(
        [picture = library_.current(), order = order_, collation = collation_, ratings = ratings_.table(),
         selection = tracks_.selection(), column = column_,
         descending = descending_](const std::atomic<bool>& cancelled) {
            Sorted sorted{order, {}};
            if (!sorted.order || sorted.order->library() != picture) {
                sorted.order = std::make_shared<const TrackOrder>(picture, collation);
            }
            if (cancelled) {
                return sorted;
            }
            auto rows = column == Column::Rating
                            ? sorted.order->rows_by(numbers_of(*ratings, *picture), descending, cancelled)
                            : sorted.order->rows(sort_column_of(column), descending, cancelled);
            if (!cancelled) {
                sorted.content = TrackListModel::prepare(picture, std::move(rows), selection);
            }
            return sorted;
        },
        [this, discs = discs_of(column_)](Sorted sorted) {
            order_ = std::move(sorted.order);
            tracks_.show(std::move(sorted.content), discs);
        });
}

}  // namespace refrain
