// Sentences that parts without a language of their own say in English (errors of files, reasons of guesses),
// in the listener's words. Those parts know no Qt; what they say is stored with the queue and the history, so
// it is translated here, where it is shown: a catalogue of their sentences with places for what varies,
// marked for the translators as any other text. What the catalogue lacks is told by the code of the error,
// and a reason stays as it is. Pure but for the translator that is installed: GUI thread. Nothing fails.
#pragma once

#include "library_scanner/core/result.h"

#include <optional>
#include <string>

#include <QString>

namespace refrain {

/// The sentence, translated; nothing when the catalogue lacks it.
std::optional<QString> known_sentence(const QString& sentence);

/// A reason or a note of Guess You Like.
QString said(const std::string& sentence);

/// What went wrong. In English the message as it is; else its translation, or what its code says.
QString error_text(const Error& error);

/// Why a file is not in the library: "is empty".
QString file_trouble(const std::string& reason);

/// The term, the route of a score in words: "held_back", "same_artist".
QString term_text(const std::string& name);
QString route_text(const std::string& name);

}  // namespace refrain
