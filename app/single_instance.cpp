#include "app/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
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

QByteArray to_bytes(const WindowRequest& request) {
    QJsonArray files;
    for (const std::string& file : request.files) {
        // A path is bytes, a JSON text is not.
        files.append(QString::fromLatin1(QByteArray::fromStdString(file).toPercentEncoding("/")));
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("files"), files},
                                     {QStringLiteral("press"), QString::fromStdString(request.press)}})
        .toJson(QJsonDocument::Compact);
}

std::optional<WindowRequest> request_from(const QByteArray& bytes) {
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    if (!document.isObject()) {
        return std::nullopt;
    }
    WindowRequest request;
    for (const auto& file : document[QStringLiteral("files")].toArray()) {
        auto path = QByteArray::fromPercentEncoding(file.toString().toLatin1()).toStdString();
        if (path.starts_with('/') && path.find('\0') == std::string::npos) {
            request.files.push_back(std::move(path));
        }
    }
    request.press = document[QStringLiteral("press")].toString().toStdString();
    return request;
}

SingleInstance::Role SingleInstance::claim(const WindowRequest& request) {
    auto lock = FileLock::take(paths_.window_lock(), "The window of this data folder is open already",
                               FileLock::Children::let_go);
    if (!lock) {
        if (lock.error().code == ErrorCode::busy && ask_first(request)) {
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
    connect(&server_, &QLocalServer::newConnection, this, [this] { hear(server_.nextPendingConnection()); });
    if (!server_.listen(socket_)) {
        spdlog::warn("A second start will not find this window: {}", server_.errorString().toStdString());
    }
    return Role::first;
}

void SingleInstance::hear(QLocalSocket* caller) {
    // It speaks once and hangs up.
    connect(caller, &QLocalSocket::disconnected, this, [this, caller] {
        caller->deleteLater();
        // As many words as a command line may have, each byte written as three.
        constexpr qint64 longest = 8 << 20;
        if (const auto request = request_from(caller->read(longest))) {
            Q_EMIT requested(*request);
        }
    });
    if (caller->state() == QLocalSocket::UnconnectedState) {
        Q_EMIT caller->disconnected();
    }
}

bool SingleInstance::ask_first(const WindowRequest& request) {
    constexpr int patience_ms = 2000;
    QLocalSocket socket;
    socket.connectToServer(socket_);
    if (!socket.waitForConnected(patience_ms)) {
        return false;
    }
    socket.write(to_bytes(request));
    while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(patience_ms)) {
    }
    socket.disconnectFromServer();
    return true;
}

}  // namespace refrain::app
