#include "ui/view_models/training_view_model.h"

#include "ui/view_models/sentences.h"

#include <algorithm>
#include <cmath>

namespace refrain {

TrainingViewModel::TrainingViewModel(Background& background, QObject* parent)
    : QObject(parent), background_(background) {
    connect(&background_, &Background::training_progress, this,
            [this](const QString& phase, double share, double eta_seconds) {
                active_ = true;
                phase_ = phase;
                share_ = share;
                eta_seconds_ = eta_seconds;
                Q_EMIT changed();
            });
    connect(&background_, &Background::training_finished, this,
            [this](const QString& /*generation*/, const QString& message) {
                active_ = false;
                message_ = said(message.toStdString());
                Q_EMIT changed();
            });
}

QString TrainingViewModel::remaining() const {
    if (eta_seconds_ < 0.0) {
        return {};
    }
    if (eta_seconds_ < 90.0) {
        return tr("about %n s left", nullptr, std::max(1, static_cast<int>(std::lround(eta_seconds_))));
    }
    return tr("about %n min left", nullptr, static_cast<int>(std::lround(eta_seconds_ / 60.0)));
}

void TrainingViewModel::start() {
    background_.train_now();
}

void TrainingViewModel::cancel() {
    background_.cancel_training();
}

}  // namespace refrain
