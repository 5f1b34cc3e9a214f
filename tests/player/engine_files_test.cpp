// Files of any name and of any sort, in the real engine: what cannot be played is told by name.
#include "tests/player/engine_bench.h"

#include <filesystem>
#include <string>
#include <sys/stat.h>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

class EngineFiles : public EngineBench {};

TEST_F(EngineFiles, OneThatFailsBehindOneTooShortToGiveASampleAtItsSpeedIsTold) {
    // Stretched, a few frames give nothing before more is put behind them: the mixer goes on to the next
    // track, which has failed by then (it is not there at all), without any sound to wake it.
    const std::string tiny = write_wav(folder / "tiny.wav", constant(0.5, 0.25, 8));
    const std::string gone = (folder / "gone.flac").string();
    Engine engine(options(), events.listener());
    engine.set_speed(2.0);
    for (std::int64_t play = 1; play < 40; play += 2) {
        engine.set_next(TrackSource{PlayId(play + 1), gone, {}});
        engine.play({PlayId(play), tiny, {}});
        EXPECT_EQ(events.wait_for<PlayFailed>(PlayId(play + 1)).error.path, gone);
        EXPECT_EQ(events.wait_for<PlayEnded>(PlayId(play)).followed_by, PlayId(play + 1));
    }
}

TEST_F(EngineFiles, PlaysFilesWithAnyBytesInTheirNames) {
    const std::string plain = write_wav(folder / "a.wav", constant(0.5, 0.25, 1000));
    Engine engine(options(), events.listener());
    std::int64_t play = 0;
    for (const std::string name : {"100% #1?.wav", "new\nline.wav", "latin1 \xE9t\xE9.wav",
                                   "\"quoted\" & 'so'.wav", "%41 not A.wav", "\xF0\x9F\x8E\xB5.wav"}) {
        std::filesystem::copy_file(plain, folder / name);
        engine.play({PlayId(++play), (folder / name).string(), {}});
        EXPECT_TRUE(events.wait_for<PlayEnded>(PlayId(play)).at_end) << name;
        EXPECT_EQ(events.frames_of(PlayId(play)), 1000) << name;
    }
}

/// A way to encode a WAV file by GStreamer's encoders; with an empty chain it stays one.
struct Coding {
    const char* name;
    const char* chain;
};

class CutShort : public EngineBench, public ::testing::WithParamInterface<Coding> {};

TEST_P(CutShort, PlaysAsFarAsItGoesThenFailsByName) {
    const std::string wav = write_wav(folder / "whole.wav", noise(300'000));
    const std::string chain = GetParam().chain;
    const std::string file = chain.empty() ? wav : encode(wav, folder / "cut.file", chain);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    Engine engine(options(), events.listener());
    engine.play({PlayId(1), file, {}});
    const PlayFailed failed = events.wait_for<PlayFailed>(PlayId(1));
    EXPECT_EQ(failed.error.path, file);
    EXPECT_EQ(failed.error.message.rfind("The file was cut short", 0), 0U) << failed.error.message;
    EXPECT_EQ(events.count<PlayEnded>(), 0);
    EXPECT_GT(events.frames_of(PlayId(1)), 90'000);
    EXPECT_LT(events.frames_of(PlayId(1)), 210'000);
    EXPECT_EQ(events.frames_of(PlayId(1)), static_cast<std::int64_t>(tap.frames()));
}

INSTANTIATE_TEST_SUITE_P(Codings, CutShort,
                         ::testing::Values(Coding{"wav", ""}, Coding{"flac", "flacenc"},
                                           Coding{"ogg", "vorbisenc ! oggmux"}),
                         [](const auto& coding) { return std::string(coding.param.name); });

struct BadFile {
    const char* name;
    ErrorCode code;
};
class BadFiles : public EngineBench, public ::testing::WithParamInterface<BadFile> {
  protected:
    std::string make() {
        const std::string name = GetParam().name;
        const auto path = folder / name;
        if (name == "text.mp3") {
            return write_text(path, "Dear diary,\ntoday I was renamed.\n");
        }
        if (name == "empty.flac") {
            return write_text(path, "");
        }
        if (name == "noise.ogg") {
            std::string bytes(5000, '\0');
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                bytes[i] = static_cast<char>((i * i * 31 + 7 * i) % 251);
            }
            return write_text(path, bytes);
        }
        if (name == "headers.ogg") {
            const std::string whole =
                encode(write_wav(folder / "a.wav", constant(0, 0, 1000)), path, "vorbisenc ! oggmux");
            std::filesystem::resize_file(whole, 3000);
        }
        if (name == "folder.mp3") {
            std::filesystem::create_directory(path);
        }
        if (name == "pipe.mp3") {
            EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
        }
        if (name == "picture.mkv") {
            return encode(write_wav(folder / "a.wav", constant(0, 0, 10)), path,
                          "fakesink sync=false videotestsrc num-buffers=3 ! matroskamux");
        }
        return path.string();
    }
};

TEST_P(BadFiles, FailWithAnErrorThatNamesTheFile) {
    const std::string file = make();
    Engine engine(options(), events.listener());
    engine.play({PlayId(1), file, {}});
    const PlayFailed failed = events.wait_for<PlayFailed>(PlayId(1));
    EXPECT_EQ(failed.error.path, file);
    EXPECT_FALSE(failed.error.message.empty());
    EXPECT_EQ(failed.error.code, GetParam().code) << failed.error.text();
    EXPECT_EQ(tap.frames(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, BadFiles,
                         ::testing::Values(BadFile{"missing.flac", ErrorCode::not_found},
                                           BadFile{"text.mp3", ErrorCode::malformed},
                                           BadFile{"empty.flac", ErrorCode::malformed},
                                           BadFile{"noise.ogg", ErrorCode::malformed},
                                           BadFile{"headers.ogg", ErrorCode::malformed},
                                           BadFile{"folder.mp3", ErrorCode::unreadable},
                                           BadFile{"pipe.mp3", ErrorCode::unreadable},
                                           BadFile{"picture.mkv", ErrorCode::unsupported}),
                         [](const auto& file) {
                             std::string name = file.param.name;
                             return name.substr(0, name.find('.'));
                         });

}  // namespace
}  // namespace refrain
