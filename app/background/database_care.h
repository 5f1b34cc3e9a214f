// Looks after the database behind everything else: once a day a backup, which checks it on the way. Damage is
// told, and marked for the next start, which restores (library_scanner/database/health.h).
// Lives on the GUI thread; the copying runs on a thread of its own, which lets go of the disk between its
// steps. What can fail: the disk; told by message(), and tried again after a while.
#pragma once

#include "app/services.h"

#include <atomic>

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

namespace refrain::app {

class DatabaseCare : public QObject {
    Q_OBJECT
  public:
    explicit DatabaseCare(Services& services, QObject* parent = nullptr);
    /// Stops a backup that is being written; nothing of it stays.
    ~DatabaseCare() override;

    /// The start is over: says what it restored, and begins to look after the database.
    void start();

  Q_SIGNALS:
    /// A sentence for the user; `error` for trouble.
    void message(const QString& text, bool error);

  private:
    void look();
    void back_up();
    QString recovery_text(const Recovery& recovery) const;

    Services& services_;
    QTimer later_;
    std::atomic<bool> ending_{false};
    bool told_trouble_ = false;
    /// Last: its destructor waits for work that uses the members above.
    QThreadPool pool_;
};

}  // namespace refrain::app
