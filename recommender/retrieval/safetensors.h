// Reading and writing safetensors files: the only container of weights in Refrain. It holds names, shapes and
// plain numbers, and can hold no code.
// Any thread. What can fail: every kind of damage is an Error that names the file and the reason; a hostile
// file costs at most its own size in memory and never crashes.
// Format: https://huggingface.co/docs/safetensors (8 bytes little-endian header length, JSON header, data).
#pragma once

#include "library_scanner/core/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace refrain {

/// Row-major values; as many as the product of `shape`.
struct StoredTensor {
    std::vector<std::int64_t> shape;
    std::variant<std::vector<float>, std::vector<std::int64_t>> values;
};
using TensorMap = std::map<std::string, StoredTensor>;

inline constexpr std::size_t max_safetensors_header = std::size_t{1} << 20U;

/// Strict: dtypes F32 and I64 only, offsets without gap or overlap that end where the file ends, every float
/// finite, no name twice. `path` is for the words of an error.
Result<TensorMap> parse_safetensors(std::string_view bytes, const std::string& path);
std::string serialise_safetensors(const TensorMap& tensors);

/// The float values of tensor `name`, which must have exactly `shape`. `path` is for the words of an error.
Result<const std::vector<float>*> floats_of(const TensorMap& tensors, const std::string& name,
                                            const std::vector<std::int64_t>& shape, const std::string& path);
/// The same for integers.
Result<const std::vector<std::int64_t>*> integers_of(const TensorMap& tensors, const std::string& name,
                                                     const std::vector<std::int64_t>& shape,
                                                     const std::string& path);

}  // namespace refrain
