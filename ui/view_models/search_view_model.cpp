#include "ui/view_models/search_view_model.h"

#include <string>
#include <utility>

namespace refrain {

SearchViewModel::SearchViewModel(LibraryChanges& library, QObject* parent)
    : QObject(parent), library_(library), results_(this) {
    connect(&library_, &LibraryChanges::changed, this, [this] {
        // Whoever never searches pays for no index.
        if (index_ || active()) {
            prepare();
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

void SearchViewModel::prepare() {
    // One that is being built is not dropped for a newer one: in a long scan none would ever be finished.
    if (building_.running() || (index_ && index_->library() == library_.current())) {
        return;
    }
    building_.start(
        [picture = library_.current(), before = index_](const std::atomic<bool>&) {
            return std::make_shared<const SearchIndex>(picture, before.get());
        },
        [this](std::shared_ptr<const SearchIndex> index) {
            index_ = std::move(index);
            prepare();
            if (active()) {
                search();
            }
        });
}

void SearchViewModel::search() {
    if (!active()) {
        task_.cancel();
        found_ = 0;
        results_.show(library_.current(), {});
        Q_EMIT searchingChanged();
        return;
    }
    prepare();
    if (index_) {
        task_.start(
            [index = index_, memo = memo_, text = query_.toStdString()](const std::atomic<bool>& cancelled) {
                const UtcTime now = utc_now();
                const SearchContext context{nullptr, now, &cancelled};
                return index->find(parse_query(text, now), context, result_limit, memo.get());
            },
            [this, library = index_->library()](SearchIndex::Hits hits) {
                found_ = static_cast<int>(hits.all);
                results_.show(library, std::move(hits.rows));
                Q_EMIT searchingChanged();
            });
    }
    Q_EMIT searchingChanged();
}

}  // namespace refrain
