// How texts are made comparable, for search and for matching listens of other programs.
#include "library_scanner/core/tag_date.h"
#include "library_scanner/text/match_key.h"
#include "library_scanner/text/normalise.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

TEST(TagDate, IsAsExactAsItsText) {
    EXPECT_EQ(parse_tag_date("2011-05-01"), (TagDate{2011, 5, 1}));
    EXPECT_EQ(parse_tag_date("2011-05"), (TagDate{2011, 5, 0}));
    EXPECT_EQ(parse_tag_date("2011"), (TagDate{2011, 0, 0}));
    EXPECT_EQ(parse_tag_date("2011-05-01T20:15:00"), (TagDate{2011, 5, 1}));
    EXPECT_EQ(parse_tag_date("20110501"), (TagDate{2011, 5, 1}));
    EXPECT_EQ(parse_tag_date("2011/5/1"), (TagDate{2011, 5, 1}));
    EXPECT_EQ(parse_tag_date(" 2011"), (TagDate{2011, 0, 0}));
    EXPECT_EQ(parse_tag_date("2011-13-40"), (TagDate{2011, 0, 0}));
    EXPECT_EQ(parse_tag_date("2011-00-00"), (TagDate{2011, 0, 0}));
    EXPECT_EQ(parse_tag_date("2011 remaster"), (TagDate{2011, 0, 0}));
    EXPECT_EQ(parse_tag_date("0000-01-01"), TagDate());
    EXPECT_EQ(parse_tag_date("99"), TagDate());
    EXPECT_EQ(parse_tag_date("May 2011"), TagDate());
    EXPECT_EQ(parse_tag_date(""), TagDate());
}

TEST(TagDate, IsWrittenAsFarAsItIsKnown) {
    EXPECT_EQ(text_of(TagDate{2011, 5, 1}), "2011-05-01");
    EXPECT_EQ(text_of(TagDate{2011, 12, 0}), "2011-12");
    EXPECT_EQ(text_of(TagDate{987, 0, 0}), "0987");
    EXPECT_EQ(text_of(TagDate()), "");
}

TEST(Normalise, FoldsCaseAndDiacritics) {
    EXPECT_EQ(normalise("Motörhead"), "motorhead");
    EXPECT_EQ(normalise("BJÖRK"), "bjork");
    EXPECT_EQ(normalise("Sigur Rós – Ágætis byrjun"), "sigur ros - agaetis byrjun");
    EXPECT_EQ(normalise("Łukasz Øystein Þórr"), "lukasz oystein thorr");
    EXPECT_EQ(normalise("Straße"), "strasse");
    EXPECT_EQ(normalise("İstanbul ISPARTA ılık"), "istanbul isparta ilik");
    EXPECT_EQ(normalise("Ёлка и Чёрный"), "елка и черныи");
    EXPECT_EQ(normalise("Ελευθερία"), "ελευθερια");
}

TEST(Normalise, UnifiesCompatibilityFormsWidthAndComposition) {
    EXPECT_EQ(normalise("ＴＯＫＹＯ　１９８４"), "tokyo 1984");
    EXPECT_EQ(normalise("ﬁre Ⅳ №5"), "fire iv no5");
    EXPECT_EQ(normalise("ﾊﾟｰﾄ"), normalise("パート"));
    EXPECT_EQ(normalise("e\u0301te\u0301"), normalise("été"));
}

TEST(Normalise, KeepsMarksThatMakeAnotherSound) {
    EXPECT_NE(normalise("ハハ"), normalise("パパ"));
    EXPECT_EQ(normalise("हिन्दी"), "हिन्दी");
    EXPECT_EQ(normalise("ดวงจันทร์"), "ดวงจันทร์");
    EXPECT_EQ(normalise("한국"), "한국");
}

TEST(Normalise, DropsVowelPointsOfArabicAndHebrew) {
    EXPECT_EQ(normalise("سَلَام"), "سلام");
    EXPECT_EQ(normalise("שָׁלוֹם"), "שלום");
}

TEST(Normalise, MakesQuotesAndDashesPlain) {
    EXPECT_EQ(normalise("Don’t “Stop” — Me"), "don't \"stop\" - me");
}

TEST(Normalise, CollapsesWhiteSpaceOfEveryKind) {
    EXPECT_EQ(normalise("  a \t\r\n b\u00a0\u2003c  "), "a b c");
    EXPECT_EQ(normalise(" \n\t "), "");
    EXPECT_EQ(normalise(""), "");
}

TEST(Normalise, InvisibleDirectionMarksVanish) {
    EXPECT_EQ(normalise("Memory\u202e\u200b"), "memory");
}

TEST(Normalise, BytesThatAreNotUtf8StayVisible) {
    EXPECT_EQ(normalise("Caf\xe9 Noir"), "caf\ufffd noir");
    EXPECT_EQ(normalise("\xff"), "\ufffd");
}

