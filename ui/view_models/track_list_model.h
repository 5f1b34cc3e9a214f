// Tracks of one library picture as a list for the views: an index per row, nothing more, so that 300,000 rows
// cost a megabyte and appear at once. Rows can be selected, and stay so in another order and in the library's
// next picture. GUI thread. Nothing fails; rows out of range give nothing.
#pragma once

#include "library_scanner/store/library_snapshot.h"
#include "ui/view_models/row_selection.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class TrackListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with the view model that fills it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int selectedCount READ selected_count NOTIFY selectionChanged)
  public:
    enum Role {
        TrackIdRole = Qt::UserRole + 1,
        TitleRole,
        ArtistRole,
        AlbumRole,
        LengthRole,
        HasCoverRole,
        /// Of an album with several discs, where headings are wanted: its name and the number of the disc,
        /// joined by a line feed; else empty.
        DiscRole,
        SelectedRole
    };
    /// Where the order of the rows lets an album's discs stand together: the albums of one artist, or all.
    enum class Discs { none, of_one_artist, all };

    explicit TrackListModel(QObject* parent = nullptr);

    /// Shows `rows`, indices into library->tracks(). Rows are exchanged in place, only the number of rows
    /// changes the structure: a view keeps its scroll position while a scan adds tracks.
    void show(LibraryPtr library, std::vector<std::uint32_t> rows, Discs discs = Discs::none);

    int count() const { return static_cast<int>(rows_.size()); }
    /// Nothing outside the list. Valid as long as library().
    std::optional<TrackView> track_at(int row) const;
    /// At most `limit` tracks from `row` on.
    std::vector<TrackId> ids_from(int row, int limit) const;
    /// What is meant when something is done to this row, in the order of the rows: the row, or the whole
    /// selection where the row is part of it.
    std::vector<TrackId> meant(int row) const;
    /// The picture of the library that the rows are of, and the indices of its tracks.
    const LibraryPtr& library() const { return library_; }
    const std::vector<std::uint32_t>& rows() const { return rows_; }

    int selected_count() const { return static_cast<int>(selection_.size()); }

    /// As a click does: alone, with Ctrl in addition (or no longer), with Shift all from the last one on.
    Q_INVOKABLE void select(int row, int modifiers = 0);
    /// select() with the keys that are held now.
    Q_INVOKABLE void click(int row);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void selectNone();
    Q_INVOKABLE bool isSelected(int row) const;
    /// How many rows meant() names.
    Q_INVOKABLE int meantCount(int row) const;

    /// 0 outside the list.
    Q_INVOKABLE qint64 trackIdAt(int row) const;
    /// -1 when it is not in the list.
    Q_INVOKABLE int rowOf(qint64 track_id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void countChanged();
    void selectionChanged();

  private:
    /// nullptr outside the list.
    const TrackRow* row_at(int row) const;
    QString disc_at(int row) const;
    RowSelection::Rows keys() const { return {rows_.begin(), rows_.end()}; }
    /// The selected tracks among those of another picture of the library.
    RowSelection selection_in(const LibrarySnapshot& library) const;
    void tell_selection();

    Discs discs_ = Discs::none;
    LibraryPtr library_ = std::make_shared<const LibrarySnapshot>();
    std::vector<std::uint32_t> rows_;
    /// By the index of the track.
    RowSelection selection_;
};

}  // namespace refrain
