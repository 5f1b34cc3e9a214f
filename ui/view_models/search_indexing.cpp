#include "ui/view_models/search_indexing.h"

#include <utility>

namespace refrain {

SearchIndexing::SearchIndexing(LibraryChanges& library, ContextSource context, QObject* parent)
    : QObject(parent), library_(library), context_(std::move(context)) {
    connect(&library_, &LibraryChanges::changed, this, [this] {
        // Whoever never searches pays for no index.
        if (index_) {
            prepare();
        }
    });
}

void SearchIndexing::prepare() {
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
            Q_EMIT ready();
        });
}

SearchContext context_now(const SearchIndexing::ContextSource& source, const std::atomic<bool>& cancelled) {
    SearchContext context;
    if (source) {
        auto known = source();
        context = known ? std::move(known).value() : SearchContext();
    }
    context.now = utc_now();
    context.cancelled = &cancelled;
    return context;
}

}  // namespace refrain
