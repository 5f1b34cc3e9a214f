#include "ui/view_models/search_view_model.h"

#include "library_scanner/search/local_time.h"

#include <string>
#include <utility>

namespace refrain {

SearchViewModel::SearchViewModel(LibraryChanges& library, ContextSource context, QObject* parent)
    : QObject(parent), library_(library), results_(this), context_(std::move(context)) {
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

QString SearchViewModel::note() const {
    if (notes_.empty()) {
        return {};
    }
    const QueryNote& note = notes_.front();
    if (note.kind == QueryNote::Kind::too_long) {
        return tr("Only the first 64 words were searched.");
    }
    return tr("“%1” is nothing that “%2:” can be; it was searched as a word.")
        .arg(QString::fromStdString(note.value), QString::fromStdString(note.field));
}

void SearchViewModel::prepare() {
    // One that is being built is not dropped for a newer one: in a long scan none would ever be finished.
    if (building_.running() || (index_ && index_->library() == library_.current())) {
        return;
    }
    building_.start(
        [picture = library_.current(), before = index_, source = context_](const std::atomic<bool>&) {
            if (source && !before) {
                // The history is read whole the first time: before the first letter, not after it.
                static_cast<void>(source());
            }
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
    if (index_) {
        task_.start(
            [index = index_, memo = memo_, source = context_,
             text = query_.toStdString()](const std::atomic<bool>& cancelled) {
                SearchContext context;
                if (source) {
                    // A history that cannot be read is told where it is shown; songs are found without it.
                    auto known = source();
                    context = known ? std::move(known).value() : SearchContext();
                }
                context.now = utc_now();
                context.cancelled = &cancelled;
                ParsedQuery query = parse_query(text, context.now, local_offset(context.now));
                Found found{index->find(query, context, result_limit, memo.get()), {}};
                found.notes = std::move(query.notes);
                return found;
            },
            [this, library = index_->library()](Found found) {
                found_ = static_cast<int>(found.hits.all);
                notes_ = std::move(found.notes);
                results_.show(library, std::move(found.hits.rows));
                Q_EMIT searchingChanged();
            });
    }
    Q_EMIT searchingChanged();
}

}  // namespace refrain
