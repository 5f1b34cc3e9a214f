// Starts refrain-trainer when training_rule says so or the listener asks, one at a time across all processes
// of the data folder, and says how it goes. Lives on the GUI thread; nothing here blocks. What can fail: no
// trainer, another training running, the training itself; each ends in finished() with words for the user.
#pragma once

#include "app/paths.h"
#include "app/settings.h"
#include "app/training_lock.h"
#include "app/training_rule.h"
#include "recommender/serving/trainer_process.h"

#include <optional>

#include <QObject>
#include <QString>

namespace refrain::app {

class TrainingScheduler : public QObject {
    Q_OBJECT
  public:
    TrainingScheduler(DataPaths paths, Settings& settings, TrainingRule rule = {}, QObject* parent = nullptr);
    ~TrainingScheduler() override;

    /// What the history holds at start-up.
    void set_history(const std::vector<Listen>& listens);
    /// One more listen has ended; may start a training.
    void add_listen(const Listen& listen);

    /// At the listener's wish, whatever the rule says.
    void train_now();
    void cancel();
    bool running() const { return trainer_.running(); }

  Q_SIGNALS:
    /// share in [0, 1] or negative when unknown; seconds left or negative when unknown.
    void progress(const QString& phase, double share, double eta_seconds);
    /// `generation` is empty when none came of it, or none that is better than the one in use; `message` is a
    /// sentence for the user.
    void finished(const QString& generation, const QString& message);

  private:
    void start_if_due();
    Status start();
    void report(const TrainingProgress& progress);
    void end(const QString& generation, const Status& status, const QString& note);

    DataPaths paths_;
    Settings& settings_;
    TrainingRule rule_;
    TrainingFacts facts_;
    bool history_known_ = false;
    std::optional<FileLock> lock_;
    TrainerProcess trainer_;
};

}  // namespace refrain::app
