// The smart playlist whose page is open: its rule, the songs that it has now, and the editing of it, with the
// songs it would have. It follows library, history and ratings while its page is shown. GUI thread; searching
// and sorting run beside it, and only the newest outcome counts. What can fail: the database, a name that is
// taken; then a notice says so.
#pragma once

#include "ui/background.h"
#include "ui/view_models/playlists_view_model.h"
#include "ui/view_models/ratings_view_model.h"
#include "ui/view_models/track_list_model.h"

#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class SmartPlaylistViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// 0: none is open, or one that is not there yet is being made.
    Q_PROPERTY(qint64 playlistId READ playlist_id NOTIFY opened)
    Q_PROPERTY(QString name READ name NOTIFY opened)
    /// What the listener typed, or the rule as it is.
    Q_PROPERTY(QString query READ query WRITE set_query NOTIFY ruleChanged)
    /// An index into sortNames.
    Q_PROPERTY(int sort READ sort WRITE set_sort NOTIFY ruleChanged)
    Q_PROPERTY(bool descending READ descending WRITE set_descending NOTIFY ruleChanged)
    /// The first so many only; 0: all.
    Q_PROPERTY(int most READ most WRITE set_most NOTIFY ruleChanged)
    Q_PROPERTY(QStringList sortNames READ sort_names NOTIFY namesChanged)
    Q_PROPERTY(bool editing READ editing NOTIFY editingChanged)
    /// The songs are those of the rule as it stands.
    Q_PROPERTY(bool ready READ ready NOTIFY foundChanged)
    /// "12 songs · 48:03".
    Q_PROPERTY(QString summary READ summary NOTIFY foundChanged)
    /// What of the query was not read as it may have been meant; empty when all was.
    Q_PROPERTY(QString note READ note NOTIFY foundChanged)
    Q_PROPERTY(refrain::TrackListModel* tracks READ tracks CONSTANT)
    /// The page is seen; what changed in the meantime is made up for.
    Q_PROPERTY(bool shown READ shown WRITE set_shown NOTIFY shownChanged)
  public:
    SmartPlaylistViewModel(Playlists& playlists, PlaylistsViewModel& list, LibraryChanges& library,
                           SearchIndexing& indexing, RatingsViewModel& ratings, Background& background,
                           NoticeViewModel& notices, QObject* parent = nullptr);
    ~SmartPlaylistViewModel() override;

    qint64 playlist_id() const { return id_.value(); }
    const QString& name() const { return name_; }
    QString query() const { return QString::fromStdString(rule_.query); }
    void set_query(const QString& query);
    int sort() const;
    void set_sort(int sort);
    bool descending() const { return rule_.descending; }
    void set_descending(bool on);
    int most() const { return static_cast<int>(rule_.most); }
    void set_most(int most);
    QStringList sort_names() const;
    bool editing() const { return editing_; }
    bool ready() const { return ready_; }
    QString summary() const;
    QString note() const;
    TrackListModel* tracks() { return &tracks_; }
    bool shown() const { return shown_; }
    void set_shown(bool shown);
    void retranslate();

    Q_INVOKABLE void open(qint64 playlist);
    /// One that is not there yet; save() makes it.
    Q_INVOKABLE void beginNew();
    Q_INVOKABLE void edit();
    Q_INVOKABLE void save(const QString& name);
    /// The rule is as it was; one that is not there yet never will be.
    Q_INVOKABLE void cancel();

  Q_SIGNALS:
    void opened();
    void ruleChanged();
    void namesChanged();
    void editingChanged();
    void foundChanged();
    void shownChanged();
    /// The open playlist was removed, or its making given up.
    void gone();

  private:
    struct Found {
        PlaylistSources sources;
        TrackListModel::Content content;
        std::int64_t length_ms = 0;
        std::vector<QueryNote> notes;
    };

    void set_editing(bool on);
    void reload();
    void take(const Playlist& playlist);
    void rule_changed();
    /// Something that a rule may ask for is another.
    void stale();
    void find_songs();

    Playlists& playlists_;
    PlaylistsViewModel& list_;
    LibraryChanges& library_;
    SearchIndexing& indexing_;
    NoticeViewModel& notices_;
    TrackListModel tracks_;
    PlaylistId id_;
    QString name_;
    PlaylistRule rule_, saved_;
    bool editing_ = false, ready_ = false, shown_ = false, stale_ = false;
    std::int64_t length_ms_ = 0;
    std::vector<QueryNote> notes_;
    std::shared_ptr<const TrackOrder> order_;
    int serial_ = 0;
    LatestTask finding_{this};
    OrderedTasks tasks_{this};
};

}  // namespace refrain
