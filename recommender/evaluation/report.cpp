#include "recommender/evaluation/report.h"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace refrain::evaluation {
namespace {

using Json = nlohmann::ordered_json;
using Member = std::optional<Figure> MeasuresAt::*;

struct Named {
    const char* key;
    const char* words;
    Member member;
};
constexpr Named figures[] = {{"pos", "POS", &MeasuresAt::pos},
                             {"pos_repeats", "POS, heard before", &MeasuresAt::pos_repeats},
                             {"pos_discoveries", "POS, new", &MeasuresAt::pos_discoveries},
                             {"ndcg", "NDCG", &MeasuresAt::ndcg},
                             {"ndcg_repeats", "NDCG, heard before", &MeasuresAt::ndcg_repeats},
                             {"ndcg_discoveries", "NDCG, new", &MeasuresAt::ndcg_discoveries},
                             {"neg", "NEG, first exposure", &MeasuresAt::neg},
                             {"neg_repeats", "NEG, heard before", &MeasuresAt::neg_repeats},
                             {"neg_all", "NEG, all", &MeasuresAt::neg_all}};

using Ranked = std::vector<MeasuresAt> SeedReport::*;

Json figure_json(const std::optional<Figure>& figure) {
    if (!figure) {
        return {};
    }
    return {{"value", figure->value}, {"low", figure->low}, {"high", figure->high}, {"cases", figure->cases}};
}

Json measures_json(const std::vector<MeasuresAt>& measures) {
    Json out = Json::object();
    for (const auto& at : measures) {
        Json one = Json::object();
        for (const auto& named : figures) {
            one[named.key] = figure_json(at.*named.member);
        }
        out["at_" + std::to_string(at.n)] = std::move(one);
    }
    return out;
}

/// Over seeds; nothing where one of them has no such figure.
std::optional<Spread> over_seeds(const Report& report, Ranked ranked, std::size_t depth, Member member) {
    std::vector<double> values;
    for (const auto& seed : report.seeds) {
        const auto& figure = (seed.*ranked)[depth].*member;
        if (!figure) {
            return std::nullopt;
        }
        values.push_back(figure->value);
    }
    return values.empty() ? std::nullopt : std::optional(spread(values));
}

Json spread_json(const Report& report, Ranked ranked) {
    Json out = Json::object();
    for (std::size_t depth = 0; depth < (report.seeds.front().*ranked).size(); ++depth) {
        Json one = Json::object();
        for (const auto& named : figures) {
            if (const auto found = over_seeds(report, ranked, depth, named.member)) {
                one[named.key] = {{"mean", found->mean}, {"deviation", found->deviation}};
            } else {
                one[named.key] = Json();
            }
        }
        out["at_" + std::to_string((report.seeds.front().*ranked)[depth].n)] = std::move(one);
    }
    return out;
}

Json coverage_json(const std::map<std::size_t, double>& coverage) {
    Json out = Json::object();
    for (const auto& [depth, share] : coverage) {
        out["at_" + std::to_string(depth)] = share;
    }
    return out;
}

template <class... Values>
std::string formatted(const char* format, Values... values) {
    char line[256];
    const int length = std::snprintf(line, sizeof(line), format, values...);
    return {line, static_cast<std::size_t>(length)};
}

std::string table_of(const Report& report, Ranked ranked) {
    const SeedReport& first = report.seeds.front();
    std::string out = formatted("%-22s", "");
    for (const auto& at : first.*ranked) {
        out += formatted("%26s", formatted("@%zu", at.n).c_str());
    }
    out += "     cases\n";
    for (const auto& named : figures) {
        if (!((first.*ranked).front().*named.member)) {
            continue;
        }
        out += formatted("%-22s", named.words);
        for (std::size_t depth = 0; depth < (first.*ranked).size(); ++depth) {
            const Figure& figure = *((first.*ranked)[depth].*named.member);
            const auto seeds = over_seeds(report, ranked, depth, named.member);
            if (report.seeds.size() > 1 && seeds) {
                out += formatted("       %.4f sd %.4f     ", seeds->mean, seeds->deviation);
            } else {
                out += formatted("   %.4f [%.4f, %.4f]", figure.value, figure.low, figure.high);
            }
        }
        out += formatted("%10zu\n", ((first.*ranked).front().*named.member)->cases);
    }
    return out;
}

Json beside_json(const Report& report) {
    Json out = Json::array();
    for (const auto& arm : report.beside) {
        out.push_back({{"model", arm.name},
                       {"catalogue", measures_json(arm.in_catalogue)},
                       {"own_list", measures_json(arm.in_own_list)},
                       {"difference",
                        {{"catalogue", measures_json(arm.difference)},
                         {"own_list", measures_json(arm.difference_in_own_list)}}},
                       {"coverage", coverage_json(arm.coverage)}});
    }
    return out;
}

struct Column {
    const char* head;
    Member member;
};
constexpr Column columns[] = {{"POS", &MeasuresAt::pos},
                              {"POS before", &MeasuresAt::pos_repeats},
                              {"POS new", &MeasuresAt::pos_discoveries},
                              {"NEG", &MeasuresAt::neg_all},
                              {"NEG before", &MeasuresAt::neg_repeats},
                              {"NEG first", &MeasuresAt::neg}};

/// A line for each arm, and under it what the model has more than it, at one depth.
std::string comparison_of(const Report& report, Ranked ranked, std::vector<MeasuresAt> BesideReport::*arms,
                          std::vector<MeasuresAt> BesideReport::*differences, std::size_t depth) {
    const SeedReport& first = report.seeds.front();
    std::string out = formatted("%-28s", formatted("@%zu", (first.*ranked)[depth].n).c_str());
    for (const auto& column : columns) {
        out += formatted("%22s", column.head);
    }
    out += "\n";
    const auto line = [&](const std::string& name, const MeasuresAt& at, const char* format) {
        out += formatted("%-28s", name.c_str());
        for (const auto& column : columns) {
            const auto& figure = at.*column.member;
            const std::string cell =
                figure ? formatted(format, figure->value, figure->low, figure->high) : "-";
            out += formatted("%22s", cell.c_str());
        }
        out += "\n";
    };
    line(report.model, (first.*ranked)[depth], "%.3f [%.2f %.2f]");
    for (const auto& arm : report.beside) {
        line(arm.name, (arm.*arms)[depth], "%.3f [%.2f %.2f]");
        line("  " + report.model + " has more", (arm.*differences)[depth], "%+.3f [%+.2f %+.2f]");
    }
    return out;
}

/// The deepest of the asked depths up to ten, else the first.
std::size_t usual_depth(const SeedReport& seed) {
    constexpr std::size_t usual = 10;
    std::size_t best = 0;
    for (std::size_t i = 0; i < seed.in_catalogue.size(); ++i) {
        best = seed.in_catalogue[i].n <= usual ? i : best;
    }
    return best;
}

}  // namespace

