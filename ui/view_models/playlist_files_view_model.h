// Playlists from files of other players and into such. GUI thread; files are read and written beside it. What
// can fail: those, and files that are no playlists; then a notice says so. What of a file was not found in
// the library is kept in its playlist, and told here with its reason.
#pragma once

#include "library_scanner/playlists/playlist_transfer.h"
#include "ui/view_models/playlists_view_model.h"

#include <vector>

#include <QObject>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace refrain {

struct UnresolvedRow {
    std::int64_t number = 0;
    QString title, reason;

    std::int64_t key() const { return number; }
    friend bool operator==(const UnresolvedRow&, const UnresolvedRow&) = default;
};

/// What of the last imported file was not found.
class UnresolvedModel : public KeyedListModel<UnresolvedRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with PlaylistFilesViewModel")
  public:
    enum Role { TitleRole = Qt::UserRole + 1, ReasonRole };
    using KeyedListModel::KeyedListModel;

    void show(std::vector<UnresolvedRow> rows) { replace(std::move(rows)); }
    int rowCount(const QModelIndex& parent = {}) const override { return KeyedListModel::rowCount(parent); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
};

class PlaylistFilesViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// Of the last import: "37 of 40 songs of “Sunday” are in your library."
    Q_PROPERTY(QString report READ report NOTIFY reported)
    Q_PROPERTY(refrain::UnresolvedModel* unresolved READ unresolved CONSTANT)
    /// A file is being read or written.
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
  public:
    PlaylistFilesViewModel(Playlists& playlists, PlaylistsViewModel& list, LibraryChanges& library,
                           NoticeViewModel& notices, QObject* parent = nullptr);
    ~PlaylistFilesViewModel() override;

    const QString& report() const { return report_; }
    UnresolvedModel* unresolved() { return &unresolved_; }
    bool busy() const { return under_way_ > 0; }

    Q_INVOKABLE void importFrom(const QUrl& file);
    /// As XSPF where the file's name ends so, else as M3U8.
    Q_INVOKABLE void exportTo(qint64 playlist, const QUrl& file);

  Q_SIGNALS:
    /// An import ended, and some of its songs were not found.
    void reported();
    void busyChanged();

  private:
    struct Imported;
    void take(const Imported& imported);
    void count_work(int by);

    Playlists& playlists_;
    PlaylistsViewModel& list_;
    LibraryChanges& library_;
    NoticeViewModel& notices_;
    QString report_;
    UnresolvedModel unresolved_;
    int under_way_ = 0;
    OrderedTasks tasks_{this};
};

}  // namespace refrain
