// What the command line says: widths, times, bytes that are no UTF-8.
#include "app/output.h"

#include <sstream>

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

TEST(Output, a_wide_character_takes_two_columns_and_a_mark_none) {
    EXPECT_EQ(display_width("abc"), 3u);
    EXPECT_EQ(display_width("夜曲"), 4u);
    EXPECT_EQ(display_width("e\xCC\x81"), 1u);  // e and a combining acute
    EXPECT_EQ(display_width("\xFF"), 1u);       // shown as U+FFFD
}

TEST(Output, a_cell_is_cut_to_its_columns_and_never_in_the_middle_of_a_wide_character) {
    EXPECT_EQ(fit("abc", 5), "abc  ");
    EXPECT_EQ(fit("abcdef", 4), "abc…");
    // Room for three columns before the ellipsis: one wide character, and a blank where half a one would be.
    EXPECT_EQ(fit("夜曲夜", 4), "夜… ");
    EXPECT_EQ(fit("夜曲", 4), "夜曲");
}

TEST(Output, columns_line_up_below_their_titles) {
    std::ostringstream out, err;
    Output output(false, out, err);
    Table table({{"ID", 5, true}, {"Title"}, {"Artist"}});
    table.add({"7", "夜曲", "周杰倫"});
    table.add({"1234", "Says", "Nils Frahm"});
    table.print(output);
    EXPECT_EQ(out.str(),
              "  ID  Title  Artist\n"
              "   7  夜曲   周杰倫\n"
              "1234  Says   Nils Frahm\n");
}

TEST(Output, with_json_only_the_document_reaches_stdout) {
    std::ostringstream out, err;
    Output output(true, out, err);
    output.line("for people");
    output.note("a remark");
    output.document({{"a", 1}});
    EXPECT_EQ(out.str(), "{\n  \"a\": 1\n}\n");
    EXPECT_EQ(err.str(), "a remark\n");
}

TEST(Output, a_failure_names_code_message_and_path_for_programs_and_people) {
    std::ostringstream out, err;
    Output output(true, out, err);
    EXPECT_EQ(output.fail(Error{ErrorCode::not_found, "There is no such file", "/a\xFF"}), ExitCode::failed);
    const auto document = nlohmann::json::parse(out.str());
    EXPECT_EQ(document["error"]["code"], "not_found");
    EXPECT_EQ(document["error"]["message"], "There is no such file");
    EXPECT_EQ(document["error"]["path"], "/a\xEF\xBF\xBD");
    EXPECT_EQ(err.str(), "refrain: There is no such file: /a\xEF\xBF\xBD\n");
}

TEST(Output, control_characters_in_a_title_cannot_drive_the_terminal) {
    EXPECT_EQ(printable("a\x1b[31mb"), "a\xEF\xBF\xBD[31mb");
}

TEST(Output, lengths_read_as_on_a_clock) {
    EXPECT_EQ(clock_text(Milliseconds(187'999)), "3:07");
    EXPECT_EQ(clock_text(Milliseconds(3'765'000)), "1:02:45");
    EXPECT_EQ(clock_text(Milliseconds(-5)), "0:00");
}

TEST(ParseLength, takes_seconds_and_a_clock) {
    EXPECT_EQ(parse_length("90").value(), Milliseconds(90'000));
    EXPECT_EQ(parse_length("0").value(), Milliseconds(0));
    EXPECT_EQ(parse_length("1:30").value(), Milliseconds(90'000));
    EXPECT_EQ(parse_length("1:02:03").value(), Milliseconds(3'723'000));
    EXPECT_EQ(parse_length("0:03.5").value(), Milliseconds(3'500));
    EXPECT_EQ(parse_length("100:00").value(), Milliseconds(6'000'000));
    EXPECT_EQ(parse_length("1.2345").value(), Milliseconds(1'234));
}

TEST(ParseLength, refuses_what_is_none) {
    for (const char* text : {"", ":", "-5", "1:60", "1:2:3:4", "1:", ":30", "soon", "1.5:30", "3.", "1e3",
                             "99999999999999999999"}) {
        const auto length = parse_length(text);
        EXPECT_FALSE(length.ok()) << text;
    }
}

TEST(ParseTime, takes_iso_8601_dates_and_milliseconds) {
    // 2026-11-22T17:05:00Z is 1795367100 s after 1970 (date -u +%s).
    EXPECT_EQ(to_ms(parse_time("2026-11-22T17:05:00Z").value()), 1795367100000);
    EXPECT_EQ(to_ms(parse_time("2026-11-22T18:05:00+01:00").value()), 1795367100000);
    EXPECT_EQ(to_ms(parse_time("2026-11-22").value()), 1795305600000);
    EXPECT_EQ(to_ms(parse_time("1795367100000").value()), 1795367100000);
}

TEST(ParseDays, takes_hours_days_and_weeks_and_nothing_else) {
    EXPECT_EQ(parse_days("12h").value(), std::chrono::hours(12));
    EXPECT_EQ(parse_days("30d").value(), std::chrono::hours(720));
    EXPECT_EQ(parse_days("4w").value(), std::chrono::hours(672));
    for (const char* text : {"", "d", "30", "0d", "-3d", "1.5d", "30m", "99999999d", "9999999w", "30 d"}) {
        EXPECT_FALSE(parse_days(text).ok()) << text;
    }
}

TEST(ParseTime, refuses_what_is_no_time_and_says_what_would_be) {
    for (const char* text : {"", "yesterday", "2026", "2026-13-01", "2026-02-30", "17:05"}) {
        const auto time = parse_time(text);
        ASSERT_FALSE(time.ok()) << text;
        EXPECT_EQ(time.error().code, ErrorCode::malformed);
        EXPECT_NE(time.error().message.find("2026-11-22T17:05:00Z"), std::string::npos);
    }
}

}  // namespace
}  // namespace refrain::app
