// Every format: made by its encoder, played through a deck, compared with what went in: number of frames,
// place of each, waveform, length; and wound to many places.
#include "tests/player/decoding/deck_reader.h"
#include "tests/player/decoding/made_files.h"
#include "tests/player/decoding/signals.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <memory>
#include <numbers>
#include <random>
#include <span>
#include <string>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

struct Format {
    const char* name;
    /// The file's ending.
    const char* ending;
    /// Makes `to` of the WAV file `wav`; an empty program: the WAV file itself.
    std::vector<std::string> program;
    int rate = 44100;
    /// Of the WAV file.
    int bits = 16;
    /// How much of the signal must remain, in dB: rounding to 16 bits leaves 85, a lossy coder some 15.
    double fidelity = 80.0;
};

void PrintTo(const Format& format, std::ostream* out) {
    *out << format.name;
}

std::vector<std::string> ffmpeg(std::vector<std::string> options) {
    std::vector<std::string> all{"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", "WAV"};
    all.insert(all.end(), options.begin(), options.end());
    all.emplace_back("TO");
    return all;
}

std::vector<Format> formats() {
    constexpr double lossy = 11.0;
    return {
        {"Wav16", "wav", {}, 44100, 16},
        {"Wav24", "wav", {}, 96000, 24, 120.0},
        {"Wav32", "wav", {}, 44100, 32, 140.0},
        {"WavFloat", "wav", {}, 48000, -32, 140.0},
        {"Flac16", "flac", ffmpeg({"-c:a", "flac"})},
        {"Flac24", "flac", ffmpeg({"-c:a", "flac"}), 96000, 24, 120.0},
        {"OggFlac", "oga", ffmpeg({"-c:a", "flac", "-f", "ogg"})},
        {"Aiff", "aiff", ffmpeg({"-c:a", "pcm_s16be"})},
        {"Mp3CbrByLame", "mp3", {"lame", "--quiet", "-b", "192", "WAV", "TO"}, 44100, 16, lossy},
        {"Mp3VbrByLame", "mp3", {"lame", "--quiet", "-V2", "WAV", "TO"}, 44100, 16, lossy},
        {"Mp3Mpeg2ByLame", "mp3", {"lame", "--quiet", "-b", "96", "WAV", "TO"}, 22050, 16, lossy},
        {"Mp3VbrByFfmpegWithPicture",
         "mp3",
         {"ffmpeg",
          "-nostdin",
          "-loglevel",
          "error",
          "-y",
          "-i",
          "WAV",
          "-f",
          "lavfi",
          "-i",
          "color=c=red:s=600x600:d=1:r=1",
          "-map",
          "0",
          "-map",
          "1",
          "-c:v",
          "png",
          "-frames:v",
          "1",
          "-q:a",
          "2",
          "-id3v2_version",
          "3",
          "TO"},
         44100,
         16,
         lossy},
        {"AacInM4aWithEditList", "m4a", ffmpeg({"-c:a", "aac", "-b:a", "192k", "-aac_pns", "0"}), 44100, 16,
         9.0},
        {"AacInM4aFastStart", "m4a",
         ffmpeg({"-c:a", "aac", "-b:a", "192k", "-aac_pns", "0", "-movflags", "+faststart"}), 48000, 16, 9.0},
        {"AlacInM4a", "m4a", ffmpeg({"-c:a", "alac"})},
        {"Vorbis", "ogg", ffmpeg({"-c:a", "libvorbis", "-q:a", "6"}), 44100, 16, lossy},
        {"OpusByFfmpeg", "opus", ffmpeg({"-c:a", "libopus", "-b:a", "160k"}), 48000, 16, lossy},
        {"OpusByOpusenc", "opus", {"opusenc", "--quiet", "--bitrate", "160", "WAV", "TO"}, 48000, 16, lossy},
        {"WavPack", "wv", {"wavpack", "-q", "-y", "WAV", "-o", "TO"}},
        {"WavPackFloat", "wv", {"wavpack", "-q", "-y", "WAV", "-o", "TO"}, 44100, -32, 140.0},
        {"Musepack", "mpc", {"mpcenc", "--silent", "--overwrite", "WAV", "TO"}, 44100, 16, lossy},
        {"TrueAudio", "tta", ffmpeg({"-c:a", "tta"})},
    };
}

