// What every list has whose rows are songs: the songs that are meant when something is done to a row. Love,
// ratings, tags and playlists ask for no more than that of a list. GUI thread; MeantTracks on any. Nothing
// fails.
#pragma once

#include "library_scanner/store/library_snapshot.h"
#include "ui/view_models/row_intervals.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// Indices into library->tracks(), in the order of the rows; shared with those who work on them elsewhere.
using TrackRows = std::shared_ptr<const std::vector<std::uint32_t>>;

/// Tracks that something is done to, in the order of their rows. Cheap to make and to hand to another thread;
/// ids() costs what they are.
struct MeantTracks {
    LibraryPtr library;
    TrackRows rows;
    std::vector<RowIntervals::Interval> intervals;

    std::size_t size() const;
    std::vector<TrackId> ids() const;
    std::optional<TrackId> first() const;
    /// Calls `visit(TrackId)` for each while it returns true; says whether all did.
    template <class Visit>
    bool all(Visit visit) const {
        for (const auto& interval : intervals) {
            for (int row = interval.first; row < interval.last; ++row) {
                if (!visit(library->id_at((*rows)[static_cast<std::size_t>(row)]))) {
                    return false;
                }
            }
        }
        return true;
    }
};

class TrackRowsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Each list has its own")
  public:
    using QAbstractListModel::QAbstractListModel;

    /// What is meant when something is done to this row, in the order of the rows: the row, or the whole
    /// selection where the row is part of it. Without what the library does not have.
    virtual MeantTracks meant(int row) const = 0;
};

}  // namespace refrain
