// Tags changed in the window: what the sheet shows of one song and of many, what it refuses, what is written
// into real files, and taking it back.
#include "library_scanner/tags/tag_reader.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/tag_editor_view_model.h"
#include "ui/view_models/track_list_model.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TagSummary, TellsWhatAllHaveInCommonAndWhereTheyDiffer) {
    auto one = test::track(1, "Low Tide", "Marta", "Harbour");
    auto two = test::track(2, "Salt", "Marta", "Harbour");
    one.composer = "Ines";
    const auto summary = summary_of({one, two});
    ASSERT_EQ(summary.size(), edit_fields.size());
    const auto of = [&](EditField field) { return summary[static_cast<std::size_t>(field)]; };
    EXPECT_TRUE(of(EditField::title).mixed);
    EXPECT_THAT(of(EditField::title).values, IsEmpty());
    EXPECT_FALSE(of(EditField::artist).mixed);
    EXPECT_THAT(of(EditField::artist).values, ElementsAre("Marta"));
    EXPECT_TRUE(of(EditField::composer).mixed) << "one says nothing";
    EXPECT_FALSE(of(EditField::genre).mixed) << "all say nothing";
}

class TagsInTheWindow : public ::testing::Test {
  protected:
    TagsInTheWindow() {
        std::vector<Track> tracks;
        for (const auto* title : {"Low Tide", "Salt", "Rope"}) {
            auto made = test::track(static_cast<std::int64_t>(tracks.size()) + 1, title, "Marta", "Harbour");
            made.track_number = 0;
            made.path = file(title).native();
            testing::write_file(made.path, testing::tagged_mp3(title, "Marta", "Harbour"));
            tracks.push_back(std::move(made));
        }
        services_.fill(tracks);
        wait_until([&] { return library_.current()->size() == 3; });
        list_.show(library_.current(), {0, 1, 2});
        QObject::connect(&editor_, &TagEditorViewModel::written, [this] { ++written_; });
        QObject::connect(&editor_, &TagEditorViewModel::planned, [this] { ++planned_; });
    }
    std::filesystem::path file(const std::string& title) const {
        return std::filesystem::path(services_.folder.path().toStdString()) / (title + ".mp3");
    }
    Track in_file(const std::string& title) const { return read_tags(file(title).native()).value(); }
    QVariantMap field(EditField field) const { return editor_.fields().at(static_cast<int>(field)).toMap(); }
    void open_selection() {
        list_.select(0);
        list_.select(1, Qt::ControlModifier);
        editor_.openRows(&list_, 0);
        ASSERT_TRUE(wait_until([&] { return editor_.ready(); }));
    }
    /// `change`, and the plan that follows it.
    template <class Change>
    void plan(Change change) {
        const int before = planned_;
        change();
        ASSERT_TRUE(wait_until([&] { return planned_ > before; }));
    }
    void set(EditField field, const char* text) {
        plan([&] { editor_.set(static_cast<int>(field), QString::fromUtf8(text)); });
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    NoticeViewModel notices_{services_.background, *services_.player, follower_};
    LibraryChanges library_{*services_.library};
    TagEditorViewModel editor_{*services_.tag_edits, library_, notices_};
    TrackListModel list_;
    int written_ = 0, planned_ = 0;
};

TEST_F(TagsInTheWindow, OfASelectionShowWhatDiffersAndStayWhereNothingIsTyped) {
    open_selection();
    EXPECT_EQ(editor_.count(), 2);
    EXPECT_TRUE(field(EditField::title)["mixed"].toBool());
    EXPECT_EQ(field(EditField::album)["text"].toString(), QStringLiteral("Harbour"));
    set(EditField::album, "Piers");
    EXPECT_EQ(editor_.changes(), 2);
    EXPECT_EQ(editor_.preview().first().toMap()["changes"].toString(),
              QStringLiteral("Album: Harbour → Piers"));
    EXPECT_EQ(in_file("Salt").album, "Harbour") << "nothing is written before it is asked for";
    editor_.apply();
    EXPECT_EQ(written_, 1);
    EXPECT_EQ(in_file("Low Tide").album, "Piers");
    EXPECT_EQ(in_file("Salt").album, "Piers");
    EXPECT_EQ(in_file("Salt").title, "Salt");
    EXPECT_EQ(in_file("Rope").album, "Harbour") << "it was not selected";
    EXPECT_EQ(services_.library->snapshot()->find(TrackId(2))->album, "Piers");
    EXPECT_EQ(notices_.news(), QStringLiteral("2 file(s) changed."));
}

TEST_F(TagsInTheWindow, AreTakenBackFromTheNotice) {
    open_selection();
    set(EditField::artist, "Marta; Ines");
    editor_.apply();
    EXPECT_THAT(in_file("Salt").artists, ElementsAre("Marta", "Ines"));
    notices_.act();
    EXPECT_EQ(in_file("Salt").artist, "Marta");
    EXPECT_EQ(services_.library->snapshot()->find(TrackId(2))->artist, "Marta");
    EXPECT_TRUE(editor_.undo_text().isEmpty()) << "there is nothing left to undo";
}

TEST_F(TagsInTheWindow, AreTakenBackAfterARestart) {
    open_selection();
    set(EditField::album, "Piers");
    editor_.apply();
    test::DirectTagEdits service(*services_.database, *services_.library);
    TagEditorViewModel another(service, library_, notices_);
    EXPECT_TRUE(another.undo_text().startsWith(QStringLiteral("Undo the change of 2 file(s)")));
    another.undoLast();
    EXPECT_EQ(in_file("Salt").album, "Harbour");
}

TEST_F(TagsInTheWindow, AreRemovedFromAllThoughTheyDiffer) {
    open_selection();
    plan([&] { editor_.setNumberFrom(4); });
    editor_.apply();
    EXPECT_EQ(in_file("Salt").track_number, 5);
    wait_until([&] { return library_.current()->find(TrackId(2))->track_number == 5; });
    list_.show(library_.current(), {0, 1, 2});
    open_selection();
    EXPECT_TRUE(field(EditField::track_number)["mixed"].toBool());
    plan([&] { editor_.remove(static_cast<int>(EditField::track_number)); });
    editor_.apply();
    EXPECT_EQ(in_file("Low Tide").track_number, 0);
    EXPECT_EQ(in_file("Salt").track_number, 0);
}

TEST_F(TagsInTheWindow, ThatMakeNoSenseAreRefusedBeforeAnythingIsWritten) {
    editor_.openTrack(1);
    ASSERT_TRUE(wait_until([&] { return editor_.ready(); }));
    set(EditField::date, "soon");
    EXPECT_EQ(editor_.trouble(), QStringLiteral("date is 2011, 2011-05 or 2011-05-01, not \"soon\""));
    EXPECT_EQ(editor_.trouble_file().toStdString(), file("Low Tide").native());
    editor_.apply();
    EXPECT_EQ(written_, 0);
    EXPECT_FALSE(editor_.writing());
    set(EditField::date, "2011-05");
    EXPECT_TRUE(editor_.trouble().isEmpty());
    EXPECT_EQ(editor_.changes(), 1);
    set(EditField::date, "");
    EXPECT_EQ(editor_.changes(), 0) << "as the file says it";
}

TEST_F(TagsInTheWindow, OfAFileThatIsGoneNameItAndTheOthersAreWritten) {
    open_selection();
    set(EditField::album, "Piers");
    std::filesystem::remove(file("Low Tide"));
    editor_.apply();
    EXPECT_EQ(written_, 1);
    EXPECT_EQ(in_file("Salt").album, "Piers");
    EXPECT_FALSE(notices_.error().isEmpty());
    EXPECT_EQ(notices_.error_file().toStdString(), file("Low Tide").native());
}

TEST_F(TagsInTheWindow, ThatCouldNotBeWrittenAtAllKeepTheSheetAndCanBeTriedAgain) {
    editor_.openTrack(1);
    ASSERT_TRUE(wait_until([&] { return editor_.ready(); }));
    set(EditField::album, "Piers");
    std::filesystem::rename(file("Low Tide"), file("elsewhere"));
    editor_.apply();
    EXPECT_EQ(written_, 0);
    EXPECT_FALSE(editor_.writing());
    EXPECT_FALSE(editor_.trouble().isEmpty());
    EXPECT_EQ(editor_.trouble_file().toStdString(), file("Low Tide").native());
    std::filesystem::rename(file("elsewhere"), file("Low Tide"));
    editor_.apply();
    EXPECT_EQ(written_, 1);
    EXPECT_EQ(in_file("Low Tide").album, "Piers");
}

}  // namespace
}  // namespace refrain
