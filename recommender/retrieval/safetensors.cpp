#include "recommender/retrieval/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

namespace refrain {
namespace {

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "safetensors files are little-endian; this machine would need byte swapping here"
#endif

using Json = nlohmann::json;

struct Entry {
    std::string name;
    bool floating = true;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0;
};

Error damaged(const std::string& path, const std::string& why) {
    return {ErrorCode::damaged, "The model file is damaged: " + why + ".", path};
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string out = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        out += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    }
    return out + "]";
}

/// The JSON header, with names that stand twice refused: the parser alone would keep the last silently.
std::optional<Json> parse_header(std::string_view text, std::string& why) {
    std::vector<std::set<std::string>> names;
    bool twice = false;
    const Json::parser_callback_t watch = [&](int, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::object_start) {
            names.emplace_back();
        } else if (event == Json::parse_event_t::object_end && !names.empty()) {
            names.pop_back();
        } else if (event == Json::parse_event_t::key && !names.empty()) {
            twice = twice || !names.back().insert(value.get<std::string>()).second;
        }
        return true;
    };
    Json header = Json::parse(text.begin(), text.end(), watch, false);
    if (header.is_discarded() || !header.is_object()) {
        why = "its header is not a JSON object";
        return std::nullopt;
    }
    if (twice) {
        why = "its header names a tensor twice";
        return std::nullopt;
    }
    return header;
}

/// Number of values; nothing when the product leaves 48 bits (no file is that large, and no sum overflows).
std::optional<std::uint64_t> volume(const std::vector<std::int64_t>& shape) {
    constexpr std::uint64_t limit = std::uint64_t{1} << 48U;
    std::uint64_t product = 1;
    for (const auto extent : shape) {
        const auto size = static_cast<std::uint64_t>(extent);
        if (size != 0 && product > limit / size) {
            return std::nullopt;
        }
        product *= size;
    }
    return product;
}

std::optional<Entry> parse_entry(const std::string& name, const Json& json, std::string& why) {
    Entry entry;
    entry.name = name;
    why = "the entry \"" + name.substr(0, 80) + "\" is not understood";
    if (!json.is_object() || json.size() != 3 || !json.contains("dtype") || !json.contains("shape") ||
        !json.contains("data_offsets")) {
        return std::nullopt;
    }
    const Json& dtype = json["dtype"];
    const Json& shape = json["shape"];
    const Json& offsets = json["data_offsets"];
    if (dtype != "F32" && dtype != "I64") {
        why = "\"" + name.substr(0, 80) + "\" has a type other than F32 and I64";
        return std::nullopt;
    }
    entry.floating = dtype == "F32";
    if (!shape.is_array() || shape.size() > 8 || !offsets.is_array() || offsets.size() != 2 ||
        !offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
        return std::nullopt;
    }
    for (const auto& extent : shape) {
        if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > (std::uint64_t{1} << 48U)) {
            return std::nullopt;
        }
        entry.shape.push_back(extent.get<std::int64_t>());
    }
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    const auto values = volume(entry.shape);
    const std::uint64_t width = entry.floating ? 4 : 8;
    if (!values || entry.end < entry.begin || entry.end - entry.begin != *values * width) {
        why = "the offsets of \"" + name.substr(0, 80) + "\" do not fit its shape";
        return std::nullopt;
    }
    return entry;
}

template <class T>
std::vector<T> copy_values(std::string_view bytes) {
    std::vector<T> out(bytes.size() / sizeof(T));
    if (!out.empty()) {
        std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
    }
    return out;
}

template <class T>
Result<const std::vector<T>*> values_of(const TensorMap& tensors, const std::string& name,
                                        const std::vector<std::int64_t>& shape, const std::string& path) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
        return damaged(path, "the tensor \"" + name + "\" is missing");
    }
    const auto* values = std::get_if<std::vector<T>>(&found->second.values);
    if (values == nullptr) {
        return damaged(path, "the tensor \"" + name + "\" has the wrong type");
    }
    if (found->second.shape != shape) {
        return damaged(path, "the tensor \"" + name + "\" has shape " + shape_text(found->second.shape) +
                                 " where " + shape_text(shape) + " is due");
    }
    return values;
}

}  // namespace

