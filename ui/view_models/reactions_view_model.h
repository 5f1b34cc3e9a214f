// Love and "not for me", each with an undo. GUI thread; the stored reactions are read beside it.
// What can fail: reading them; then nothing counts as loved until it is clicked.
#pragma once

#include "player/history/listening_history.h"
#include "ui/background.h"
#include "ui/guess_steering.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/reactions_model.h"
#include "ui/view_models/track_rows_model.h"

#include <functional>
#include <optional>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// The tracks whose newest word of love is love.
std::unordered_set<TrackId> loved_tracks(const std::vector<Reaction>& reactions);

class ReactionsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// Rises whenever isLoved() may answer differently; name it in a binding.
    Q_PROPERTY(int revision READ revision NOTIFY changed)
    /// What is loved and what is not wanted, while listShown.
    Q_PROPERTY(refrain::ReactionsModel* list READ list CONSTANT)
    Q_PROPERTY(bool listShown READ list_shown WRITE show_list NOTIFY listShownChanged)
  public:
    enum class Scope { Track, Artist, Album, Style };
    Q_ENUM(Scope)
    enum class Until { Tomorrow, NextMonth, Forever };
    Q_ENUM(Until)

    ReactionsViewModel(const ListeningHistory& history, Background& background, LibraryChanges& library,
                       NoticeViewModel& notices, QObject* parent = nullptr);
    /// What was said in a private session is forgotten at its end.
    void follow(const GuessSteering& steering);
    ~ReactionsViewModel() override;

    int revision() const { return revision_; }

    ReactionsModel* list() { return &list_; }
    bool list_shown() const { return list_shown_; }
    void show_list(bool shown);
    /// Takes the love or the ban of that row back.
    Q_INVOKABLE void takeBack(int row);

    /// The first genre of the track, which a reaction to its style is about; empty when it has none.
    Q_INVOKABLE QString styleOf(qint64 track) const;
    Q_INVOKABLE bool isLoved(qint64 track) const;
    Q_INVOKABLE void toggleLove(qint64 track);

    // Of the row, or of the selection where the row is part of it.

    /// All of them are.
    Q_INVOKABLE bool areLoved(const refrain::TrackRowsModel* list, int row) const;
    /// Loves all, or none any more where all are loved.
    Q_INVOKABLE void toggleLoveOf(const refrain::TrackRowsModel* list, int row);
    /// Bans the tracks for ever; one notice offers to undo it.
    Q_INVOKABLE void banTracks(const refrain::TrackRowsModel* list, int row);

    /// Bans the track, its artist, its album or its first genre; the notice offers to undo it.
    Q_INVOKABLE void ban(qint64 track, Scope scope, Until until);

  Q_SIGNALS:
    void changed();
    void listShownChanged();

  private:
    /// Reads what is loved, for tracks may have been given the history of others.
    void read();
    void refresh_list();
    /// A word of love, from wherever it came.
    void take_over(const std::vector<Reaction>& reactions);
    /// Shows them in the hearts.
    void heart(const std::vector<Reaction>& reactions);
    /// Of those whose love is other than `kind` makes it, where it is about love. The list of the tracks is
    /// made beside the GUI thread; then `done(their number)` on it.
    void react(MeantTracks tracks, ReactionKind kind, std::function<void(int)> done = {});

    const ListeningHistory& history_;
    Background& background_;
    LibraryChanges& library_;
    NoticeViewModel& notices_;
    std::unordered_set<TrackId> loved_;
    /// While they are read: what has been said since.
    std::optional<std::vector<Reaction>> said_since_;
    int revision_ = 0;
    LatestTask task_{this};
    ReactionsModel list_{this};
    bool list_shown_ = false;
    /// Said since the window is open: not all of it may be on disk yet.
    std::vector<Reaction> said_;
    /// Those of a private session, which are stored nowhere.
    std::vector<Reaction> unstored_;
    const GuessSteering* steering_ = nullptr;
    LatestTask list_task_{this};
    /// One thread: what is said first comes first.
    QThreadPool pool_;
};

}  // namespace refrain
