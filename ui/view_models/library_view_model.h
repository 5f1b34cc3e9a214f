// What the window knows of the library as a whole: whether there is any music yet, the scan in progress, and
// the files that could not be read. GUI thread; the disk is asked beside it.
// What can fail: reading the list of failures; then the list stays as it was.
#pragma once

#include "ui/background.h"
#include "ui/view_models/keyed_list_model.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace refrain {

struct FailureRow {
    std::int64_t id = 0;
    QString path, reason;

    std::int64_t key() const { return id; }
    friend bool operator==(const FailureRow&, const FailureRow&) = default;
};

class FailuresModel : public KeyedListModel<FailureRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("LibraryViewModel fills it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Folders that are away.
    Q_PROPERTY(int awayCount READ away_count NOTIFY countChanged)
  public:
    enum Role { PathRole = Qt::UserRole + 1, ReasonRole };
    using KeyedListModel::KeyedListModel;

    int count() const { return rowCount(); }
    int away_count() const { return away_; }
    void show(const std::vector<Library::Failure>& failures);

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void countChanged();

  private:
    int away_ = 0;
};

class LibraryViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(int trackCount READ track_count NOTIFY changed)
    Q_PROPERTY(QString countText READ count_text NOTIFY changed)
    Q_PROPERTY(bool firstRun READ first_run NOTIFY changed)
    Q_PROPERTY(bool empty READ empty NOTIFY changed)
    Q_PROPERTY(bool scanning READ scanning NOTIFY changed)
    Q_PROPERTY(QString progressText READ progress_text NOTIFY changed)
    Q_PROPERTY(double progressShare READ progress_share NOTIFY changed)
    Q_PROPERTY(QString suggestedFolder READ suggested_folder CONSTANT)
    Q_PROPERTY(QString suggestedFolderName READ suggested_folder_name CONSTANT)
    Q_PROPERTY(refrain::FailuresModel* failures READ failures CONSTANT)
    /// The folders of the library, in full.
    Q_PROPERTY(QStringList folders READ folders NOTIFY changed)
    /// How changes in them are noticed; empty while nobody looks.
    Q_PROPERTY(QString watchText READ watch_text NOTIFY changed)
    Q_PROPERTY(bool measuringWanted READ measuring_wanted NOTIFY loudnessChanged)
    Q_PROPERTY(bool measuring READ measuring NOTIFY loudnessChanged)
    Q_PROPERTY(QString measuringText READ measuring_text NOTIFY loudnessChanged)
    Q_PROPERTY(double measuringShare READ measuring_share NOTIFY loudnessChanged)
  public:
    LibraryViewModel(Library& library, LibraryChanges& changes, Background& background,
                     QString suggested_folder, QObject* parent = nullptr);

    int track_count() const { return tracks_; }
    /// "1,204 songs".
    QString count_text() const;
    /// No folder was ever chosen, and the library is known to be empty.
    bool first_run() const { return roots_known_ && !has_roots_ && tracks_ == 0 && !scanning_; }
    /// Folders were chosen and hold no music that could be read.
    bool empty() const { return roots_known_ && has_roots_ && tracks_ == 0 && !scanning_; }
    bool scanning() const { return scanning_; }
    QString progress_text() const;
    /// In [0, 1]; negative while the walk has not found everything yet.
    double progress_share() const;
    const QString& suggested_folder() const { return suggested_folder_; }
    /// The last part of the path.
    QString suggested_folder_name() const;
    FailuresModel* failures() { return &failures_; }
    const QStringList& folders() const { return folders_; }
    QString watch_text() const;
    /// There is music whose tags do not state its loudness.
    bool measuring_wanted() const { return loudness_.wanted > 0; }
    bool measuring() const { return loudness_.running; }
    /// "1,204 of 3,000 songs measured".
    QString measuring_text() const;
    /// In [0, 1].
    double measuring_share() const;

    /// The language has changed.
    void retranslate();
    Q_INVOKABLE void addFolder(const QUrl& folder);
    Q_INVOKABLE void addSuggestedFolder();
    /// Leaves `folders`[index] out from now on; nothing is deleted.
    Q_INVOKABLE void removeFolder(int index);
    Q_INVOKABLE void rescan();
    /// What cannot be found was deleted.
    Q_INVOKABLE void believeMissing();
    Q_INVOKABLE void cancelScan();
    Q_INVOKABLE void measureLoudness();
    Q_INVOKABLE void cancelLoudness();

  Q_SIGNALS:
    void changed();
    void loudnessChanged();

  private:
    void take(const LibraryPtr& picture);
    void read_from_disk();

    Library& library_;
    Background& background_;
    QString suggested_folder_;
    FailuresModel failures_;
    int tracks_ = 0;
    bool roots_known_ = false;
    bool has_roots_ = false;
    bool scanning_ = false;
    ScanProgress progress_;
    QStringList folders_;
    /// The same as bytes: a name need not be text.
    std::vector<std::string> roots_;
    std::vector<WatchedRoot> watched_;
    LoudnessProgress loudness_;
    LatestTask task_{this};
};

}  // namespace refrain