/// Fits no block of any coder.
constexpr double seconds = 7.0;
std::int64_t length_at(int rate) {
    return static_cast<std::int64_t>(seconds * rate) + 777;
}

class EveryFormat : public ::testing::TestWithParam<Format> {
  protected:
    void SetUp() override {
        const Format& format = GetParam();
        original_ = music(length_at(format.rate), format.rate);
        const std::string wav = write_pcm(folder_ / "original.wav", original_, format.rate, format.bits);
        file_ = wav;
        if (!format.program.empty()) {
            file_ = (folder_ / (std::string("made.") + format.ending)).string();
            std::vector<std::string> program = format.program;
            std::replace(program.begin(), program.end(), std::string("WAV"), wav);
            std::replace(program.begin(), program.end(), std::string("TO"), file_);
            run_program(program);
        }
        truth_ = left_of(original_);
    }
    bool lossless() const { return GetParam().fidelity >= 80.0; }
    std::int64_t length() const { return length_at(GetParam().rate); }
    /// Where the 2048 frames at `at` of `sound` lie in the original, relative to where they should.
    std::int64_t lag(const std::vector<double>& sound, std::int64_t at, std::int64_t place) const {
        const auto frames = std::min<std::int64_t>(2048, static_cast<std::int64_t>(sound.size()) - at);
        return lag_of(
            std::span(sound).subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(frames)), truth_,
            place, 1500);
    }

    test::TemporaryFolder folder_;
    std::vector<float> original_;
    std::vector<double> truth_;
    std::string file_;
};

TEST_P(EveryFormat, PlaysFromTheFirstSampleToTheLast) {
    DeckReader reader(file_);
    const std::vector<double> sound = left_of(reader.read_all());
    ASSERT_FALSE(reader.failure()) << reader.failure()->text();
    EXPECT_TRUE(reader.deck().ended());
    EXPECT_EQ(reader.deck().rate(), GetParam().rate);
    ASSERT_EQ(static_cast<std::int64_t>(sound.size()), length());
    const std::int64_t ms = (length() * 1000 + GetParam().rate / 2) / GetParam().rate;
    EXPECT_NEAR(static_cast<double>(reader.duration().value_or(Milliseconds(0)).count()),
                static_cast<double>(ms), 1);
    for (const std::int64_t at : {std::int64_t{0}, length() / 3, length() - 2048}) {
        EXPECT_EQ(lag(sound, at, at), 0) << "at frame " << at;
    }
    EXPECT_GT(signal_to_noise(sound, truth_), GetParam().fidelity);
}

TEST_P(EveryFormat, SeeksToTheSampleAnywhere) {
    const int rate = GetParam().rate;
    DeckReader whole(file_);
    const std::vector<double> straight = left_of(whole.read_all());
    DeckReader reader(file_);
    ASSERT_EQ(reader.read(100).size(), 200U);
    const auto last_ms = static_cast<int>(length() * 1000 / rate);
    std::vector<int> places{0, 20, 333, last_ms - 1500, last_ms - 200, last_ms - 47, 1};
    std::minstd_rand random(7);
    for (int i = 0; i < 8; ++i) {
        places.push_back(static_cast<int>(random() % static_cast<unsigned>(last_ms - 100)));
    }
    for (const int place : places) {
        reader.deck().seek(Milliseconds(place));
        const auto at = static_cast<std::int64_t>(place) * rate / 1000;
        const std::vector<double> sound = left_of(reader.read(static_cast<std::size_t>(rate / 10)));
        ASSERT_EQ(static_cast<std::int64_t>(sound.size()), std::min<std::int64_t>(rate / 10, length() - at))
            << place;
        EXPECT_EQ(reader.deck().next_frame(), at + static_cast<std::int64_t>(sound.size()));
        EXPECT_EQ(lag(sound, 0, at), 0) << "at " << place << " ms";
        const double likeness =
            signal_to_noise(sound, std::span(straight).subspan(static_cast<std::size_t>(at)));
        EXPECT_GT(likeness, lossless() ? 299.0 : 40.0) << "at " << place << " ms";
    }
    reader.deck().seek(Milliseconds(last_ms + 5000));
    EXPECT_TRUE(reader.read(10).empty());
    EXPECT_TRUE(reader.deck().ended());
    reader.deck().seek(Milliseconds(last_ms - 300));
    const auto rest = static_cast<std::int64_t>(reader.read_all().size() / 2);
    EXPECT_EQ(rest, length() - static_cast<std::int64_t>(last_ms - 300) * rate / 1000) << "back from the end";
}

