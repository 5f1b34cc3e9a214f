// Joins the processes of one training over torch.distributed (LibTorch's c10d): Gloo on CPUs. Blocks until
// all are there. No LibTorch type shows here. What can fail: nobody at the meeting place, a port that is
// taken, not all there in time, a build without it; all as Error.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/model/parallel/environment.h"

#include <memory>

namespace refrain {

class Peers;

Result<std::shared_ptr<Peers>> join_peers(const PeerSettings& settings);

}  // namespace refrain
