#include "app/desktop/tray_view.h"

#include "app/desktop/mpris_view.h"

namespace refrain {
namespace {

QString one_line(const std::string& bytes) {
    constexpr qsizetype longest = 120;
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())).simplified().left(longest);
}

}  // namespace

QString menu_label(const QString& text) {
    QString label = text;
    return label.replace(u'_', QStringLiteral("__"));
}

QString tray_title(const PlayerState& state) {
    const auto* entry = state.current_entry();
    if (entry == nullptr || state.state == PlaybackState::stopped) {
        return QStringLiteral("Refrain");
    }
    const auto file_name = entry->path.substr(entry->path.rfind('/') + 1);
    const QString title = one_line(entry->title.empty() ? file_name : entry->title);
    return entry->artist.empty() ? title : title + QStringLiteral(" – ") + one_line(entry->artist);
}

std::vector<TrayLine> tray_menu(const PlayerState& state, std::optional<bool> loved, const TrayWords& words) {
    const bool current = state.current_entry() != nullptr;
    const bool playing = state.state == PlaybackState::playing;
    const TrayLine line{TrayAction::line, {}, true, {}};
    return {{TrayAction::show, words.show, true, {}},
            line,
            {TrayAction::toggle, playing ? words.pause : words.play, !state.queue.empty(), {}},
            {TrayAction::next, words.next, mpris_can_go_next(state), {}},
            {TrayAction::previous, words.previous, current, {}},
            {TrayAction::love, words.love, loved.has_value(), loved.value_or(false)},
            line,
            {TrayAction::quit, words.quit, true, {}}};
}

TrayAction tray_action(int id) {
    return id > static_cast<int>(TrayAction::none) && id < static_cast<int>(TrayAction::line)
               ? static_cast<TrayAction>(id)
               : TrayAction::none;
}

}  // namespace refrain
