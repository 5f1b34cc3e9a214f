// Tags changed behind the window while music plays: what plays is left alone until it no longer does, also
// over a restart.
#include "app/background/tag_editing.h"

#include "library_scanner/scan/scanner.h"
#include "library_scanner/tags/tag_reader.h"
#include "tests/app/desktop/private_bus.h"
#include "tests/app/sound_file.h"
#include "tests/library_scanner/harmless.h"
#include "tests/support/temporary_folder.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using test::reached;

AudioSinkOptions silent() {
    AudioSinkOptions sink;
    sink.kind = AudioSinkOptions::Kind::fake;
    return sink;
}

class EditingTags : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* name : {"one", "two"}) {
            write_wav(file(name), {name, "Nils", "Spaces", "", 120.0, 300.0});
        }
        open();
        ASSERT_TRUE(scan(services->database(), {folder / "music"}, test::harmless()).ok());
        ASSERT_TRUE(services->load_library().ok());
    }
    void open() {
        auto opened = Services::open(DataPaths(folder / "data"));
        ASSERT_TRUE(opened.ok()) << opened.error().text();
        services = std::move(opened).value();
        ASSERT_TRUE(services->load_library().ok());
        player = std::make_unique<Player>(services->history(), silent());
        editing = std::make_unique<TagEditing>(*services, *player);
        QObject::connect(
            editing.get(), &TagEditService::finished, editing.get(),
            [this](TagEditService::Kind, const TagEditReport& report, const std::optional<Error>& trouble) {
                EXPECT_FALSE(trouble) << trouble->text();
                written += report.written;
                waiting = report.waiting;
                failed += static_cast<int>(report.failed.size());
                ++ended;
            });
    }
    void close() {
        editing.reset();
        player->quit();
        player.reset();
        services.reset();
    }
    std::filesystem::path file(const std::string& name) const {
        return folder.path() / "music" / (name + ".wav");
    }
    std::string album(const std::string& name) const { return read_tags(file(name).native()).value().album; }
    std::vector<PlannedEdit> plan(const std::string& album) const {
        std::vector<Track> tracks;
        for (const TrackView view : services->library().snapshot()->tracks()) {
            tracks.push_back(copy_of(view));
        }
        TagEdit edit;
        edit.set = {{EditField::album, {album}}};
        return plan_edits(tracks, edit).value();
    }
    void play(const std::string& name) {
        QueueEntry entry;
        entry.path = file(name).native();
        player->play({entry});
        player->settle();
    }

    test::TemporaryFolder folder;
    std::unique_ptr<Services> services;
    std::unique_ptr<Player> player;
    std::unique_ptr<TagEditing> editing;
    int written = 0, waiting = 0, failed = 0, ended = 0;
};

TEST_F(EditingTags, OfWhatPlaysWaitUntilItNoLongerPlays) {
    play("one");
    editing->apply(plan("Solo"));
    ASSERT_TRUE(reached([this] { return written == 1 && waiting == 1; }));
    EXPECT_EQ(album("one"), "Spaces");
    EXPECT_EQ(album("two"), "Solo");
    player->pause();
    player->settle();
    EXPECT_EQ(album("one"), "Spaces") << "it may go on";
    player->stop();
    ASSERT_TRUE(reached([this] { return written == 2; }));
    EXPECT_EQ(album("one"), "Solo");
    EXPECT_EQ(failed, 0);
}

TEST_F(EditingTags, ThatWaitAreWrittenAtTheNextStart) {
    play("one");
    editing->apply(plan("Solo"));
    ASSERT_TRUE(reached([this] { return written == 1 && waiting == 1; }));
    close();
    EXPECT_EQ(album("one"), "Spaces");
    open();
    editing->start();
    ASSERT_TRUE(reached([this] { return written == 2; }));
    EXPECT_EQ(album("one"), "Solo");
}

TEST_F(EditingTags, CanBeUndoneAfterARestart) {
    editing->apply(plan("Solo"));
    ASSERT_TRUE(reached([this] { return written == 2; }));
    close();
    open();
    EXPECT_FALSE(editing->newest()) << "it is not known yet";
    editing->start();
    ASSERT_TRUE(reached([this] { return editing->newest().has_value(); }));
    EXPECT_EQ(editing->newest()->files, 2);
    editing->undo(editing->newest()->id);
    ASSERT_TRUE(reached([this] { return written == 4; }));
    EXPECT_EQ(album("one"), "Spaces");
    EXPECT_EQ(album("two"), "Spaces");
    EXPECT_FALSE(editing->newest());
}

}  // namespace
}  // namespace refrain::app
