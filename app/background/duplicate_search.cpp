#include "app/background/duplicate_search.h"

namespace refrain::app {

DuplicateSearch::DuplicateSearch(Services& services, QObject* parent)
    : AnalyzerDuty(services, AnalysisDuty::duplicates, parent) {
    qRegisterMetaType<DuplicatesProgress>();
}

std::vector<std::string> DuplicateSearch::arguments() const {
    return prints_arguments(services().paths().database().string());
}

QString DuplicateSearch::done_text(int tracks) const {
    return tr("%n song(s) have been listened to", nullptr, tracks);
}

void DuplicateSearch::tell() {
    progress_ = {analysis().total, analysis().done, analysis().running};
    Q_EMIT changed(progress_);
}

}  // namespace refrain::app
