// The words of the track that plays, and which line of them is sung now. GUI thread; files are read beside
// it, and only while somebody looks. What can fail: a file that cannot be read, which is said in the place of
// the words.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/lyrics/lyrics.h"
#include "ui/player_follower.h"
#include "ui/view_models/latest_task.h"

#include <functional>
#include <string>
#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// All words there are of a music file, the best first; empty when there are none. Called on threads of its
/// own.
using LyricsSource = std::function<Result<std::vector<Lyrics>>(const std::string& path)>;

class LyricsViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(int count READ count NOTIFY linesChanged)
    /// The lines have times: they can be followed, and gone to.
    Q_PROPERTY(bool timed READ timed NOTIFY linesChanged)
    /// The words of the track that plays have been looked for; without any, count is 0.
    Q_PROPERTY(bool loaded READ loaded NOTIFY linesChanged)
    /// Why there are none, where the file could not be read.
    Q_PROPERTY(QString trouble READ trouble NOTIFY linesChanged)
    /// The line that is sung; -1 before the first one and where no line has a time.
    Q_PROPERTY(int currentLine READ current_line NOTIFY currentLineChanged)
    /// Somebody looks.
    Q_PROPERTY(bool shown READ shown WRITE set_shown NOTIFY shownChanged)
  public:
    enum Role { TextRole = Qt::UserRole + 1 };

    LyricsViewModel(LyricsSource source, Player& player, PlayerFollower& follower, QObject* parent = nullptr);

    int count() const { return static_cast<int>(lyrics_.lines.size()); }
    bool timed() const { return timed_; }
    bool loaded() const { return loaded_; }
    const QString& trouble() const { return trouble_; }
    int current_line() const { return current_; }
    bool shown() const { return shown_; }
    void set_shown(bool shown);

    /// Plays from this line on; one without a time does nothing.
    Q_INVOKABLE void seekTo(int line);

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void linesChanged();
    void currentLineChanged();
    void shownChanged();

  private:
    void take(const PlayerState& state);
    void read();
    void show(Lyrics lyrics, bool loaded, const QString& trouble);
    /// Finds the line of now, and wakes up for the next one.
    void follow();

    LyricsSource source_;
    Player& player_;
    PlayerFollower& follower_;
    QueueEntryId entry_;
    std::string path_;
    bool part_of_file_ = false;
    Lyrics lyrics_;
    QString trouble_;
    bool timed_ = false, loaded_ = false, shown_ = false;
    int current_ = -1;
    QTimer next_line_;
    LatestTask reading_{this};
};

/// The last line that has begun at `position`; -1 where none has. Lines without a time go with the one
/// before.
int line_at(const Lyrics& lyrics, Milliseconds position);

}  // namespace refrain
