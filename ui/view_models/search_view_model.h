// Search as you type over the whole library. GUI thread; the index is built and asked beside it, and a search
// overtaken by the next letter is dropped. Nothing fails; no match is an empty list.
#pragma once

#include "library_scanner/search/search_index.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/track_list_model.h"

#include <memory>

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class SearchViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(QString query READ query WRITE set_query NOTIFY queryChanged)
    Q_PROPERTY(bool active READ active NOTIFY queryChanged)
    Q_PROPERTY(bool searching READ searching NOTIFY searchingChanged)
    Q_PROPERTY(refrain::TrackListModel* results READ results CONSTANT)
  public:
    /// More rows than anyone reads; keeps a query of one letter as quick as a long one.
    static constexpr std::size_t result_limit = 2000;

    explicit SearchViewModel(LibraryChanges& library, QObject* parent = nullptr);

    const QString& query() const { return query_; }
    void set_query(const QString& query);
    /// There is something to search for: the results take the page's place.
    bool active() const { return !query_.trimmed().isEmpty(); }
    /// The results of the present query are not there yet.
    bool searching() const { return task_.running(); }
    TrackListModel* results() { return &results_; }

  Q_SIGNALS:
    void queryChanged();
    void searchingChanged();

  private:
    void search();

    LibraryChanges& library_;
    TrackListModel results_;
    QString query_;
    struct Index {
        LibraryPtr library;
        SearchIndex rows;
    };
    std::shared_ptr<const Index> index_;
    LatestTask task_{this};
};

}  // namespace refrain
