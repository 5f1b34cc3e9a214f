#include "app/background/sound_listening.h"

namespace refrain::app {

SoundListening::SoundListening(Services& services, QObject* parent)
    : AnalyzerDuty(services, AnalysisDuty::sound, parent) {}

std::vector<std::string> SoundListening::arguments() const {
    return features_arguments(services().paths().database().string());
}

QString SoundListening::done_text(int tracks) const {
    return tr("%n song(s) have been analyzed", nullptr, tracks);
}

}  // namespace refrain::app
