// How a query is read: as people type it, as they type it wrong, and half way through typing.
#include "library_scanner/search/query.h"

#include "library_scanner/text/normalise.h"

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

/// 2026-11-23 08:10:00 UTC, as `date -u -d ... +%s` says.
constexpr std::int64_t now_ms = 1'795'421'400'000;
constexpr std::int64_t day_ms = 86'400'000;

ParsedQuery parse(std::string_view text) {
    return parse_query(text, utc_from_ms(now_ms));
}
Query read(std::string_view text) {
    return parse(text).query;
}

Query word(std::string text, TextField field = TextField::any) {
    return {TextTerm{field, std::move(text)}};
}
Query number(NumberField field, std::int64_t low, std::int64_t high) {
    return {NumberTerm{field, low, high}};
}
Query flag(TrackFlag value) {
    return {FlagTerm{value}};
}
Query all(std::vector<Query> of) {
    return {AllOf{std::move(of)}};
}
Query any(std::vector<Query> of) {
    return {AnyOf{std::move(of)}};
}
Query without(Query of) {
    return {NoneOf{{std::move(of)}}};
}

TEST(Query, WordsMustAllBeThere) {
    EXPECT_EQ(read("Sigur Rós"), all({word("sigur"), word("ros")}));
    EXPECT_EQ(read("rain"), word("rain"));
}

TEST(Query, AQuotationIsOneText) {
    EXPECT_EQ(read("\"purple rain\" prince"), all({word("purple rain"), word("prince")}));
    EXPECT_EQ(read("“purple rain”"), word("purple rain"));
    EXPECT_EQ(read("\"purple ra"), word("purple ra")) << "still being typed";
}

TEST(Query, AMinusLeavesOut) {
    EXPECT_EQ(read("jazz -live"), all({word("jazz"), without(word("live"))}));
    EXPECT_EQ(read("-techno"), without(word("techno")));
    EXPECT_EQ(read("-\"hip hop\""), without(word("hip hop")));
    EXPECT_EQ(read("-artist:abba"), without(word("abba", TextField::artist)));
    EXPECT_EQ(read("-(a b)"), without(all({word("a"), word("b")})));
    EXPECT_EQ(read("post-rock"), word("post-rock"));
}

TEST(Query, ADashBetweenArtistAndTitleIsNoWord) {
    EXPECT_EQ(read("Nils Frahm - Says"), all({word("nils"), word("frahm"), word("says")}));
    EXPECT_EQ(read("Nils Frahm – Says"), all({word("nils"), word("frahm"), word("says")}));
}

TEST(Query, OrMeansEither) {
    EXPECT_EQ(read("a b or c"), any({all({word("a"), word("b")}), word("c")}));
    EXPECT_EQ(read("a | b | c"), any({word("a"), word("b"), word("c")}));
    EXPECT_EQ(read("周 或 李"), any({word("周"), word("李")}));
    EXPECT_EQ(read("(a or b) c"), all({any({word("a"), word("b")}), word("c")}));
}

TEST(Query, OrAtAnEndIsAWord) {
    EXPECT_EQ(read("or"), word("or"));
    EXPECT_EQ(read("or a"), all({word("or"), word("a")}));
    EXPECT_EQ(read("a or"), all({word("a"), word("or")}));
    EXPECT_EQ(read("(a or)"), all({word("a"), word("or")}));
}

TEST(Query, BracketsThatDoNotMeetAreForgiven) {
    EXPECT_EQ(read("(a b"), all({word("a"), word("b")}));
    EXPECT_EQ(read("a) b"), all({word("a)"), word("b")}));
    EXPECT_TRUE(parse("()").empty);
    EXPECT_EQ(read("(I Can't Get No) Satisfaction"),
              all({all({word("i"), word("can't"), word("get"), word("no")}), word("satisfaction")}));
    EXPECT_EQ(read("(sin(x) y)"), all({word("sin(x)"), word("y")}));
}

