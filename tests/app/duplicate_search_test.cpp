// The search for duplicates behind the window: how it is told, that it finds, and that it can be stopped.
#include "app/background/duplicate_search.h"

#include "library_scanner/identity/duplicates.h"
#include "library_scanner/scan/scanner.h"
#include "tests/app/desktop/private_bus.h"
#include "tests/app/sound_file.h"
#include "tests/library_scanner/harmless.h"
#include "tests/support/temporary_folder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using test::reached;

class Searching : public testing::Test {
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
        search = std::make_unique<DuplicateSearch>(*services);
        QObject::connect(search.get(), &DuplicateSearch::ended, [this](const QString& text, bool error) {
            ended = true;
            message = text;
            failed = error;
        });
    }
    test::TemporaryFolder folder;
    std::unique_ptr<Services> services;
    std::unique_ptr<DuplicateSearch> search;
    bool ended = false, failed = false;
    QString message;
};

TEST_F(Searching, ListensToEverySongAndTellsTheListenerWhoAsked) {
    search->start(AskedBy::listener);
    EXPECT_TRUE(search->progress().running);
    ASSERT_TRUE(reached([this] { return ended; }));
    EXPECT_FALSE(failed) << message.toStdString();
    EXPECT_FALSE(message.isEmpty());
    EXPECT_GE(search->progress().total, 3);
    EXPECT_EQ(search->progress().done, search->progress().total);
    EXPECT_FALSE(search->progress().running);
    EXPECT_EQ(services->database()
                  .reader()
                  ->execAndGet("SELECT count(*) FROM fingerprints WHERE failure = ''")
                  .getInt(),
              3);
    // Nothing has changed since: nothing is listened to.
    ended = false;
    search->start(AskedBy::listener);
    ASSERT_TRUE(reached([this] { return ended; }));
    EXPECT_EQ(search->progress(), (DuplicatesProgress{0, 0, false}));
}

TEST_F(Searching, IsStoppedAtOnceAndSaysNothingOfAnError) {
    search->start(AskedBy::listener);
    search->cancel();
    ASSERT_TRUE(reached([this] { return ended; }));
    EXPECT_FALSE(failed);
    EXPECT_FALSE(search->progress().running);
}

TEST_F(Searching, OneAtATimeForALibrary) {
    DuplicateSearch second(*services);
    QString said;
    QObject::connect(&second, &DuplicateSearch::ended, [&](const QString& text, bool) { said = text; });
    search->start(AskedBy::listener);
    second.start(AskedBy::listener);
    EXPECT_FALSE(said.isEmpty());
    EXPECT_FALSE(second.progress().running);
    EXPECT_TRUE(reached([this] { return ended; }));
}

}  // namespace
}  // namespace refrain::app
