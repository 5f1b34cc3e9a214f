#include "recommender/training/checkpoint.h"

#include "recommender/retrieval/generation_store.h"

#include <ATen/Context.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

#include <torch/utils.h>

namespace refrain {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = std::uintmax_t{8} << 30U;
constexpr const char* fingerprint_name = "fingerprint";

[[noreturn]] void unusable(const std::string& name) {
    throw std::runtime_error("the checkpoint has no fitting " + name);
}

std::vector<std::int64_t> letters(const std::string& text) {
    return {text.begin(), text.end()};
}

Error not_written(const fs::path& path, int error) {
    return {ErrorCode::not_writable,
            "The checkpoint cannot be written (" + std::generic_category().message(error) + ")",
            path.string()};
}

}  // namespace

Status CheckpointFile::write(TensorMap content) const {
    put_integers(content, fingerprint_name, letters(fingerprint_));
    const std::string bytes = serialise_safetensors(content);
    const fs::path draft = path_.string() + ".draft";
    const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) {
        return not_written(path_, errno);
    }
    int error = 0;
    std::string_view left = bytes;
    while (!left.empty() && error == 0) {
        const ssize_t written = ::write(file, left.data(), left.size());
        if (written > 0) {
            left.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            error = errno == 0 ? EIO : errno;
        }
    }
    // Without this a power cut could leave the new name with nothing in it.
    if (error == 0 && fdatasync(file) != 0) {
        error = errno;
    }
    if (close(file) != 0 && error == 0) {
        error = errno;
    }
    if (error == 0 && std::rename(draft.c_str(), path_.c_str()) != 0) {
        error = errno;
    }
    if (error != 0) {
        std::error_code code;
        fs::remove(draft, code);
        return not_written(path_, error);
    }
    return Done{};
}

std::optional<TensorMap> CheckpointFile::read() const {
    const auto bytes = read_file(path_, largest_file);
    if (!bytes) {
        return std::nullopt;
    }
    auto parsed = parse_safetensors(bytes.value(), path_.string());
    if (!parsed) {
        return std::nullopt;
    }
    const auto found = parsed.value().find(fingerprint_name);
    const auto* said = found == parsed.value().end()
                           ? nullptr
                           : std::get_if<std::vector<std::int64_t>>(&found->second.values);
    if (said == nullptr || *said != letters(fingerprint_)) {
        return std::nullopt;
    }
    return std::move(parsed.value());
}

void CheckpointFile::remove() const {
    std::error_code code;
    fs::remove(path_, code);
    fs::remove(path_.string() + ".draft", code);
}

void put_tensor(TensorMap& to, const std::string& name, const torch::Tensor& tensor) {
    const torch::Tensor plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const auto* from = plain.data_ptr<float>();
    to[name] = {plain.sizes().vec(), std::vector<float>(from, from + plain.numel())};
}

void take_tensor(const TensorMap& from, const std::string& name, torch::Tensor tensor) {
    const auto found = from.find(name);
    const auto* values =
        found == from.end() ? nullptr : std::get_if<std::vector<float>>(&found->second.values);
    if (values == nullptr || found->second.shape != tensor.sizes().vec()) {
        unusable(name);
    }
    const torch::NoGradGuard no_grad;
    torch::Tensor stored = torch::empty(tensor.sizes(), torch::kFloat32);
    std::copy(values->begin(), values->end(), stored.data_ptr<float>());
    tensor.copy_(stored);
}

void put_integers(TensorMap& to, const std::string& name, std::vector<std::int64_t> values) {
    const auto count = static_cast<std::int64_t>(values.size());
    to[name] = {{count}, std::move(values)};
}

const std::vector<std::int64_t>& take_integers(const TensorMap& from, const std::string& name) {
    const auto found = from.find(name);
    const auto* values =
        found == from.end() ? nullptr : std::get_if<std::vector<std::int64_t>>(&found->second.values);
    if (values == nullptr) {
        unusable(name);
    }
    return *values;
}

std::int64_t bits_of(double value) {
    std::int64_t out = 0;
    std::memcpy(&out, &value, sizeof out);
    return out;
}

double double_of(std::int64_t bits) {
    double out = 0.0;
    std::memcpy(&out, &bits, sizeof out);
    return out;
}

std::vector<std::int64_t> words_of(const std::mt19937_64& random) {
    // The standard gives the state as decimal numbers with blanks between them.
    std::stringstream text;
    text << random;
    std::vector<std::int64_t> out;
    for (std::uint64_t word = 0; text >> word;) {
        out.push_back(static_cast<std::int64_t>(word));
    }
    return out;
}

void set_words(std::mt19937_64& random, const std::vector<std::int64_t>& words) {
    std::stringstream text;
    for (const auto word : words) {
        text << static_cast<std::uint64_t>(word) << ' ';
    }
    std::mt19937_64 read;
    if (!(text >> read)) {
        unusable("random numbers");
    }
    random = read;
}

std::vector<std::int64_t> generator_state() {
    const auto state = at::globalContext().defaultGenerator(torch::kCPU).get_state();
    const auto* bytes = state.data_ptr<std::uint8_t>();
    return {bytes, bytes + state.numel()};
}

void set_generator_state(const std::vector<std::int64_t>& state) {
    torch::Tensor bytes = torch::empty({static_cast<std::int64_t>(state.size())}, torch::kUInt8);
    std::transform(state.begin(), state.end(), bytes.data_ptr<std::uint8_t>(),
                   [](std::int64_t byte) { return static_cast<std::uint8_t>(byte); });
    at::Generator generator = at::globalContext().defaultGenerator(torch::kCPU);
    generator.set_state(bytes);
}

}  // namespace refrain
