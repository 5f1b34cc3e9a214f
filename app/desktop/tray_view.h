// What the icon in the tray and its menu say about a picture of the player. Pure, any thread, nothing fails.
#pragma once

#include "player/player.h"

#include <optional>
#include <vector>

#include <QString>

namespace refrain {

/// What a click on the icon or a line of its menu asks for. The values are the ids of the menu's lines on
/// the bus: 0 is the menu itself.
enum class TrayAction {
    none = 0,
    show = 1,
    toggle = 2,
    next = 3,
    previous = 4,
    love = 5,
    quit = 6,
    line = 7
};

struct TrayWords {
    QString show, play, pause, next, previous, love, quit;
};

struct TrayLine {
    TrayAction action = TrayAction::none;
    QString label;
    bool enabled = true;
    /// Set for a line with a check mark.
    std::optional<bool> checked;

    friend bool operator==(const TrayLine&, const TrayLine&) = default;
};

/// `loved`: of the current track; nothing when it is not of the library.
std::vector<TrayLine> tray_menu(const PlayerState& state, std::optional<bool> loved, const TrayWords& words);

/// "Title – Artist", or the program's name when nothing is there. Plain text on one line.
QString tray_title(const PlayerState& state);

/// In a menu "_" marks the letter of a shortcut: a plain one is written twice.
QString menu_label(const QString& text);

/// Empty for what is no line of the menu.
TrayAction tray_action(int id);

}  // namespace refrain
