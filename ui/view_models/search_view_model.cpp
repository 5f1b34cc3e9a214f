#include "ui/view_models/search_view_model.h"

#include "library_scanner/search/local_time.h"

#include <string>
#include <utility>

namespace refrain {

SearchViewModel::SearchViewModel(LibraryChanges& library, SearchIndexing& indexing, QObject* parent)
    : QObject(parent), library_(library), indexing_(indexing), results_(this) {
    connect(&indexing_, &SearchIndexing::ready, this, [this] {
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

QString query_note(const std::vector<QueryNote>& notes) {
    if (notes.empty()) {
        return {};
    }
    const QueryNote& note = notes.front();
    if (note.kind == QueryNote::Kind::too_long) {
        return SearchViewModel::tr("Only the first 64 words were searched.");
    }
    return SearchViewModel::tr("“%1” is nothing that “%2:” can be; it was searched as a word.")
        .arg(QString::fromStdString(note.value), QString::fromStdString(note.field));
}

void SearchViewModel::search() {
    if (!active()) {
        task_.cancel();
        found_ = 0;
        notes_.clear();
        results_.show(library_.current(), {});
        Q_EMIT searchingChanged();
        return;
    }
    prepare();
    struct Found {
        SearchIndex::Hits hits;
        std::vector<QueryNote> notes;
    };
    if (indexing_.index()) {
        task_.start(
            [index = indexing_.index(), memo = memo_, source = indexing_.context(),
             text = query_.toStdString()](const std::atomic<bool>& cancelled) {
                const SearchContext context = context_now(source, cancelled);
                ParsedQuery query = parse_query(text, context.now, local_offset(context.now));
                Found found{index->find(query, context, result_limit, memo.get()), {}};
                found.notes = std::move(query.notes);
                return found;
            },
            [this, library = indexing_.index()->library()](Found found) {
                found_ = static_cast<int>(found.hits.all);
                notes_ = std::move(found.notes);
                results_.show(library, std::move(found.hits.rows));
                Q_EMIT searchingChanged();
            });
    }
    Q_EMIT searchingChanged();
}

}  // namespace refrain
