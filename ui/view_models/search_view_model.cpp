#include "ui/view_models/search_view_model.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace refrain {

namespace {

/// Where each track stands in the picture, which is in ascending order of ids.
std::vector<std::uint32_t> rows_of(const LibrarySnapshot& library, const std::vector<TrackId>& ids) {
    std::vector<std::uint32_t> rows;
    rows.reserve(ids.size());
    for (const TrackId id : ids) {
        if (const auto row = library.row_of(id)) {
            rows.push_back(*row);
        }
    }
    return rows;
}

}  // namespace

SearchViewModel::SearchViewModel(LibraryChanges& library, QObject* parent)
    : QObject(parent), library_(library), results_(this) {
    connect(&library_, &LibraryChanges::changed, this, [this] {
        if (active()) {
            search();
        }
    });
}

void SearchViewModel::set_query(const QString& query) {
    if (query == query_) {
        return;
    }
    query_ = query;
    Q_EMIT queryChanged();
    search();
}

void SearchViewModel::search() {
    if (!active()) {
        task_.cancel();
        results_.show(library_.current(), {});
        Q_EMIT searchingChanged();
        return;
    }
    struct Found {
        std::shared_ptr<const Index> index;
        std::vector<std::uint32_t> rows;
    };
    task_.start(
        [picture = library_.current(), index = index_,
         query = query_.toStdString()](const std::atomic<bool>& cancelled) {
            Found found{index, {}};
            if (!found.index || found.index->library != picture) {
                found.index = std::make_shared<const Index>(Index{picture, SearchIndex(picture)});
            }
            if (!cancelled) {
                found.rows = rows_of(*picture, found.index->rows.find(query, result_limit));
            }
            return found;
        },
        [this](Found found) {
            index_ = std::move(found.index);
            results_.show(index_->library, std::move(found.rows));
            Q_EMIT searchingChanged();
        });
    Q_EMIT searchingChanged();
}

}  // namespace refrain