TEST_P(EveryFormat, JoinsTwoSegmentsOfAFileToTheSample) {
    // 3 s and 20 CD frames: a place that is a whole number of frames at few rates only.
    const CdFrames cut(3 * 75 + 20);
    DeckReader whole(file_);
    const std::vector<float> straight = whole.read_all();
    TrackSource first{PlayId(1), file_, {}, CdFrames(40), cut};
    TrackSource second{PlayId(2), file_, {}, cut, {}};
    DeckReader before(first), behind(second);
    std::vector<float> joined = before.read_all();
    EXPECT_EQ(before.duration(), Milliseconds((245 - 40) * 1000 / 75));
    const std::vector<float> rest = behind.read_all();
    joined.insert(joined.end(), rest.begin(), rest.end());
    const std::int64_t skipped = (40 * GetParam().rate + 37) / 75;
    ASSERT_EQ(static_cast<std::int64_t>(joined.size() / 2), length() - skipped);
    const auto sound = left_of(joined), truth = left_of(straight);
    EXPECT_GT(signal_to_noise(sound, std::span(truth).subspan(static_cast<std::size_t>(skipped))),
              lossless() ? 299.0 : 40.0);
    behind.deck().seek(Milliseconds(1000));
    EXPECT_EQ(static_cast<std::int64_t>(behind.read_all().size()),
              static_cast<std::int64_t>(rest.size()) - 2 * GetParam().rate);
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, ::testing::ValuesIn(formats()),
                         [](const auto& format) { return std::string(format.param.name); });

class Written : public ::testing::Test {
  protected:
    test::TemporaryFolder folder_;
};

