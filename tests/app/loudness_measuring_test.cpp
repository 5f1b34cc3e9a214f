// Measuring loudness behind the window: how it goes on, and that it can be stopped.
#include "app/background/loudness_measuring.h"

#include "library_scanner/scan/scanner.h"
#include "tests/app/desktop/private_bus.h"
#include "tests/app/sound_file.h"
#include "tests/library_scanner/harmless.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using test::reached;

TEST(WithoutLoudness, CountsWhatIsThereAndHasNoGain) {
    std::vector<Track> tracks(4);
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        tracks[i].id = TrackId(static_cast<std::int64_t>(i) + 1);
    }
    tracks[1].loudness.track_gain_db = -3.0F;
    tracks[2].missing = true;
    EXPECT_EQ(without_loudness(LibrarySnapshot(tracks)), 2);
}

class Measuring : public testing::Test {
  protected:
    void SetUp() override {
        for (int i = 0; i < 3; ++i) {
            write_wav(folder.path() / "music" / (std::to_string(i) + ".wav"),
                      {"Track " + std::to_string(i), "", "", "", 2.0, 300.0 + i});
        }
        auto opened = Services::open(DataPaths(folder / "data"));
        ASSERT_TRUE(opened.ok()) << opened.error().text();
        services = std::move(opened).value();
        ASSERT_TRUE(scan(services->database(), {folder / "music"}, test::harmless()).ok());
        ASSERT_TRUE(services->load_library().ok());
        measuring = std::make_unique<LoudnessMeasuring>(*services);
        QObject::connect(measuring.get(), &LoudnessMeasuring::ended, [this](const QString& text, bool error) {
            ended = true;
            message = text;
            failed = error;
        });
        QObject::connect(measuring.get(), &LoudnessMeasuring::found, [this] { ++measured; });
    }
    test::TemporaryFolder folder;
    std::unique_ptr<Services> services;
    std::unique_ptr<LoudnessMeasuring> measuring;
    bool ended = false, failed = false;
    QString message;
    int measured = 0;
};

TEST_F(Measuring, TellsHowFarItIsAndThatTheLibraryHasNewValues) {
    measuring->start(AskedBy::listener);
    EXPECT_TRUE(measuring->progress().running);
    ASSERT_TRUE(reached([this] { return ended; }));
    EXPECT_FALSE(failed) << message.toStdString();
    EXPECT_FALSE(message.isEmpty()) << "the listener asked, so the listener is told";
    EXPECT_EQ(measuring->progress(), (LoudnessProgress{3, 3, false}));
    EXPECT_EQ(measured, 1);
    ASSERT_TRUE(services->load_library().ok());
    EXPECT_EQ(without_loudness(*services->library().snapshot()), 0);
}

TEST_F(Measuring, IsNotDueWhenEverythingIsKnown) {
    measuring->start(AskedBy::listener);
    ASSERT_TRUE(reached([this] { return ended; }));
    ASSERT_TRUE(services->load_library().ok());
    EXPECT_FALSE(measuring->due());
    EXPECT_EQ(measuring->progress(), LoudnessProgress());
}

TEST_F(Measuring, OneAtATimeForALibrary) {
    LoudnessMeasuring second(*services);
    QString said;
    QObject::connect(&second, &LoudnessMeasuring::ended, [&](const QString& text, bool) { said = text; });
    measuring->start(AskedBy::listener);
    second.start(AskedBy::listener);
    EXPECT_FALSE(said.isEmpty());
    EXPECT_FALSE(second.progress().running);
    EXPECT_TRUE(reached([this] { return ended; }));
}

TEST_F(Measuring, IsStoppedAtOnceAndSaysNothingOfAnError) {
    measuring->start(AskedBy::listener);
    measuring->cancel();
    ASSERT_TRUE(reached([this] { return ended; }));
    EXPECT_FALSE(failed);
    EXPECT_FALSE(measuring->progress().running);
}

}  // namespace
}  // namespace refrain::app
