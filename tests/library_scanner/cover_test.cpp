// Cover pictures out of music files and beside them.
#include "library_scanner/covers/cover_art.h"
#include "library_scanner/tags/tag_reader.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::HasSubstr;

std::string bytes_of(const Result<CoverImage>& cover) {
    return cover ? std::string(cover.value().bytes.begin(), cover.value().bytes.end()) : cover.error().text();
}

Track with_folder_cover(const std::filesystem::path& picture) {
    Track track;
    track.cover = CoverKind::folder;
    track.cover_path = picture.native();
    return track;
}

TEST(Cover, OfAnMp3IsTheFrontCoverOfItsTag) {
    const TemporaryFolder folder;
    auto back = picture_frame(
        "\xff\xd8\xff"
        "back");
    back[12] = '\x04';  // the kind of picture: back cover
    write_file(folder / "a.mp3",
               id3v2({{"APIC", back}, {"APIC", picture_frame(tiny_jpeg())}}) + silent_mp3());
    const auto track = read_tags((folder / "a.mp3").native());
    ASSERT_TRUE(track);
    const auto cover = read_cover(track.value());
    EXPECT_EQ(bytes_of(cover), tiny_jpeg());
    EXPECT_EQ(cover.value().mime_type, "image/jpeg");
}

class EmbeddedCover : public ::testing::TestWithParam<const char*> {};

TEST_P(EmbeddedCover, IsFoundByTheScanAndReadBackWhole) {
    const TemporaryFolder folder;
    const auto picture = folder / "picture.png";
    ASSERT_EQ(std::system(("ffmpeg -nostdin -loglevel error -f lavfi -i color=red:size=64x64 -frames:v 1 '" +
                           picture.native() + "'")
                              .c_str()),
              0);
    const auto file = folder / GetParam();
    ASSERT_EQ(
        std::system(("ffmpeg -nostdin -loglevel error -f lavfi -i sine=duration=1 -i '" + picture.native() +
                     "' -map 0 -map 1 -c:v copy -disposition:v attached_pic '" + file.native() + "'")
                        .c_str()),
        0);
    const auto track = read_tags(file.native());
    ASSERT_TRUE(track) << track.error().text();
    ASSERT_EQ(track.value().cover, CoverKind::embedded);
    const auto cover = read_cover(track.value());
    EXPECT_EQ(bytes_of(cover), read_file(picture));
    EXPECT_EQ(cover.value().mime_type, "image/png");
}

INSTANTIATE_TEST_SUITE_P(Encoded, EmbeddedCover, ::testing::Values("a.mp3", "a.flac", "a.m4a"));

TEST(Cover, BesideTheMusicIsReadAsItIs) {
    const TemporaryFolder folder;
    write_file(folder / "cover.jpg", tiny_jpeg());
    EXPECT_EQ(bytes_of(read_cover(with_folder_cover(folder / "cover.jpg"))), tiny_jpeg());
}

TEST(Cover, WhatIsThereDecidesNotTheName) {
    const TemporaryFolder folder;
    write_file(folder / "cover.jpg",
               "RIFF\x10"
               "123WEBPVP8 ....");
    const auto cover = read_cover(with_folder_cover(folder / "cover.jpg"));
    ASSERT_TRUE(cover);
    EXPECT_EQ(cover.value().mime_type, "image/webp");
}

TEST(Cover, ThatIsGoneEmptyOrNoPictureIsAnErrorThatNamesTheFile) {
    const TemporaryFolder folder;
    const auto gone = read_cover(with_folder_cover(folder / "gone.jpg"));
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, ErrorCode::not_found);
    EXPECT_EQ(gone.error().path, (folder / "gone.jpg").native());
    write_file(folder / "empty.jpg", "");
    EXPECT_FALSE(read_cover(with_folder_cover(folder / "empty.jpg")));
    write_file(folder / "text.jpg", "not a picture");
    const auto text = read_cover(with_folder_cover(folder / "text.jpg"));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::malformed);
    EXPECT_FALSE(read_cover(Track{}));
}

TEST(Cover, ATagThatLostItsPictureSinceTheScanIsAnError) {
    const TemporaryFolder folder;
    write_file(folder / "a.mp3", tagged_mp3("x", "y"));
    Track track;
    track.path = (folder / "a.mp3").native();
    track.cover = CoverKind::embedded;
    const auto cover = read_cover(track);
    ASSERT_FALSE(cover);
    EXPECT_EQ(cover.error().code, ErrorCode::not_found);
}

TEST(Cover, OverTheLimitIsRefusedBeforeItIsRead) {
    const TemporaryFolder folder;
    write_file(folder / "cover.jpg", tiny_jpeg());
    std::filesystem::resize_file(folder / "cover.jpg", max_cover_bytes + 1);
    const auto cover = read_cover(with_folder_cover(folder / "cover.jpg"));
    ASSERT_FALSE(cover);
    EXPECT_EQ(cover.error().code, ErrorCode::unsupported);
    EXPECT_THAT(cover.error().message, HasSubstr("too large"));
}

}  // namespace
}  // namespace refrain
