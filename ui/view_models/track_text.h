// Tracks and times in words for the window. Pure (the locale is QLocale's default), any thread.
#pragma once

#include "library_scanner/core/time.h"
#include "library_scanner/core/track.h"

#include <string>
#include <string_view>

#include <QDateTime>
#include <QString>

namespace refrain {

/// Text of a file: bytes that are no UTF-8 become U+FFFD, control characters become spaces.
QString plain_text(std::string_view bytes);

/// The title, or the file's name where the tags have none.
QString display_title(std::string_view title, std::string_view path);
inline QString display_title(const TrackView& track) {
    return display_title(track.title, track.file_name);
}

/// "3:05", "1:02:03"; empty when the length is unknown.
QString clock_text(Milliseconds length);

/// "Ambient; Drone".
std::string genre_line(NameList genres);

/// A day, short: "23/11/2026".
QString day_text(UtcTime at);

/// When something happened as seen from `now`: "14:05" today, "Yesterday 14:05", then the date.
QString when_text(const QDateTime& at, const QDateTime& now);

/// "in 24 min", "in 3 h", "in 2 days"; at least a minute.
QString remaining_text(double seconds);

}  // namespace refrain
