// Rows of unit length, as the sound of tracks and the centres of clusters are kept. Types only.
#pragma once

#include <Eigen/Core>

namespace refrain {

using UnitRows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using UnitRow = Eigen::Matrix<float, 1, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace refrain
