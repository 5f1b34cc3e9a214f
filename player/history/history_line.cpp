#include "player/history/history_line.h"

#include "player/history/history_fields.h"

#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <xxhash.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

/// What stands in a field that must be simple and is an object or an array.
struct Nested {};
using Given = std::variant<FieldValue, Nested>;

/// Reads the top level of one object and remembers the fields that are known. It holds no tree, so neither
/// depth nor width of the text costs memory.
class FlatObjectReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    std::map<const HistoryField*, Given> fields;
    std::string reason;

    bool null() override { return take(FieldValue()); }
    bool boolean(bool value) override { return take(FieldValue(value)); }
    bool number_integer(number_integer_t value) override { return take(FieldValue(std::int64_t{value})); }
    bool number_unsigned(number_unsigned_t value) override {
        constexpr auto largest = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
        // Beyond 2^63 only its size matters, and a double holds that.
        return value <= largest ? take(FieldValue(static_cast<std::int64_t>(value)))
                                : take(FieldValue(static_cast<double>(value)));
    }
    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return take(FieldValue(value));
    }
    bool string(string_t& value) override { return take(FieldValue(std::move(value))); }
    bool binary(binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*elements*/) override {
        if (depth_ > 0) {
            return open_nested();
        }
        ++depth_;
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*elements*/) override {
        return depth_ > 0 ? open_nested() : refuse("The line is no JSON object");
    }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        if (depth_ == 1) {
            field_ = find_history_field(name);
        }
        return true;
    }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::json::exception& /*exception*/) override {
        return refuse(fmt::format("The line is no valid JSON (near byte {})", position));
    }

  private:
    bool take(FieldValue value) {
        if (depth_ == 0) {
            return refuse("The line is no JSON object");
        }
        return depth_ == 1 ? store(std::move(value)) : true;
    }
    bool store(Given value) {
        if (field_ != nullptr && !field_->derived()) {
            fields[field_] = std::move(value);
        }
        return true;
    }
    bool open_nested() {
        if (depth_ == 1) {
            store(Nested{});
        }
        ++depth_;
        return true;
    }
    bool close() {
        --depth_;
        return true;
    }
    bool refuse(std::string why) {
        if (reason.empty()) {
            reason = std::move(why);
        }
        return false;
    }

    std::size_t depth_ = 0;
    const HistoryField* field_ = nullptr;
};

/// Sets the field from what the line gives; the reason when it cannot be.
std::optional<std::string> set_field(Listen& listen, const HistoryField& field, const Given& given) {
    std::optional<std::string> problem = "must not be an object or a list";
    if (const auto* value = std::get_if<FieldValue>(&given)) {
        problem = field.set(listen, *value);
    }
    return problem ? std::optional(field.name + " " + *problem) : std::nullopt;
}

}  // namespace

std::string derived_source_key(const Listen& listen) {
    std::string content = std::to_string(to_ms(listen.started_at));
    for (const auto* text : {&listen.title, &listen.artist, &listen.album, &listen.path}) {
        // The length in front keeps ("ab", "c") apart from ("a", "bc").
        content += fmt::format("/{}:", text->size()) + *text;
    }
    const auto hash = XXH3_128bits(content.data(), content.size());
    return fmt::format("x-{:016x}{:016x}", hash.high64, hash.low64);
}

std::variant<HistoryLine, Rejected> read_history_line(std::string_view line) {
    if (line.size() > longest_history_line) {
        return Rejected{"The line is longer than 1 MiB"};
    }
    FlatObjectReader reader;
    if (!nlohmann::json::sax_parse(line.begin(), line.end(), &reader)) {
        return Rejected{reader.reason.empty() ? "The line is no valid JSON" : reader.reason};
    }
    HistoryLine result;
    Listen& listen = result.listen;
    listen.intent = Intent::import;
    listen.end_reason = EndReason::unknown;
    listen.source = "import";

    const auto given = [&reader](const char* name) {
        const auto it = reader.fields.find(find_history_field(name));
        return it != reader.fields.end() &&
               !(std::holds_alternative<FieldValue>(it->second) &&
                 std::holds_alternative<std::monostate>(std::get<FieldValue>(it->second)));
    };
    // In the order of the table, so that one field can build on another whatever the order in the line.
    for (const auto& field : history_fields()) {
        if (given(field.name.c_str())) {
            if (auto problem = set_field(listen, field, reader.fields.at(&field))) {
                return Rejected{std::move(*problem)};
            }
        }
    }
    if (!given("started_at")) {
        return Rejected{"started_at is missing"};
    }
    if (listen.path.empty() && (listen.title.empty() || listen.artist.empty())) {
        return Rejected{"There is neither a path nor title and artist"};
    }
    if (listen.end_reason == EndReason::open) {
        listen.end_reason = EndReason::interrupted;
    }
    if (listen.source.empty()) {
        listen.source = "import";
    }
    if (listen.source_key.empty()) {
        listen.source_key = derived_source_key(listen);
    }
    result.duration_given = given("duration_ms");
    if (!given("heard_ms")) {
        // A length with nothing heard would read as a skip.
        listen.duration = Milliseconds(0);
        result.duration_given = true;
    }
    return result;
}

}  // namespace refrain
