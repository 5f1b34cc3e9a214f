// How loud an entry is played, how it goes over into the next, what long audio is.
#include "player/queue/entry_of_track.h"
#include "player/sound/equaliser_presets.h"
#include "player/sound/equaliser_response.h"
#include "player/sound/gain.h"
#include "player/sound/long_audio.h"
#include "player/sound/transition.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace refrain {
namespace {

Loudness loudness(float track_gain, float track_peak, float album_gain, float album_peak) {
    return {track_gain, track_peak, album_gain, album_peak};
}

ReplayGainSettings mode(ReplayGainMode mode) {
    ReplayGainSettings settings;
    settings.mode = mode;
    return settings;
}

// Expected factors are 10^(dB / 20), worked out by hand: -6.0206 dB is 0.5, +6.0206 dB is 2, -20 dB is 0.1.
constexpr float half_db = -6.0206F;
constexpr float double_db = 6.0206F;

TEST(Gain, TrackAndAlbumModeTakeTheirOwn) {
    const Loudness l = loudness(half_db, 0.5F, -20.0F, 0.9F);
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::track), l, true), 0.5, 1e-5);
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::album), l, false), 0.1, 1e-5);
}

TEST(Gain, AutomaticFollowsTheNeighbours) {
    const Loudness l = loudness(half_db, 0.5F, -20.0F, 0.9F);
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::automatic), l, false), 0.5, 1e-5);
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::automatic), l, true), 0.1, 1e-5);
}

TEST(Gain, OffLeavesEverySampleAsItIs) {
    EXPECT_EQ(linear_gain(mode(ReplayGainMode::off), loudness(-20, 1, -20, 1), true), 1.0);
    EXPECT_EQ(linear_gain(mode(ReplayGainMode::off), {}, true), 1.0);
}

TEST(Gain, AMissingFigureIsReplacedByTheOther) {
    Loudness only_track, only_album;
    only_track.track_gain_db = half_db;
    only_album.album_gain_db = -20.0F;
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::album), only_track, true), 0.5, 1e-5);
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::track), only_album, false), 0.1, 1e-5);
}

TEST(Gain, MusicOfUnknownLoudnessTakesTheGainSetForIt) {
    ReplayGainSettings settings = mode(ReplayGainMode::track);
    settings.unknown_db = -12.0412;
    settings.preamp_db = 6.0;
    EXPECT_NEAR(linear_gain(settings, {}, false), 0.25, 1e-6) << "the pre-amp is for known loudness";
}

TEST(Gain, ThePreAmpIsAddedAndKeptInItsRange) {
    ReplayGainSettings settings = mode(ReplayGainMode::track);
    Loudness l;
    l.track_gain_db = -14.0F;
    settings.preamp_db = -6.0;
    EXPECT_NEAR(linear_gain(settings, l, false), 0.1, 1e-6);
    settings.preamp_db = -400.0;
    l.track_gain_db = -5.0F;
    EXPECT_NEAR(linear_gain(settings, l, false), 0.1, 1e-6) << "clipped to -15 dB";
}

TEST(Gain, TheKnownPeakNeverExceedsFullScale) {
    ReplayGainSettings settings = mode(ReplayGainMode::track);
    const Loudness l = loudness(double_db, 0.8F, double_db, 0.4F);
    EXPECT_NEAR(linear_gain(settings, l, false), 1.25, 1e-6) << "1 / 0.8";
    settings.mode = ReplayGainMode::album;
    EXPECT_NEAR(linear_gain(settings, l, true), 2.0, 1e-5) << "the album's own peak leaves room";
    settings.prevent_clipping = false;
    settings.mode = ReplayGainMode::track;
    EXPECT_NEAR(linear_gain(settings, l, false), 2.0, 1e-5);
}

TEST(Gain, APeakBeyondFullScaleIsGuardedToo) {
    Loudness l;
    l.track_gain_db = 0.0F;
    l.track_peak = 1.25F;
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::track), l, false), 0.8, 1e-6);
}

TEST(Gain, FiguresThatMakeNoSenseCountAsMissing) {
    Loudness broken;
    broken.track_gain_db = std::numeric_limits<float>::quiet_NaN();
    broken.album_gain_db = 4000.0F;
    broken.track_peak = 0.0F;
    const double unknown = linear_gain(mode(ReplayGainMode::track), {}, false);
    EXPECT_EQ(linear_gain(mode(ReplayGainMode::track), broken, false), unknown);
    broken.track_gain_db = double_db;
    EXPECT_NEAR(linear_gain(mode(ReplayGainMode::track), broken, false), 2.0, 1e-5)
        << "a peak of nothing is no peak";
}

