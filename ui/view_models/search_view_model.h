// Search as you type over the whole library. GUI thread; the index is asked beside it: a search never waits
// for an index of the newest picture of the library, and one overtaken by the next letter ends at once.
// Nothing fails; no match is an empty list.
#pragma once

#include "library_scanner/search/search_index.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/search_indexing.h"
#include "ui/view_models/track_list_model.h"

#include <memory>
#include <vector>

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// What of a query was not read as it may have been meant, in words; empty when all was.
QString query_note(const std::vector<QueryNote>& notes);

class SearchViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(QString query READ query WRITE set_query NOTIFY queryChanged)
    Q_PROPERTY(bool active READ active NOTIFY queryChanged)
    Q_PROPERTY(bool searching READ searching NOTIFY searchingChanged)
    Q_PROPERTY(int found READ found NOTIFY searchingChanged)
    Q_PROPERTY(QString note READ note NOTIFY searchingChanged)
    Q_PROPERTY(refrain::TrackListModel* results READ results CONSTANT)
  public:
    /// More rows than anyone reads; keeps a query of one letter as quick as a long one.
    static constexpr std::size_t result_limit = 2000;

    SearchViewModel(LibraryChanges& library, SearchIndexing& indexing, QObject* parent = nullptr);

    const QString& query() const { return query_; }
    void set_query(const QString& query);
    /// There is something to search for: the results take the page's place.
    bool active() const { return !query_.trimmed().isEmpty(); }
    /// The results of the present query are not there yet.
    bool searching() const { return active() && (task_.running() || !indexing_.index()); }
    /// How many songs the last search found, those beyond the listed ones included.
    int found() const { return found_; }
    /// What of the query was not read as it may have been meant; empty when all was.
    QString note() const { return query_note(notes_); }
    TrackListModel* results() { return &results_; }

    /// Makes the index ready; called when the field gets the keyboard, before the first letter.
    Q_INVOKABLE void prepare() { indexing_.prepare(); }

  Q_SIGNALS:
    void queryChanged();
    void searchingChanged();

  private:
    void search();

    LibraryChanges& library_;
    SearchIndexing& indexing_;
    TrackListModel results_;
    QString query_;
    int found_ = 0;
    std::vector<QueryNote> notes_;
    /// Touched on the thread of `task_` alone.
    std::shared_ptr<SearchMemo> memo_ = std::make_shared<SearchMemo>();
    LatestTask task_{this};
};

}  // namespace refrain
