// SIGINT, SIGTERM and SIGHUP (its terminal was closed) as an orderly end of the window: the listen in
// progress is closed, not interrupted. One that is ignored from the start, as nohup does it, stays so. GUI
// thread, after QGuiApplication exists; one at a time in a process. Children inherit nothing of it. What can
// fail: no pipe to be had; then the signals end the process the usual way.
#pragma once

#include <memory>

#include <QObject>
#include <QSocketNotifier>

namespace refrain::app {

class QuitSignals : public QObject {
    Q_OBJECT
  public:
    explicit QuitSignals(QObject* parent = nullptr);
    ~QuitSignals() override;

  Q_SIGNALS:
    void quit_wanted();

  private:
    int read_end_ = -1, write_end_ = -1;
    std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace refrain::app