QueueEntry on_album(std::string album, std::string album_artist, std::string artist) {
    QueueEntry entry;
    entry.album = std::move(album);
    entry.album_artist = std::move(album_artist);
    entry.artist = std::move(artist);
    entry.path = "/music/" + entry.album + entry.artist;
    entry.duration = Milliseconds(180'000);
    return entry;
}

TEST(Album, IsTheSameByNameAndGroupingArtist) {
    const QueueEntry a = on_album("Spaces", "", "Frahm");
    EXPECT_TRUE(same_album(a, on_album("Spaces", "Frahm", "Frahm & Guest")));
    EXPECT_FALSE(same_album(a, on_album("Spaces", "", "Someone Else")));
    EXPECT_FALSE(same_album(a, on_album("Felt", "", "Frahm")));
    EXPECT_FALSE(same_album(on_album("", "", "Frahm"), on_album("", "", "Frahm")));
}

TEST(Album, IsHeardAsOneNextToItsOwnAndNeverWhenShuffled) {
    const QueueEntry a = on_album("Spaces", "", "Frahm");
    const QueueEntry b = on_album("Spaces", "", "Frahm");
    const QueueEntry other = on_album("Felt", "", "Frahm");
    EXPECT_TRUE(heard_as_album(&a, b, nullptr, false));
    EXPECT_TRUE(heard_as_album(&other, b, &a, false));
    EXPECT_FALSE(heard_as_album(&other, b, &other, false));
    EXPECT_FALSE(heard_as_album(nullptr, b, nullptr, false));
    EXPECT_FALSE(heard_as_album(&a, b, &a, true));
}

class Crossfade : public ::testing::Test {
  protected:
    Milliseconds between(Milliseconds a_length, Milliseconds b_length) const {
        return crossfade_between(fades, a, a_length, b, b_length);
    }
    FadeSettings fades{Milliseconds(9000), {}, {}, {}};
    QueueEntry a = on_album("Spaces", "", "Frahm");
    QueueEntry b = on_album("Felt", "", "Frahm");
};

TEST_F(Crossfade, IsAsLongAsSet) {
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(180'000)), Milliseconds(9000));
}

TEST_F(Crossfade, IsNeverLongerThanAThirdOfEitherTrack) {
    EXPECT_EQ(between(Milliseconds(12'000), Milliseconds(180'000)), Milliseconds(4000));
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(3000)), Milliseconds(1000));
}

