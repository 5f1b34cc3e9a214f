// One window per data folder: the first start listens on a local socket, a second one asks it to come to the
// front and ends. GUI thread. What can fail: the lock file; then the window opens without a guard.
#pragma once

#include "app/file_lock.h"
#include "app/paths.h"

#include <optional>

#include <QLocalServer>
#include <QObject>

namespace refrain::app {

class SingleInstance : public QObject {
    Q_OBJECT
  public:
    enum class Role { first, second };

    explicit SingleInstance(const DataPaths& paths, QObject* parent = nullptr);

    /// Call once. `second`: the first has been asked to show itself.
    Role claim();

  Q_SIGNALS:
    /// Somebody started the program again.
    void raise_wanted();

  private:
    bool ask_first();

    DataPaths paths_;
    QString socket_;
    std::optional<FileLock> lock_;
    QLocalServer server_;
};

}  // namespace refrain::app
