// How many stars tracks have, and giving them; each can be taken back. GUI thread; the database is written
// beside it, and the stars change when it has been. What can fail: that; then a notice says so.
#pragma once

#include "library_scanner/ratings/ratings.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/track_rows_model.h"

#include <functional>
#include <vector>

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// "4½ stars", "No stars".
QString stars_text(Rating rating);

class RatingsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// Rises whenever halves() may answer differently; name it in a binding.
    Q_PROPERTY(int revision READ revision NOTIFY changed)
  public:
    RatingsViewModel(Ratings& ratings, LibraryChanges& library, NoticeViewModel& notices,
                     QObject* parent = nullptr);
    ~RatingsViewModel() override;

    int revision() const { return revision_; }

    /// Half stars, 0 to 10, as the listener says, else as the file does; -1 for a track that is not rated.
    Q_INVOKABLE int halves(qint64 track) const;
    /// The listener has rated it; what a file says can not be taken back.
    Q_INVOKABLE bool isRated(qint64 track) const;
    /// "4½ stars"; for -1 "Not rated".
    Q_INVOKABLE QString text(int halves) const;

    /// -1 takes the rating back. The notice offers to undo it.
    Q_INVOKABLE void rate(qint64 track, int halves);
    /// Of the row, or of the selection where the row is part of it.
    Q_INVOKABLE void rateRows(const refrain::TrackRowsModel* list, int row, int halves);

  Q_SIGNALS:
    void changed();

  private:
    /// Beside the GUI thread, as everything below: the list of what changes, and the writing of it.
    using MakeTracks = std::function<std::vector<TrackId>()>;
    void rate(MakeTracks tracks, QString said, int halves);
    /// `done` on the GUI thread, when it has been written; it gets what would bring back what was.
    using Changes = std::vector<RatingChange>;
    void write(std::function<Changes()> changes, std::function<void(const Changes& before)> done);
    /// The notice for `count` tracks, whose first is `track`.
    QString said(qint64 track, int count, int halves) const;

    Ratings& ratings_;
    LibraryChanges& library_;
    NoticeViewModel& notices_;
    RatingTablePtr table_;
    int subscription_ = 0;
    int revision_ = 0;
    /// One thread: ratings are written in the order in which they were given.
    QThreadPool pool_;
};

}  // namespace refrain
