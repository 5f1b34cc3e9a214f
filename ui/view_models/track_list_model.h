// Tracks of one library picture as a list for the views: an index per row, nothing more, so that 300,000 rows
// cost a megabyte and appear at once. Rows can be selected, and stay so in another order and in the library's
// next picture. GUI thread, but for prepare(), which does what takes long wherever the rows were sorted.
// Nothing fails; rows out of range give nothing.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/store/library_snapshot.h"
#include "ui/view_models/row_intervals.h"
#include "ui/view_models/track_rows_model.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QList>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class TrackListModel : public TrackRowsModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with the view model that fills it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int selectedCount READ selected_count NOTIFY selectionChanged)
    /// What the cells of a row are (TrackColumnsViewModel::Column), in their order.
    Q_PROPERTY(QList<int> columns READ columns WRITE set_columns NOTIFY columnsChanged)
  public:
    enum Role {
        TrackIdRole = Qt::UserRole + 1,
        TitleRole,
        ArtistRole,
        /// The texts of `columns`; those that are no text are empty.
        CellsRole,
        HasCoverRole,
        /// Of an album with several discs, where headings are wanted: its name and the number of the disc,
        /// joined by a line feed; else empty.
        DiscRole,
        SelectedRole
    };
    /// Where the order of the rows lets an album's discs stand together: the albums of one artist, or all.
    enum class Discs { none, of_one_artist, all };

    explicit TrackListModel(QObject* parent = nullptr);

    /// What is selected, for prepare(); cheap.
    struct Selection {
        LibraryPtr library;
        TrackRows rows;
        RowIntervals selected;
        /// Of the clicks so far.
        std::uint64_t clicks = 0;
    };
    /// Rows to be shown, and which of them are those that were selected.
    struct Content {
        LibraryPtr library;
        TrackRows rows;
        RowIntervals selected;
        std::uint64_t clicks = 0;
    };
    Selection selection() const { return {library_, rows_, selected_, clicks_}; }
    /// Any thread.
    static Content prepare(LibraryPtr library, std::vector<std::uint32_t> rows, const Selection& selection);

    /// Rows are exchanged in place, only the number of rows changes the structure: a view keeps its scroll
    /// position while a scan adds tracks. What was selected since the content was prepared stays so.
    void show(Content content, Discs discs = Discs::none);
    /// Prepares and shows; for short lists.
    void show(LibraryPtr library, std::vector<std::uint32_t> rows, Discs discs = Discs::none) {
        show(prepare(std::move(library), std::move(rows), selection()), discs);
    }

    /// What a listen that begins here is noted as; nothing where the page says it.
    using Source = std::pair<Intent, std::string>;
    const std::optional<Source>& source() const { return source_; }
    void set_source(Intent intent, std::string origin) { source_ = Source(intent, std::move(origin)); }

    int count() const { return static_cast<int>(rows_->size()); }
    /// Nothing outside the list. Valid as long as library().
    std::optional<TrackView> track_at(int row) const;
    /// At most `limit` tracks from `row` on.
    std::vector<TrackId> ids_from(int row, int limit) const;
    MeantTracks meant(int row) const override;
    /// The picture of the library that the rows are of, and the indices of its tracks.
    const LibraryPtr& library() const { return library_; }
    const TrackRows& rows() const { return rows_; }
    const QList<int>& columns() const { return columns_; }
    void set_columns(const QList<int>& columns);

    int selected_count() const { return selected_.size(); }

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
    void columnsChanged();

  private:
    /// nullptr outside the list.
    const TrackRow* row_at(int row) const;
    QString disc_at(int row) const;
    QString cell(const TrackView& track, int column) const;
    /// The selection was `before`; tells the rows in which it differs.
    void tell_selection(const RowIntervals& before);

    std::optional<Source> source_;
    Discs discs_ = Discs::none;
    LibraryPtr library_ = std::make_shared<const LibrarySnapshot>();
    TrackRows rows_ = std::make_shared<const std::vector<std::uint32_t>>();
    RowIntervals selected_;
    std::uint64_t clicks_ = 0;
    QList<int> columns_;
};

}  // namespace refrain
