#include "recommender/retrieval/encoder_config.h"

#include "library_scanner/core/judgement.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using Json = nlohmann::json;

constexpr std::array feedback_words{std::pair{FeedbackMode::none, std::string_view("none")},
                                    std::pair{FeedbackMode::literal, std::string_view("literal")},
                                    std::pair{FeedbackMode::soft_bins, std::string_view("soft_bins")}};
constexpr std::array fusion_words{std::pair{FeedbackFusion::additive, std::string_view("additive")},
                                  std::pair{FeedbackFusion::signed_gate, std::string_view("signed_gate")}};
constexpr std::array layout_words{std::pair{EncoderLayout::pre_norm, std::string_view("pre_norm")},
                                  std::pair{EncoderLayout::sasrec, std::string_view("sasrec")}};

Error malformed(const std::string& why) {
    return {ErrorCode::malformed, "The model's configuration is not understood: " + why + ".", {}};
}

}  // namespace

StepFeedback step_feedback(std::optional<PlayRate> rate, Intent intent, FeedbackMode mode) {
    StepFeedback out;
    if (rate) {
        out.rate = static_cast<float>(rate->value());
    } else if (mode == FeedbackMode::literal) {
        out.rate = 0.99F;
        intent = intent == Intent::unknown || intent == Intent::import ? Intent::track : intent;
    } else {
        intent = intent == Intent::unknown ? Intent::import : intent;
    }
    const auto* row = std::find_if(words::intent.begin(), words::intent.end(),
                                   [&](const auto& entry) { return entry.first == intent; });
    out.intent = row == words::intent.end() ? 0 : static_cast<int>(row - words::intent.begin());
    return out;
}

RateBins rate_bins(float rate) {
    const float r = std::clamp(rate, 0.0F, 1.0F);
    int upper = 1;
    while (upper + 1 < rate_rows && rate_knots[static_cast<std::size_t>(upper)] < r) {
        ++upper;
    }
    const float low = rate_knots[static_cast<std::size_t>(upper - 1)];
    const float high = rate_knots[static_cast<std::size_t>(upper)];
    return {upper - 1, upper, (r - low) / (high - low)};
}

bool left_out_as_skipped(std::optional<PlayRate> rate, FeedbackMode mode) {
    return mode == FeedbackMode::none && rate && rate->value() <= JudgementThresholds{}.negative_up_to;
}

Status validate(const EncoderConfig& c) {
    const auto within = [](int value, int low, int high) { return value >= low && value <= high; };
    if (!within(c.hidden, 1, 4096) || !within(c.embedding, 1, 4096) || !within(c.layers, 1, 64) ||
        !within(c.heads, 1, 64) || !within(c.feed_forward, 1, 16384) || !within(c.max_length, 1, 4096) ||
        c.tag_buckets > (1U << 22U) || !(c.dropout >= 0.0 && c.dropout < 1.0)) {
        return malformed("a size is out of range");
    }
    if (c.hidden % c.heads != 0) {
        return malformed("the width is no multiple of the number of heads");
    }
    if (c.layout == EncoderLayout::sasrec && c.embedding != c.hidden) {
        return malformed("in SASRec's layout items are as wide as states");
    }
    return Done{};
}

std::string to_json_text(const EncoderConfig& c) {
    return Json{{"hidden", c.hidden},
                {"embedding", c.embedding},
                {"layers", c.layers},
                {"heads", c.heads},
                {"feed_forward", c.feed_forward},
                {"max_length", c.max_length},
                {"dropout", c.dropout},
                {"shared_layers", c.shared_layers},
                {"feedback", words::word(feedback_words, c.feedback)},
                {"fusion", words::word(fusion_words, c.fusion)},
                {"layout", words::word(layout_words, c.layout)},
                {"tag_buckets", c.tag_buckets}}
        .dump();
}

Result<EncoderConfig> encoder_config_from_json(const std::string& text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return malformed("it is no JSON object");
    }
    EncoderConfig c;
    try {
        const auto size = [&](const char* key) {
            const auto value = json.at(key).get<std::int64_t>();
            return static_cast<int>(std::clamp<std::int64_t>(value, -1, 1 << 24));
        };
        c.hidden = size("hidden");
        c.embedding = size("embedding");
        c.layers = size("layers");
        c.heads = size("heads");
        c.feed_forward = size("feed_forward");
        c.max_length = size("max_length");
        c.dropout = json.at("dropout").get<double>();
        c.shared_layers = json.at("shared_layers").get<bool>();
        const int buckets = size("tag_buckets");
        const auto feedback = words::value(feedback_words, json.at("feedback").get<std::string>());
        const auto fusion = words::value(fusion_words, json.at("fusion").get<std::string>());
        // Models of before there was a choice do not say.
        const auto layout = words::value(layout_words, json.value("layout", std::string("pre_norm")));
        if (!feedback || !fusion || !layout || buckets < 0) {
            return malformed("it names a mode that this version does not know");
        }
        c.tag_buckets = static_cast<std::uint32_t>(buckets);
        c.feedback = *feedback;
        c.fusion = *fusion;
        c.layout = *layout;
    } catch (const Json::exception&) {
        return malformed("an entry is missing or has the wrong type");
    }
    if (auto status = validate(c); !status) {
        return status.error();
    }
    return c;
}

}  // namespace refrain
