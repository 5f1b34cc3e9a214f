#include "app/desktop/mpris.h"

#include "app/desktop/mpris_adaptors.h"
#include "app/desktop/mpris_view.h"

#include <utility>

#include <QCoreApplication>
#include <QDBusError>
#include <QDBusMessage>
#include <spdlog/spdlog.h>

namespace refrain {
namespace {

const QString object_path = QStringLiteral("/org/mpris/MediaPlayer2");
const QString base_name = QStringLiteral("org.mpris.MediaPlayer2.refrain");

Error unavailable(const QString& reason) {
    return {ErrorCode::failed, "Desktop keys cannot control the player: " + reason.toStdString(), ""};
}

}  // namespace

Mpris::Mpris(Player& player, MprisCallbacks callbacks, QObject* parent)
    : QObject(parent), player_(player), callbacks_(std::move(callbacks)), bus_(QString()) {
    new MprisRoot(*this);
    player_interface_ = new MprisPlayer(*this);
}

Mpris::~Mpris() {
    if (!service_name_.isEmpty()) {
        player_.remove_observer(this);
        bus_.unregisterObject(object_path);
        bus_.unregisterService(service_name_);
    }
}

Status Mpris::start(const QDBusConnection& bus) {
    const auto give_up = [](const QString& reason) {
        auto error = unavailable(reason);
        spdlog::warn("{}", error.message);
        return error;
    };
    if (!bus.isConnected()) {
        return give_up(QStringLiteral("there is no session bus"));
    }
    bus_ = bus;
    // The picture first: a client may ask as soon as the name is there.
    seek_revision_ = player_.state().seek_revision;
    refresh();
    if (!bus_.registerObject(object_path, this)) {
        return give_up(QStringLiteral("another object is in the place of the player's"));
    }
    QString name = base_name;
    if (!bus_.registerService(name)) {
        name += QStringLiteral(".instance%1").arg(QCoreApplication::applicationPid());
        if (!bus_.registerService(name)) {
            const auto reason = bus_.lastError().message();
            bus_.unregisterObject(object_path);
            return give_up(reason);
        }
    }
    service_name_ = name;
    player_.add_observer(this);
    // What changed between the first picture and the observer.
    refresh();
    return Done{};
}

void Mpris::player_changed(const PlayerState& /*state*/) {
    if (!refresh_posted_.exchange(true)) {
        QMetaObject::invokeMethod(
            this, [this] { refresh(); }, Qt::QueuedConnection);
    }
}

void Mpris::refresh() {
    // Before the picture is taken: a change after this line posts a refresh of its own.
    refresh_posted_ = false;
    const auto state = player_.state();
    const auto* entry = state.current_entry();
    const auto current = entry != nullptr ? entry->id : QueueEntryId();
    if (art_of_ != current) {
        art_of_ = current;
        const auto cover = entry != nullptr && callbacks_.cover_path ? callbacks_.cover_path(*entry) : "";
        art_url_ = cover.empty() ? QString() : file_url(cover);
    }
    auto properties = mpris_player_properties(state, art_url_);
    const auto changed = changed_properties(properties_, properties);
    properties_ = std::move(properties);
    if (service_name_.isEmpty()) {
        return;
    }
    if (!changed.isEmpty()) {
        auto message =
            QDBusMessage::createSignal(object_path, QStringLiteral("org.freedesktop.DBus.Properties"),
                                       QStringLiteral("PropertiesChanged"));
        message << QStringLiteral("org.mpris.MediaPlayer2.Player") << changed << QStringList();
        bus_.send(message);
    }
    if (seek_revision_ != state.seek_revision) {
        seek_revision_ = state.seek_revision;
        Q_EMIT player_interface_->Seeked(state.position.count() * 1000);
    }
}

void Mpris::apply(const PositionRequest& request) {
    switch (request.kind) {
        case PositionRequest::Kind::seek:
            player_.seek(request.position);
            break;
        case PositionRequest::Kind::next:
            player_.next();
            break;
        case PositionRequest::Kind::ignore:
            break;
    }
}

}  // namespace refrain
