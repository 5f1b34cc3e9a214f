// Has the analyzer listen for tracks that sound alike: one of its duties (analyzer_duty.h). With nothing to
// listen to it ends at once. GUI thread only.
#pragma once

#include "app/background/analyzer_duty.h"

namespace refrain::app {

class DuplicateSearch : public AnalyzerDuty {
    Q_OBJECT
  public:
    explicit DuplicateSearch(Services& services, QObject* parent = nullptr);

    const DuplicatesProgress& progress() const { return progress_; }

  Q_SIGNALS:
    /// At most a few times a second.
    void changed(const refrain::DuplicatesProgress& progress);

  private:
    std::vector<std::string> arguments() const override;
    QString done_text(int tracks) const override;
    void tell() override;

    DuplicatesProgress progress_;
};

}  // namespace refrain::app
