// Changing the tags of files, as the window asks for it; the application does it, on threads of its own.
// GUI thread, signals included. What can fail is told by finished().
#pragma once

#include "library_scanner/edit/tag_edits.h"

#include <cstdint>
#include <optional>
#include <vector>

#include <QObject>

namespace refrain {

class TagEditService : public QObject {
    Q_OBJECT
  public:
    enum class Kind {
        edit,
        undo,
        /// What waited for a file that played.
        waited,
    };

    using QObject::QObject;

    /// One batch after another.
    virtual void apply(std::vector<PlannedEdit> edits) = 0;
    virtual void undo(std::int64_t batch) = 0;
    /// Files of the batch at work that have not been written yet stay as they are.
    virtual void cancel() = 0;
    /// What undo() would take back next; also what was changed before the program was started.
    virtual std::optional<TagEditBatch> newest() const = 0;

  Q_SIGNALS:
    /// A few times a second.
    void progress(int done, int of);
    /// `trouble`: the database could not be written; the report is empty then.
    void finished(refrain::TagEditService::Kind kind, const refrain::TagEditReport& report,
                  const std::optional<refrain::Error>& trouble);
    void newest_changed();
};

}  // namespace refrain
