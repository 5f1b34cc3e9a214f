// Files as they are met, not as an encoder leaves them: several in one, containers without a table or with a
// wrong one, odd chunks and rates. Each is compared with what went in, or with itself played straight.
#include "tests/player/decoding/byte_writer.h"
#include "tests/player/decoding/deck_reader.h"
#include "tests/player/decoding/made_files.h"
#include "tests/player/decoding/signals.h"
#include "tests/player/decoding/written_flac.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

/// By all its threads, since it began (proc(5)).
std::uint64_t bytes_read_by_this_process() {
    std::ifstream io("/proc/self/io");
    std::string name;
    std::uint64_t count = 0;
    io >> name >> count;
    EXPECT_EQ(name, "rchar:");
    return count;
}

class OddFiles : public ::testing::Test {
  protected:
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    /// `seconds` and some frames that fit no block.
    std::string wav(const std::string& name, int rate = 44100, int seconds = 4) {
        sound_ = music(std::int64_t{rate} * seconds + 777, rate);
        return write_pcm(folder_ / name, sound_, rate, 16);
    }
    std::string encode(const std::string& from, const std::string& name,
                       std::vector<std::string> options = {}) {
        std::vector<std::string> program{"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", from};
        program.insert(program.end(), options.begin(), options.end());
        program.push_back(path(name));
        run_program(program);
        return path(name);
    }
    static std::string bytes_of(const std::string& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }
    std::string join(const std::string& name, const std::vector<std::string>& files) const {
        std::string all;
        for (const std::string& file : files) {
            all += bytes_of(file);
        }
        return write(name, all);
    }
    static std::vector<double> played(const std::string& file) {
        DeckReader reader(file);
        auto sound = left_of(reader.read_all());
        EXPECT_FALSE(reader.failure()) << reader.failure()->text();
        return sound;
    }
    /// Back and forth; each place sounds as it did when it was played straight, the better the more alike.
    static void expect_exact_seeks(const std::string& file, double fidelity) {
        expect_exact_seeks(file, played(file), fidelity);
    }
    static void expect_exact_seeks(const std::string& file, const std::vector<double>& straight,
                                   double fidelity) {
        DeckReader reader(file);
        ASSERT_EQ(reader.read(100).size(), 200U);
        const int rate = reader.deck().rate();
        const auto length_ms = static_cast<std::int64_t>(straight.size()) * 1000 / rate;
        for (const std::int64_t tenth : {7, 2, 8, 5, 1, 6, 0}) {
            const std::int64_t ms = length_ms * tenth / 10;
            reader.deck().seek(Milliseconds(ms));
            const std::vector<double> sound = left_of(reader.read(2048));
            ASSERT_EQ(sound.size(), 2048U) << file << " at " << ms;
            const std::int64_t at = ms * rate / 1000;
            EXPECT_EQ(lag_of(sound, straight, at, 3000), 0) << file << " at " << ms;
            EXPECT_GT(signal_to_noise(sound, std::span(straight).subspan(static_cast<std::size_t>(at))),
                      fidelity)
                << file << " at " << ms;
        }
    }

    test::TemporaryFolder folder_;
    /// Of the last WAV file.
    std::vector<float> sound_;
};

