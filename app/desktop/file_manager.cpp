#include "app/desktop/file_manager.h"

#include "library_scanner/text/file_url.h"

#include <QByteArray>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDesktopServices>
#include <QFile>
#include <QStringList>
#include <QUrl>

namespace refrain::app {

void show_in_file_manager(const std::string& path, const QDBusConnection& bus) {
    auto ask = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    ask << QStringList{QString::fromStdString(file_url_of(path))} << QString();
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(ask));
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, path] {
        if (QDBusPendingReply<>(*watcher).isError()) {
            const auto folder = path.substr(0, path.rfind('/'));
            QDesktopServices::openUrl(QUrl::fromEncoded(QByteArray::fromStdString(file_url_of(folder))));
        }
        watcher->deleteLater();
    });
}

}  // namespace refrain::app
