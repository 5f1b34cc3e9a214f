#include "ui/view_models/notice_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <utility>

namespace refrain {

NoticeViewModel::NoticeViewModel(Background& background, Player& player, PlayerEvents& events,
                                 QObject* parent)
    : QObject(parent), player_(player), events_(events) {
    connect(&background, &Background::message, this, [this](const QString& text, bool error) {
        if (error) {
            show_error(text, {}, Remedy::Nothing, false);
        } else {
            tell(text);
        }
    });
    connect(&events, &PlayerEvents::picture_changed, this, &NoticeViewModel::take);
    take(events.picture());
}

void NoticeViewModel::take(const PlayerPicture& picture) {
    const PlayerState& state = picture.status;
    if (!state.error) {
        if (from_player_) {
            show_error({}, {}, Remedy::Nothing, false);
        }
        return;
    }
    const QString file = plain_text(state.error->path);
    const QString text = error_text(*state.error);
    const bool follows = state.current + 1 < static_cast<int>(picture.queue->size());
    auto remedy = Remedy::Nothing;
    if (file.isEmpty()) {
        // What the player says about no file is about the way the sound takes.
        remedy = Remedy::ChooseDevice;
    } else if (state.state != PlaybackState::playing && follows) {
        remedy = Remedy::Skip;
    }
    if (text != error_ || file != error_file_ || remedy != remedy_ || !from_player_) {
        show_error(text, file, remedy, true);
    }
}

void NoticeViewModel::show_error(const QString& text, const QString& file, Remedy remedy, bool from_player) {
    error_ = text;
    error_file_ = file;
    remedy_ = remedy;
    from_player_ = from_player;
    Q_EMIT changed();
}

void NoticeViewModel::tell(const QString& text, const QString& action, std::function<void()> act) {
    news_ = text;
    action_ = action;
    act_ = std::move(act);
    ++serial_;
    Q_EMIT changed();
}

void NoticeViewModel::retranslate() {
    tell({});
    take(events_.picture());
}

void NoticeViewModel::dismissError() {
    const bool from_player = from_player_;
    show_error({}, {}, Remedy::Nothing, false);
    if (from_player) {
        player_.dismiss_error();
    }
}

void NoticeViewModel::skip() {
    dismissError();
    player_.next();
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
