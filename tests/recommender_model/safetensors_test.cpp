// safetensors: what is written reads back; whatever is wrong with a file is refused with its reason.
#include "recommender/retrieval/safetensors.h"

#include <cstring>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

TensorMap two_tensors() {
    TensorMap out;
    out["ids"] = {{3}, std::vector<std::int64_t>{7, -1, 1LL << 60}};
    out["weights"] = {{2, 3}, std::vector<float>{1.0F, -2.0F, 0.5F, 0.0F, 1e-30F, 3e30F}};
    return out;
}

/// A file with that header and so many zero bytes after it.
std::string file_with(const std::string& header, std::size_t data) {
    const std::uint64_t size = header.size();
    std::string out(sizeof size, '\0');
    std::memcpy(out.data(), &size, sizeof size);
    return out + header + std::string(data, '\0');
}

std::string refusal(const std::string& bytes) {
    const auto parsed = parse_safetensors(bytes, "some.safetensors");
    if (parsed) {
        return "";
    }
    EXPECT_EQ(parsed.error().path, "some.safetensors");
    return parsed.error().message;
}

TEST(Safetensors, ReadBackWhatWasWritten) {
    const auto parsed = parse_safetensors(serialise_safetensors(two_tensors()), "");
    ASSERT_TRUE(parsed.ok());
    const auto& tensors = parsed.value();
    EXPECT_EQ(*floats_of(tensors, "weights", {2, 3}, "").value(),
              std::get<std::vector<float>>(two_tensors()["weights"].values));
    EXPECT_EQ(*integers_of(tensors, "ids", {3}, "").value(), (std::vector<std::int64_t>{7, -1, 1LL << 60}));
}

TEST(Safetensors, AcceptAFileAsThePublishedFormatDescribesIt) {
    // Laid out by hand: metadata allowed, keys in any order, one value of 1.0.
    std::string bytes = file_with(
        R"({"__metadata__":{"format":"pt"},"x":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}})", 0);
    bytes += std::string("\x00\x00\x80\x3f", 4);
    const auto parsed = parse_safetensors(bytes, "");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(floats_of(parsed.value(), "x", {1}, "").value()->front(), 1.0F);
}

TEST(Safetensors, AreRefusedWhenCutAnywhere) {
    const std::string whole = serialise_safetensors(two_tensors());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_NE(refusal(whole.substr(0, length)), "") << length;
    }
    EXPECT_NE(refusal(whole + "x"), "");
}

TEST(Safetensors, SayWhichTensorHasTheWrongShapeOrTypeOrIsMissing) {
    const TensorMap tensors = two_tensors();
    EXPECT_NE(floats_of(tensors, "weights", {3, 2}, "f").error().message.find("[2, 3] where [3, 2]"),
              std::string::npos);
    EXPECT_NE(floats_of(tensors, "ids", {3}, "f").error().message.find("wrong type"), std::string::npos);
    EXPECT_NE(floats_of(tensors, "bias", {3}, "f").error().message.find("\"bias\" is missing"),
              std::string::npos);
}

TEST(Safetensors, WithAValueThatIsNoNumberAreRefused) {
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        TensorMap tensors = two_tensors();
        std::get<std::vector<float>>(tensors["weights"].values)[2] = bad;
        EXPECT_NE(refusal(serialise_safetensors(tensors)).find("no finite number"), std::string::npos);
    }
}

TEST(Safetensors, WithAHeaderThatLiesAreRefused) {
    const auto entry = [](const std::string& shape, const std::string& offsets, const char* type = "F32") {
        return R"({"x":{"dtype":")" + std::string(type) + R"(","shape":)" + shape + R"(,"data_offsets":)" +
               offsets + "}}";
    };
    ASSERT_EQ(refusal(file_with(entry("[2]", "[0,8]"), 8)), "");
    EXPECT_NE(refusal(file_with(entry("[2]", "[0,8]"), 4)), "") << "past the end";
    EXPECT_NE(refusal(file_with(entry("[2]", "[4,12]"), 12)), "") << "a gap";
    EXPECT_NE(refusal(file_with(entry("[3]", "[0,8]"), 8)), "") << "other length than shape";
    EXPECT_NE(refusal(file_with(entry("[2]", "[8,0]"), 8)), "") << "end before begin";
    EXPECT_NE(refusal(file_with(entry("[-2]", "[0,8]"), 8)), "") << "negative extent";
    EXPECT_NE(refusal(file_with(entry("[2.0]", "[0,8]"), 8)), "") << "fractional extent";
    EXPECT_NE(refusal(file_with(entry("[4294967296,4294967296]", "[0,0]"), 0)), "") << "overflowing product";
    EXPECT_NE(refusal(file_with(entry("[2]", "[0,8]", "F64"), 8)), "") << "other type";
    EXPECT_NE(refusal(file_with("[]", 0)), "") << "no object";
    EXPECT_NE(refusal(file_with(R"({"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},)"
                                R"("x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})",
                                0)),
              "")
        << "one name twice";
    std::string huge(8, '\xff');
    EXPECT_NE(refusal(huge + "{}"), "") << "header longer than the file";
}

RC_GTEST_PROP(Safetensors, NeverCrashWhateverTheBytes, (const std::string& header, std::uint8_t data)) {
    (void)parse_safetensors(header, "");
    (void)parse_safetensors(file_with(header, data), "");
}

RC_GTEST_PROP(Safetensors, SurviveAnyChangedByte, (std::uint16_t place, std::uint8_t value)) {
    std::string bytes = serialise_safetensors(two_tensors());
    bytes[place % bytes.size()] = static_cast<char>(value);
    (void)parse_safetensors(bytes, "");
}

}  // namespace
}  // namespace refrain
