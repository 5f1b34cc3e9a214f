#include "library_scanner/search/query.h"

#include "library_scanner/search/query_values.h"
#include "library_scanner/search/searchable.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace refrain {
namespace {

using namespace std::string_view_literals;

/// What nobody types by hand; it bounds the work of a pasted text.
constexpr std::size_t most_terms = 64;
constexpr std::size_t most_depth = 32;

struct TextFieldName {
    std::string_view name;
    TextField field;
};
constexpr std::array text_fields{
    TextFieldName{"title", TextField::title},
    TextFieldName{"artist", TextField::artist},
    TextFieldName{"albumartist", TextField::album_artist},
    TextFieldName{"album", TextField::album},
    TextFieldName{"genre", TextField::genre},
    TextFieldName{"composer", TextField::composer},
    TextFieldName{"path", TextField::path},
    TextFieldName{"歌名", TextField::title},
    TextFieldName{"标题", TextField::title},
    TextFieldName{"歌手", TextField::artist},
    TextFieldName{"艺人", TextField::artist},
    TextFieldName{"专辑艺人", TextField::album_artist},
    TextFieldName{"专辑", TextField::album},
    TextFieldName{"流派", TextField::genre},
    TextFieldName{"作曲", TextField::composer},
    TextFieldName{"路径", TextField::path},
};

struct NumberFieldName {
    std::string_view name;
    NumberField field;
};
constexpr std::array number_fields{
    NumberFieldName{"year", NumberField::year},        NumberFieldName{"date", NumberField::date},
    NumberFieldName{"rating", NumberField::rating},    NumberFieldName{"日期", NumberField::date},
    NumberFieldName{"评分", NumberField::rating},      NumberFieldName{"added", NumberField::added},
    NumberFieldName{"played", NumberField::played},    NumberFieldName{"plays", NumberField::plays},
    NumberFieldName{"skips", NumberField::skips},      NumberFieldName{"length", NumberField::length},
    NumberFieldName{"bitrate", NumberField::bit_rate}, NumberFieldName{"年份", NumberField::year},
    NumberFieldName{"添加", NumberField::added},       NumberFieldName{"播放", NumberField::played},
    NumberFieldName{"次数", NumberField::plays},       NumberFieldName{"跳过", NumberField::skips},
    NumberFieldName{"时长", NumberField::length},      NumberFieldName{"码率", NumberField::bit_rate},
};

struct FlagName {
    std::string_view name;
    TrackFlag flag;
};
constexpr std::array flags{
    FlagName{"loved", TrackFlag::loved},
    FlagName{"banned", TrackFlag::banned},
    FlagName{"missing", TrackFlag::missing},
    FlagName{"untagged", TrackFlag::untagged},
    FlagName{"compilation", TrackFlag::compilation},
    FlagName{"合辑", TrackFlag::compilation},
    FlagName{"喜欢", TrackFlag::loved},
    FlagName{"屏蔽", TrackFlag::banned},
    FlagName{"缺失", TrackFlag::missing},
    FlagName{"无标签", TrackFlag::untagged},
};

template <class Names>
auto named(const Names& names, std::string_view name) -> const typename Names::value_type* {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.name == name; });
    return found == names.end() ? nullptr : &*found;
}

bool is_or(std::string_view word) {
    return word == "or"sv || word == "|"sv || word == "或"sv;
}

/// One pass over a normalised text, by recursive descent.
class Parser {
  public:
    Parser(std::string_view text, const QueryClock& clock) : text_(text), clock_(clock) {}

    ParsedQuery parse() {
        std::vector<Query> parts;
        while (at_ < text_.size()) {
            append(parts, any_of(TextField::any, 0));
            // A bracket that closes nothing.
            at_ += at_ < text_.size() ? 1 : 0;
        }
        ParsedQuery parsed;
        parsed.empty = parts.empty();
        parsed.query = joined<AllOf>(std::move(parts));
        parsed.notes = std::move(notes_);
        if (only_words_ && text_.find(' ') != std::string_view::npos) {
            parsed.phrase = text_;
        }
        return parsed;
    }

  private:
    using Found = std::optional<Query>;

    static void append(std::vector<Query>& to, Found query) {
        if (query) {
            to.push_back(std::move(*query));
        }
    }

    template <class Together>
    static Query joined(std::vector<Query> parts) {
        return parts.size() == 1 ? std::move(parts.front()) : Query{Together{std::move(parts)}};
    }

    bool ends() const { return at_ == text_.size() || (depth_ > 0 && text_[at_] == ')'); }

    void skip_spaces() {
        while (at_ < text_.size() && text_[at_] == ' ') {
            ++at_;
        }
    }

    /// The word that begins here, without moving on.
    std::string_view word_ahead() const {
        return text_.substr(at_, std::min(text_.find(' ', at_), text_.size()) - at_);
    }

    /// `or` between two things is one; at an end it is a word like any other.
    bool takes_or(bool something_before) {
        const std::string_view word = word_ahead();
        const std::size_t after = at_ + word.size();
        if (!something_before || !is_or(word) || after + 1 >= text_.size() || text_[after + 1] == ')') {
            return false;
        }
        at_ = after;
        only_words_ = only_words_ && word == "or"sv;  // "now or never" may well be a title
        return true;
    }

    Found any_of(TextField field, std::size_t depth) {
        std::vector<Query> choices, together;
        skip_spaces();
        while (!ends()) {
            if (takes_or(!together.empty())) {
                choices.push_back(joined<AllOf>(std::exchange(together, {})));
            } else {
                append(together, term(field, depth));
            }
            skip_spaces();
        }
        if (!together.empty()) {
            choices.push_back(joined<AllOf>(std::move(together)));
        }
        return choices.empty() ? Found() : joined<AnyOf>(std::move(choices));
    }

