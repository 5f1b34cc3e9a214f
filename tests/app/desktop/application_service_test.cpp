// The program as a desktop reaches it by its name, on a private session bus.
#include "app/desktop/application_service.h"

#include "tests/app/desktop/private_bus.h"

#include <string>
#include <vector>

#include <QDBusMessage>
#include <gtest/gtest.h>

namespace refrain {
namespace {

class ApplicationOnABus : public ::testing::Test {
  protected:
    ApplicationCallbacks callbacks() {
        return {[this] { heard.push_back("activate"); },
                [this](std::vector<std::string> paths) {
                    for (const auto& path : paths) {
                        heard.push_back("open " + path);
                    }
                },
                [this](const std::string& action) { heard.push_back("press " + action); }};
    }
    QDBusMessage call(const QString& method, const QVariantList& arguments) {
        auto message = QDBusMessage::createMethodCall(QStringLiteral("org.refrain.Refrain"),
                                                      QStringLiteral("/org/refrain/Refrain"),
                                                      QStringLiteral("org.freedesktop.Application"), method);
        message.setArguments(arguments);
        return test::call(client, message);
    }

    test::PrivateBus bus;
    QDBusConnection client = bus.connect(QStringLiteral("client"));
    std::vector<std::string> heard;
    ApplicationService service{callbacks()};
};

TEST_F(ApplicationOnABus, ComesToTheFrontOpensFilesAndTakesAPressOfAKey) {
    ASSERT_TRUE(service.start(bus.connect(QStringLiteral("program"))).ok());
    call(QStringLiteral("Activate"), {QVariantMap()});
    call(QStringLiteral("Open"), {QStringList{QStringLiteral("file:///m/a%20b%FF.flac"),
                                              QStringLiteral("http://example.org/no.flac")},
                                  QVariantMap()});
    call(QStringLiteral("ActivateAction"),
         {QStringLiteral("toggle"), QVariant::fromValue(QVariantList()), QVariantMap()});
    EXPECT_EQ(heard,
              (std::vector<std::string>{"activate", "open /m/a b\xFF.flac", "activate", "press toggle"}));
}

TEST_F(ApplicationOnABus, ASecondOneSaysThatTheNameIsTaken) {
    ASSERT_TRUE(service.start(bus.connect(QStringLiteral("program"))).ok());
    ApplicationService second(callbacks());
    EXPECT_FALSE(second.start(bus.connect(QStringLiteral("second"))).ok());
    call(QStringLiteral("Activate"), {QVariantMap()});
    EXPECT_EQ(heard, std::vector<std::string>{"activate"}) << "the first is still there";
}

TEST_F(ApplicationOnABus, WithoutABusItSaysSo) {
    EXPECT_FALSE(
        service.start(QDBusConnection::connectToBus(QStringLiteral("unix:path=/nowhere"), "none")).ok());
    QDBusConnection::disconnectFromBus(QStringLiteral("none"));
}

}  // namespace
}  // namespace refrain
