// The recordings that are there more than once, one row for each copy, the best of a group first; looking for
// them, and giving one copy the history of the others. No music file is ever changed or deleted from here.
// GUI thread; the database is read beside it. What can fail: reading; then the rows stay as they were.
#pragma once

#include "library_scanner/identity/duplicates.h"
#include "ui/background.h"
#include "ui/view_models/keyed_list_model.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/notice_view_model.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

struct CopyRow {
    std::int64_t track = 0;
    /// Heads its group; how many copies that has.
    bool first = false;
    int copies = 0;
    QString title, artist;
    /// Name and folder of the file.
    QString file, folder;
    /// "FLAC · 44.1 kHz · 912 kbit/s · 3:05 · 24 MB".
    QString facts;
    /// What hangs on this copy alone; empty when nothing does.
    QString losing;
    bool best = false;
    /// Another copy of the group has a history.
    bool can_keep = false;
    std::string path;

    std::int64_t key() const { return track; }
    friend bool operator==(const CopyRow&, const CopyRow&) = default;
};

/// Pure but for the translator: GUI thread.
std::vector<CopyRow> copy_rows(const std::vector<DuplicateGroup>& groups);

class DuplicatesViewModel : public KeyedListModel<CopyRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// The rows have been read once.
    Q_PROPERTY(bool known READ known NOTIFY changed)
    /// "3 recordings more than once".
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    Q_PROPERTY(bool running READ running NOTIFY progressChanged)
    Q_PROPERTY(QString progressText READ progress_text NOTIFY progressChanged)
    Q_PROPERTY(double progressShare READ progress_share NOTIFY progressChanged)
  public:
    using Read = std::function<Result<std::vector<DuplicateGroup>>()>;
    enum Role {
        TrackRole = Qt::UserRole + 1,
        FirstRole,
        CopiesRole,
        TitleRole,
        ArtistRole,
        FileRole,
        FolderRole,
        FactsRole,
        LosingRole,
        BestRole,
        CanKeepRole
    };

    DuplicatesViewModel(Background& background, LibraryChanges& library, NoticeViewModel& notices, Read read,
                        QObject* parent = nullptr);

    int count() const { return rowCount(); }
    bool known() const { return known_; }
    QString summary() const;
    bool running() const { return progress_.running; }
    QString progress_text() const;
    /// In [0, 1]; negative before the first is done.
    double progress_share() const;

    /// The language has changed.
    void retranslate();
    /// Reads the groups; from then on they are followed.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void find();
    Q_INVOKABLE void cancel();
    /// The history of the others becomes that of the copy in this row. Can be undone.
    Q_INVOKABLE void keepHistory(int row);
    Q_INVOKABLE void showInFolder(int row);

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void changed();
    void progressChanged();

  private:
    void take(const DuplicatesProgress& progress);
    void tell_moved(TrackId kept, int others, bool back);
    void show(const std::vector<DuplicateGroup>& groups);

    Background& background_;
    NoticeViewModel& notices_;
    Read read_;
    DuplicatesProgress progress_;
    std::vector<DuplicateGroup> groups_;
    bool followed_ = false;
    bool known_ = false;
    QElapsedTimer last_read_;
    LatestTask task_{this};
};

}  // namespace refrain
