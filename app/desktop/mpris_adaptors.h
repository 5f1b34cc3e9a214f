// The D-Bus interfaces of MPRIS 2.2 as Qt exports them: names, types and order of arguments are the
// specification's, that is why they are not written like the rest. They ask and tell Mpris, on its thread.
// Nothing fails; a request that has no meaning now does nothing, as the specification wants.
#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusObjectPath>
#include <QList>
#include <QStringList>
#include <QVariantMap>

namespace refrain {

class Mpris;

class MprisRoot : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.mpris.MediaPlayer2")
    Q_PROPERTY(bool CanQuit READ can_quit)
    Q_PROPERTY(bool CanRaise READ can_raise)
    Q_PROPERTY(bool HasTrackList READ has_track_list)
    Q_PROPERTY(QString Identity READ identity)
    Q_PROPERTY(QString DesktopEntry READ desktop_entry)
    Q_PROPERTY(QStringList SupportedUriSchemes READ uri_schemes)
    Q_PROPERTY(QStringList SupportedMimeTypes READ mime_types)
  public:
    explicit MprisRoot(Mpris& mpris);

    bool can_quit() const;
    bool can_raise() const;
    bool has_track_list() const { return true; }
    QString identity() const { return QStringLiteral("Refrain"); }
    QString desktop_entry() const { return QStringLiteral("refrain"); }
    QStringList uri_schemes() const;
    QStringList mime_types() const;

  public Q_SLOTS:
    void Raise();
    void Quit();

  private:
    Mpris& mpris_;
};

class MprisPlayer : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.mpris.MediaPlayer2.Player")
    Q_PROPERTY(QString PlaybackStatus READ playback_status)
    Q_PROPERTY(QString LoopStatus READ loop_status WRITE set_loop_status)
    Q_PROPERTY(double Rate READ rate WRITE set_rate)
    Q_PROPERTY(bool Shuffle READ shuffle WRITE set_shuffle)
    Q_PROPERTY(QVariantMap Metadata READ metadata)
    Q_PROPERTY(double Volume READ volume WRITE set_volume)
    Q_PROPERTY(qlonglong Position READ position)
    Q_PROPERTY(double MinimumRate READ minimum_rate)
    Q_PROPERTY(double MaximumRate READ maximum_rate)
    Q_PROPERTY(bool CanGoNext READ can_go_next)
    Q_PROPERTY(bool CanGoPrevious READ can_go_previous)
    Q_PROPERTY(bool CanPlay READ can_play)
    Q_PROPERTY(bool CanPause READ can_pause)
    Q_PROPERTY(bool CanSeek READ can_seek)
    Q_PROPERTY(bool CanControl READ can_control)
  public:
    explicit MprisPlayer(Mpris& mpris);

    QString playback_status() const;
    QString loop_status() const;
    void set_loop_status(const QString& status);
    double rate() const;
    void set_rate(double rate);
    double minimum_rate() const;
    double maximum_rate() const;
    bool shuffle() const;
    void set_shuffle(bool on);
    QVariantMap metadata() const;
    double volume() const;
    void set_volume(double volume);
    qlonglong position() const;
    bool can_go_next() const;
    bool can_go_previous() const;
    bool can_play() const;
    bool can_pause() const;
    bool can_seek() const;
    bool can_control() const { return true; }

  public Q_SLOTS:
    void Next();
    void Previous();
    void Pause();
    void PlayPause();
    void Stop();
    void Play();
    void Seek(qlonglong offset_us);
    void SetPosition(const QDBusObjectPath& track_id, qlonglong position_us);
    void OpenUri(const QString& uri);

  Q_SIGNALS:
    void Seeked(qlonglong position_us);

  private:
    /// One of the properties that Mpris last signalled: what a client reads and what it was told agree.
    QVariant told(const char* name) const;

    Mpris& mpris_;
};

/// The queue around the current entry, to look at and to go to; it is edited in the window alone.
class MprisTrackList : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.mpris.MediaPlayer2.TrackList")
    Q_PROPERTY(QList<QDBusObjectPath> Tracks READ tracks)
    Q_PROPERTY(bool CanEditTracks READ can_edit_tracks)
  public:
    explicit MprisTrackList(Mpris& mpris);

    QList<QDBusObjectPath> tracks() const;
    bool can_edit_tracks() const { return false; }

  public Q_SLOTS:
    QList<QVariantMap> GetTracksMetadata(const QList<QDBusObjectPath>& ids);
    /// Without effect, as the specification wants it where CanEditTracks is false.
    void AddTrack(const QString& uri, const QDBusObjectPath& after, bool set_as_current);
    void RemoveTrack(const QDBusObjectPath& id);
    void GoTo(const QDBusObjectPath& id);

  Q_SIGNALS:
    void TrackListReplaced(const QList<QDBusObjectPath>& tracks, const QDBusObjectPath& current);
    void TrackAdded(const QVariantMap& metadata, const QDBusObjectPath& after);
    void TrackRemoved(const QDBusObjectPath& id);
    void TrackMetadataChanged(const QDBusObjectPath& id, const QVariantMap& metadata);

  private:
    Mpris& mpris_;
};

}  // namespace refrain
