// The GStreamer pipeline of one file: from the file to interleaved float32 stereo, a little ahead of what is
// taken. It gives all that can be decoded, encoder delay and run-in included: the deck cuts.
//
// Threads: open(), seek(), duration() and close() on the deck's own thread, for they wait as long as the disk
// lets them. pull() and what follows it on the mixer's thread, once open() has returned; they never wait.
// GStreamer's threads call `wake`. What can fail: the file; open() and failure() tell.
#pragma once

#include "library_scanner/audio_file/open_file.h"
#include "library_scanner/core/result.h"
#include "player/engine/decoding/decoder_errors.h"
#include "player/engine/decoding/trimming/claimed_length.h"
#include "player/engine/decoding/trimming/flac_index.h"
#include "player/engine/decoding/trimming/mp3_walk.h"
#include "player/engine/decoding/trimming/ogg_links.h"
#include "player/engine/decoding/trimming/trimming.h"
#include "player/engine/gst_handle.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// What was seen on its way into the decoder.
struct CodedStream {
    /// The name of its caps, "audio/x-vorbis"; empty where the container holds plain samples or decodes
    /// itself.
    std::string coding;
    /// The decoder's time, in nanoseconds, at which the track begins and ends according to the container.
    std::int64_t origin = 0;
    std::optional<std::uint64_t> end;
};

class Decoder {
  public:
    /// `wake` is called when there is something new to look at: from any thread, quickly and often.
    explicit Decoder(std::function<void()> wake) : wake_(std::move(wake)) {}
    ~Decoder() { close(); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    std::optional<Error> open(const std::string& path);
    /// To the time `nanoseconds` of the decoder. False if the file cannot be wound: it goes on from where it
    /// is. An error if it had to be opened anew and could not be.
    Result<bool> seek(std::uint64_t nanoseconds);
    /// From the beginning of this part, as if it had just been opened.
    std::optional<Error> restart();
    /// Goes on with the next of several files in one, once at_end_of_part().
    std::optional<Error> go_on();
    /// Of everything, in nanoseconds.
    std::optional<std::uint64_t> duration();
    /// No callback runs after it.
    void close();

    /// Nothing if none is ready.
    GstHandle<GstSample> pull();
    /// Did a sample come since the last pull()?
    bool unread() const { return unread_; }
    /// Everything was pulled.
    bool at_end() const { return part_ended() && !has_next_part(); }
    /// Everything of this part was pulled, and there is another: go_on() is wanted.
    bool at_end_of_part() const { return part_ended() && has_next_part(); }
    /// Is it several files in one (a chained Ogg file)? Their times follow on.
    bool in_parts() const { return !links_.empty(); }
    /// Where this one begins on the decoder's time line, in nanoseconds.
    std::uint64_t part_begin() const { return part_begin_; }
    /// Is any of GStreamer's threads at work on the file?
    bool at_work() const;
    std::optional<Error> failure(bool started);
    const Trimming& trimming() const { return trimming_; }
    const ClaimedLength& claim() const { return claim_; }
    /// Has the file become longer since it was opened? It is still being written then.
    bool grew() const;
    /// Complete once a sample was pulled.
    CodedStream coded() const;

  private:
    /// Before a decoding element, on its thread.
    struct Gate {
        Decoder* decoder;
        /// In its time, since the last seek; 0: everything is wanted.
        std::uint64_t unwanted_until = 0;
    };

    std::optional<Error> start();
    std::optional<Error> start_part(std::size_t part);
    std::optional<Error> stand_at(std::size_t part);
    Result<bool> wind(std::uint64_t nanoseconds);
    std::optional<Error> come_near(std::uint64_t nanoseconds);
    bool prepare_way(std::uint64_t nanoseconds);
    bool is_mp3() const { return trimming_.rate > 0 && trimming_.caps.starts_with("audio/mpeg"); }
    bool part_ended() const;
    bool has_next_part() const { return part_ + 1 < links_.size(); }
    Result<GstElement*> build(GstElement* source);
    void set_up(GstElement* decodebin);
    void want_rate(int rate);
    void add_pad(GstPad* pad);
    void add_element(GstElement* element);
    GstPadProbeReturn see_event(GstPadProbeInfo* info, Gate& gate);
    static GstPadProbeReturn let_through(GstPadProbeInfo* info, Gate& gate);

    std::function<void()> wake_;
    std::string path_;
    /// As GStreamer is to see it.
    std::shared_ptr<const Bytes> bytes_;
    std::shared_ptr<const OpenFile> file_;
    Trimming trimming_;
    ClaimedLength claim_;
    /// Of a FLAC file.
    std::optional<FlacIndex> flac_;
    /// Of an MP3 file, from the first seek on.
    std::optional<Mp3Walk> mp3_;
    std::vector<OggLink> links_;
    std::size_t part_ = 0;
    std::uint64_t part_begin_ = 0;
    GstHandle<GstElement> pipeline_;
    GstElement* convert_ = nullptr;
    GstElement* sink_ = nullptr;
    GstHandle<GstBus> bus_;
    DecoderTrouble trouble_;

    // Written by GStreamer's threads.
    std::atomic<bool> unread_ = false;
    /// The last pull() found nothing, or none came yet: the next sample is told.
    std::atomic<bool> awaited_ = true;
    mutable std::mutex mutex_;
    CodedStream coded_;
    bool coded_known_ = false;
    /// Of what is given, whatever part it comes from; 0: not known yet.
    int rate_ = 0;
};

}  // namespace refrain
