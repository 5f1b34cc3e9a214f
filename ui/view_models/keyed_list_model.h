// A list model whose content is replaced as a whole and told to the view as the difference, so that scroll
// position, focus and animations survive. GUI thread. Nothing fails.
#pragma once

#include "ui/view_models/row_changes.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <QAbstractListModel>

namespace refrain {

/// `Row` is a value with operator== and `std::int64_t key() const`, unique within the list.
template <class Row>
class KeyedListModel : public QAbstractListModel {
  public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }
    const std::vector<Row>& rows() const { return rows_; }
    /// nullptr outside the list.
    const Row* row_at(int row) const {
        return row >= 0 && row < rowCount() ? &rows_[static_cast<std::size_t>(row)] : nullptr;
    }

  protected:
    void replace(std::vector<Row> next) {
        const auto changes = row_changes(keys(rows_), keys(next));
        if (!changes) {
            beginResetModel();
            rows_ = std::move(next);
            endResetModel();
            return;
        }
        for (const RowChange& change : *changes) {
            apply(change, next);
        }
        // The keys agree now; tell of the rows whose content differs, in one range.
        int first = -1;
        int last = -1;
        for (std::size_t i = 0; i < next.size(); ++i) {
            if (!(rows_[i] == next[i])) {
                first = first < 0 ? static_cast<int>(i) : first;
                last = static_cast<int>(i);
            }
        }
        rows_ = std::move(next);
        if (first >= 0) {
            Q_EMIT dataChanged(index(first), index(last));
        }
    }

  private:
    static std::vector<std::int64_t> keys(const std::vector<Row>& rows) {
        std::vector<std::int64_t> result;
        result.reserve(rows.size());
        for (const Row& row : rows) {
            result.push_back(row.key());
        }
        return result;
    }

    void apply(const RowChange& change, const std::vector<Row>& next) {
        const auto at = [](auto& rows, int row) { return rows.begin() + static_cast<std::ptrdiff_t>(row); };
        switch (change.kind) {
            case RowChange::Kind::remove:
                beginRemoveRows({}, change.row, change.row + change.count - 1);
                rows_.erase(at(rows_, change.row), at(rows_, change.row + change.count));
                endRemoveRows();
                break;
            case RowChange::Kind::move: {
                beginMoveRows({}, change.row, change.row, {}, change.target);
                Row moved = std::move(rows_[static_cast<std::size_t>(change.row)]);
                rows_.erase(at(rows_, change.row));
                rows_.insert(at(rows_, change.target), std::move(moved));
                endMoveRows();
                break;
            }
            case RowChange::Kind::insert:
                beginInsertRows({}, change.row, change.row + change.count - 1);
                rows_.insert(at(rows_, change.row), at(next, change.target),
                             at(next, change.target + change.count));
                endInsertRows();
                break;
        }
    }

    std::vector<Row> rows_;
};

}  // namespace refrain
