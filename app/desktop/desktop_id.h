// The name by which a desktop knows the program: its desktop entry, and with it the window, the notifications
// and the player on the bus. Plain value, any thread.
#pragma once

#include <QString>

namespace refrain {

/// resources/desktop/<this>.desktop; AppStream wants it in reverse-DNS form.
inline const QString desktop_id = QStringLiteral("org.refrain.Refrain");

}  // namespace refrain
