// What an evaluation came to, as one JSON document or as a table for a terminal. Pure; any thread.
#pragma once

#include "recommender/evaluation/evaluation_run.h"
#include "recommender/evaluation/measures.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace refrain::evaluation {

/// One run of the model: its own seed, its own training.
struct SeedReport {
    std::uint64_t seed = 1;
    std::vector<MeasuresAt> in_catalogue, in_own_list;
    std::map<std::size_t, double> coverage;
    double scoring_seconds = 0.0;
    /// JSON text of an object; empty for what is not trained.
    std::string training_json;
};

/// A plain arm that was asked the same questions.
struct BesideReport {
    std::string name;
    /// The figures of the arm, and what the model (of the first seed) has more than it.
    std::vector<MeasuresAt> in_catalogue, in_own_list, difference, difference_in_own_list;
    std::map<std::size_t, double> coverage;
};

struct Report {
    std::string dataset, format, protocol, model;
    std::size_t users = 0, items = 0, interactions = 0;
    std::vector<DataSet::Dropped> dropped;
    std::size_t training = 0, validation_cases = 0;
    std::size_t positives = 0, negatives = 0, positives_familiar = 0, negatives_familiar = 0;
    bool heard_left_out = false;
    /// What the intervals draw: "users" or "sessions".
    std::string bootstrap_over;
    /// JSON text of an object: the options as they were.
    std::string options_json;
    std::vector<SeedReport> seeds;
    std::vector<BesideReport> beside;
};

std::string to_json_document(const Report& report);
std::string to_table(const Report& report);

}  // namespace refrain::evaluation
