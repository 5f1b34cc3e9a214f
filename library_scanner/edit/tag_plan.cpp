#include "library_scanner/edit/tag_plan.h"

#include "library_scanner/text/letter_case.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace refrain {
namespace {

struct CaseWord {
    std::string_view word;
    LetterCase letter_case;
};
constexpr std::array case_words{CaseWord{"upper", LetterCase::upper}, CaseWord{"lower", LetterCase::lower},
                                CaseWord{"title", LetterCase::title},
                                CaseWord{"sentence", LetterCase::sentence}};

std::string_view without_blanks(std::string_view text) {
    const auto start = text.find_first_not_of(' ');
    return start == std::string_view::npos ? std::string_view()
                                           : text.substr(start, text.find_last_not_of(' ') - start + 1);
}

/// A pattern in turn: text that must be there, then a field, and so on; the last text is behind the last
/// field.
struct Piece {
    std::string_view text;
    std::optional<EditField> field;
};

/// Nothing where a "%…%" names no field, or two fields stand with nothing between them.
std::optional<std::vector<Piece>> pieces_of(std::string_view pattern) {
    std::vector<Piece> pieces;
    for (;;) {
        const auto start = pattern.find('%');
        if (start == std::string_view::npos) {
            pieces.push_back({pattern, std::nullopt});
            return pieces;
        }
        const auto end = pattern.find('%', start + 1);
        const auto field = end == std::string_view::npos
                               ? std::nullopt
                               : edit_field_from(pattern.substr(start + 1, end - start - 1));
        if (!field || (start == 0 && !pieces.empty())) {
            return std::nullopt;
        }
        pieces.push_back({pattern.substr(0, start), field});
        pattern.remove_prefix(end + 1);
    }
}

std::string tidied(std::string_view value) {
    std::string text(value);
    if (text.find(' ') == std::string::npos) {
        std::replace(text.begin(), text.end(), '_', ' ');
    }
    return std::string(without_blanks(text));
}

/// As many folders of the path as the pattern has, and the name without its extension.
std::optional<std::string_view> tail_of(std::string_view path, std::string_view pattern) {
    auto slashes = std::count(pattern.begin(), pattern.end(), '/');
    std::size_t start = path.size();
    do {
        const auto slash = start == 0 ? std::string_view::npos : path.rfind('/', start - 1);
        if (slash == std::string_view::npos) {
            return std::nullopt;
        }
        start = slash;
    } while (slashes-- > 0);
    std::string_view tail = path.substr(start + 1);
    if (const auto dot = tail.rfind('.'); dot != std::string_view::npos && dot > tail.rfind('/') + 1) {
        tail = tail.substr(0, dot);
    }
    return tail;
}

bool is_text(EditField field) {
    constexpr std::array texts{EditField::title, EditField::artist, EditField::album, EditField::album_artist,
                               EditField::composer};
    return std::find(texts.begin(), texts.end(), field) != texts.end();
}

void put(TagChanges& changes, TagChange change) {
    std::erase_if(changes, [&](const TagChange& other) { return other.field == change.field; });
    changes.push_back(std::move(change));
}

/// In the order in which a later one overrules an earlier one: name, values, numbers, letters.
Result<TagChanges> wanted_of(const Track& track, std::size_t place, std::size_t count, const TagEdit& edit) {
    TagChanges wanted;
    if (!edit.pattern.empty()) {
        if (const auto named = fields_in_name(track.path, edit.pattern)) {
            for (const TagChange& change : *named) {
                put(wanted, change);
            }
        }
    }
    for (const TagChange& change : edit.set) {
        put(wanted, change);
    }
    if (edit.number_from) {
        put(wanted, {EditField::track_number, {std::to_string(*edit.number_from + static_cast<int>(place))}});
        if (edit.number_total) {
            put(wanted,
                {EditField::track_total, {std::to_string(*edit.number_from + static_cast<int>(count) - 1)}});
        }
    }
    if (edit.letter_case) {
        for (const EditField field : edit.case_fields) {
            if (!is_text(field)) {
                continue;
            }
            const auto given = std::find_if(wanted.begin(), wanted.end(), [field](const TagChange& change) {
                return change.field == field;
            });
            std::vector<std::string> values = given != wanted.end() ? given->values : values_of(track, field);
            for (std::string& value : values) {
                value = in_case(value, *edit.letter_case);
            }
            put(wanted, {field, std::move(values)});
        }
    }
    for (TagChange& change : wanted) {
        auto clean = checked(std::move(change));
        if (!clean) {
            return clean.error();
        }
        change = std::move(clean).value();
    }
    return wanted;
}

}  // namespace

