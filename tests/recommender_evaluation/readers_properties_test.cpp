// Foreign bytes: whatever a file holds, a reader ends with a data set that fits together or with words.
#include "recommender/evaluation/readers/readers.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain::evaluation {
namespace {

/// Bytes as such files have them, in a wrong order as a rule.
rc::Gen<std::string> likely_text() {
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "1", "2", "42", "-1", "5", " ", "\t", ",", "\n", "\r\n", "\"", "\"\"", "x", "1e309", "nan",
            "\xFF", "ts,ms_played,track_uri\n", "2023-05-13T10:04:00Z", "u:1", "\xEF\xBB\xBF",
            "uid,item_id,timestamp,is_organic,played_ratio_pct,track_length_seconds\n", "1,2,3,1,100,50\n")),
        [](const std::vector<std::string>& parts) {
            std::string text;
            for (const auto& part : parts) {
                text += part;
            }
            return text;
        });
}

void expect_whole(const DataSet& data) {
    RC_ASSERT(data.user_ids.size() == data.users());
    RC_ASSERT(data.tracks.empty() || data.tracks.size() == data.items());
    for (UserNumber user = 0; user < data.users(); ++user) {
        std::uint32_t before = 0;
        for (const auto& one : data.of(user)) {
            RC_ASSERT(one.item < data.items());
            RC_ASSERT(one.time_s >= before);
            RC_ASSERT(one.rate == -1.0F || (one.rate >= 0.0F && one.rate <= 1.0F));
            before = one.time_s;
        }
    }
}

TEST(ReadersOfForeignBytes, EndWithAWholeDataSetOrWithWords) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(rc::check([&] {
        const auto text = *likely_text();
        std::ofstream(folder / "set") << text;
        for (const auto& format : formats) {
            const auto data = format.read(folder / "set", {});
            if (data) {
                expect_whole(data.value());
            } else {
                RC_ASSERT(!data.error().message.empty());
            }
        }
    }));
}

}  // namespace
}  // namespace refrain::evaluation
