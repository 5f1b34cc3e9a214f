// A training on its way, kept in a file from which it goes on after a kill: everything that decides what
// comes next, random numbers too, so that the model is the same as if nothing had happened. One thread. What
// can fail: no room, no permission (Error); a checkpoint that is damaged, or of another training, is none
// (read() gives nothing).
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/retrieval/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

namespace refrain {

class CheckpointFile {
  public:
    /// `fingerprint` says which training it belongs to: options and data.
    CheckpointFile(std::filesystem::path path, std::string fingerprint)
        : path_(std::move(path)), fingerprint_(std::move(fingerprint)) {}

    /// To a name of its own, seen to the disk, then renamed.
    Status write(TensorMap content) const;
    std::optional<TensorMap> read() const;
    void remove() const;

  private:
    std::filesystem::path path_;
    std::string fingerprint_;
};

/// Tensors in and out; take() throws std::runtime_error where the checkpoint has not what is asked for.
void put_tensor(TensorMap& to, const std::string& name, const torch::Tensor& tensor);
/// Into a tensor of the same shape, in place.
void take_tensor(const TensorMap& from, const std::string& name, torch::Tensor tensor);
void put_integers(TensorMap& to, const std::string& name, std::vector<std::int64_t> values);
const std::vector<std::int64_t>& take_integers(const TensorMap& from, const std::string& name);
/// A double keeps all its bits.
std::int64_t bits_of(double value);
double double_of(std::int64_t bits);

std::vector<std::int64_t> words_of(const std::mt19937_64& random);
void set_words(std::mt19937_64& random, const std::vector<std::int64_t>& words);

/// The state of LibTorch's default generator on the CPU: dropout and id dropout.
std::vector<std::int64_t> generator_state();
void set_generator_state(const std::vector<std::int64_t>& state);

}  // namespace refrain