TEST_F(OddFiles, SeveralOggFilesInOnePlayOneAfterTheOtherToTheSampleAndCanBeWound) {
    const std::string first = wav("1.wav"), second = wav("2.wav", 44100, 3), third = wav("3.wav", 44100, 2);
    struct Coding {
        const char* ending;
        std::vector<std::string> options;
        /// Opus runs in for a moment.
        double fidelity;
    };
    const std::vector<Coding> codings{{"ogg", {"-c:a", "libvorbis", "-q:a", "5"}, 299.0},
                                      {"oga", {"-c:a", "flac", "-f", "ogg"}, 299.0},
                                      {"opus", {"-c:a", "libopus", "-ar", "48000"}, 40.0}};
    for (const auto& [ending, options, fidelity] : codings) {
        std::vector<std::string> parts;
        std::vector<double> expected;
        for (const std::string& from : {first, second, third}) {
            parts.push_back(encode(from, std::to_string(parts.size()) + "." + ending, options));
            const std::vector<double> alone = played(parts.back());
            expected.insert(expected.end(), alone.begin(), alone.end());
        }
        const std::string joined = join(std::string("joined.") + ending, parts);
        EXPECT_EQ(played(joined), expected) << joined;
        expect_exact_seeks(joined, fidelity);
        const int rate = ending == std::string("opus") ? 48000 : 44100;
        EXPECT_EQ(DeckReader(joined).duration(),
                  Milliseconds((static_cast<std::int64_t>(expected.size()) * 1000 + rate / 2) / rate));
    }
}

TEST_F(OddFiles, SeveralOggFilesOfDifferentRatesKeepTheRateOfTheFirst) {
    const std::vector<std::string> vorbis{"-c:a", "libvorbis"};
    const std::string joined = join("joined.ogg", {encode(wav("1.wav", 44100, 3), "1.ogg", vorbis),
                                                   encode(wav("2.wav", 48000, 2), "2.ogg", vorbis),
                                                   encode(wav("3.wav", 32000, 2), "3.ogg", vorbis)});
    const auto frames = static_cast<double>(played(joined).size());
    EXPECT_NEAR(frames, 44100 * 7 + 777 + 777 * 44.1 / 48 + 777 * 44.1 / 32, 4.0);
    DeckReader reader(joined);
    reader.deck().seek(Milliseconds(6000));
    EXPECT_NEAR(static_cast<double>(reader.read_all().size()) / 2, frames - 6 * 44100, 4.0);
    EXPECT_EQ(reader.deck().rate(), 44100);
}

TEST_F(OddFiles, OfAnOggFilmTheSoundIsPlayed) {
    const std::string original = wav("a.wav");
    const std::string film = path("film.ogg");
    run_program({"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
                 "testsrc=s=160x120:r=10:d=4", "-i", original, "-c:v", "libtheora", "-c:a", "libvorbis",
                 film});
    EXPECT_EQ(played(film).size(), sound_.size() / 2);
    expect_exact_seeks(film, 299.0);
}

TEST_F(OddFiles, WavFilesOfEveryKindGiveTheSamplesThatAreInThem) {
    const std::string plain = bytes_of(wav("a.wav"));
    const std::vector<double> truth = played(path("a.wav"));
    constexpr std::size_t format_at = 12, format_bytes = 24, header = 44;
    const std::string format = plain.substr(format_at, format_bytes), data = plain.substr(header);
    const auto chunk = [](const std::string& name, const std::string& body, std::uint64_t size) {
        ByteWriter out;
        out.text(name).little(size, 4);
        return out.bytes() + body + std::string(body.size() % 2, '\0');
    };
    const auto riff = [](const std::string& name, const std::string& body, std::uint64_t size) {
        ByteWriter out;
        out.text(name).little(size, 4);
        return out.bytes() + "WAVE" + body;
    };
    const std::string odd = chunk("JUNK", std::string(27, 'x'), 27) + format +
                            chunk("bext", std::string(603, 'b'), 603) + chunk("data", data, data.size()) +
                            chunk("LIST", "INFOINAM", 8);
    ByteWriter sizes;
    sizes.little(data.size() + 72, 8).little(data.size(), 8).little(data.size() / 4, 8).little(0, 4);
    constexpr std::uint64_t unknown = 0xFFFFFFFFU;
    const std::vector<std::string> files{
        write("odd.wav", riff("RIFF", odd, odd.size() + 4)),
        write(
            "rf64.wav",
            riff("RF64", chunk("ds64", sizes.bytes(), 28) + format + chunk("data", data, unknown), unknown)),
        write("streamed.wav", riff("RIFF", format + chunk("data", data, unknown), unknown)),
        write("unfinished.wav", riff("RIFF", format + chunk("data", data, 0), 0)),
        encode(path("a.wav"), "double.wav", {"-c:a", "pcm_f64le"}),
        encode(path("a.wav"), "little.aifc", {"-c:a", "pcm_s16le", "-f", "aiff"}),
        encode(path("a.wav"), "float.aifc", {"-c:a", "pcm_f32be", "-f", "aiff"}),
    };
    for (const std::string& file : files) {
        EXPECT_EQ(played(file), truth) << file;
        expect_exact_seeks(file, 299.0);
        EXPECT_EQ(DeckReader(file).duration(), Milliseconds(4018)) << file;
    }
}

