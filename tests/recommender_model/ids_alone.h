// Items that are known by their ids and nothing else. Pure.
#pragma once

#include "recommender/model/sequence_model.h"

#include <cstddef>
#include <cstdint>

namespace refrain {

inline CatalogueFeatures ids_alone(std::int64_t items) {
    CatalogueFeatures out;
    out.offsets.assign(static_cast<std::size_t>(items) + 1, 0);
    out.has_id.assign(static_cast<std::size_t>(items), 1.0F);
    return out;
}

}  // namespace refrain
