// Has the analyzer listen to what the songs sound like, for Guess You Like: one of its duties
// (analyzer_duty.h). With nothing to listen to it ends at once. GUI thread only.
#pragma once

#include "app/background/analyzer_duty.h"

namespace refrain::app {

class SoundListening : public AnalyzerDuty {
    Q_OBJECT
  public:
    explicit SoundListening(Services& services, QObject* parent = nullptr);

  private:
    std::vector<std::string> arguments() const override;
    QString done_text(int tracks) const override;
};

}  // namespace refrain::app