TEST(ToDisplay, LeavesValidTextAloneAndMarksTheRest) {
    EXPECT_EQ(to_display("Ænima\n☃"), "Ænima\n☃");
    EXPECT_EQ(to_display("a\xe9 b\xc3"), "a\ufffd b\ufffd");
    EXPECT_EQ(to_display("\xed\xa0\x80").find('\xed'), std::string::npos);  // a surrogate is no character
    EXPECT_EQ(to_display(""), "");
}

TEST(MatchKey, LeavesOutGuests) {
    EXPECT_EQ(match_key("Umbrella (feat. Jay-Z)"), "umbrella");
    EXPECT_EQ(match_key("Umbrella feat. Jay-Z"), "umbrella");
    EXPECT_EQ(match_key("Umbrella [ft. JAY Z]"), "umbrella");
    EXPECT_EQ(match_key("Umbrella Featuring Jay-Z (Live)"), "umbrella live");
    EXPECT_EQ(match_key("Feat of Clay"), "feat of clay");
    EXPECT_EQ(match_key("Little Feat"), "little feat");
}

TEST(MatchKey, LeavesOutRemarksOnTheEdition) {
    EXPECT_EQ(match_key("Help! (Remastered 2009)"), "help");
    EXPECT_EQ(match_key("Help! - 2009 Remaster"), "help");
    EXPECT_EQ(match_key("Help! - Remastered 2009 - Bonus Track"), "help");
    EXPECT_EQ(match_key("Spaces [Deluxe Edition]"), "spaces");
}

TEST(MatchKey, KeepsWhatMakesAnotherRecording) {
    EXPECT_NE(match_key("Says (Live)"), match_key("Says"));
    EXPECT_NE(match_key("Says (Kiasmos Remix)"), match_key("Says"));
    EXPECT_NE(match_key("Quartet No. 1"), match_key("Quartet No. 2"));
}

TEST(MatchKey, ReadsPunctuationAndAmpersandsAlike) {
    EXPECT_EQ(match_key("Don't Stop"), match_key("Don’t  stop"));
    EXPECT_EQ(match_key("Don't Stop"), "dont stop");
    EXPECT_EQ(match_key("Simon & Garfunkel"), match_key("Simon and Garfunkel"));
    EXPECT_EQ(match_key("AC/DC"), match_key("AC-DC"));
}

TEST(MatchKey, TitlesOfNothingButPunctuationOrRemarksKeepAKey) {
    EXPECT_EQ(match_key("!!!"), "!!!");
    EXPECT_EQ(match_key("()"), "()");
    EXPECT_EQ(match_key("(Remastered)"), "remastered");
    EXPECT_EQ(match_key("★"), "★");
    EXPECT_EQ(match_key("'"), "'");
}

/// Any bytes, with a leaning to what breaks normalisers: marks, wide letters, broken UTF-8.
rc::Gen<std::string> foreign_text() {
    const auto piece = rc::gen::oneOf(
        rc::gen::string<std::string>(),
        rc::gen::elementOf(std::vector<std::string>{
            "é",  "e\u0301", "Ǆ", "ﬃ",      "\u0345", "ᾳ",  "Å",    "\u0301",       "\u3099",
            "か", "\u200b",  " ", "\u3000", "İ",      "ß",  "\xc3", "\xed\xa0\x80", "\xf0\x9f\x8e\xb8",
            "각", "ำ",       "(", ")",      "feat. ", " - "}));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
        std::string text;
        for (const auto& p : pieces) {
            text += p;
        }
        return text;
    });
}

RC_GTEST_PROP(NormaliseProperty, AnyBytesGiveValidTextThatNormalisesToItself, ()) {
    const auto text = *foreign_text();
    const auto once = normalise(text);
    RC_ASSERT(is_valid_utf8(once));
    RC_ASSERT(normalise(once) == once);
}

RC_GTEST_PROP(NormaliseProperty, NoWhiteSpaceAtTheEndsOrDoubled, ()) {
    const auto once = normalise(*foreign_text());
    RC_ASSERT(once.find("  ") == std::string::npos);
    RC_ASSERT(!once.starts_with(' '));
    RC_ASSERT(!once.ends_with(' '));
}

RC_GTEST_PROP(NormaliseProperty, AsciiCaseNeverMatters, ()) {
    const auto text = *foreign_text();
    auto upper = text;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    RC_ASSERT(normalise(text) == normalise(upper));
}

RC_GTEST_PROP(ToDisplayProperty, IsValidAndLeavesValidTextAlone, ()) {
    const auto text = *foreign_text();
    const auto shown = to_display(text);
    RC_ASSERT(is_valid_utf8(shown));
    RC_ASSERT(to_display(shown) == shown);
    RC_ASSERT(!is_valid_utf8(text) || shown == text);
    RC_ASSERT(text.empty() == shown.empty());
}

RC_GTEST_PROP(MatchKeyProperty, OnlyBlankTextHasNoKey, ()) {
    const auto text = *foreign_text();
    RC_ASSERT(match_key(text).empty() == normalise(text).empty());
    RC_ASSERT(is_valid_utf8(match_key(text)));
}

}  // namespace
}  // namespace refrain
