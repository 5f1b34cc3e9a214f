#include "app/single_instance.h"

#include <memory>

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>
#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

/// A socket's path may have 107 bytes; a data folder's may be longer, so its hash names the socket.
QString socket_name(const DataPaths& paths) {
    const QByteArray folder = QByteArray::fromStdString(paths.directory().lexically_normal().string());
    const QByteArray hash = QCryptographicHash::hash(folder, QCryptographicHash::Sha256).toHex().left(16);
    const QString run = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return QDir(run.isEmpty() ? QDir::tempPath() : run).filePath("refrain-" + QString::fromLatin1(hash));
}

}  // namespace

SingleInstance::SingleInstance(const DataPaths& paths, QObject* parent)
    : QObject(parent), paths_(paths), socket_(socket_name(paths)) {}

SingleInstance::Role SingleInstance::claim() {
    auto lock = FileLock::take(paths_.window_lock(), "The window of this data folder is open already",
                               FileLock::Children::let_go);
    if (!lock) {
        if (lock.error().code == ErrorCode::busy && ask_first()) {
            return Role::second;
        }
        // Better a second window than none: the database and the history bear two.
        spdlog::warn("{}", lock.error().text());
        return Role::first;
    }
    lock_.emplace(std::move(lock).value());
    // Whoever holds the lock owns the name; a socket that is there is a dead one's.
    QLocalServer::removeServer(socket_);
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, [this] {
        const std::unique_ptr<QLocalSocket> caller(server_.nextPendingConnection());
        Q_EMIT raise_wanted();
    });
    if (!server_.listen(socket_)) {
        spdlog::warn("A second start will not find this window: {}", server_.errorString().toStdString());
    }
    return Role::first;
}

bool SingleInstance::ask_first() {
    constexpr int patience_ms = 2000;
    QLocalSocket socket;
    socket.connectToServer(socket_);
    return socket.waitForConnected(patience_ms);
}

}  // namespace refrain::app
