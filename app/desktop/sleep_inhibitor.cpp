#include "app/desktop/sleep_inhibitor.h"

#include <utility>

#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QVariantMap>
#include <spdlog/spdlog.h>

namespace refrain {
namespace {

const QString login1 = QStringLiteral("org.freedesktop.login1");
const QString login1_path = QStringLiteral("/org/freedesktop/login1");
const QString login1_manager = QStringLiteral("org.freedesktop.login1.Manager");
const QString power = QStringLiteral("org.freedesktop.PowerManagement");
const QString power_path = QStringLiteral("/org/freedesktop/PowerManagement/Inhibit");
const QString power_inhibit = QStringLiteral("org.freedesktop.PowerManagement.Inhibit");
const QString portal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portal_path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portal_inhibit = QStringLiteral("org.freedesktop.portal.Inhibit");
const QString portal_request = QStringLiteral("org.freedesktop.portal.Request");
/// org.freedesktop.portal.Inhibit: 1 logout, 2 user switch, 4 suspend, 8 idle.
constexpr uint portal_suspend = 4;

const QString program = QStringLiteral("Refrain");

QString reason() {
    return SleepInhibitor::tr("Music is playing");
}

QDBusMessage login1_call(const QString& mode) {
    auto message =
        QDBusMessage::createMethodCall(login1, login1_path, login1_manager, QStringLiteral("Inhibit"));
    message << QStringLiteral("sleep") << program << reason() << mode;
    return message;
}

}  // namespace

SleepInhibitor::SleepInhibitor(PlayerFollower& follower, Bus system, Bus session, QObject* parent)
    : QObject(parent), follower_(follower), system_(std::move(system)), session_(std::move(session)) {
    connect(&follower_, &PlayerFollower::changed, this, &SleepInhibitor::follow);
    follow();
}

SleepInhibitor::~SleepInhibitor() {
    end();
}

void SleepInhibitor::follow() {
    const bool playing = follower_.state().state == PlaybackState::playing;
    if (playing == wanted_) {
        return;
    }
    wanted_ = playing;
    playing ? begin() : end();
}

void SleepInhibitor::begin() {
    if (!listening_) {
        listening_ = true;
        system_().connect(login1, login1_path, login1_manager, QStringLiteral("PrepareForSleep"), this,
                          SLOT(prepare_for_sleep(bool)));
    }
    if (!asking_ && held_by_ == Way::none) {
        ask_login1();
    }
}

void SleepInhibitor::end() {
    // A lock of login1 lasts as long as somebody holds its descriptor.
    block_ = {};
    delay_ = {};
    switch (std::exchange(held_by_, Way::none)) {
        case Way::power_management: {
            auto message =
                QDBusMessage::createMethodCall(power, power_path, power_inhibit, QStringLiteral("UnInhibit"));
            message << cookie_;
            session_().asyncCall(message);
            break;
        }
        case Way::portal:
            session_().asyncCall(
                QDBusMessage::createMethodCall(portal, request_, portal_request, QStringLiteral("Close")));
            break;
        case Way::login1:
        case Way::none:
            break;
    }
}

void SleepInhibitor::ask(const QDBusConnection& bus, const QDBusMessage& message, Way way,
                         void (SleepInhibitor::*otherwise)()) {
    asking_ = true;
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, way, otherwise] {
        answer->deleteLater();
        if (answer->isError() || answer->reply().arguments().isEmpty()) {
            spdlog::debug("{}", answer->error().message().toStdString());
            (this->*otherwise)();
            return;
        }
        asking_ = false;
        hold(way, answer->reply());
        // Paused while the question was on its way.
        if (!wanted_) {
            end();
        }
    });
}

void SleepInhibitor::ask_login1() {
    const auto bus = system_();
    ask(bus, login1_call(QStringLiteral("block")), Way::login1, &SleepInhibitor::ask_power_management);
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(login1_call(QStringLiteral("delay"))), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        if (!answer->isError() && wanted_) {
            delay_ = answer->reply().arguments().value(0).value<QDBusUnixFileDescriptor>();
        }
    });
}

void SleepInhibitor::ask_power_management() {
    auto message =
        QDBusMessage::createMethodCall(power, power_path, power_inhibit, QStringLiteral("Inhibit"));
    message << program << reason();
    ask(session_(), message, Way::power_management, &SleepInhibitor::ask_portal);
}

void SleepInhibitor::ask_portal() {
    auto message =
        QDBusMessage::createMethodCall(portal, portal_path, portal_inhibit, QStringLiteral("Inhibit"));
    message << QString() << portal_suspend << QVariantMap{{QStringLiteral("reason"), reason()}};
    ask(session_(), message, Way::portal, &SleepInhibitor::give_up);
}

void SleepInhibitor::hold(Way way, const QDBusMessage& reply) {
    held_by_ = way;
    const QVariant what = reply.arguments().constFirst();
    block_ = what.value<QDBusUnixFileDescriptor>();
    cookie_ = what.toUInt();
    request_ = what.value<QDBusObjectPath>().path();
}

void SleepInhibitor::give_up() {
    asking_ = false;
    if (!std::exchange(told_that_nobody_is_there_, true)) {
        spdlog::info("Nobody here keeps the machine awake while music plays");
    }
}

void SleepInhibitor::prepare_for_sleep(bool before) {
    if (before && wanted_) {
        follower_.player().pause();
    }
}

}  // namespace refrain
