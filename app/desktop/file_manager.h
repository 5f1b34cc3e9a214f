// Shows a file in the listener's file manager, by org.freedesktop.FileManager1; where there is none, its
// folder is opened. GUI thread; returns at once. What can fail shows nothing.
#pragma once

#include <string>

#include <QDBusConnection>

namespace refrain::app {

/// `path`: its bytes.
void show_in_file_manager(const std::string& path,
                          const QDBusConnection& bus = QDBusConnection::sessionBus());

}  // namespace refrain::app
