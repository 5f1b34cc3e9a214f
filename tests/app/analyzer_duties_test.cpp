// The analyzer's duties behind the window: their order, what the listener's wishes change in it, and when the
// machine is left alone.
#include "app/background/analyzer_duties.h"

#include "library_scanner/scan/scanner.h"
#include "tests/app/desktop/private_bus.h"
#include "tests/app/sound_file.h"
#include "tests/library_scanner/harmless.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using test::reached;
using enum AnalysisDuty;

TEST(MachineIsFree, OnMainsWithACoreToSpare) {
    EXPECT_TRUE(machine_is_free({false, 0.3, 2}));
    EXPECT_FALSE(machine_is_free({true, 0.3, 2})) << "on battery";
    EXPECT_FALSE(machine_is_free({false, 2.4, 2})) << "busy";
    EXPECT_TRUE(machine_is_free({false, 2.4, 8}));
}

class Duties : public testing::Test {
  protected:
    void SetUp() override {
        for (int i = 0; i < 3; ++i) {
            write_wav(folder.path() / "music" / (std::to_string(i) + ".wav"),
                      {"Track " + std::to_string(i), "", "", "", 12.0, 300.0 + i});
        }
        auto opened = Services::open(DataPaths(folder / "data"));
        ASSERT_TRUE(opened.ok()) << opened.error().text();
        services = std::move(opened).value();
        ASSERT_TRUE(scan(services->database(), {folder / "music"}, test::harmless()).ok());
        ASSERT_TRUE(services->load_library().ok());
        duties = std::make_unique<AnalyzerDuties>(
            *services, AnalyzerDutiesOptions{[this] { return machine; }, [this] { return may_listen; }});
        QObject::connect(duties.get(), &AnalyzerDuties::progressed, [this](const AnalysisProgress& progress) {
            if (progress.running && (order.empty() || order.back() != progress.duty)) {
                order.push_back(progress.duty);
            }
        });
        QObject::connect(duties.get(), &AnalyzerDuties::message,
                         [this](const QString& text, bool) { messages.push_back(text); });
    }
    int rows(const char* table) {
        return services->database()
            .reader()
            ->execAndGet(std::string("SELECT count(*) FROM ") + table + " WHERE failure = ''")
            .getInt();
    }
    bool idle() const { return duties->idle(); }

    test::TemporaryFolder folder;
    std::unique_ptr<Services> services;
    std::unique_ptr<AnalyzerDuties> duties;
    MachineState machine{false, 0.0, 2};
    bool may_listen = true;
    std::vector<AnalysisDuty> order;
    std::vector<QString> messages;
};

TEST_F(Duties, AreDoneOneAfterTheOtherAndNobodyIsTold) {
    duties->look();
    EXPECT_FALSE(idle());
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(order, (std::vector{loudness, sound, duplicates}));
    EXPECT_EQ(rows("loudness"), 3);
    EXPECT_EQ(rows("content_features"), 3);
    EXPECT_EQ(rows("fingerprints"), 3);
    EXPECT_TRUE(messages.empty());
}

TEST_F(Duties, SongsAreNotListenedToWhereTheListenerDoesNotWantIt) {
    may_listen = false;
    duties->look();
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(order, (std::vector{loudness, duplicates}));
    EXPECT_EQ(rows("content_features"), 0);
}

TEST_F(Duties, WaitForAMachineThatIsFree) {
    machine.load = 5.0;
    duties->look();
    EXPECT_FALSE(idle());
    EXPECT_TRUE(order.empty());
    duties->look_at_machine();
    EXPECT_TRUE(order.empty());
    machine.load = 0.0;
    duties->look_at_machine();
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(order, (std::vector{loudness, sound, duplicates}));
}

TEST_F(Duties, AreInterruptedByTheBatteryAndGoOnAfterIt) {
    duties->look();
    machine.on_battery = true;
    duties->look_at_machine();
    ASSERT_TRUE(reached([this] { return !duties->progress().running; }));
    EXPECT_FALSE(idle()) << "it waits";
    machine.on_battery = false;
    duties->look_at_machine();
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(rows("content_features"), 3);
}

TEST_F(Duties, WhatTheListenerAsksForComesFirstAndIsTold) {
    duties->look();
    duties->start(duplicates);
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(order, (std::vector{loudness, duplicates, loudness, sound, duplicates}));
    EXPECT_EQ(messages.size(), 1u);
    EXPECT_EQ(rows("content_features"), 3);
}

TEST_F(Duties, AWishIsFulfilledOnBatteryToo) {
    machine.on_battery = true;
    duties->start(sound);
    duties->look_at_machine();
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(order, std::vector{sound});
    EXPECT_EQ(rows("content_features"), 3);
    EXPECT_EQ(messages.size(), 1u);
}

TEST_F(Duties, NothingFollowsWhatTheListenerHasStopped) {
    duties->look();
    duties->stop();
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(order, std::vector{loudness});
    EXPECT_TRUE(messages.empty());
    duties->look();
    ASSERT_TRUE(reached([this] { return idle(); }));
    EXPECT_EQ(rows("fingerprints"), 3) << "the next scan begins anew";
}

}  // namespace
}  // namespace refrain::app
