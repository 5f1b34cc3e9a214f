// What the words of `refrain-trainer evaluate` mean for the training.
#include "recommender/training/evaluate_options.h"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace refrain {
namespace {

EvaluateOptions parsed(std::vector<std::string> words) {
    EvaluateOptions options;
    CLI::App app;
    options.add_to(app);
    words.insert(words.end(), {"--dataset", "some.txt", "--format", "ml-1m"});
    // CLI11 takes them from the back.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    return options;
}

TrainingOptions training(const std::vector<std::string>& words) {
    auto made = parsed(words).training_options();
    EXPECT_TRUE(made);
    return made ? made.value() : TrainingOptions();
}

TEST(EvaluateOptions, EachWordOfWindowsIsAnotherWayToDrawThem) {
    EXPECT_EQ(training({"--windows", "targets"}).learning.windows_from, WindowsFrom::targets);
    EXPECT_EQ(training({"--windows", "sequences"}).learning.windows_from, WindowsFrom::sequences);
    EXPECT_EQ(training({"--windows", "sequence-ends"}).learning.windows_from, WindowsFrom::sequence_ends);
}

TEST(EvaluateOptions, SasrecIsAsPublishedWhereNothingIsChosen) {
    const TrainingOptions made = training({"--model", "sasrec"});
    EXPECT_EQ(made.encoder.layout, EncoderLayout::sasrec);
    EXPECT_EQ(made.encoder.feedback, FeedbackMode::none);
    EXPECT_EQ(made.encoder.hidden, 50);
    EXPECT_EQ(made.encoder.embedding, 50);
    EXPECT_EQ(made.encoder.heads, 1);
    EXPECT_EQ(made.encoder.layers, 2);
    EXPECT_EQ(made.encoder.max_length, 50);
    EXPECT_EQ(made.encoder.dropout, 0.5);
    EXPECT_EQ(made.learning.batch, 128);
    EXPECT_EQ(made.learning.learning_rate, 0.001);
    EXPECT_EQ(made.learning.adam_beta2, 0.98);
    EXPECT_EQ(made.learning.positive_loss, PositiveLoss::one_negative);
    EXPECT_EQ(made.learning.likeness, Likeness::inner_product);
    EXPECT_EQ(made.learning.stop_by, StopBy::ndcg);
    EXPECT_EQ(made.learning.windows_from, WindowsFrom::sequence_ends);
}

TEST(EvaluateOptions, WhatIsChosenForSasrecStays) {
    const TrainingOptions made =
        training({"--model", "sasrec", "--dim", "64", "--max-length", "200", "--dropout", "0.2",
                  "--positive-loss", "softmax", "--stop-by", "loss", "--windows", "targets"});
    EXPECT_EQ(made.encoder.hidden, 64);
    EXPECT_EQ(made.encoder.embedding, 64);
    EXPECT_EQ(made.encoder.max_length, 200);
    EXPECT_EQ(made.encoder.dropout, 0.2);
    EXPECT_EQ(made.learning.positive_loss, PositiveLoss::softmax);
    EXPECT_EQ(made.learning.stop_by, StopBy::loss);
    EXPECT_EQ(made.learning.windows_from, WindowsFrom::targets);
}

TEST(EvaluateOptions, TheEncoderIsTheListenersOwnWhereNothingIsChosen) {
    const TrainingOptions made = training({});
    EXPECT_EQ(made.encoder.layout, EncoderLayout::pre_norm);
    EXPECT_EQ(made.learning.positive_loss, PositiveLoss::softmax);
    EXPECT_EQ(made.learning.likeness, Likeness::cosine);
    EXPECT_EQ(made.learning.stop_by, StopBy::loss);
    EXPECT_FALSE(made.sdm);
}

TEST(EvaluateOptions, EachFusionOfSdmIsAnAblationOfItsOwn) {
    EXPECT_EQ(training({"--model", "sdm"}).sdm->fusion, SdmFusion::gate);
    EXPECT_EQ(training({"--model", "sdm", "--sdm-fusion", "multiply"}).sdm->fusion, SdmFusion::multiply);
    EXPECT_EQ(training({"--model", "sdm", "--sdm-fusion", "concat"}).sdm->fusion, SdmFusion::concat);
    EXPECT_EQ(training({"--model", "sdm", "--sdm-fusion", "add"}).sdm->fusion, SdmFusion::add);
}

TEST(EvaluateOptions, SizesThatDoNotFitEachOtherAreRefused) {
    EXPECT_FALSE(parsed({"--dim", "50", "--heads", "3"}).training_options());
}

}  // namespace
}  // namespace refrain