TEST_F(Written, DsdIsDecimatedToASaneRateAndKeepsItsWave) {
    for (const std::string& file :
         {write_dsf(folder_ / "a.dsf", 1000.0, 0.4, 2.0), write_dff(folder_ / "a.dff", 1000.0, 0.4, 2.0)}) {
        DeckReader reader(file);
        const std::vector<double> sound = left_of(reader.read_all());
        ASSERT_FALSE(reader.failure()) << reader.failure()->text();
        EXPECT_EQ(reader.deck().rate(), 88200);
        EXPECT_EQ(sound.size(), 176'400U);
        // A sine obeys x[n] = 2 cos(w) x[n-1] - x[n-2]; fitting both phases tells amplitude and noise.
        double in_phase = 0.0, across = 0.0;
        const std::size_t from = 44'100, to = 132'300;
        const double w = 2.0 * std::numbers::pi * 1000.0 / 88200.0;
        for (std::size_t i = from; i < to; ++i) {
            in_phase += sound[i] * std::sin(w * static_cast<double>(i));
            across += sound[i] * std::cos(w * static_cast<double>(i));
        }
        const double n = static_cast<double>(to - from) / 2.0;
        EXPECT_NEAR(std::hypot(in_phase, across) / n, 0.4, 0.01) << file;
        std::vector<double> sine, heard;
        for (std::size_t i = from; i < to; ++i) {
            sine.push_back((in_phase * std::sin(w * static_cast<double>(i)) +
                            across * std::cos(w * static_cast<double>(i))) /
                           n);
            heard.push_back(sound[i]);
        }
        EXPECT_GT(signal_to_noise(heard, sine), 40.0) << file;
        const std::vector<float> straight = DeckReader(file).read_all();
        reader.deck().seek(Milliseconds(1000));
        const std::vector<float> rest = reader.read_all();
        ASSERT_EQ(rest.size() / 2, 88'200U);
        EXPECT_GT(signal_to_noise(left_of(rest), std::span(sound).subspan(88'200)), 80.0) << file;
    }
}

TEST_F(Written, SilentMonkeysAudioHasItsLength) {
    const std::string file = write_silent_ape(folder_ / "a.ape", 200'001, 44100);
    DeckReader reader(file);
    const std::vector<float> sound = reader.read_all();
    ASSERT_FALSE(reader.failure()) << reader.failure()->text();
    EXPECT_EQ(sound.size() / 2, 200'001U);
    EXPECT_EQ(*std::max_element(sound.begin(), sound.end()), 0.0F);
    reader.deck().seek(Milliseconds(3000));
    EXPECT_EQ(reader.read_all().size() / 2, 200'001U - 3U * 44'100U);
    EXPECT_EQ(reader.duration(), Milliseconds(4535));
}

TEST_F(Written, ITunesNotesAreTrimmedToTheSample) {
    const std::int64_t length = 200'777;
    const std::vector<float> original = music(length, 44100);
    const std::string wav = write_pcm(folder_ / "a.wav", original, 44100, 16);
    // ffmpeg's encoder delays by 1024 frames, lame's by 576; neither file says so but in the note.
    const std::string m4a = (folder_ / "a.m4a").string(), mp3 = (folder_ / "a.mp3").string();
    run_program({"ffmpeg", "-nostdin", "-loglevel", "error",         "-y",       "-i", wav,
                 "-c:a",   "aac",      "-b:a",      "192k",          "-aac_pns", "0",  "-use_editlist",
                 "0",      "-fflags",  "+bitexact", "-map_metadata", "-1",       m4a});
    add_itunes_note_to_mp4(m4a, 1024, length);
    run_program({"lame", "--quiet", "-t", "-b", "192", wav, mp3});
    add_itunes_note_to_mp3(mp3, 576, length);
    for (const std::string& file : {m4a, mp3}) {
        DeckReader reader(file);
        const std::vector<double> sound = left_of(reader.read_all());
        ASSERT_FALSE(reader.failure()) << reader.failure()->text();
        ASSERT_EQ(static_cast<std::int64_t>(sound.size()), length) << file;
        for (const std::int64_t at : {std::int64_t{0}, length / 2, length - 2048}) {
            EXPECT_EQ(lag_of(std::span(sound).subspan(static_cast<std::size_t>(at), 2048), left_of(original),
                             at, 2500),
                      0)
                << file << " at " << at;
        }
        EXPECT_GT(signal_to_noise(sound, left_of(original)), 9.0) << file;
    }
}

TEST_F(Written, AnMp3FileThatSaysNothingIsPlayedWhole) {
    const std::string wav = write_pcm(folder_ / "a.wav", music(100'000, 44100), 44100, 16);
    const std::string mp3 = (folder_ / "a.mp3").string();
    run_program({"lame", "--quiet", "-t", "-b", "192", wav, mp3});
    // The encoder's 1105 frames before, and whole packets.
    DeckReader reader(mp3);
    const std::size_t frames = reader.read_all().size() / 2;
    EXPECT_GE(frames, 101'105U);
    EXPECT_EQ(frames % 1152, 0U);
}

TEST_F(Written, MonoIsHeardOnBothSidesAtUnityAndSurroundIsMixedDown) {
    const std::vector<float> original = music(20'000, 44100);
    const std::string wav = write_pcm(folder_ / "a.wav", original, 44100, -32);
    const std::string mono = (folder_ / "mono.wav").string(), surround = (folder_ / "surround.flac").string();
    run_program({"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", wav, "-af", "pan=mono|c0=c0", "-c:a",
                 "pcm_f32le", mono});
    DeckReader reader(mono);
    const std::vector<float> sound = reader.read_all();
    ASSERT_EQ(sound.size(), original.size());
    for (std::size_t i = 0; i < sound.size(); i += 2) {
        ASSERT_EQ(sound[i], original[i]);
        ASSERT_EQ(sound[i + 1], original[i]);
    }
    run_program({"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", wav, "-af",
                 "pan=5.1|FL=c0|FR=c1|FC=0*c0|LFE=0*c0|BL=0*c0|BR=0*c0", surround});
    DeckReader six(surround);
    const auto mixed = left_of(six.read_all());
    ASSERT_EQ(mixed.size(), original.size() / 2);
    EXPECT_EQ(lag_of(std::span(mixed).subspan(5000, 2048), left_of(original), 5000, 500), 0);
}

}  // namespace
}  // namespace refrain
