// One deck: decodes one file to interleaved float32 at the output's rate, a little ahead of what is read.
//
// Threads: all functions on the mixer's thread; none waits for data. Decoding runs on GStreamer's threads,
// which call `wake` when there is something new to look at.
// What can fail: the file (gone, empty, no music, damaged, no decoder for it, stuck): failure() tells, and
// what was decoded before can still be read.
#pragma once

#include "player/engine/engine_events.h"
#include "player/engine/gst_handle.h"
#include "player/engine/mixing/mixer.h"

#include <functional>
#include <optional>
#include <string>

namespace refrain {

class Deck final : public SampleSource {
  public:
    /// Starts to open the file. `wake` is called from any thread, quickly and often.
    Deck(TrackSource source, StreamFormat format, std::function<void()> wake);
    ~Deck() override;
    Deck(const Deck&) = delete;
    Deck& operator=(const Deck&) = delete;

    const TrackSource& source() const { return source_; }

    int rate() const override { return started_ ? format_.rate : 0; }
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
    bool started() const { return started_; }
    /// Is any of GStreamer's threads at work on the file? If none is, and nothing was decoded, nothing will
    /// be: decodebin loses the error of a demuxer that fails while it is being plugged in (seen with 1.22 on
    /// an Ogg file cut within its headers, one time in five). Between two elements there may be a moment with
    /// none.
    bool at_work() const;
    /// Gives up on the file.
    void give_up(ErrorCode code, std::string words);

  private:
    std::optional<Error> open();
    std::optional<Error> check_file() const;
    Result<GstElement*> build();
    bool next_sample();
    void drop_sample();
    void do_seek();
    void take_messages();
    Error words_for(const GError& error) const;

    TrackSource source_;
    StreamFormat format_;
    std::function<void()> wake_;
    GstHandle<GstElement> pipeline_;
    GstElement* sink_ = nullptr;
    GstHandle<GstBus> bus_;

    GstHandle<GstSample> sample_;
    std::size_t sample_frames_ = 0, sample_used_ = 0;
    std::int64_t next_frame_ = 0;
    /// Frames before this one are thrown away: decoders may begin a little before what a seek asked for.
    std::int64_t wanted_frame_ = 0;
    bool place_known_ = false;
    bool started_ = false;
    std::optional<Milliseconds> wanted_seek_;
    std::string missing_decoder_;
    std::optional<Error> failure_;
};

}  // namespace refrain
