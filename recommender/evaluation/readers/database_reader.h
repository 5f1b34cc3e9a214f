// A listening history of the player as a data set. Pure; any thread; nothing fails.
#pragma once

#include "recommender/evaluation/data_set.h"
#include "recommender/training/history_reader.h"

namespace refrain::evaluation {

/// Items are the library's tracks in their order, with their own ids; users are the profiles.
DataSet data_set_of(const History& history, const BuildOptions& options);

}  // namespace refrain::evaluation
