// The two D-Bus interfaces of MPRIS 2.2 as Qt exports them: names, types and order of arguments are the
// specification's, that is why they are not written like the rest. They ask and tell Mpris, on its thread.
// Nothing fails; a request that has no meaning now does nothing, as the specification wants.
#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusObjectPath>
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
    bool has_track_list() const { return false; }
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
    Q_PROPERTY(double Rate READ rate WRITE set_rate)
    Q_PROPERTY(QVariantMap Metadata READ metadata)
    Q_PROPERTY(double Volume READ volume WRITE set_volume)
    Q_PROPERTY(qlonglong Position READ position)
    Q_PROPERTY(double MinimumRate READ rate)
    Q_PROPERTY(double MaximumRate READ rate)
    Q_PROPERTY(bool CanGoNext READ can_go_next)
    Q_PROPERTY(bool CanGoPrevious READ can_go_previous)
    Q_PROPERTY(bool CanPlay READ can_play)
    Q_PROPERTY(bool CanPause READ can_pause)
    Q_PROPERTY(bool CanSeek READ can_seek)
    Q_PROPERTY(bool CanControl READ can_control)
  public:
    explicit MprisPlayer(Mpris& mpris);

    QString playback_status() const;
    double rate() const { return 1.0; }
    void set_rate(double rate);
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

}  // namespace refrain
