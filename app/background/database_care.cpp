#include "app/background/database_care.h"

#include "library_scanner/database/backups.h"

#include <chrono>
#include <thread>
#include <utility>

#include <QDateTime>
#include <QLocale>
#include <QMetaObject>
#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

constexpr int first_look_ms = 120'000, look_again_ms = 3'600'000;
/// A megabyte between two of them.
constexpr std::chrono::milliseconds between_steps{20};

}  // namespace

DatabaseCare::DatabaseCare(Services& services, QObject* parent) : QObject(parent), services_(services) {
    pool_.setMaxThreadCount(1);
    later_.setSingleShot(true);
    connect(&later_, &QTimer::timeout, this, &DatabaseCare::look);
}

DatabaseCare::~DatabaseCare() {
    ending_ = true;
    pool_.waitForDone();
}

void DatabaseCare::start() {
    if (const auto& recovery = services_.recovery()) {
        Q_EMIT message(recovery_text(*recovery), true);
    }
    later_.start(first_look_ms);
}

QString DatabaseCare::recovery_text(const Recovery& recovery) const {
    const auto time = QDateTime::fromMSecsSinceEpoch(to_ms(recovery.backup_at));
    auto text =
        tr("The library database was damaged; the backup of %1 has taken its place. Saved since then: %2 "
           "listens, %3 loves and bans, %4 ratings. Settings and the queue are as they were.")
            .arg(QLocale().toString(time, QLocale::ShortFormat))
            .arg(recovery.listens)
            .arg(recovery.reactions)
            .arg(recovery.ratings);
    if (!recovery.complete) {
        text += QLatin1Char(' ') + tr("Some of what you did since then could not be read.");
    }
    return text + QLatin1Char(' ') +
           tr("The damaged file is kept as %1.")
               .arg(QString::fromStdString(recovery.damaged_file.filename().string()));
}

void DatabaseCare::look() {
    later_.start(look_again_ms);
    pool_.start([this] { back_up(); });
}

/// On the pool.
void DatabaseCare::back_up() {
    const auto& file = services_.database().file();
    if (!is_backup_due(list_backups(file), utc_now())) {
        return;
    }
    const auto written = write_backup(file, utc_now(), [this] {
        std::this_thread::sleep_for(between_steps);
        return !ending_.load();
    });
    if (written) {
        spdlog::info("Backup of the database: {}", written.value().file.string());
        return;
    }
    const auto& error = written.error();
    if (error.code == ErrorCode::cancelled) {
        return;
    }
    spdlog::warn("{}", error.text());
    const bool damaged = error.code == ErrorCode::damaged && error.path == file.native();
    if (damaged) {
        if (const auto marked = mark_damaged(file, error.message); !marked) {
            spdlog::error("{}", marked.error().text());
        }
    }
    QMetaObject::invokeMethod(this, [this, damaged, text = QString::fromStdString(error.text())] {
        if (!std::exchange(told_trouble_, true)) {
            Q_EMIT message(
                damaged ? tr("The library database is damaged. Close Refrain and start it again: then the "
                             "newest backup takes its place.")
                        : text,
                true);
        }
    });
}

}  // namespace refrain::app
