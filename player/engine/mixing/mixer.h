// Adds up what sounds: the tracks that follow one another without a gap, and beside them what fades out
// (crossfade, skip, the rest before a seek). Over all of it the fade of pause and resume.
//
// Pure: reads from sources, writes into memory; no audio library, no clock. One owner, no locking. Nothing
// fails: a source with nothing ready gives a shorter block.
#pragma once

#include "player/engine/mixing/lane.h"
#include "player/engine/mixing/mixed_span.h"
#include "player/engine/mixing/ramp.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace refrain {

class Mixer {
  public:
    /// Everything is mixed to `rate` frames per second, interleaved stereo.
    explicit Mixer(int rate);

    /// Sounds from the next frame on, or from when it has some. All else fades out beside it over `fade`
    /// frames, is cut off with 0. The fade of a pause is over.
    void play(Voice voice, std::int64_t fade);
    /// The same with what was set to follow.
    void play_next(std::int64_t fade);
    /// What follows when the current play ends; without a source nothing does. The same play goes on: its end
    /// is not told.
    void set_next(Voice voice);
    /// Reads the beginning of what follows, as far as it is there.
    bool prime_next() { return next_ && next_->primed(); }
    /// Is there enough of what follows to go on with?
    bool next_primed() const { return next_ && next_->has_primed(); }
    /// All fades out and ends, and nothing follows.
    void stop(std::int64_t fade);
    /// The current play goes on from elsewhere: what was read of it fades out over `fade` frames, and what
    /// its source gives from now on fades in. To be called before the source is told. What is next of the
    /// same play is counted to the seek.
    void seek(std::uint64_t number, std::int64_t fade);
    /// Forgets everything.
    void clear();

    /// The play that is being read, where one is. It is valid until the next call that is not const.
    const Voice* current() const;
    const Voice* next() const;
    /// Is there anything of `play` that was not mixed yet?
    bool holds(PlayId play) const;
    /// Has any of the current run of tracks been mixed?
    bool begun() const { return main_ && main_->begun(); }
    /// Is what is to sound still being opened or wound, while what it follows fades out?
    bool awaits_track() const {
        return main_ && !leaving_.empty() && main_->track() && !main_->track()->has_primed();
    }
    /// Nothing at all is left to be mixed.
    bool idle() const { return !main_ && leaving_.empty(); }
    /// Is anything left of what fades out, or of its end?
    bool leaving() const { return !leaving_.empty(); }

    void set_gain(PlayId play, double gain, std::int64_t frames);
    void set_length(PlayId play, Milliseconds length);
    void set_end(PlayId play, std::optional<Milliseconds> end);
    void set_speed(double speed);
    void set_mono(bool mono);

    /// Writes up to `frames` frames and adds what they are to `spans`. Fewer when a source has none ready,
    /// when all ended, or when a fade-out came to its end (from then on none, until fade_in()). Ends of plays
    /// may be told without any frame.
    std::size_t mix(float* out, std::size_t frames, std::vector<MixedSpan>& spans);

    /// How many of the last frames that were mixed can be taken back: those of one run of tracks, without a
    /// fade, of the last second.
    std::int64_t can_take_back() const { return main_ ? std::min(plain_, main_->kept()) : 0; }
    /// The frame of the current track that is mixed next, where behind it what was read turns back to an
    /// earlier place: another round of a stretch was begun that nobody has heard of yet.
    std::optional<std::int64_t> place_before_turn() const {
        return main_ ? main_->place_before_turn() : std::nullopt;
    }
    /// They are mixed again, as they were or with what is asked meanwhile: a fade, a seek, another track.
    /// Must be where mix() was called.
    void take_back(std::int64_t frames);

    void fade_out(std::int64_t frames) { master_.go(0.0, frames); }
    void fade_in(std::int64_t frames) { master_.go(1.0, frames); }
    /// No gain at once.
    void shut() { master_ = Ramp(0.0); }
    bool silent() const { return master_.at_rest() && master_.target() == 0.0; }

    /// The current source failed: what was read of it is played, then it ends with nothing behind it.
    void break_off();
    /// What follows will not be ready for the join. False if that was known.
    bool do_not_wait();
    /// What fades out and has nothing ready fades on with a guess, and soon.
    void drop_leaving();

  private:
    /// What fades out, or an end that waits for those before it to be told.
    struct Leaving {
        std::unique_ptr<Lane> lane;
        std::optional<MixedSpan> end;
    };

    void begin(Reader track, std::int64_t fade);
    void leave(std::int64_t fade);
    std::size_t begin_crossfade(std::size_t frames);
    void finish(Leaving& leaving, std::int64_t at, std::vector<MixedSpan>& spans);
    void tell_ends(std::int64_t at, std::vector<MixedSpan>& spans);
    void keep_back_ends(std::ptrdiff_t from, std::vector<MixedSpan>& spans);
    void add(Lane& lane, std::size_t frames, float* out, bool first, std::vector<MixedSpan>& spans);
    void to_mono(float* samples, std::size_t frames);
    template <class Act>
    void on_readers(PlayId play, Act act);

    const int rate_;
    double speed_ = 1.0;
    std::unique_ptr<Lane> main_;
    Reader next_;
    /// In the order in which they were left.
    std::deque<Leaving> leaving_;
    Ramp master_;
    Ramp mono_{0.0};
    /// Mixed last without anything but the run of tracks itself.
    std::int64_t plain_ = 0;
    std::vector<float> block_;
};

}  // namespace refrain
