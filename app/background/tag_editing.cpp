#include "app/background/tag_editing.h"

#include "app/paths.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include <QMetaObject>
#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_progress{200};

}  // namespace

TagEditing::TagEditing(Services& services, Player& player, QObject* parent)
    : TagEditService(parent),
      player_(player),
      edits_(services.database(), {.reader = find_program("refrain-tagreader")},
             [this](const std::string& path) { return in_use(path); }) {
    pool_.setMaxThreadCount(1);
    player_.add_observer(this);
}

TagEditing::~TagEditing() {
    player_.remove_observer(this);
    edits_.leave_the_rest();
    pool_.clear();
    pool_.waitForDone();
}

bool TagEditing::in_use(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    return std::find(in_use_.begin(), in_use_.end(), path) != in_use_.end();
}

void TagEditing::player_changed(const PlayerState& state) {
    std::array<std::string, 2> now;
    if (state.state != PlaybackState::stopped && state.current >= 0) {
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (const auto index = static_cast<std::size_t>(state.current) + i; index < state.queue.size()) {
                now[i] = state.queue[index].path;
            }
        }
    }
    {
        const std::lock_guard lock(mutex_);
        if (now == in_use_) {
            return;
        }
        in_use_ = std::move(now);
    }
    if (waiting_) {
        QMetaObject::invokeMethod(this, &TagEditing::apply_waiting);
    }
}

void TagEditing::start() {
    apply_waiting();
}

void TagEditing::apply(std::vector<PlannedEdit> edits) {
    behind(Kind::edit, [this, edits = std::move(edits)] {
        auto told = Clock::now();
        return edits_.apply(
            edits, utc_now(),
            [&](int done, int of) {
                if (Clock::now() - told > between_progress) {
                    told = Clock::now();
                    QMetaObject::invokeMethod(this, [this, done, of] { Q_EMIT progress(done, of); });
                }
            },
            &cancelled_);
    });
}

void TagEditing::undo(std::int64_t batch) {
    behind(Kind::undo, [this, batch] { return edits_.undo(batch, utc_now()); });
}

void TagEditing::cancel() {
    cancelled_ = true;
}

void TagEditing::apply_waiting() {
    behind(Kind::waited, [this] { return edits_.apply_waiting(); });
}

void TagEditing::behind(Kind kind, std::function<Result<TagEditReport>()> work) {
    pool_.start([this, kind, work = std::move(work)] {
        const auto report = std::make_shared<const Result<TagEditReport>>(work());
        const auto newest = std::make_shared<const Result<std::optional<TagEditBatch>>>(edits_.newest());
        QMetaObject::invokeMethod(this, [this, kind, report, newest] { take(kind, *report, *newest); });
    });
}

void TagEditing::take(Kind kind, const Result<TagEditReport>& report,
                      const Result<std::optional<TagEditBatch>>& newest) {
    cancelled_ = false;
    if (newest) {
        newest_ = newest.value();
        Q_EMIT newest_changed();
    }
    if (!report) {
        spdlog::error("Tags: {}", report.error().text());
        Q_EMIT finished(kind, {}, report.error());
        return;
    }
    const TagEditReport& told = report.value();
    if (told.waiting > 0) {
        // What plays may have ended before anybody knew that something waits for it.
        if (!waiting_.exchange(true)) {
            apply_waiting();
        }
    } else if (kind == Kind::waited) {
        // All that waited has been looked at.
        waiting_ = false;
    }
    spdlog::info("Tags: {} files changed, {} wait, {} failed", told.written, told.waiting,
                 told.failed.size());
    Q_EMIT finished(kind, told, {});
}

}  // namespace refrain::app