std::optional<LetterCase> letter_case_from(std::string_view word) {
    const auto place = std::find_if(case_words.begin(), case_words.end(),
                                    [word](const CaseWord& one) { return one.word == word; });
    return place == case_words.end() ? std::nullopt : std::optional(place->letter_case);
}

std::string in_case(std::string_view text, LetterCase letter_case, const std::string& language) {
    switch (letter_case) {
        case LetterCase::upper:
            return upper_case(text, language);
        case LetterCase::lower:
            return lower_case(text, language);
        case LetterCase::title:
            return title_case(text, language, Capitals::of_each_word);
        case LetterCase::sentence:
            return title_case(text, language, Capitals::of_the_first_word);
    }
    return std::string(text);
}

std::optional<TagChanges> fields_in_name(std::string_view path, std::string_view pattern) {
    const auto pieces = pieces_of(pattern);
    const auto tail = tail_of(path, pattern);
    if (!pieces || !tail || pieces->size() < 2 || !is_valid_utf8(*tail)) {
        return std::nullopt;
    }
    std::string_view rest = *tail;
    if (!rest.starts_with(pieces->front().text)) {
        return std::nullopt;
    }
    rest.remove_prefix(pieces->front().text.size());
    TagChanges changes;
    for (std::size_t i = 0; i + 1 < pieces->size(); ++i) {
        const std::string_view behind = (*pieces)[i + 1].text;
        const bool last = i + 2 == pieces->size();
        std::size_t end = behind.empty() ? rest.size() : last ? rest.rfind(behind) : rest.find(behind);
        if (end == std::string_view::npos || (last && end + behind.size() != rest.size())) {
            return std::nullopt;
        }
        std::string value = tidied(rest.substr(0, end));
        if (value.empty() || value.find('/') != std::string::npos) {
            return std::nullopt;
        }
        put(changes, {*(*pieces)[i].field, {std::move(value)}});
        rest.remove_prefix(end + behind.size());
    }
    return changes;
}

Result<std::vector<PlannedEdit>> plan_edits(std::span<const Track> tracks, const TagEdit& edit) {
    if (!edit.pattern.empty()) {
        const auto pieces = pieces_of(edit.pattern);
        if (!pieces || pieces->size() < 2) {
            return Error{ErrorCode::malformed,
                         "The pattern needs fields between percent signs, and something between two of them: "
                         "%track% - %title%",
                         {}};
        }
    }
    std::vector<PlannedEdit> planned;
    for (std::size_t place = 0; place < tracks.size(); ++place) {
        const Track& track = tracks[place];
        if (track.cue_track != 0) {
            return Error{ErrorCode::unsupported,
                         "The track is a part of a file; its cue sheet says what it is called", track.path};
        }
        auto wanted = wanted_of(track, place, tracks.size(), edit);
        if (!wanted) {
            return Error{wanted.error().code, wanted.error().message, track.path};
        }
        PlannedEdit one{track.id, track.path, {}, {}};
        for (TagChange& change : wanted.value()) {
            auto before = values_of(track, change.field);
            if (before != change.values) {
                one.before.push_back({change.field, std::move(before)});
                one.after.push_back(std::move(change));
            }
        }
        if (!one.after.empty()) {
            planned.push_back(std::move(one));
        }
    }
    return planned;
}

PlannedEdit undoing(PlannedEdit edit) {
    std::swap(edit.before, edit.after);
    return edit;
}

}  // namespace refrain
