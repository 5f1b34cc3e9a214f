// Instants as ISO 8601 text and back.
#include "player/history/iso_time.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

TEST(IsoTime, WritesUtcWithMilliseconds) {
    EXPECT_EQ(to_iso8601(utc_from_ms(0)), "1970-01-01T00:00:00.000Z");
    // date -u -d @1767323045
    EXPECT_EQ(to_iso8601(utc_from_ms(1'767'323'045'678)), "2026-01-02T03:04:05.678Z");
    EXPECT_EQ(to_iso8601(utc_from_ms(-1)), "1969-12-31T23:59:59.999Z");
    // date -u -d 2024-02-29T12:00:00Z +%s
    EXPECT_EQ(to_iso8601(utc_from_ms(1'709'208'000'000)), "2024-02-29T12:00:00.000Z");
}

TEST(IsoTime, ReadsZonesAndFractions) {
    const auto ms = [](const char* text) { return to_ms(from_iso8601(text).value().time); };
    EXPECT_EQ(ms("2026-01-02T03:04:05Z"), 1'767'323'045'000);
    EXPECT_EQ(ms("2026-01-02 03:04:05"), 1'767'323'045'000);
    EXPECT_EQ(ms("2026-01-02T03:04:05.6Z"), 1'767'323'045'600);
    EXPECT_EQ(ms("2026-01-02T03:04:05.678999999Z"), 1'767'323'045'678);
    EXPECT_EQ(ms("2026-01-02T05:34:05.678+02:30"), 1'767'323'045'678);
    EXPECT_EQ(ms("2026-01-01T22:04:05.678-05:00"), 1'767'323'045'678);
    EXPECT_EQ(from_iso8601("2026-01-02T05:34:05+02:30")->offset_min, 150);
    EXPECT_EQ(from_iso8601("2026-01-01T22:04:05-05:00")->offset_min, -300);
    EXPECT_FALSE(from_iso8601("2026-01-01T22:04:05Z")->offset_min);
}

TEST(IsoTime, RefusesWhatIsNoTime) {
    for (const char* wrong :
         {"", "2026", "2026-01-02", "2026-13-02T03:04:05Z", "2026-02-30T03:04:05Z", "2026-01-02T24:04:05Z",
          "2026-01-02T03:60:05Z", "2026-01-02T03:04:60Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05Zx",
          "2026-01-02T03:04:05+2:30", "2026-01-02T03:04:05+15:00", "2026-01-02T03:04:05.1234567890Z",
          "-026-01-02T03:04:05Z", "2023-02-29T00:00:00Z"}) {
        EXPECT_FALSE(from_iso8601(wrong)) << wrong;
    }
}

TEST(IsoTime, EveryInstantRoundTripsAndNoTextHarms) {
    EXPECT_TRUE(rc::check([] {
        const auto time =
            utc_from_ms(*rc::gen::inRange<std::int64_t>(-62'000'000'000'000, 253'000'000'000'000));
        RC_ASSERT(from_iso8601(to_iso8601(time)).value().time == time);
    }));
    EXPECT_TRUE(rc::check([](const std::string& text) { (void)from_iso8601(text); }));
}

}  // namespace
}  // namespace refrain
