// The D-Bus interfaces of MPRIS 2.2 as Qt exports them: names, types and order of arguments are the
// specification's, that is why they are not written like the rest. Where a property is not signalled when it
// changes, or only as gone, the introspection must say so; Qt has no words for that, so it is written out.
// They ask and tell Mpris, on its thread. Nothing fails; a request that has no meaning now does nothing, as
// the specification wants.
#pragma once

#include "app/desktop/desktop_id.h"

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
    QString desktop_entry() const { return desktop_id; }
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
    Q_CLASSINFO(
        "D-Bus Introspection",
        "<interface name=\"org.mpris.MediaPlayer2.Player\">\n"
        "<method name=\"Next\"></method>\n"
        "<method name=\"Previous\"></method>\n"
        "<method name=\"Pause\"></method>\n"
        "<method name=\"PlayPause\"></method>\n"
        "<method name=\"Stop\"></method>\n"
        "<method name=\"Play\"></method>\n"
        "<method name=\"Seek\"><arg name=\"Offset\" type=\"x\" direction=\"in\"/></method>\n"
        "<method name=\"SetPosition\"><arg name=\"TrackId\" type=\"o\" direction=\"in\"/>\n"
        "<arg name=\"Position\" type=\"x\" direction=\"in\"/></method>\n"
        "<method name=\"OpenUri\"><arg name=\"Uri\" type=\"s\" direction=\"in\"/></method>\n"
        "<signal name=\"Seeked\"><arg name=\"Position\" type=\"x\"/></signal>\n"
        "<property name=\"PlaybackStatus\" type=\"s\" access=\"read\"/>\n"
        "<property name=\"LoopStatus\" type=\"s\" access=\"readwrite\"/>\n"
        "<property name=\"Rate\" type=\"d\" access=\"readwrite\"/>\n"
        "<property name=\"Shuffle\" type=\"b\" access=\"readwrite\"/>\n"
        "<property name=\"Metadata\" type=\"a{sv}\" access=\"read\"/>\n"
        "<property name=\"Volume\" type=\"d\" access=\"readwrite\"/>\n"
        "<property name=\"Position\" type=\"x\" access=\"read\">\n"
        "<annotation name=\"org.freedesktop.DBus.Property.EmitsChangedSignal\" value=\"false\"/></property>\n"
        "<property name=\"MinimumRate\" type=\"d\" access=\"read\"/>\n"
        "<property name=\"MaximumRate\" type=\"d\" access=\"read\"/>\n"
        "<property name=\"CanGoNext\" type=\"b\" access=\"read\"/>\n"
        "<property name=\"CanGoPrevious\" type=\"b\" access=\"read\"/>\n"
        "<property name=\"CanPlay\" type=\"b\" access=\"read\"/>\n"
        "<property name=\"CanPause\" type=\"b\" access=\"read\"/>\n"
        "<property name=\"CanSeek\" type=\"b\" access=\"read\"/>\n"
        "<property name=\"CanControl\" type=\"b\" access=\"read\">\n"
        "<annotation name=\"org.freedesktop.DBus.Property.EmitsChangedSignal\" value=\"false\"/></property>\n"
        "</interface>\n")
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
    Q_CLASSINFO("D-Bus Introspection",
                "<interface name=\"org.mpris.MediaPlayer2.TrackList\">\n"
                "<method name=\"GetTracksMetadata\"><arg name=\"TrackIds\" type=\"ao\" direction=\"in\"/>\n"
                "<arg name=\"Metadata\" type=\"aa{sv}\" direction=\"out\"/></method>\n"
                "<method name=\"AddTrack\"><arg name=\"Uri\" type=\"s\" direction=\"in\"/>\n"
                "<arg name=\"AfterTrack\" type=\"o\" direction=\"in\"/><arg name=\"SetAsCurrent\" type=\"b\" "
                "direction=\"in\"/></method>\n"
                "<method name=\"RemoveTrack\"><arg name=\"TrackId\" type=\"o\" direction=\"in\"/></method>\n"
                "<method name=\"GoTo\"><arg name=\"TrackId\" type=\"o\" direction=\"in\"/></method>\n"
                "<signal name=\"TrackListReplaced\"><arg name=\"Tracks\" type=\"ao\"/><arg "
                "name=\"CurrentTrack\" type=\"o\"/></signal>\n"
                "<signal name=\"TrackAdded\"><arg name=\"Metadata\" type=\"a{sv}\"/><arg name=\"AfterTrack\" "
                "type=\"o\"/></signal>\n"
                "<signal name=\"TrackRemoved\"><arg name=\"TrackId\" type=\"o\"/></signal>\n"
                "<signal name=\"TrackMetadataChanged\"><arg name=\"TrackId\" type=\"o\"/><arg "
                "name=\"Metadata\" type=\"a{sv}\"/></signal>\n"
                "<property name=\"Tracks\" type=\"ao\" access=\"read\">\n"
                "<annotation name=\"org.freedesktop.DBus.Property.EmitsChangedSignal\" "
                "value=\"invalidates\"/></property>\n"
                "<property name=\"CanEditTracks\" type=\"b\" access=\"read\"/>\n"
                "</interface>\n")
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
