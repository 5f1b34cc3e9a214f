#include "recommender/ranking/ranker_model.h"

#include <cmath>
#include <fstream>
#include <initializer_list>
#include <iterator>

#include <nlohmann/json.hpp>

namespace refrain::ranking {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestFile = 1U << 20U;

template <std::size_t N, class Name>
json named(const std::array<double, N>& values, Name name) {
    json out = json::object();
    for (std::size_t i = 0; i < N; ++i) {
        out[std::string(name(i))] = values[i];
    }
    return out;
}

std::string_view feature_name(std::size_t i) {
    return info(static_cast<Feature>(i)).name;
}
std::string_view context_name(std::size_t i) {
    return name_of(static_cast<Context>(i));
}

Error refused(const std::string& why) {
    return {ErrorCode::malformed, "The ranker's model is refused: " + why, {}};
}

/// Reads exactly the names of an array; the first thing wrong is told.
template <std::size_t N, class Name>
std::string read(const json& from, const char* key, Name name, std::array<double, N>& into) {
    const auto it = from.find(key);
    if (it == from.end() || !it->is_object() || it->size() != N) {
        return std::string(key) + " does not hold " + std::to_string(N) + " weights";
    }
    for (std::size_t i = 0; i < N; ++i) {
        const auto value = it->find(std::string(name(i)));
        if (value == it->end() || !value->is_number() || !std::isfinite(value->template get<double>())) {
            return std::string(key) + "." + std::string(name(i)) + " is no number";
        }
        into[i] = value->template get<double>();
    }
    return {};
}

std::string read(const json& from, const char* key, double least, double most, double& into) {
    const auto it = from.find(key);
    if (it == from.end() || !it->is_number() || !(it->get<double>() >= least && it->get<double>() <= most)) {
        return std::string(key) + " is no number from " + std::to_string(least) + " to " +
               std::to_string(most);
    }
    into = it->get<double>();
    return {};
}

std::string against_signs(const FeatureWeights& weights, bool turned, const char* key) {
    for (std::size_t i = 0; i < kFeatures; ++i) {
        const double w = turned ? -weights[i] : weights[i];
        const Sign sign = info(static_cast<Feature>(i)).sign;
        if ((sign == Sign::positive && w < 0.0) || (sign == Sign::negative && w > 0.0)) {
            return std::string(key) + "." + std::string(feature_name(i)) + " has the wrong sign";
        }
    }
    return {};
}

}  // namespace

ModelShares RankerModel::shares(const FeatureRow& x) const {
    ModelShares out;
    for (std::size_t i = 0; i < kFeatures; ++i) {
        const FeatureInfo& about = info(static_cast<Feature>(i));
        const double share = choice[i] * x[i];
        (about.group == FeatureGroup::habit      ? out.habit
         : about.group == FeatureGroup::sequence ? out.sequence
                                                 : out.artist) += share;
        out.against += about.sign == Sign::negative ? share : 0.0;
    }
    out.popularity = item_share != 0.0 ? -item_share * product(choice_item_only, x) : 0.0;
    out.skip_risk = skip_say != 0.0 ? -skip_say * product(skip, x) : 0.0;
    out.love = love_say != 0.0 ? love_say * product(love, x) : 0.0;
    return out;
}

double RankerModel::score(const FeatureRow& x) const {
    return shares(x).total();
}

double RankerModel::skip_probability(const ContextRow& moment) const {
    double z = 0.0;
    for (std::size_t i = 0; i < kContexts; ++i) {
        z += skip_context[i] * moment[i];
    }
    return 1.0 / (1.0 + std::exp(-z));
}

bool RankerModel::turns_round(const ContextRow& moment) const {
    return gate > 0.0 && skip_probability(moment) > std::min(0.9, gate * skip_rate);
}

std::string to_json(const RankerModel& m) {
    json out;
    out["version"] = RankerModel::kVersion;
    out["listens"] = m.listens;
    out["choice"] = named(m.choice, feature_name);
    out["choice_item_only"] = named(m.choice_item_only, feature_name);
    out["skip"] = named(m.skip, feature_name);
    out["love"] = named(m.love, feature_name);
    out["skip_context"] = named(m.skip_context, context_name);
    out["skip_rate"] = m.skip_rate;
    out["gate"] = m.gate;
    out["item_share"] = m.item_share;
    out["skip_say"] = m.skip_say;
    out["love_say"] = m.love_say;
    return out.dump(2) + "\n";
}

