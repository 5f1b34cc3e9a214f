// Runs refrain-trainer as a child at idle priority and reads its progress, one JSON document a line.
// Lives on the thread of its QObject parent (an event loop is needed); nothing here blocks.
// What can fail: the program is missing, it is killed, it crashes, it refuses the data (too few listens):
// each ends in finished() with words for the user. The model in service is never touched from here.
#pragma once

#include "library_scanner/core/result.h"

#include <QObject>
#include <QProcess>
#include <QString>

namespace refrain {

struct TrainingProgress {
    QString phase;
    int epoch = 0, epochs = 0;
    double loss_positive = 0.0, loss_negative = 0.0;
    double seconds = 0.0, eta_seconds = 0.0;
};

class TrainerProcess : public QObject {
    Q_OBJECT
  public:
    struct Options {
        QString program;   // path of refrain-trainer
        QString database;  // read only
        QString output;    // the model directory
        QString config = QStringLiteral("c");
        QString device = QStringLiteral("auto");
        quint64 seed = 1;
        /// The new model goes into service only if it wins its trial against the one there.
        bool trial = true;
        /// Goes on while there is no mains power.
        bool on_battery = false;
    };

    explicit TrainerProcess(QObject* parent = nullptr);
    ~TrainerProcess() override;

    /// Does nothing while a child runs. finished() follows, once for each start.
    void start(const Options& options);
    /// Ends the child; finished() follows with `cancelled`.
    void cancel();
    bool running() const;

  Q_SIGNALS:
    void progress(const refrain::TrainingProgress& progress);
    /// Ok: `generation` is the new one's name, or empty where the trained model did not win its trial; then
    /// `note` says so in a sentence. Else the error says what happened.
    void finished(const QString& generation, const refrain::Status& status, const QString& note);

  private:
    void read_lines();
    void read_line(const QByteArray& line);
    void end(int code, QProcess::ExitStatus how);
    /// finished(), once for each start().
    void report(const QString& generation, const Status& status, const QString& note = {});

    QProcess process_;
    QString generation_;
    QString last_error_line_;
    /// Why the trained model did not go into service; empty where it did.
    QString kept_;
    bool cancelled_ = false;
    bool reported_ = false;
};

}  // namespace refrain
