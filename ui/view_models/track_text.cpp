#include "ui/view_models/track_text.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace refrain {

namespace {

struct TimeText {
    Q_DECLARE_TR_FUNCTIONS(TimeText)
};

constexpr double seconds_per_minute = 60.0;
constexpr double seconds_per_hour = 3600.0;
constexpr double seconds_per_day = 86400.0;

}  // namespace

QString plain_text(std::string_view bytes) {
    QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    for (QChar& c : text) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator) {
            c = u' ';
        }
    }
    return text;
}

QString display_title(std::string_view title, std::string_view path) {
    if (!title.empty()) {
        return plain_text(title);
    }
    return plain_text(path.substr(path.rfind('/') + 1));
}

QString clock_text(Milliseconds length) {
    if (length.count() <= 0) {
        return {};
    }
    const std::int64_t seconds = length.count() / 1000;
    const auto two_digits = [](std::int64_t value) {
        return QStringLiteral("%1").arg(value, 2, 10, QChar(u'0'));
    };
    if (seconds >= 3600) {
        return QStringLiteral("%1:%2:%3")
            .arg(seconds / 3600)
            .arg(two_digits(seconds / 60 % 60), two_digits(seconds % 60));
    }
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(two_digits(seconds % 60));
}

std::string genre_line(NameList genres) {
    std::string line;
    for (const std::string& genre : genres) {
        line.append(line.empty() ? "" : "; ").append(genre);
    }
    return line;
}

QString day_text(UtcTime at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(to_ms(at)).date(), QLocale::ShortFormat);
}

QString when_text(const QDateTime& at, const QDateTime& now) {
    const QLocale locale;
    // Some locales' short form counts seconds; nobody asks for the second a song began.
    const QString time =
        locale.toString(at.time(), locale.timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss")));
    const qint64 days = at.date().daysTo(now.date());
    if (days == 0) {
        return time;
    }
    if (days == 1) {
        return TimeText::tr("Yesterday %1").arg(time);
    }
    return QStringLiteral("%1 %2").arg(locale.toString(at.date(), QLocale::ShortFormat), time);
}

QString remaining_text(double seconds) {
    const auto rounded = [seconds](double unit) {
        return std::max(1, static_cast<int>(std::lround(seconds / unit)));
    };
    if (seconds < 90.0 * seconds_per_minute) {
        return TimeText::tr("in %n min", nullptr, rounded(seconds_per_minute));
    }
    if (seconds < 36.0 * seconds_per_hour) {
        return TimeText::tr("in %n h", nullptr, rounded(seconds_per_hour));
    }
    return TimeText::tr("in %n day(s)", nullptr, rounded(seconds_per_day));
}

}  // namespace refrain