Result<RankerModel> ranker_model_from_json(std::string_view text) {
    const json in = json::parse(text.begin(), text.end(), nullptr, false);
    if (!in.is_object()) {
        return refused("it is no JSON");
    }
    const auto version = in.find("version");
    if (version == in.end() || *version != RankerModel::kVersion) {
        return refused("it is of another version");
    }
    RankerModel m;
    double listens = 0.0;
    for (const std::string& wrong :
         {read(in, "choice", feature_name, m.choice),
          read(in, "choice_item_only", feature_name, m.choice_item_only),
          read(in, "skip", feature_name, m.skip), read(in, "love", feature_name, m.love),
          read(in, "skip_context", context_name, m.skip_context),
          read(in, "skip_rate", 1e-6, 1.0 - 1e-6, m.skip_rate), read(in, "gate", 0.0, 1e3, m.gate),
          read(in, "item_share", 0.0, 1.0, m.item_share), read(in, "skip_say", 0.0, 100.0, m.skip_say),
          read(in, "love_say", 0.0, 100.0, m.love_say), read(in, "listens", 0.0, 1e9, listens),
          against_signs(m.choice, false, "choice"),
          against_signs(m.choice_item_only, false, "choice_item_only"), against_signs(m.skip, true, "skip"),
          against_signs(m.love, false, "love")}) {
        if (!wrong.empty()) {
            return refused(wrong);
        }
    }
    m.listens = static_cast<int>(listens);
    return m;
}

Result<RankerModel> read_ranker_model(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return Error{ErrorCode::not_found, "The ranker's model cannot be opened", file.string()};
    }
    std::string text;
    for (std::istreambuf_iterator<char> c(in), end; c != end && text.size() <= kLongestFile; ++c) {
        text.push_back(*c);
    }
    auto model = text.size() > kLongestFile ? Result<RankerModel>(refused("the file is too long"))
                                            : ranker_model_from_json(text);
    if (!model.ok()) {
        Error error = model.error();
        error.path = file.string();
        return error;
    }
    return model;
}

Status write_ranker_model(const std::filesystem::path& file, const RankerModel& model) {
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    std::filesystem::path draft = file;
    draft += ".new";
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << to_json(model);
    out.close();
    if (out) {
        std::filesystem::rename(draft, file, failed);
    }
    if (!out || failed) {
        return Error{ErrorCode::failed, "The ranker's model cannot be written", file.string()};
    }
    return Done{};
}

const RankerModel& prior_model() {
    static const RankerModel prior = [] {
        RankerModel m;
        // Fitted by ranker_fit on the first 60 % of two listeners' streaming histories, pooled with equal
        // weight; what came out below 0.02 is left out.
        const auto put = [](FeatureWeights& into, std::initializer_list<std::pair<Feature, double>> weights) {
            for (const auto& [feature, weight] : weights) {
                into[index_of(feature)] = weight;
            }
        };
        put(m.choice, {{Feature::heard, -0.89},
                       {Feature::finished, -1.16},
                       {Feature::base_level, 2.44},
                       {Feature::half_day, -2.73},
                       {Feature::starts_with, 0.81},
                       {Feature::share_after, 1.74},
                       {Feature::recent_after, 1.27},
                       {Feature::finished_next, 0.15},
                       {Feature::near, 1.11},
                       {Feature::same_artist, 0.52},
                       {Feature::same_album, 1.66},
                       {Feature::session_artist, 0.38},
                       {Feature::artist, 0.55},
                       {Feature::begun_again, 3.88}});
        put(m.choice_item_only, {{Feature::heard, -0.95},
                                 {Feature::finished, -0.14},
                                 {Feature::base_level, 1.31},
                                 {Feature::artist, 1.08}});
        put(m.skip, {{Feature::heard, 1.41},
                     {Feature::finished, 0.36},
                     {Feature::skipped, 0.33},
                     {Feature::base_level, -0.85},
                     {Feature::half_day, 0.46},
                     {Feature::starts_with, -0.07},
                     {Feature::finished_next, -0.59},
                     {Feature::session_artist, -0.07},
                     {Feature::artist, -1.02}});
        m.skip_context = {-2.78, 1.74, 0.63, 0.12, 1.35, 1.58};
        m.skip_rate = 0.106;
        m.gate = 3.0;
        m.item_share = 0.2;
        m.skip_say = 0.5;
        return m;
    }();
    return prior;
}

}  // namespace refrain::ranking
