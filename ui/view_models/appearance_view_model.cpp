#include "ui/view_models/appearance_view_model.h"

#include "ui/theme/accent.h"

#include <utility>

namespace refrain {

namespace {

constexpr int thumbnail_edge = 48;
const QString mode_setting = QStringLiteral("ui/theme");
const QString language_setting = QStringLiteral("ui/language");

bool is_mode(const QString& mode) {
    return mode == QStringLiteral("system") || mode == QStringLiteral("light") ||
           mode == QStringLiteral("dark");
}

bool is_language(const QString& language) {
    return language == QStringLiteral("system") || language == QStringLiteral("en") ||
           language == QStringLiteral("zh_CN");
}

}  // namespace

AppearanceViewModel::AppearanceViewModel(std::shared_ptr<CoverImages> covers, const ReadSetting& read,
                                         WriteSetting write, bool still, QObject* parent)
    : QObject(parent), covers_(std::move(covers)), write_(std::move(write)), still_(still) {
    if (read) {
        if (const QString stored = read(mode_setting).toString(); is_mode(stored)) {
            mode_ = stored;
        }
        if (const QString stored = read(language_setting).toString(); is_language(stored)) {
            language_ = stored;
        }
    }
}

void AppearanceViewModel::set_mode(const QString& mode) {
    if (mode == mode_ || !is_mode(mode)) {
        return;
    }
    mode_ = mode;
    if (write_) {
        write_(mode_setting, mode_);
    }
    Q_EMIT changed();
}

void AppearanceViewModel::set_language(const QString& language) {
    if (language == language_ || !is_language(language)) {
        return;
    }
    language_ = language;
    if (write_) {
        write_(language_setting, language_);
    }
    Q_EMIT languageChanged();
}

void AppearanceViewModel::follow(TrackId track) {
    if (track == track_) {
        return;
    }
    track_ = track;
    task_.start(
        [covers = covers_, track](const std::atomic<bool>&) -> std::optional<QColor> {
            return track.valid() ? dominant_colour(covers->image(track, thumbnail_edge)) : std::nullopt;
        },
        [this](std::optional<QColor> colour) {
            cover_colour_ = colour;
            Q_EMIT changed();
        });
}

QColor AppearanceViewModel::readable(const QColor& colour, const QColor& background) const {
    return readable_accent(colour, background);
}

}  // namespace refrain
