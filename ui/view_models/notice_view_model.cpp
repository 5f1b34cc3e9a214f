#include "ui/view_models/notice_view_model.h"

#include "ui/view_models/track_text.h"

#include <utility>

namespace refrain {

NoticeViewModel::NoticeViewModel(Background& background, Player& player, PlayerEvents& events,
                                 QObject* parent)
    : QObject(parent), player_(player) {
    connect(&background, &Background::message, this, [this](const QString& text, bool error) {
        if (error) {
            error_ = text;
            from_player_ = false;
            Q_EMIT changed();
        } else {
            tell(text);
        }
    });
    const auto take = [this](const PlayerState& state) {
        const QString text = state.error ? plain_text(state.error->text()) : QString();
        if (state.error ? text != error_ : from_player_) {
            error_ = text;
            from_player_ = state.error.has_value();
            Q_EMIT changed();
        }
    };
    connect(&events, &PlayerEvents::state_changed, this, take);
    take(events.state());
}

void NoticeViewModel::tell(const QString& text, const QString& action, std::function<void()> act) {
    news_ = text;
    action_ = action;
    act_ = std::move(act);
    ++serial_;
    Q_EMIT changed();
}

void NoticeViewModel::dismissError() {
    error_.clear();
    if (std::exchange(from_player_, false)) {
        player_.dismiss_error();
    }
    Q_EMIT changed();
}

void NoticeViewModel::dismissNews() {
    tell({});
}

void NoticeViewModel::act() {
    const auto act = std::exchange(act_, {});
    dismissNews();
    if (act) {
        act();
    }
}

}  // namespace refrain
