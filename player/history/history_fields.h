// The fields of an exported listen: one table that the CSV header, the JSON keys, the import and the
// documentation are made from.
// Pure, any thread. Setting a field from foreign data can fail; the reason is one sentence for the user.
#pragma once

#include "library_scanner/core/listen.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace refrain {

/// One cell: nothing, text, a whole number, a number, or yes/no.
using FieldValue = std::variant<std::monostate, std::string, std::int64_t, double, bool>;

struct HistoryField {
    std::string name;
    /// "ms", "minutes", "0..1", …; empty for text.
    std::string unit;
    std::string meaning;
    /// What the import takes when the field is absent or null.
    std::string when_absent;

    std::function<FieldValue(const Listen&)> get;
    /// Why the value cannot be taken, or nothing when it was. Empty for derived fields: the import passes
    /// over them.
    std::function<std::optional<std::string>(Listen&, const FieldValue&)> set;

    bool derived() const { return !set; }
};

/// Every field, in the order of the CSV columns.
const std::vector<HistoryField>& history_fields();
/// nullptr when no field has that name.
const HistoryField* find_history_field(std::string_view name);

/// The table as Markdown, for the documentation.
std::string history_fields_markdown();

}  // namespace refrain