Result<TensorMap> parse_safetensors(std::string_view bytes, const std::string& path) {
    std::uint64_t header_size = 0;
    if (bytes.size() < sizeof header_size) {
        return damaged(path, "it is too short to have a header");
    }
    std::memcpy(&header_size, bytes.data(), sizeof header_size);
    bytes.remove_prefix(sizeof header_size);
    if (header_size > max_safetensors_header || header_size > bytes.size()) {
        return damaged(path, "its header claims to be " + std::to_string(header_size) + " bytes long");
    }
    std::string why;
    const auto header = parse_header(bytes.substr(0, header_size), why);
    if (!header) {
        return damaged(path, why);
    }
    bytes.remove_prefix(header_size);

    std::vector<Entry> entries;
    for (const auto& [name, json] : header->items()) {
        if (name == "__metadata__") {
            continue;
        }
        auto entry = parse_entry(name, json, why);
        if (!entry) {
            return damaged(path, why);
        }
        entries.push_back(std::move(*entry));
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });

    TensorMap out;
    std::uint64_t expected = 0;
    for (auto& entry : entries) {
        if (entry.begin != expected || entry.end > bytes.size()) {
            return damaged(path, "\"" + entry.name.substr(0, 80) + "\" does not lie where it should");
        }
        expected = entry.end;
        const auto slice = bytes.substr(entry.begin, entry.end - entry.begin);
        StoredTensor tensor;
        tensor.shape = std::move(entry.shape);
        if (entry.floating) {
            auto values = copy_values<float>(slice);
            if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) {
                return damaged(path,
                               "\"" + entry.name.substr(0, 80) + "\" holds a value that is no finite number");
            }
            tensor.values = std::move(values);
        } else {
            tensor.values = copy_values<std::int64_t>(slice);
        }
        out.emplace(std::move(entry.name), std::move(tensor));
    }
    if (expected != bytes.size()) {
        return damaged(path, "its length does not match its header");
    }
    return out;
}

std::string serialise_safetensors(const TensorMap& tensors) {
    Json header = Json::object();
    std::uint64_t offset = 0;
    const auto bytes_of = [](const StoredTensor& tensor) {
        return std::visit(
            [](const auto& values) {
                return std::string_view(reinterpret_cast<const char*>(values.data()),
                                        values.size() * sizeof(values[0]));
            },
            tensor.values);
    };
    for (const auto& [name, tensor] : tensors) {
        const std::uint64_t size = bytes_of(tensor).size();
        header[name] = {{"dtype", std::holds_alternative<std::vector<float>>(tensor.values) ? "F32" : "I64"},
                        {"shape", tensor.shape},
                        {"data_offsets", {offset, offset + size}}};
        offset += size;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // data begin on a multiple of eight, as the format advises
    const std::uint64_t header_size = text.size();
    std::string out;
    out.reserve(sizeof header_size + text.size() + offset);
    out.append(reinterpret_cast<const char*>(&header_size), sizeof header_size);
    out.append(text);
    for (const auto& [name, tensor] : tensors) {
        out.append(bytes_of(tensor));
    }
    return out;
}

Result<const std::vector<float>*> floats_of(const TensorMap& tensors, const std::string& name,
                                            const std::vector<std::int64_t>& shape, const std::string& path) {
    return values_of<float>(tensors, name, shape, path);
}

Result<const std::vector<std::int64_t>*> integers_of(const TensorMap& tensors, const std::string& name,
                                                     const std::vector<std::int64_t>& shape,
                                                     const std::string& path) {
    return values_of<std::int64_t>(tensors, name, shape, path);
}

}  // namespace refrain
