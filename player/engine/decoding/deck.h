// One deck: decodes one file, or a segment of it, to interleaved float32 stereo at the file's own rate, a
// little ahead of what is read: from the first sample of the music to the last, without what its encoder
// added.
//
// Threads: all functions on the mixer's thread; none waits, also for a disk that does not answer, nor does
// the destructor. Opening, winding and closing happen on a thread of the crew, decoding on GStreamer's; both
// call `wake` when there is something new to look at. What can fail: the file (gone, empty, no music,
// damaged, no decoder for it, stuck): failure() tells, and what was decoded before can still be read.
#pragma once

#include "player/engine/decoding/deck_crew.h"
#include "player/engine/decoding/timeline.h"
#include "player/engine/engine_events.h"
#include "player/engine/gst_handle.h"
#include "player/engine/mixing/sample_source.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace refrain {

class Decoder;
class DecoderThread;

class Deck final : public SampleSource {
  public:
    /// Starts to open the file. `wake` is called from any thread, quickly and often. Decks that share a crew
    /// count their hanging disks together; without one a deck has its own.
    Deck(TrackSource source, std::function<void()> wake, std::shared_ptr<DeckCrew> crew = nullptr);
    ~Deck() override;
    Deck(const Deck&) = delete;
    Deck& operator=(const Deck&) = delete;

    const TrackSource& source() const { return source_; }

    int rate() const override { return rate_; }
    std::size_t read(float* out, std::size_t frames) override;
    bool ended() const override;
    std::int64_t next_frame() const override { return next_frame_; }

    /// Goes on from `position`, to the frame; beyond the end the deck is at its end. Carried out as soon as
    /// the file is open far enough.
    void seek(Milliseconds position);
    /// Nothing until the decoder knows it.
    std::optional<Milliseconds> duration();
    /// Set once and kept; frames may still be waiting to be read.
    const std::optional<Error>& failure();
    /// Has any frame been decoded so far?
    bool started() const { return rate_ > 0; }
    /// Is anything decoded and not read yet?
    bool has_unread() const;
    /// Is anything at work on the file? If nothing is, and nothing was decoded, nothing will be: decodebin
    /// loses the error of a demuxer that fails while it is being plugged in (seen with 1.22 on an Ogg file
    /// cut within its headers, one time in five). Between two elements there may be a moment with none.
    bool at_work() const;
    /// Did it fail because its disk keeps everybody waiting?
    bool gave_no_answer() const;
    /// How long its disk has been giving nothing, counted from when it was asked; nothing while it gives.
    std::optional<Milliseconds> silent_for() const;
    /// Gives up on the file.
    void give_up(ErrorCode code, std::string words);

  private:
    bool next_sample();
    void drop_sample();
    bool learn(Decoder& decoder);
    void learn_claim(const Decoder& decoder);
    void find_place(Decoder& decoder);
    std::optional<std::int64_t> end_of_pages(const Decoder& decoder) const;
    void cut(const std::optional<std::int64_t>& end);
    void go_to(std::int64_t frame);
    void ask_duration_again();
    void watch(bool starving);
    std::optional<std::int64_t> end_frame() const;
    /// Nothing more comes.
    bool at_last() const;
    /// Nothing more comes, and more was to.
    bool ends_early() const;
    std::string words_for_early_end() const;
    /// Frames of the sample that are not used up.
    std::size_t left() const { return sample_frames_ - sample_used_; }

    TrackSource source_;
    std::shared_ptr<DeckCrew> crew_;
    std::shared_ptr<DecoderThread> thread_;
    DeckCrew::WorkerId worker_;
    bool refused_ = false;

    // Once the first sample came.
    int rate_ = 0;
    TrackWindow window_;
    /// What a decoder needs before what it gives is right, and the frames in each of its packets (0: varies).
    std::int64_t run_in_ = 0;
    /// Where the track ends on the decoder's time line if the file keeps its word; and whether it is known
    /// not to.
    std::optional<std::int64_t> claimed_end_;
    bool torn_ = false;
    std::int64_t grid_ = 0;

    GstHandle<GstSample> sample_;
    std::size_t sample_frames_ = 0, sample_used_ = 0;
    /// In the track.
    std::int64_t next_frame_ = 0;
    /// On the decoder's time line: of the frame behind the sample's used ones, and of the first that is
    /// wanted.
    std::int64_t decoded_ = 0, wanted_ = 0;
    int samples_ = 0;
    bool place_known_ = false;
    bool seeking_ = false;
    /// Nothing more is wanted, whatever the decoder has.
    bool beyond_end_ = false;
    std::optional<Milliseconds> wanted_position_;
    std::optional<Error> failure_;
};

}  // namespace refrain
