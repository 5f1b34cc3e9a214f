// Changes tags behind the window: one batch after another on a thread of its own, and what waits for a file
// that plays as soon as that has ended; also what a crash of the program left behind. GUI thread; services
// and player outlive it. What can fail is in the report.
#pragma once

#include "app/services.h"
#include "player/player.h"
#include "ui/tag_edit_service.h"

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <QThreadPool>

namespace refrain::app {

class TagEditing : public TagEditService, private PlayerObserver {
    Q_OBJECT
  public:
    TagEditing(Services& services, Player& player, QObject* parent = nullptr);
    ~TagEditing() override;

    /// Once, when the library has been read: what waited for this start.
    void start();
    void apply(std::vector<PlannedEdit> edits) override;
    void undo(std::int64_t batch) override;
    void cancel() override;
    std::optional<TagEditBatch> newest() const override { return newest_; }

  private:
    /// On the player's thread.
    void player_changed(const PlayerState& state) override;
    void apply_waiting();
    void behind(Kind kind, std::function<Result<TagEditReport>()> work);
    void take(Kind kind, const Result<TagEditReport>& report,
              const Result<std::optional<TagEditBatch>>& newest);
    bool in_use(const std::string& path) const;

    Player& player_;
    TagEdits edits_;
    std::optional<TagEditBatch> newest_;
    std::atomic<bool> cancelled_{false};
    mutable std::mutex mutex_;
    /// Guarded by mutex_: what plays, and what is opened to be played next.
    std::array<std::string, 2> in_use_;
    /// There are edits that wait for a file.
    std::atomic<bool> waiting_{false};
    /// Last: its destructor waits for work that uses the members above.
    QThreadPool pool_;
};

}  // namespace refrain::app
