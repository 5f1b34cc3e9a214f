// A second start of the program hands over what it was asked for, whatever the bytes.
#include "app/single_instance.h"

#include "tests/app/desktop/private_bus.h"
#include "tests/support/temporary_folder.h"

#include <thread>
#include <vector>

namespace refrain::app {
namespace {

class TwoStarts : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(paths.create().ok());
        ASSERT_EQ(first.claim(), SingleInstance::Role::first);
        QObject::connect(&first, &SingleInstance::requested,
                         [this](const WindowRequest& request) { heard.push_back(request); });
    }
    test::TemporaryFolder folder;
    /// Where the socket is; asked for when an instance is made.
    const bool runtime_folder_set =
        qputenv("XDG_RUNTIME_DIR", QByteArray::fromStdString(folder.path().string()));
    DataPaths paths{folder / "data"};
    SingleInstance first{paths};
    std::vector<WindowRequest> heard;
};

TEST_F(TwoStarts, TheSecondHandsOverItsFiles) {
    SingleInstance second(paths);
    const WindowRequest request{{"/m/a b.flac", "/m/\xff.mp3", "/m/\xE5\xA4\x9C.cue"}, ""};
    ASSERT_EQ(second.claim(request), SingleInstance::Role::second);
    ASSERT_TRUE(test::reached([&] { return heard.size() == 1; }));
    EXPECT_EQ(heard[0].files, request.files);
    EXPECT_TRUE(heard[0].press.empty());
}

TEST_F(TwoStarts, APressOfAKeyIsHandedOverToo) {
    SingleInstance second(paths);
    ASSERT_EQ(second.claim({{}, "toggle"}), SingleInstance::Role::second);
    ASSERT_TRUE(test::reached([&] { return heard.size() == 1; }));
    EXPECT_EQ(heard[0].press, "toggle");
}

TEST_F(TwoStarts, ThousandsOfFilesArriveWhole) {
    WindowRequest request;
    for (int i = 0; i < 5000; ++i) {
        request.files.push_back("/music/some/folder/with a name/" + std::to_string(i) + ".flac");
    }
    // More than a socket holds: the second goes on only while the first reads.
    std::thread second(
        [&] { EXPECT_EQ(SingleInstance(paths).claim(request), SingleInstance::Role::second); });
    EXPECT_TRUE(test::reached([&] { return heard.size() == 1; }));
    second.join();
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0].files, request.files);
}

TEST(WindowRequest, IsReadWithCare) {
    EXPECT_FALSE(request_from("").has_value());
    EXPECT_FALSE(request_from("[1,2]").has_value());
    EXPECT_FALSE(request_from("{\"files\": [").has_value());
    const auto request =
        request_from(R"({"files": ["relative.mp3", 7, null, "/m/%00.mp3", "/m/ok.mp3"], "press": 3})");
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->files, std::vector<std::string>{"/m/ok.mp3"});
    EXPECT_TRUE(request->press.empty());
}

}  // namespace
}  // namespace refrain::app
