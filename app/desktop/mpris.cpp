#include "app/desktop/mpris.h"

#include "app/desktop/mpris_adaptors.h"

#include <utility>

#include <QCoreApplication>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusMetaType>

namespace refrain {
namespace {

const QString object_path = QStringLiteral("/org/mpris/MediaPlayer2");
const QString base_name = QStringLiteral("org.mpris.MediaPlayer2.refrain");
const QString player_interface_name = QStringLiteral("org.mpris.MediaPlayer2.Player");
const QString metadata_key = QStringLiteral("Metadata");
const QString track_id_key = QStringLiteral("mpris:trackid");
const QString track_list_interface_name = QStringLiteral("org.mpris.MediaPlayer2.TrackList");

Error unavailable(const QString& reason) {
    return {ErrorCode::failed, "Desktop keys cannot control the player: " + reason.toStdString(), ""};
}

}  // namespace

Mpris::Mpris(PlayerFollower& follower, MprisCallbacks callbacks, QObject* parent)
    : QObject(parent), follower_(follower), callbacks_(std::move(callbacks)), bus_(QString()) {
    qDBusRegisterMetaType<QList<QVariantMap>>();
    new MprisRoot(*this);
    player_interface_ = new MprisPlayer(*this);
    track_list_ = new MprisTrackList(*this);
}

Mpris::~Mpris() {
    if (!service_name_.isEmpty()) {
        bus_.unregisterObject(object_path);
        bus_.unregisterService(service_name_);
    }
}

Status Mpris::start(const QDBusConnection& bus) {
    if (!bus.isConnected()) {
        return unavailable(QStringLiteral("there is no session bus"));
    }
    bus_ = bus;
    // The picture first: a client may ask as soon as the name is there.
    told_ = follower_.state();
    refresh();
    if (!bus_.registerObject(object_path, this)) {
        return unavailable(QStringLiteral("another object is in the place of the player's"));
    }
    QString name = base_name;
    if (!bus_.registerService(name)) {
        name += QStringLiteral(".instance%1").arg(QCoreApplication::applicationPid());
        if (!bus_.registerService(name)) {
            const auto reason = bus_.lastError().message();
            bus_.unregisterObject(object_path);
            return unavailable(reason);
        }
    }
    service_name_ = name;
    connect(&follower_, &PlayerFollower::changed, this, &Mpris::refresh);
    return Done{};
}

void Mpris::set_art(QueueEntryId entry, const std::string& file) {
    art_of_ = entry;
    art_url_ = file.empty() ? QString() : file_url(file);
    refresh();
}

MprisTrackFacts Mpris::facts_of(const QueueEntry& entry) const {
    auto facts = callbacks_.facts_of ? callbacks_.facts_of(entry) : MprisTrackFacts();
    facts.art_url = entry.id == art_of_ ? art_url_ : QString();
    return facts;
}

void Mpris::tell_properties(const QString& interface, const QVariantMap& changed,
                            const QStringList& invalid) {
    auto message = QDBusMessage::createSignal(object_path, QStringLiteral("org.freedesktop.DBus.Properties"),
                                              QStringLiteral("PropertiesChanged"));
    message << interface << changed << invalid;
    bus_.send(message);
}

void Mpris::refresh() {
    const PlayerState& state = follower_.state();
    const auto* entry = state.current_entry();
    auto properties = mpris_player_properties(state, entry != nullptr ? facts_of(*entry) : MprisTrackFacts());
    const auto changed = changed_properties(properties_, properties);
    const bool same_track = properties_.value(metadata_key).toMap().value(track_id_key) ==
                            properties.value(metadata_key).toMap().value(track_id_key);
    properties_ = std::move(properties);
    const bool begun_again = std::exchange(repeats_told_, follower_.repeats()) != follower_.repeats();
    const auto before = std::exchange(told_, state);
    if (!service_name_.isEmpty()) {
        if (!changed.isEmpty()) {
            tell_properties(player_interface_name, changed, {});
        }
        if (entry != nullptr && same_track && changed.contains(metadata_key)) {
            Q_EMIT track_list_->TrackMetadataChanged(QDBusObjectPath(mpris_track_id(entry->id)),
                                                     changed.value(metadata_key).toMap());
        }
        if (begun_again || mpris_jumped(before, state)) {
            Q_EMIT player_interface_->Seeked(state.position.count() * 1000);
        }
    }
    announce_tracks(state);
}

void Mpris::announce_tracks(const PlayerState& state) {
    auto tracks = mpris_track_ids(state, mpris_track_range(state));
    if (tracks == tracks_) {
        return;
    }
    tracks_ = std::move(tracks);
    if (service_name_.isEmpty()) {
        return;
    }
    const auto* entry = state.current_entry();
    Q_EMIT track_list_->TrackListReplaced(
        tracks_, QDBusObjectPath(entry != nullptr ? mpris_track_id(entry->id) : mpris_no_track()));
    tell_properties(track_list_interface_name, {}, {QStringLiteral("Tracks")});
}

void Mpris::refuse(const QString& why) const {
    if (calledFromDBus()) {
        sendErrorReply(QDBusError::NotSupported, why);
    }
}

void Mpris::apply(const PositionRequest& request) {
    switch (request.kind) {
        case PositionRequest::Kind::seek:
            player().seek(request.position);
            break;
        case PositionRequest::Kind::next:
            player().next();
            break;
        case PositionRequest::Kind::ignore:
            break;
    }
}

}  // namespace refrain