    /// One term, and what negates it; nothing where nothing is asked for (yet).
    Found term(TextField field, std::size_t depth) {
        if (text_[at_] == '-') {
            only_words_ = false;
            while (at_ < text_.size() && text_[at_] == '-') {
                ++at_;
            }
            if (ends() || text_[at_] == ' ') {  // artist - title
                return {};
            }
            Found inner = term(field, depth);
            return inner ? Query{NoneOf{{std::move(*inner)}}} : Found();
        }
        if (text_[at_] == '(' && depth < most_depth) {
            return group(field, depth);
        }
        if (text_[at_] == '"') {
            only_words_ = false;
            return text_term(field, quoted());
        }
        if (field == TextField::any) {
            const std::string_view word = word_ahead();
            if (const auto colon = word.find(':'); colon != std::string_view::npos) {
                if (auto known = field_term(word.substr(0, colon), depth)) {
                    only_words_ = false;
                    return *std::move(known);
                }
            }
        }
        return text_term(field, plain());
    }

    Found group(TextField field, std::size_t depth) {
        only_words_ = false;
        ++at_;
        ++depth_;
        Found inner = any_of(field, depth + 1);
        --depth_;
        at_ += at_ < text_.size() ? 1 : 0;
        return inner;
    }

    /// The rest of a quotation, with or without the sign that ends it.
    std::string_view quoted() {
        const std::size_t start = at_ + 1, end = std::min(text_.find('"', start), text_.size());
        at_ = std::min(end + 1, text_.size());
        return text_.substr(start, end - start);
    }

    /// Up to the next space, or to the bracket that ends the group.
    std::string_view plain() {
        const std::string_view word = word_ahead();
        std::size_t size = word.size();
        if (depth_ > 0) {
            // "(foo (bar))" and "(sin(x))": brackets of the word's own stay with it.
            std::size_t open = 0;
            for (std::size_t i = 0; i < word.size(); ++i) {
                if (word[i] == '(') {
                    ++open;
                } else if (word[i] == ')' && open-- == 0) {
                    size = i;
                    break;
                }
            }
        }
        at_ += size;
        return word.substr(0, size);
    }

    /// Nothing at all where `name` is no field; else the term, or that nothing is asked for yet.
    std::optional<Found> field_term(std::string_view name, std::size_t depth) {
        const std::size_t value_at = at_ + name.size() + 1;
        if (const auto* text = named(text_fields, name)) {
            at_ = value_at;
            if (ends() || text_[at_] == ' ') {
                return Found();
            }
            if (text_[at_] == '(' && depth < most_depth) {
                return group(text->field, depth);
            }
            return text_term(text->field, text_[at_] == '"' ? quoted() : plain());
        }
        if (const auto* number = named(number_fields, name)) {
            at_ = value_at;
            const std::string_view value = plain();
            if (value.empty()) {
                return Found();
            }
            if (number->field == NumberField::played && (value == "never"sv || value == "从未"sv)) {
                return counted(Query{FlagTerm{TrackFlag::never_played}});
            }
            if (number->field == NumberField::rating && (value == "none"sv || value == "无"sv)) {
                return counted(Query{FlagTerm{TrackFlag::unrated}});
            }
            if (const auto range = number_term(number->field, value, clock_)) {
                return counted(Query{*range});
            }
            return not_understood(name, value);
        }
        if (name == "is"sv || name == "是"sv) {
            at_ = value_at;
            const std::string_view value = plain();
            if (value.empty()) {
                return Found();
            }
            if (const auto* flag = named(flags, value)) {
                return counted(Query{FlagTerm{flag->flag}});
            }
            return not_understood(name, value);
        }
        return std::nullopt;
    }

    Found not_understood(std::string_view name, std::string_view value) {
        notes_.push_back({QueryNote::Kind::no_such_value, std::string(name), std::string(value)});
        return text_term(TextField::any, value);
    }

    Found text_term(TextField field, std::string_view text) {
        // Spaces at the ends of a quotation mean nothing: texts of the index have none.
        const auto first = text.find_first_not_of(' ');
        if (first == std::string_view::npos) {
            return {};
        }
        const std::string_view words = text.substr(first, text.find_last_not_of(' ') - first + 1);
        return counted(Query{TextTerm{field, std::string(words)}});
    }

    Found counted(Query query) {
        if (++terms_ <= most_terms) {
            return query;
        }
        if (terms_ == most_terms + 1) {
            notes_.push_back({QueryNote::Kind::too_long, {}, {}});
        }
        return {};
    }

    std::string_view text_;
    QueryClock clock_;
    std::size_t at_ = 0;
    /// Open brackets.
    std::size_t depth_ = 0;
    std::size_t terms_ = 0;
    bool only_words_ = true;
    std::vector<QueryNote> notes_;
};

}  // namespace

ParsedQuery parse_query(std::string_view text, UtcTime now, Milliseconds utc_offset) {
    const std::string words = searchable(text);
    return Parser(words, {now, utc_offset}).parse();
}

bool asks_for_missing(const Query& query) {
    struct Asks {
        bool operator()(const AllOf& all) const { return any(all.of); }
        bool operator()(const AnyOf& either) const { return any(either.of); }
        bool operator()(const NoneOf& none) const { return any(none.of); }
        bool operator()(const TextTerm&) const { return false; }
        bool operator()(const NumberTerm&) const { return false; }
        bool operator()(const FlagTerm& flag) const { return flag.flag == TrackFlag::missing; }

        static bool any(const std::vector<Query>& queries) {
            return std::any_of(queries.begin(), queries.end(), asks_for_missing);
        }
    };
    return std::visit(Asks(), query.is);
}

}  // namespace refrain
