#include "ui/view_models/notice_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <utility>

namespace refrain {

NoticeViewModel::NoticeViewModel(Background& background, Player& player, PlayerFollower& follower,
                                 QObject* parent)
    : QObject(parent), player_(player), follower_(follower) {
    connect(&background, &Background::message, this, [this](const QString& text, bool error) {
        if (error) {
            show_error(text, {}, Remedy::Nothing, false);
        } else {
            tell(text);
        }
    });
    connect(&follower, &PlayerFollower::changed, this, &NoticeViewModel::take);
    take(follower.state());
}

void NoticeViewModel::take(const PlayerState& state) {
    if (!state.error) {
        if (from_player_) {
            show_error({}, {}, Remedy::Nothing, false);
        }
        return;
    }
    const QString file = plain_text(state.error->path);
    const QString text = error_text(*state.error);
    const bool follows = state.current + 1 < static_cast<int>(state.queue.size());
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

void NoticeViewModel::tell_trouble(const Error& error) {
    show_error(error_text(error), plain_text(error.path), Remedy::Nothing, false);
}

void NoticeViewModel::tell_trouble(const QString& text, const QString& file) {
    show_error(text, file, Remedy::Nothing, false);
}

void NoticeViewModel::retranslate() {
    tell({});
    take(follower_.state());
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