TEST(Query, AFieldIsNamedBeforeAColon) {
    EXPECT_EQ(read("artist:Björk"), word("bjork", TextField::artist));
    EXPECT_EQ(read("ALBUM:\"ok computer\""), word("ok computer", TextField::album));
    EXPECT_EQ(read("genre:(jazz or blues)"),
              any({word("jazz", TextField::genre), word("blues", TextField::genre)}));
    EXPECT_EQ(read("albumartist:various composer:bach path:flac title:x"),
              all({word("various", TextField::album_artist), word("bach", TextField::composer),
                   word("flac", TextField::path), word("x", TextField::title)}));
}

TEST(Query, FieldsHaveChineseNamesAndTheSignsOfItsKeyboards) {
    EXPECT_EQ(read("歌手：周杰伦"), word("周杰伦", TextField::artist));
    EXPECT_EQ(read("年份：1990..1999"), number(NumberField::year, 1990, 1999));
    EXPECT_EQ(read("（周 或 李）"), any({word("周"), word("李")}));
    EXPECT_EQ(read("播放:从未"), flag(TrackFlag::never_played));
}

TEST(Query, AColonAfterAnythingElseIsPartOfAWord) {
    EXPECT_EQ(read("re: stacks"), all({word("re:"), word("stacks")}));
    EXPECT_EQ(read("4:33"), word("4:33"));
    EXPECT_THAT(parse("re: stacks").notes, IsEmpty());
}

TEST(Query, AFieldWithoutItsValueAsksForNothingYet) {
    EXPECT_TRUE(parse("artist:").empty);
    EXPECT_TRUE(parse("year:").empty);
    EXPECT_TRUE(parse("is:").empty);
    EXPECT_EQ(read("rain artist:"), word("rain"));
    EXPECT_TRUE(parse("").empty);
    EXPECT_TRUE(parse("   ").empty);
    EXPECT_TRUE(parse("-").empty);
    EXPECT_TRUE(parse("\"").empty);
}

TEST(Query, YearsAreRanges) {
    const auto years = [](std::int64_t low, std::int64_t high) {
        return number(NumberField::year, low, high);
    };
    EXPECT_EQ(read("year:1990"), years(1990, 1990));
    EXPECT_EQ(read("year:1990..1999"), years(1990, 1999));
    EXPECT_EQ(read("year:1999..1990"), years(1990, 1999));
    EXPECT_EQ(read("year:1990.."), years(1990, highest));
    EXPECT_EQ(read("year:..1990"), years(lowest, 1990));
    EXPECT_EQ(read("year:>1990"), years(1991, highest));
    EXPECT_EQ(read("year:>=1990"), years(1990, highest));
    EXPECT_EQ(read("year:≥1990"), years(1990, highest));
    EXPECT_EQ(read("year:<1990"), years(lowest, 1989));
    EXPECT_EQ(read("year:<=1990"), years(lowest, 1990));
    EXPECT_EQ(read("year:=1990"), years(1990, 1990));
}

TEST(Query, TheBeginningOfAYearStandsForAllThatBeginSo) {
    EXPECT_EQ(read("year:199"), number(NumberField::year, 1990, 1999));
    EXPECT_EQ(read("year:19"), number(NumberField::year, 1900, 1999));
    EXPECT_EQ(read("year:>"), number(NumberField::year, lowest, highest));
}

