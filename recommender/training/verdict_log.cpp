#include "recommender/training/verdict_log.h"

#include "recommender/retrieval/generation_store.h"

#include <fstream>
#include <system_error>

namespace refrain {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::uintmax_t largest_log = std::uintmax_t{4} << 20U;

Json score_json(const evaluation::TrialScore& score) {
    return {{"pos_at_10", score.pos_at_10}, {"neg_at_10", score.neg_at_10}};
}

/// The last `count` lines.
std::string_view last_lines(std::string_view text, std::size_t count) {
    std::size_t from = text.size();
    while (count > 0 && from > 0) {
        const std::size_t line_end = from - 1;  // its line feed, or its last byte where it has none
        const std::size_t before = line_end == 0 ? std::string_view::npos : text.rfind('\n', line_end - 1);
        from = before == std::string_view::npos ? 0 : before + 1;
        --count;
    }
    return text.substr(from);
}

}  // namespace

Json to_json(const evaluation::TrialResult& result) {
    return {{"verdict", evaluation::to_word(evaluation::judge_trial(result))},
            {"positives", result.positives},
            {"negatives", result.negatives},
            {"challenger", score_json(result.challenger)},
            {"champion", score_json(result.champion)},
            {"personal", score_json(result.personal)},
            {"gain", {{"value", result.gain.value}, {"low", result.gain.low}, {"high", result.gain.high}}}};
}

Status append_verdict(const fs::path& model_directory, const Json& line) {
    const fs::path file = model_directory / verdicts_file;
    std::string kept;
    std::error_code none;
    if (fs::exists(file, none)) {
        // One that cannot be read any more is begun anew.
        if (auto text = read_file(file, largest_log)) {
            kept = last_lines(text.value(), most_verdicts - 1);
        }
        if (!kept.empty() && kept.back() != '\n') {
            kept.push_back('\n');
        }
    }
    const fs::path draft = file.string() + ".new";
    {
        std::ofstream out(draft, std::ios::binary | std::ios::trunc);
        out << kept << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
        out.flush();
        if (!out) {
            return Error{ErrorCode::failed, "What became of the training cannot be written down",
                         draft.string()};
        }
    }
    std::error_code failed;
    fs::rename(draft, file, failed);
    return failed
               ? Status(Error{ErrorCode::failed,
                              "What became of the training cannot be written down (" + failed.message() + ")",
                              file.string()})
               : Status(Done{});
}

}  // namespace refrain
