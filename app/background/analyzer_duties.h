// When the analyzer does what: how loud the songs are, what they sound like, which of them are there twice,
// in this order and one at a time for a library. After the start and after a scan it does what is left to do,
// while the machine is on mains and has a core to spare; else it is looked at again in a while, and a run
// that nobody asked for ends when the machine goes on battery. What the listener asks for comes at once and
// before the rest, which goes on after it. The child gives way to all others by itself.
// GUI thread only. Nothing fails here; how the duties end is told by message().
#pragma once

#include "app/background/duplicate_search.h"
#include "app/background/loudness_measuring.h"
#include "app/background/machine_state.h"
#include "app/background/sound_listening.h"

#include <functional>
#include <optional>

#include <QObject>
#include <QTimer>

namespace refrain::app {

struct AnalyzerDutiesOptions {
    std::function<MachineState()> machine = machine_state;
    /// Whether songs may be listened to unasked.
    std::function<bool()> may_listen = [] { return true; };
};

class AnalyzerDuties : public QObject {
    Q_OBJECT
  public:
    explicit AnalyzerDuties(Services& services, AnalyzerDutiesOptions options = {},
                            QObject* parent = nullptr);

    LoudnessMeasuring& loudness() { return loudness_; }
    const LoudnessMeasuring& loudness() const { return loudness_; }
    SoundListening& sound() { return sound_; }
    DuplicateSearch& duplicates() { return duplicates_; }
    const DuplicateSearch& duplicates() const { return duplicates_; }

    /// There may be something to do: from the first duty on, unless one is at work.
    void look();
    /// At the listener's wish.
    void start(AnalysisDuty duty);
    /// Ends what is at work; nothing follows it until the next look().
    void stop();
    /// The same, when that is the duty at work.
    void stop(AnalysisDuty duty);
    /// The machine may be another than before: asked by a timer.
    void look_at_machine();
    /// What is at work, else what was last.
    const AnalysisProgress& progress() const { return progress_; }
    /// Nothing is at work, and nothing waits for the machine.
    bool idle() const { return !at_work_ && !waiting_; }

  Q_SIGNALS:
    void progressed(const refrain::AnalysisProgress& progress);
    void message(const QString& text, bool error);

  private:
    AnalyzerDuty& of(AnalysisDuty duty);
    void begin(AnalysisDuty duty, AskedBy who);
    /// The unasked work, from that duty on.
    void go_on(std::optional<AnalysisDuty> duty);
    void duty_ended(AnalysisDuty duty, const QString& text, bool error);

    AnalyzerDutiesOptions options_;
    LoudnessMeasuring loudness_;
    SoundListening sound_;
    DuplicateSearch duplicates_;
    AnalysisProgress progress_;
    std::optional<AnalysisDuty> at_work_;
    bool asked_for_ = false;
    /// What the listener wants as soon as the duty at work has ended.
    std::optional<AnalysisDuty> wished_;
    /// Where the unasked work goes on, when the machine is free or a wish is fulfilled.
    std::optional<AnalysisDuty> waiting_;
    QTimer later_;
};

}  // namespace refrain::app
