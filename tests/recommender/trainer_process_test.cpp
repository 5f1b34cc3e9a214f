// The protocol against real child processes: small shell scripts that say what a trainer could say.
#include "recommender/serving/trainer_process.h"

#include "tests/support/temporary_folder.h"

#include <fstream>
#include <optional>
#include <vector>

#include <QEventLoop>
#include <QFile>
#include <QTimer>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::HasSubstr;

class TrainerProcessTest : public testing::Test {
  protected:
    TrainerProcessTest() {
        QObject::connect(&trainer_, &TrainerProcess::progress, &loop_,
                         [this](const TrainingProgress& p) { progress_.push_back(p); });
        QObject::connect(&trainer_, &TrainerProcess::finished, &loop_,
                         [this](const QString& generation, const Status& status, const QString& note) {
                             ++ends_;
                             generation_ = generation;
                             status_ = status;
                             note_ = note;
                             loop_.quit();
                         });
    }

    /// Starts a script as the trainer.
    void start(const std::string& script) {
        const auto file = folder_.path() / "trainer";
        std::ofstream(file) << "#!/bin/sh\n" << script << '\n';
        QFile::setPermissions(QString::fromStdString(file.string()),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        TrainerProcess::Options options;
        options.program = QString::fromStdString(file.string());
        options.database = QStringLiteral("library.db");
        options.output = QString::fromStdString(folder_.path().string());
        trainer_.start(options);
    }

    /// The event loop until finished(); a child that never ends fails the test instead of hanging it.
    void wait() {
        QTimer::singleShot(60'000, &loop_, &QEventLoop::quit);
        if (ends_ == 0) {
            loop_.exec();
        }
        ASSERT_EQ(ends_, 1);
        EXPECT_FALSE(trainer_.running());
    }

    const Error& error() const { return status_->error(); }

    test::TemporaryFolder folder_;
    QEventLoop loop_;
    TrainerProcess trainer_;
    std::vector<TrainingProgress> progress_;
    int ends_ = 0;
    QString generation_;
    std::optional<Status> status_;
    QString note_;
};

TEST_F(TrainerProcessTest, ReportsProgressAndNamesTheNewGeneration) {
    start(R"(echo '{"phase":"read","seconds":0.1}'
echo '{"phase":"train","epoch":2,"epochs":5,"loss_positive":4.25,"loss_negative":0.5,"seconds":1.5,"eta_seconds":3}'
echo '{"phase":"done","generation":"20260301T120000Z-c","seconds":2}')");
    wait();
    ASSERT_TRUE(status_->ok());
    EXPECT_EQ(generation_, QStringLiteral("20260301T120000Z-c"));
    ASSERT_EQ(progress_.size(), 3U);
    EXPECT_EQ(progress_[1].phase, QStringLiteral("train"));
    EXPECT_EQ(progress_[1].epoch, 2);
    EXPECT_EQ(progress_[1].epochs, 5);
    EXPECT_EQ(progress_[1].loss_positive, 4.25);
    EXPECT_EQ(progress_[1].loss_negative, 0.5);
    EXPECT_EQ(progress_[1].eta_seconds, 3.0);
}

TEST_F(TrainerProcessTest, AModelThatDidNotWinItsTrialIsNoErrorAndIsToldInWords) {
    start(R"(echo '{"phase":"trying"}'
echo '{"phase":"kept","trial":{"verdict":"not_better","positives":120,"negatives":31,"challenger":{"pos_at_10":0.154,"neg_at_10":0.1},"champion":{"pos_at_10":0.187,"neg_at_10":0.1,"name":"20260301T120000Z-c"},"personal":{"pos_at_10":0.1,"neg_at_10":0.1}}}')");
    wait();
    ASSERT_TRUE(status_->ok());
    EXPECT_TRUE(generation_.isEmpty());
    EXPECT_EQ(note_,
              QStringLiteral("On your last listens the new model foresaw 15 of 100 finished songs, the "
                             "one in use 19. The one in use stays."));
}

TEST_F(TrainerProcessTest, WithoutAModelInUseThatIsWhatTheTrialWasAgainst) {
    start(
        R"(echo '{"phase":"kept","trial":{"verdict":"too_little","positives":3,"champion":{"name":null}}}')");
    wait();
    ASSERT_TRUE(status_->ok());
    EXPECT_EQ(note_, QStringLiteral("Too few songs were heard out lately to tell whether the new model is "
                                    "better. Guesses go on without a model."));
}

TEST_F(TrainerProcessTest, HandsOverItsOptionsAndAsksForTheBackground) {
    start(
        "printf '%s\\n' \"$@\" >\"$(dirname \"$0\")/arguments\"; echo \"$OMP_WAIT_POLICY\" >>\"$(dirname "
        "\"$0\")/arguments\"");
    wait();
    std::ifstream in(folder_.path() / "arguments");
    std::vector<std::string> words;
    for (std::string line; std::getline(in, line);) {
        words.push_back(line);
    }
    EXPECT_THAT(words, testing::ElementsAre("train", "--background", "--database", "library.db", "--out",
                                            folder_.path().string(), "--config", "c", "--device", "auto",
                                            "--seed", "1", "--if-better", "--pause-on-battery", "passive"));
}

TEST_F(TrainerProcessTest, LinesThatAreNoReportsAreIgnored) {
    start(R"(echo 'hello'
echo
echo '[1,2]'
echo '{"phase":'
echo '{"epoch":1}'
echo '{"phase":7}'
printf '\377\376\000\n'
echo '{"phase":"train","epoch":"two","epochs":-4,"loss_positive":null}'
head -c 3000000 /dev/zero
echo
printf '{"phase":"done","generation":"g"}')");
    wait();
    ASSERT_TRUE(status_->ok());
    EXPECT_EQ(generation_, QStringLiteral("g"));
    ASSERT_EQ(progress_.size(), 2U);
    EXPECT_EQ(progress_[0].epoch, 0);
    EXPECT_EQ(progress_[0].epochs, 0);
}

TEST_F(TrainerProcessTest, ItsOwnWordsAreTheWordsForTheUser) {
    start(R"(echo '{"phase":"error","message":"Too few listens to learn from: 12 of at least 50"}'; exit 1)");
    wait();
    ASSERT_FALSE(status_->ok());
    EXPECT_EQ(error().message, "Too few listens to learn from: 12 of at least 50");
    EXPECT_TRUE(generation_.isEmpty());
    EXPECT_TRUE(progress_.empty());
}

TEST_F(TrainerProcessTest, AnExitCodeWithoutWordsIsNamed) {
    start("exit 3");
    wait();
    ASSERT_FALSE(status_->ok());
    EXPECT_THAT(error().message, HasSubstr("exit code 3"));
}

TEST_F(TrainerProcessTest, EndingWithoutAGenerationIsNoSuccess) {
    start(R"(echo '{"phase":"train"}')");
    wait();
    ASSERT_FALSE(status_->ok());
    EXPECT_EQ(error().code, ErrorCode::malformed);
}

TEST_F(TrainerProcessTest, AKilledTrainerIsToldApartFromOneThatGaveUp) {
    start(R"(echo '{"phase":"done","generation":"half"}'; kill -9 $$)");
    wait();
    ASSERT_FALSE(status_->ok());
    EXPECT_THAT(error().message, HasSubstr("crashed or was ended"));
    EXPECT_TRUE(generation_.isEmpty());
}

TEST_F(TrainerProcessTest, AMissingProgramIsSaid) {
    TrainerProcess::Options options;
    options.program = QStringLiteral("/nowhere/refrain-trainer");
    trainer_.start(options);
    wait();
    ASSERT_FALSE(status_->ok());
    EXPECT_EQ(error().code, ErrorCode::not_found);
    EXPECT_EQ(error().path, "/nowhere/refrain-trainer");
}

TEST_F(TrainerProcessTest, CancellingEndsIt) {
    start("echo '{\"phase\":\"train\"}'; exec sleep 600");
    QObject::connect(&trainer_, &TrainerProcess::progress, &loop_, [this] { trainer_.cancel(); });
    wait();
    ASSERT_FALSE(status_->ok());
    EXPECT_EQ(error().code, ErrorCode::cancelled);
}

TEST_F(TrainerProcessTest, CancellingEndsOneThatDoesNotListenToo) {
    start("trap '' TERM; echo '{\"phase\":\"train\"}'; while :; do sleep 1; done");
    QObject::connect(&trainer_, &TrainerProcess::progress, &loop_, [this] { trainer_.cancel(); });
    wait();
    EXPECT_EQ(error().code, ErrorCode::cancelled);
}

TEST_F(TrainerProcessTest, ItCanBeStartedAgain) {
    start("exit 1");
    wait();
    ends_ = 0;
    start(R"(echo '{"phase":"done","generation":"second"}')");
    wait();
    ASSERT_TRUE(status_->ok());
    EXPECT_EQ(generation_, QStringLiteral("second"));
}

TEST_F(TrainerProcessTest, AStartWhileItRunsChangesNothing) {
    start("read line; exit 0");  // nothing to read: it ends, after the second start
    trainer_.start({});
    wait();
    EXPECT_EQ(ends_, 1);
}

TEST(TrainerProcess, GoesQuietlyWithItsParent) {
    test::TemporaryFolder folder;
    const auto file = folder.path() / "trainer";
    std::ofstream(file) << "#!/bin/sh\nexec sleep 600\n";
    QFile::setPermissions(QString::fromStdString(file.string()), QFile::ReadOwner | QFile::ExeOwner);
    int ends = 0;
    {
        QObject parent;
        auto* trainer = new TrainerProcess(&parent);
        QObject::connect(trainer, &TrainerProcess::finished, [&] { ++ends; });
        TrainerProcess::Options options;
        options.program = QString::fromStdString(file.string());
        trainer->start(options);
        EXPECT_TRUE(trainer->running());
    }
    EXPECT_EQ(ends, 0);
}

}  // namespace
}  // namespace refrain