TEST_F(Crossfade, IsNothingWhereALengthIsUnknown) {
    EXPECT_EQ(between(Milliseconds(0), Milliseconds(180'000)), Milliseconds(0));
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(0)), Milliseconds(0));
}

TEST_F(Crossfade, IsNothingInsideAnAlbum) {
    b.album = a.album;
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(180'000)), Milliseconds(0));
}

TEST_F(Crossfade, IsNothingBetweenPartsOfOneFileOrTheSameTrackAgain) {
    b.path = a.path;
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(180'000)), Milliseconds(0));
}

TEST_F(Crossfade, IsNothingForLongAudioOnEitherSide) {
    a.long_audio = true;
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(180'000)), Milliseconds(0));
    std::swap(a, b);
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(180'000)), Milliseconds(0));
}

TEST_F(Crossfade, StaysWithinTwelveSecondsAndAboveNothing) {
    fades.crossfade = Milliseconds(60'000);
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(180'000)), Milliseconds(12'000));
    fades.crossfade = Milliseconds(-5);
    EXPECT_EQ(between(Milliseconds(180'000), Milliseconds(180'000)), Milliseconds(0));
}

TEST(LongAudio, IsWhatIsOverTwentyMinutes) {
    Track track;
    track.duration = Milliseconds(20 * 60 * 1000);
    EXPECT_FALSE(is_long_audio(track));
    track.duration += Milliseconds(1);
    EXPECT_TRUE(is_long_audio(track));
}

TEST(LongAudio, IsWhatIsSpokenHoweverItIsWritten) {
    for (const std::string_view genre : {"Audiobook", "AUDIO BOOK", "Podcast", "podcasts", "Spoken Word",
                                         "Books & Spoken", "Hörbuch", "Speech", "有声书"}) {
        Track track;
        track.genres = {"Ambient", std::string(genre)};
        EXPECT_TRUE(is_long_audio(track)) << genre;
    }
    for (const std::string_view genre : {"", "Rock", "Speechless Metal", "Book", "Word Music", "\xff\xfe"}) {
        EXPECT_FALSE(is_spoken_genre(genre)) << genre;
    }
}

TEST(EqualiserPresets, AreNamedOnceAndStayInRange) {
    std::set<std::string_view> names;
    for (const EqualiserPreset& preset : equaliser_presets) {
        EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
        EXPECT_EQ(preset_with(preset.gain_db)->name, preset.name) << "two presets of one curve";
        for (const double gain : preset.gain_db) {
            EXPECT_LE(std::abs(gain), 12.0) << preset.name;
        }
    }
    EXPECT_EQ(preset_with(EqualiserSettings{}.gain_db)->name, "Flat");
    EXPECT_EQ(preset_with({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), nullptr);
}

TEST(EqualiserResponse, StandsOnTheBandsThatTheSettingsName) {
    const std::array<double, equaliser_bands> named{29, 59, 119, 237, 474, 947, 1889, 3770, 7523, 15011};
    const auto middles = equaliser_band_hz();
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        EXPECT_NEAR(middles[i], named[i], 1.0);
    }
}

TEST(EqualiserResponse, IsWhatGStreamersElementDoesToASine) {
    // Measured, not computed: sines through GStreamer's equalizer-10bands with these gains at 44.1 kHz, the
    // amplitude of one second behind it against the amplitude before it.
    const std::array<double, equaliser_bands> gain_db{6, -4, 3, 0, -6, 5, 2, -3, 4, -8};
    const std::pair<double, double> measured[] = {
        {15, 7.086},   {29, 3.163},     {45, -3.718},    {80, -1.785},   {119, 1.859},
        {300, -1.568}, {474, -5.058},   {947, 4.239},    {1500, 2.453},  {3770, -1.950},
        {7523, 2.792}, {11000, -0.501}, {15011, -3.671}, {19000, -6.754}};
    for (const auto& [hz, db] : measured) {
        EXPECT_NEAR(equaliser_response_db(gain_db, hz, 44100.0), db, 0.002) << hz << " Hz";
    }
}

TEST(EqualiserResponse, IsFlatWithoutGainsAndLeavesOutBandsAboveHalfTheRate) {
    EXPECT_EQ(equaliser_response_db({}, 1000.0, 44100.0), 0.0);
    EXPECT_EQ(equaliser_response_db({0, 0, 0, 0, 0, 0, 0, 0, 0, 12}, 3000.0, 8000.0), 0.0);
}

TEST(EntryOfTrack, CarriesAllThatPlaybackNeeds) {
    Track track;
    track.id = TrackId(7);
    track.path = "/music/a.flac";
    track.title = "Says";
    track.artist = "Frahm";
    track.album = "Spaces";
    track.album_artist = "Nils Frahm";
    track.duration = Milliseconds(500'000);
    track.loudness = loudness(-3, 0.9F, -4, 0.95F);
    track.cue_begin = CdFrames(75);
    track.cue_end = CdFrames(750);
    track.genres = {"Podcast"};
    const QueueEntry entry = entry_of_track(track, Intent::album, "album:Spaces");
    EXPECT_EQ(entry.track, track.id);
    EXPECT_FALSE(entry.id.valid());
    EXPECT_EQ(entry.path, track.path);
    EXPECT_EQ(entry.title, "Says");
    EXPECT_EQ(entry.artist, "Frahm");
    EXPECT_EQ(entry.album, "Spaces");
    EXPECT_EQ(entry.album_artist, "Nils Frahm");
    EXPECT_EQ(entry.duration, Milliseconds(500'000));
    EXPECT_EQ(entry.loudness, track.loudness);
    EXPECT_EQ(entry.cue_begin, CdFrames(75));
    EXPECT_EQ(entry.cue_end, CdFrames(750));
    EXPECT_TRUE(entry.long_audio);
    EXPECT_EQ(entry.intent, Intent::album);
    EXPECT_EQ(entry.origin, "album:Spaces");
}

TEST(EntryOfFile, IsCalledAsTheFileIs) {
    const QueueEntry entry = entry_of_file("/music/01 Says.live.mp3", Intent::track, "command line");
    EXPECT_EQ(entry.title, "01 Says.live");
    EXPECT_EQ(entry.path, "/music/01 Says.live.mp3");
    EXPECT_FALSE(entry.track.valid());
}

}  // namespace
}  // namespace refrain
