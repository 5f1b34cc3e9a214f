// The index of the library that the search and the smart playlists share: made beside the GUI thread when it
// is first wanted, and anew for each picture of the library from then on. GUI thread. Nothing fails.
#pragma once

#include "library_scanner/search/search_index.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"

#include <functional>
#include <memory>

#include <QObject>

namespace refrain {

class SearchIndexing : public QObject {
    Q_OBJECT
  public:
    /// Asks for what is known beside the library; called on threads of others. May be empty.
    using ContextSource = std::function<Result<SearchContext>()>;

    explicit SearchIndexing(LibraryChanges& library, ContextSource context = {}, QObject* parent = nullptr);

    /// nullptr before the first one is ready. The newest that is: mostly of the newest picture.
    const std::shared_ptr<const SearchIndex>& index() const { return index_; }
    const ContextSource& context() const { return context_; }

    /// Begins to make the index of the newest picture, where there is none yet; ends with ready().
    void prepare();

  Q_SIGNALS:
    /// index() is another.
    void ready();

  private:
    LibraryChanges& library_;
    ContextSource context_;
    std::shared_ptr<const SearchIndex> index_;
    LatestTask building_{this};
};

/// What `source` knows as of now. A history that cannot be read is told where it is shown: songs are found
/// without it. Any thread; blocks on disk.
SearchContext context_now(const SearchIndexing::ContextSource& source, const std::atomic<bool>& cancelled);

}  // namespace refrain
