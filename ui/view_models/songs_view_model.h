// The page of all songs: which column they are sorted by, and the sorted list. GUI thread; sorting runs
// beside it and the list stays as it was until the new order is ready. Nothing fails.
#pragma once

#include "library_scanner/ratings/ratings.h"
#include "library_scanner/store/track_order.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/track_columns_view_model.h"
#include "ui/view_models/track_list_model.h"

#include <memory>

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class SongsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(refrain::TrackListModel* tracks READ tracks CONSTANT)
    /// TrackColumnsViewModel::Column.
    Q_PROPERTY(int sortColumn READ sort_column NOTIFY sortChanged)
    Q_PROPERTY(bool descending READ descending NOTIFY sortChanged)
  public:
    using Column = TrackColumnsViewModel::Column;

    SongsViewModel(LibraryChanges& library, const Ratings& ratings, QObject* parent = nullptr);

    TrackListModel* tracks() { return &tracks_; }
    int sort_column() const { return column_; }
    bool descending() const { return descending_; }

    /// The same column again turns the direction. What is no column is ignored.
    Q_INVOKABLE void sortBy(int column);

  Q_SIGNALS:
    void sortChanged();

  private:
    void refresh();

    LibraryChanges& library_;
    const Ratings& ratings_;
    TrackListModel tracks_;
    Column column_ = TrackColumnsViewModel::Artist;
    bool descending_ = false;
    /// In the listener's language.
    std::shared_ptr<const Collation> collation_;
    /// Of the library picture last sorted; kept so that another column is a matter of milliseconds.
    std::shared_ptr<const TrackOrder> order_;
    LatestTask task_{this};
};

}  // namespace refrain
