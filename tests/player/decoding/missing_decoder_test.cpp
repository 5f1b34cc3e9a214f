// A decoder that is not installed: the error names the package that brings it. The parts are hidden by their
// rank, in a program of its own, before GStreamer starts.
#include "library_scanner/audio_file/codec_packages.h"
#include "tests/player/decoding/deck_reader.h"
#include "tests/player/decoding/made_files.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <functional>
#include <string>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

struct Hidden {
    const char* name;
    std::function<std::string(const std::filesystem::path& folder)> make;
    const char* format;
    const char* package;
};
void PrintTo(const Hidden& hidden, std::ostream* out) {
    *out << hidden.name;
}

std::string encoded(const std::filesystem::path& folder, const char* name, const char* encoder) {
    const std::string wav = write_pcm(folder / "a.wav", music(20'000, 44100), 44100, 16);
    const std::string file = (folder / name).string();
    run_program({"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", wav, "-c:a", encoder, file});
    return file;
}

class MissingDecoder : public ::testing::TestWithParam<Hidden> {
  protected:
    static void SetUpTestSuite() {
        ::setenv("GST_PLUGIN_FEATURE_RANK",
                 "avdec_ape:NONE,avdemux_ape:NONE,avdec_tta:NONE,avdec_alac:NONE,faad:NONE,avdec_aac:NONE,"
                 "avdec_aac_fixed:NONE,avdec_mp3:NONE,avdec_mp3float:NONE,mpg123audiodec:NONE,avdec_dsd_lsbf_"
                 "planar:"
                 "NONE,musepackdec:NONE,avdemux_mpc8:NONE,openmptdec:NONE,modplug:NONE,opusdec:NONE,avdec_"
                 "opus:NONE,"
                 "avdec_flac:NONE,flacdec:NONE,qtdemux:NONE",
                 1);
    }
    test::TemporaryFolder folder_;
};

TEST_P(MissingDecoder, IsToldByTheNameOfItsPackage) {
    const std::string file = GetParam().make(folder_.path());
    DeckReader reader(file);
    EXPECT_TRUE(reader.read_all().empty());
    ASSERT_TRUE(reader.failure());
    EXPECT_EQ(reader.failure()->code, ErrorCode::unsupported) << reader.failure()->text();
    EXPECT_EQ(reader.failure()->path, file);
    EXPECT_EQ(reader.failure()->message, std::string("To play ") + GetParam().format +
                                             " files, install the package " + GetParam().package);
}

using Path = std::filesystem::path;
INSTANTIATE_TEST_SUITE_P(
    Formats, MissingDecoder,
    ::testing::Values(
        Hidden{"Ape", [](const Path& f) { return write_silent_ape(f / "a.ape", 100'000, 44100); },
               "Monkey's Audio", "gstreamer1.0-libav"},
        Hidden{"Tta", [](const Path& f) { return encoded(f, "a.tta", "tta"); }, "True Audio",
               "gstreamer1.0-libav"},
        Hidden{"M4a", [](const Path& f) { return encoded(f, "a.m4a", "aac"); }, "M4A",
               "gstreamer1.0-plugins-good"},
        Hidden{"Aac", [](const Path& f) { return encoded(f, "a.aac", "aac"); }, "AAC", "gstreamer1.0-libav"},
        Hidden{"Mp3", [](const Path& f) { return encoded(f, "a.mp3", "libmp3lame"); }, "MP3",
               "gstreamer1.0-plugins-good"},
        Hidden{"Flac", [](const Path& f) { return encoded(f, "a.flac", "flac"); }, "FLAC",
               "gstreamer1.0-plugins-good"},
        Hidden{"Opus", [](const Path& f) { return encoded(f, "a.opus", "libopus"); }, "Opus",
               "gstreamer1.0-plugins-base"},
        Hidden{"Dsf", [](const Path& f) { return write_dsf(f / "a.dsf", 1000.0, 0.4, 0.5); }, "DSD",
               "gstreamer1.0-libav"},
        Hidden{"Dff", [](const Path& f) { return write_dff(f / "a.dff", 1000.0, 0.4, 0.5); }, "DSD",
               "gstreamer1.0-libav"},
        Hidden{"Mod", [](const Path& f) { return write_mod(f / "a.mod"); }, "Module music",
               "gstreamer1.0-plugins-bad"},
        Hidden{"Xm", [](const Path& f) { return write_xm(f / "a.xm"); }, "Module music",
               "gstreamer1.0-plugins-bad"}),
    [](const auto& hidden) { return std::string(hidden.param.name); });

TEST(CodecPackages, KnowContentAndCaps) {
    EXPECT_EQ(package_for_caps("audio/x-ape")->package, "gstreamer1.0-libav");
    EXPECT_FALSE(package_for_caps("audio/x-unheard-of"));
    EXPECT_EQ(package_for_content("MAC \x96\x0F")->format, "Monkey's Audio");
    EXPECT_FALSE(package_for_content(""));
    EXPECT_FALSE(package_for_content("Dear diary"));
    std::string ogg(40, '\0');
    ogg.replace(0, 4, "OggS").replace(28, 8, "OpusHead");
    EXPECT_EQ(package_for_content(ogg)->format, "Opus");
}

}  // namespace
}  // namespace refrain