std::string to_json_document(const Report& report) {
    Json dropped = Json::object();
    for (const auto& one : report.dropped) {
        dropped[one.reason] = one.rows;
    }
    Json seeds = Json::array();
    for (const auto& seed : report.seeds) {
        seeds.push_back({{"seed", seed.seed},
                         {"training", seed.training_json.empty() ? Json() : Json::parse(seed.training_json)},
                         {"scoring_seconds", seed.scoring_seconds},
                         {"catalogue", measures_json(seed.in_catalogue)},
                         {"own_list", measures_json(seed.in_own_list)},
                         {"coverage", coverage_json(seed.coverage)}});
    }
    const Json document{{"dataset", report.dataset},
                        {"format", report.format},
                        {"protocol", report.protocol},
                        {"model", report.model},
                        {"options", report.options_json.empty() ? Json() : Json::parse(report.options_json)},
                        {"users", report.users},
                        {"items", report.items},
                        {"interactions", report.interactions},
                        {"dropped_rows", dropped},
                        {"training_interactions", report.training},
                        {"cases",
                         {{"validation", report.validation_cases},
                          {"positive", report.positives},
                          {"positive_familiar", report.positives_familiar},
                          {"negative", report.negatives},
                          {"negative_familiar", report.negatives_familiar}}},
                        {"heard_items_left_out", report.heard_left_out},
                        {"intervals", {{"level", 0.95}, {"bootstrap_over", report.bootstrap_over}}},
                        {"over_seeds",
                         {{"catalogue", spread_json(report, &SeedReport::in_catalogue)},
                          {"own_list", spread_json(report, &SeedReport::in_own_list)}}},
                        {"seeds", seeds},
                        {"beside", beside_json(report)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string to_table(const Report& report) {
    std::string out =
        report.model + " on " + report.dataset + " (" + report.format + ", " + report.protocol + ")\n";
    out += formatted("%zu users, %zu items, %zu interactions; %zu to learn from\n", report.users,
                     report.items, report.interactions, report.training);
    for (const auto& one : report.dropped) {
        out += formatted("%zu rows left out: ", one.rows) + one.reason + "\n";
    }
    out += formatted("asked: %zu positives (%zu heard before), %zu negatives (%zu heard before)%s\n",
                     report.positives, report.positives_familiar, report.negatives, report.negatives_familiar,
                     report.heard_left_out ? "; items met before are no candidates" : "");
    out += report.seeds.size() > 1
               ? formatted("mean and standard deviation over %zu seeds\n", report.seeds.size())
               : "95 % intervals by bootstrap over " + report.bootstrap_over + "\n";
    out += "\nranked among the whole catalogue\n" + table_of(report, &SeedReport::in_catalogue);
    if (!report.heard_left_out && report.positives_familiar + report.negatives_familiar > 0) {
        out += "\nranked within its list, heard before or new\n" + table_of(report, &SeedReport::in_own_list);
    }
    out += "\ncoverage";
    for (const auto& [depth, share] : report.seeds.front().coverage) {
        out += formatted("  @%zu %.4f", depth, share);
    }
    out += "\n";
    if (!report.beside.empty()) {
        const std::size_t depth = usual_depth(report.seeds.front());
        out += "\nbeside the plain arms, among the whole catalogue\n" +
               comparison_of(report, &SeedReport::in_catalogue, &BesideReport::in_catalogue,
                             &BesideReport::difference, depth);
        out += "\nbeside the plain arms, within its list\n" +
               comparison_of(report, &SeedReport::in_own_list, &BesideReport::in_own_list,
                             &BesideReport::difference_in_own_list, depth);
        out += "\ncoverage of the plain arms";
        for (const auto& arm : report.beside) {
            for (const auto& [n, share] : arm.coverage) {
                if (n == report.seeds.front().in_catalogue[depth].n) {
                    out += "  " + arm.name + formatted(" %.4f", share);
                }
            }
        }
        out += "\n";
    }
    return out;
}

}  // namespace refrain::evaluation
