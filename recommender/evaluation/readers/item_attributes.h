// What is known of a data set's items beside their ids, from a file of its own. Blocking, one thread. What
// can fail: the file is not there, not readable or not of this form; the Error names it.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/data_set.h"

#include <filesystem>

namespace refrain::evaluation {

/// A JSON object {"item id": [attribute, …], …}, attributes being numbers or texts, as it comes with
/// published sets ("item2attributes"). They become genres of the items' tracks, as often as they are named:
/// the item tower learns from genres. Items that the set does not have are passed over. Error `unsupported`
/// where the set has tracks already.
Status add_item_attributes(const std::filesystem::path& file, DataSet& data);

}  // namespace refrain::evaluation
