// What an edit of one or many tracks would change, worked out before anything is written.
#include "library_scanner/edit/tag_plan.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Track track(std::int64_t id, const std::string& title, const std::string& path) {
    Track made;
    made.id = TrackId(id);
    made.title = title;
    made.artist = "Nils Frahm";
    made.path = path;
    return made;
}

TagChange change(EditField field, std::vector<std::string> values) {
    return {field, std::move(values)};
}

TEST(TagPlan, NamesOnlyWhatChangesAndWhatWasThere) {
    const std::vector<Track> tracks{track(1, "Says", "/m/1.flac"), track(2, "Hammers", "/m/2.flac")};
    TagEdit edit;
    edit.set = {change(EditField::title, {"Says"}), change(EditField::artist, {"Nils Frahm", "Anne Müller"})};
    const auto plan = plan_edits(tracks, edit).value();
    ASSERT_EQ(plan.size(), 2U);
    EXPECT_THAT(plan[0].after, ElementsAre(change(EditField::artist, {"Nils Frahm", "Anne Müller"})));
    EXPECT_THAT(plan[0].before, ElementsAre(change(EditField::artist, {"Nils Frahm"})));
    EXPECT_EQ(plan[1].after.size(), 2U);
    edit.set = {change(EditField::artist, {"Nils Frahm"})};
    EXPECT_THAT(plan_edits(tracks, edit).value(), IsEmpty());
}

TEST(TagPlan, NumbersTracksOneAfterAnother) {
    std::vector<Track> tracks;
    for (int i = 1; i <= 3; ++i) {
        tracks.push_back(track(i, "x", "/m/" + std::to_string(i)));
    }
    TagEdit edit;
    edit.number_from = 5;
    edit.number_total = true;
    const auto plan = plan_edits(tracks, edit).value();
    EXPECT_THAT(plan[2].after,
                ElementsAre(change(EditField::track_number, {"7"}), change(EditField::track_total, {"7"})));
    edit.number_from = 9998;
    EXPECT_FALSE(plan_edits(tracks, edit)) << "no tag takes a number above 9999";
}

TEST(TagPlan, MakesLettersLargeAndSmallAsTheLanguageDoes) {
    EXPECT_EQ(in_case("straße", LetterCase::upper), "STRASSE");
    EXPECT_EQ(in_case("ÉTUDE II", LetterCase::lower), "étude ii");
    EXPECT_EQ(in_case("the river's edge", LetterCase::title), "The River's Edge");
    EXPECT_EQ(in_case("THE RIVER", LetterCase::sentence), "The river");
    EXPECT_EQ(in_case("istanbul", LetterCase::title, "tr"), "İstanbul");
    TagEdit edit;
    edit.letter_case = LetterCase::title;
    edit.case_fields = {EditField::title, EditField::date};
    const auto plan = plan_edits(std::vector{track(1, "a winter's tale", "/m/1")}, edit).value();
    EXPECT_THAT(plan.at(0).after, ElementsAre(change(EditField::title, {"A Winter's Tale"})));
}

TEST(TagPlan, TakesFieldsFromTheNameOfTheFile) {
    EXPECT_THAT(
        fields_in_name("/m/Nils Frahm/Spaces/03 - Says.flac", "%artist%/%album%/%track% - %title%").value(),
        ElementsAre(change(EditField::artist, {"Nils Frahm"}), change(EditField::album, {"Spaces"}),
                    change(EditField::track_number, {"03"}), change(EditField::title, {"Says"})));
    EXPECT_THAT(
        fields_in_name("/m/01_the_long_way.mp3", "%track%_%title%").value(),
        ElementsAre(change(EditField::track_number, {"01"}), change(EditField::title, {"the long way"})));
    EXPECT_THAT(fields_in_name("/m/Says (live).mp3", "%title% (live)").value(),
                ElementsAre(change(EditField::title, {"Says"})));
    EXPECT_THAT(fields_in_name("/m/A - B - C.mp3", "%artist% - %title%").value(),
                ElementsAre(change(EditField::artist, {"A"}), change(EditField::title, {"B - C"})));
    EXPECT_EQ(fields_in_name("/m/Says.mp3", "%artist% - %title%"), std::nullopt);
    EXPECT_EQ(fields_in_name("/Says.mp3", "%artist%/%album%/%title%"), std::nullopt) << "not so many folders";
    EXPECT_EQ(fields_in_name("/m/Says.mp3", "%mood%"), std::nullopt);
    EXPECT_EQ(fields_in_name("/m/\xff.mp3", "%title%"), std::nullopt);
    TagEdit edit;
    edit.pattern = "%track%%title%";
    EXPECT_FALSE(plan_edits(std::vector{track(1, "x", "/m/1x.mp3")}, edit))
        << "nothing stands between the two";
}

RC_GTEST_PROP(TagPlanProperty, AnyNameAndPatternGiveFieldsOrNone,
              (const std::string& name, const std::string& pattern)) {
    (void)fields_in_name("/" + name, pattern);
    const auto fields = fields_in_name("/m/a - " + name + ".mp3", "%artist% - %title%");
    if (fields) {
        RC_ASSERT(fields->size() == 2U);
    }
}

TEST(TagPlan, RefusesPartsOfAFileAndWhatMakesNoSense) {
    Track part = track(1, "x", "/m/disc.flac");
    part.cue_track = 3;
    TagEdit edit;
    edit.set = {change(EditField::title, {"y"})};
    EXPECT_EQ(plan_edits(std::vector{part}, edit).error().code, ErrorCode::unsupported);
    edit.set = {change(EditField::date, {"soon"})};
    EXPECT_EQ(plan_edits(std::vector{track(1, "x", "/m/1")}, edit).error().code, ErrorCode::malformed);
}

TEST(TagPlan, TurnedRoundBringsBackWhatWas) {
    TagEdit edit;
    edit.set = {change(EditField::title, {"y"}), change(EditField::artist, {})};
    const auto back = undoing(plan_edits(std::vector{track(1, "x", "/m/1")}, edit).value().at(0));
    EXPECT_THAT(back.after,
                ElementsAre(change(EditField::title, {"x"}), change(EditField::artist, {"Nils Frahm"})));
}

}  // namespace
}  // namespace refrain
