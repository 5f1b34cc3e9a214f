// Brings the library's "there is a new picture" from the thread that reloaded to the GUI thread, the newest
// only. Lives on the GUI thread; must go before the Library does. Nothing fails.
#pragma once

#include "library_scanner/library.h"

#include <atomic>

#include <QObject>

namespace refrain {

class LibraryChanges : public QObject {
    Q_OBJECT
  public:
    explicit LibraryChanges(Library& library, QObject* parent = nullptr);
    ~LibraryChanges() override;

    /// The newest picture that was announced; never null.
    const LibraryPtr& current() const { return current_; }

  Q_SIGNALS:
    void changed(const refrain::LibraryPtr& library);

  private:
    void deliver();

    Library& library_;
    int subscription_ = 0;
    LibraryPtr current_;
    /// deliver() was called and has not begun.
    std::atomic<bool> under_way_{false};
};

}  // namespace refrain