TEST(Query, LengthsAreMinutesOrAsAClockShowsThem) {
    const auto length = [](std::int64_t low, std::int64_t high) {
        return number(NumberField::length, low, high);
    };
    EXPECT_EQ(read("length:4:05"), length(245'000, 245'999));
    EXPECT_EQ(read("length:1:02:03"), length(3'723'000, 3'723'999));
    EXPECT_EQ(read("length:4"), length(240'000, 299'999));
    EXPECT_EQ(read("length:>5"), length(360'000, highest));
    EXPECT_EQ(read("length:>5:00"), length(301'000, highest));
    EXPECT_EQ(read("length:<90s"), length(lowest, 89'999));
    EXPECT_EQ(read("length:>=1h"), length(3'600'000, highest));
    EXPECT_EQ(read("length:3:30..4:00"), length(210'000, 240'999));
}

TEST(Query, TimesAreAgesOrDates) {
    const auto played = [](std::int64_t low, std::int64_t high) {
        return number(NumberField::played, low, high);
    };
    EXPECT_EQ(read("played:<30d"), played(now_ms - 30 * day_ms, highest));
    EXPECT_EQ(read("played:30d"), played(now_ms - 30 * day_ms, highest));
    EXPECT_EQ(read("played:30"), played(now_ms - 30 * day_ms, highest))
        << "days, while the unit is not typed";
    EXPECT_EQ(read("played:>1y"), played(lowest, now_ms - 365 * day_ms - 1));
    EXPECT_EQ(read("played:7d..2w"), played(now_ms - 14 * day_ms, now_ms - 7 * day_ms));
    EXPECT_EQ(read("played:<12h"), played(now_ms - day_ms / 2, highest));
    EXPECT_EQ(read("played:<1.5d"), played(now_ms - 36 * day_ms / 24, highest));
    // `date -u -d 2024-05-01 +%s` and the like.
    EXPECT_EQ(read("played:2024"), played(1'704'067'200'000, 1'735'689'599'999));
    EXPECT_EQ(read("played:2024-05"), played(1'714'521'600'000, 1'717'199'999'999));
    EXPECT_EQ(read("played:2024-02-29"), played(1'709'164'800'000, 1'709'251'199'999));
    EXPECT_EQ(read("played:>2024-12-31"), played(1'735'689'600'000, highest));
    EXPECT_EQ(read("played:never"), flag(TrackFlag::never_played));
}

TEST(Query, TodayIsTheListenersOwn) {
    // 2026-11-23 00:00 UTC is 1795392000; an hour and a half east of it a day begins that much sooner.
    EXPECT_EQ(read("added:today"),
              number(NumberField::added, 1'795'392'000'000, 1'795'392'000'000 + day_ms - 1));
    const std::int64_t offset = 90 * 60'000;
    EXPECT_EQ(
        parse_query("added:yesterday", utc_from_ms(now_ms), Milliseconds(offset)).query,
        number(NumberField::added, 1'795'392'000'000 - day_ms - offset, 1'795'392'000'000 - offset - 1));
    // Late in the evening there it is tomorrow here.
    const std::int64_t east = 16 * 3'600'000;
    EXPECT_EQ(parse_query("added:today", utc_from_ms(now_ms), Milliseconds(east)).query,
              number(NumberField::added, 1'795'392'000'000 + day_ms - east,
                     1'795'392'000'000 + 2 * day_ms - east - 1));
}

TEST(Query, CountsAndStates) {
    EXPECT_EQ(read("plays:>9 skips:0 bitrate:>=320"),
              all({number(NumberField::plays, 10, highest), number(NumberField::skips, 0, 0),
                   number(NumberField::bit_rate, 320, highest)}));
    EXPECT_EQ(read("is:loved or is:banned"), any({flag(TrackFlag::loved), flag(TrackFlag::banned)}));
    EXPECT_EQ(read("is:untagged -is:missing"),
              all({flag(TrackFlag::untagged), without(flag(TrackFlag::missing))}));
}

TEST(Query, DatesOfReleaseAreComparedAsFarAsTheyAreGiven) {
    const auto date = [](std::int64_t low, std::int64_t high) {
        return number(NumberField::date, low, high);
    };
    EXPECT_EQ(read("date:2011"), date(20'110'000, 20'119'999));
    EXPECT_EQ(read("date:2011-05"), date(20'110'500, 20'110'599));
    EXPECT_EQ(read("date:2011-05-01"), date(20'110'501, 20'110'501));
    EXPECT_EQ(read("date:2011-05..2012"), date(20'110'500, 20'129'999));
    EXPECT_EQ(read("date:>2011"), date(20'120'000, highest));
}

TEST(Query, RatingsAreStarsWithHalves) {
    const auto rating = [](std::int64_t low, std::int64_t high) {
        return number(NumberField::rating, low, high);
    };
    EXPECT_EQ(read("rating:3"), rating(55, 64));
    EXPECT_EQ(read("rating:3.5"), rating(65, 74));
    EXPECT_EQ(read("rating:>3"), rating(65, highest));
    EXPECT_EQ(read("rating:>=4"), rating(75, highest));
    EXPECT_EQ(read("rating:<2"), rating(lowest, 34));
    EXPECT_EQ(read("rating:none"), flag(TrackFlag::unrated));
}

TEST(Query, WhatNoFieldCanHoldIsSearchedAsWordsAndNoted) {
    for (const auto& [text, field, value] : std::vector<std::array<std::string, 3>>{
             {"year:soon", "year", "soon"},
             {"year:19900", "year", "19900"},
             {"played:<2024-13", "played", "<2024-13"},
             {"played:2023-02-29", "played", "2023-02-29"},
             {"length:4:xx", "length", "4:xx"},
             {"is:wonderful", "is", "wonderful"},
             {"plays:-3", "plays", "-3"},
             {"rating:6", "rating", "6"},
             {"date:2011-13", "date", "2011-13"},
             {"plays:99999999999999999999", "plays", "99999999999999999999"},
             {"bitrate:nan", "bitrate", "nan"},
             {"added:1e300y", "added", "1e300y"}}) {
        const ParsedQuery parsed = parse(text);
        EXPECT_EQ(parsed.query, word(value)) << text;
        EXPECT_THAT(parsed.notes, ElementsAre(QueryNote{QueryNote::Kind::no_such_value, field, value}))
            << text;
    }
}

TEST(Query, APhraseIsWhatIsNothingButWords) {
    EXPECT_EQ(parse("Now or Never").phrase, "now or never");
    EXPECT_EQ(parse("rain").phrase, "") << "one word is one field's already";
    EXPECT_EQ(parse("artist:x rain").phrase, "");
    EXPECT_EQ(parse("jazz -live").phrase, "");
}

TEST(Query, MoreTermsThanAnybodyTypesAreLeftOutAndNoted) {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text.append("x").append(std::to_string(i)).append(" ");
    }
    const ParsedQuery parsed = parse(text);
    EXPECT_EQ(std::get<AllOf>(parsed.query.is).of.size(), 64U);
    EXPECT_THAT(parsed.notes, ElementsAre(QueryNote{QueryNote::Kind::too_long, "", ""}));
    // However deep: no stack runs out.
    EXPECT_FALSE(parse(std::string(100'000, '(') + "a").empty);
    EXPECT_FALSE(parse(std::string(100'000, '-') + "a").empty);
}

TEST(Query, OnlyTheWordMissingAsksForMissingTracks) {
    EXPECT_TRUE(asks_for_missing(read("rain -(a or is:missing)")));
    EXPECT_FALSE(asks_for_missing(read("missing is:loved")));
}

RC_GTEST_PROP(QueryProperty, AnyTextIsAQueryOfNormalisedWords, (const std::string& text)) {
    struct Check {
        void operator()(const AllOf& all) const { each(all.of); }
        void operator()(const AnyOf& either) const { each(either.of); }
        void operator()(const NoneOf& none) const {
            RC_ASSERT(none.of.size() == 1U);
            each(none.of);
        }
        void operator()(const TextTerm& term) const {
            RC_ASSERT(!term.text.empty());
            RC_ASSERT(normalise(term.text) == term.text);
        }
        void operator()(const NumberTerm&) const {}
        void operator()(const FlagTerm&) const {}
        static void each(const std::vector<Query>& queries) {
            for (const Query& query : queries) {
                std::visit(Check(), query.is);
            }
        }
    };
    std::visit(Check(), parse(text).query.is);
}

}  // namespace
}  // namespace refrain
