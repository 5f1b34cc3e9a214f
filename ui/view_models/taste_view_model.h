// How Guess You Like is steered: the private session, familiar or new, what it starts from, whether it goes
// on behind a queue. GUI thread. Nothing fails.
#pragma once

#include "ui/guess_steering.h"
#include "ui/view_models/appearance_view_model.h"
#include "ui/view_models/library_changes.h"

#include <optional>

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class TasteViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// Nothing is learned while it lasts; off at every start.
    Q_PROPERTY(bool privateSession READ private_session WRITE set_private_session NOTIFY changed)
    /// Guess You Like goes on behind a queue of the listener's own.
    Q_PROPERTY(bool goesOn READ goes_on WRITE set_goes_on NOTIFY changed)
    /// Of the songs to come, how many are familiar: 0 to 1. The listener's own share while ownShare.
    Q_PROPERTY(double familiar READ familiar WRITE set_familiar NOTIFY changed)
    Q_PROPERTY(bool ownShare READ own_share NOTIFY changed)
    /// What the guesses start from: "Nils Frahm". Empty: what was heard last.
    Q_PROPERTY(QString seed READ seed NOTIFY changed)
  public:
    TasteViewModel(const AppearanceViewModel::ReadSetting& read, AppearanceViewModel::WriteSetting write,
                   GuessSteering& steering, LibraryChanges& library, QObject* parent = nullptr);

    bool private_session() const { return steering_.private_session(); }
    void set_private_session(bool on);
    bool goes_on() const { return goes_on_; }
    void set_goes_on(bool on);
    double familiar() const { return familiar_.value_or(0.5); }
    void set_familiar(double share);
    bool own_share() const { return !familiar_; }
    const QString& seed() const { return seed_; }

    /// The listener's own share from now on.
    Q_INVOKABLE void resetFamiliar();

    // Each fills the queue from there and plays.

    Q_INVOKABLE void startFromTrack(qint64 track);
    Q_INVOKABLE void startFromArtist(qint64 track);
    Q_INVOKABLE void startFromStyle(qint64 track);
    Q_INVOKABLE void startFromPlaylist(qint64 playlist);
    /// Guesses start from what was heard last again.
    Q_INVOKABLE void endSeed();

  Q_SIGNALS:
    void changed();

  private:
    void show_seed();

    AppearanceViewModel::WriteSetting write_;
    GuessSteering& steering_;
    LibraryChanges& library_;
    bool goes_on_ = true;
    std::optional<double> familiar_;
    QString seed_;
};

}  // namespace refrain