TEST_F(OddFiles, FlacFilesWithAWrongTotalArePlayedToTheirEndAndThoseOfTooLargeAOneCountAsCutShort) {
    const std::string file = encode(wav("a.wav"), "a.flac");
    const std::string whole = bytes_of(file);
    // The total lies in the low 36 bits of the 8 bytes at 10 in STREAMINFO, which is at 8.
    constexpr std::size_t low_bytes_at = 8 + 14;
    for (const std::uint32_t total : {0U, 50'000U, 1'000'000U}) {
        ByteWriter number;
        number.big(total, 4);
        std::string changed = whole;
        changed.replace(low_bytes_at, 4, number.bytes());
        const std::string odd = write("odd.flac", changed);
        DeckReader reader(odd);
        const std::vector<double> sound = left_of(reader.read_all());
        EXPECT_EQ(sound, played(file)) << total;
        EXPECT_EQ(reader.failure().has_value(), total == 1'000'000U) << total;
        EXPECT_EQ(DeckReader(odd).duration(), Milliseconds(total == 1'000'000U ? 22'676 : 4018));
        expect_exact_seeks(odd, sound, 299.0);
        DeckReader wound(odd);
        ASSERT_EQ(wound.read(100).size(), 200U);
        wound.deck().seek(Milliseconds(1000));
        EXPECT_EQ(wound.read_all().size() / 2, sound.size() - 44'100) << "the rest behind a seek, " << total;
    }
}

TEST_F(OddFiles, ALongFlacFileWithoutATableIsWoundToTheSampleAndReadAtThePlaceOnly) {
    const std::uint64_t frames = 60 * 60 * written_flac_rate / written_flac_block;
    const std::string file = write("hour.flac", written_flac(frames));
    const auto length = std::filesystem::file_size(file);
    DeckReader reader(file);
    ASSERT_EQ(reader.read(100).size(), 200U);
    const std::uint64_t before = bytes_read_by_this_process();
    for (const std::uint64_t second : {3500U, 1900U, 3400U, 1000U, 2500U}) {
        reader.deck().seek(Milliseconds(1000 * second));
        const std::vector<double> sound = left_of(reader.read(2048));
        ASSERT_EQ(sound.size(), 2048U);
        const std::uint64_t at = second * written_flac_rate;
        for (std::size_t i = 0; i < sound.size(); ++i) {
            const bool silent = at + i < frames / 2 * written_flac_block;
            const double truth = silent ? 0.0 : written_flac_sample(at + i) / 128.0;
            ASSERT_EQ(sound[i], truth) << i << " behind second " << second;
        }
    }
    EXPECT_LT(bytes_read_by_this_process() - before, length / 2);
    reader.deck().seek(Milliseconds(3500'000));
    EXPECT_EQ(reader.read_all().size() / 2, frames * written_flac_block - 3500 * written_flac_rate);
}

TEST_F(OddFiles, AacWithoutAContainerAndMp3WithoutATableAreWoundToTheSample) {
    const std::string original = wav("a.wav");
    const std::string aac = encode(original, "a.aac", {"-c:a", "aac", "-aac_pns", "0", "-f", "adts"});
    const std::string mp3 = path("a.mp3");
    run_program({"lame", "--quiet", "-V4", "-t", original, mp3});
    for (const std::string& file : {aac, mp3}) {
        // Nothing says what the encoder put before and behind: whole packets.
        const std::size_t frames = played(file).size();
        EXPECT_GE(frames, sound_.size() / 2) << file;
        EXPECT_LT(frames, sound_.size() / 2 + 4 * 1152) << file;
        EXPECT_EQ(frames % (file == aac ? 1024 : 1152), 0U) << file;
        expect_exact_seeks(file, 40.0);
    }
}

TEST_F(OddFiles, AnMp3FileOfChangingBitratesWithoutATableKnowsItsLengthAndIsWoundToItsEnd) {
    // Three seconds of music, then thirty of silence, in frames of a tenth of the size.
    sound_ = music(std::int64_t{44100} * 3, 44100);
    sound_.resize(std::size_t{2} * 44100 * 33);
    const std::string original = write_pcm(folder_ / "a.wav", sound_, 44100, 16), mp3 = path("a.mp3");
    run_program({"lame", "--quiet", "-V2", "-t", original, mp3});
    const std::size_t frames = played(mp3).size();
    EXPECT_GE(frames, sound_.size() / 2);
    DeckReader reader(mp3);
    EXPECT_EQ(reader.duration(), Milliseconds((frames * 1000 + 22'050) / 44'100));
    reader.deck().seek(Milliseconds(32'000));
    EXPECT_EQ(reader.read_all().size() / 2, frames - 32U * 44'100);
}

TEST_F(OddFiles, AnMp3FileWithATagOrRubbishInItsMiddleIsPlayedOverItAndWoundToTheSample) {
    const std::string mp3 = path("a.mp3");
    run_program({"lame", "--quiet", "-b", "128", wav("a.wav"), mp3});
    const std::string whole = bytes_of(mp3);
    const std::string tag = std::string("ID3\x03\0\0\0\0\x10\0", 10) + std::string(2048, '\0');
    std::string rubbish(5000, '\0');
    for (std::size_t i = 0; i < rubbish.size(); ++i) {
        rubbish[i] = static_cast<char>(i * i % 251);
    }
    for (const std::string& between : {tag, rubbish}) {
        // Not at a place that is wound to: what the decoder makes of the frame that was cut is its own
        // affair.
        const std::size_t cut = whole.size() * 45 / 100;
        const std::string odd = write("odd.mp3", whole.substr(0, cut) + between + whole.substr(cut));
        const auto frames = static_cast<double>(played(odd).size());
        EXPECT_NEAR(frames, static_cast<double>(sound_.size()) / 2, 3 * 1152);
        expect_exact_seeks(odd, 40.0);
    }
}

TEST_F(OddFiles, RatesFrom8To192KilohertzAndSixChannelsKeepTheirSamples) {
    for (const int rate : {8000, 192'000}) {
        const std::string original = wav("a.wav", rate, 3);
        for (const char* const name : {"a.flac", "a.wv"}) {
            const std::string file = encode(original, name);
            EXPECT_EQ(played(file), played(original)) << rate << ' ' << name;
            expect_exact_seeks(file, 299.0);
        }
        EXPECT_EQ(DeckReader(original).duration(), Milliseconds(3000 + (777 * 1000 + rate / 2) / rate));
    }
    const std::string original = wav("six.wav");
    const std::string surround = "pan=5.1|FL=c0|FR=c1|FC=0.2*c0|LFE=0*c0|BL=0.1*c1|BR=0.1*c0";
    for (const char* const name : {"six.flac", "six.ogg", "six.wv"}) {
        const std::string file = encode(original, name, {"-af", surround});
        EXPECT_EQ(played(file).size(), sound_.size() / 2) << name;
        expect_exact_seeks(file, 299.0);
    }
}

}  // namespace
}  // namespace refrain
