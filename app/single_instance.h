// One window per data folder: the first start listens on a local socket; a second one hands it what it was
// asked for (files to open, a press of a key, or just to come to the front) and ends.
// GUI thread. What can fail: the lock file; then the window opens without a guard. What comes through the
// socket is only taken from processes of the same user, and is read with care.
#pragma once

#include "library_scanner/database/file_lock.h"
#include "app/paths.h"
#include "app/window_options.h"

#include <optional>

#include <QByteArray>
#include <QLocalServer>
#include <QObject>

class QLocalSocket;

namespace refrain::app {

/// A request as it goes through the socket, and back. Nothing for what is none.
QByteArray to_bytes(const WindowRequest& request);
std::optional<WindowRequest> request_from(const QByteArray& bytes);

class SingleInstance : public QObject {
    Q_OBJECT
  public:
    enum class Role { first, second };

    explicit SingleInstance(const DataPaths& paths, QObject* parent = nullptr);

    /// Call once. `second`: the first has been given `request`.
    Role claim(const WindowRequest& request = {});

  Q_SIGNALS:
    /// Somebody started the program again.
    void requested(const refrain::app::WindowRequest& request);

  private:
    bool ask_first(const WindowRequest& request);
    void hear(QLocalSocket* caller);

    DataPaths paths_;
    QString socket_;
    std::optional<FileLock> lock_;
    QLocalServer server_;
};

}  // namespace refrain::app
