// DSD audio: Sony's DSF and Philips' DSDIFF (.dff), which TagLib reads from 2.0 on only.
// Layouts: "DSF File Format Specification" 1.01; "DSDIFF 1.5 File Format Specification". Tags: the ID3v2 tag
// that DSF points to and that others put into DSDIFF as a chunk of its own; DSDIFF's own artist and title.
// Threads: one at a time, as all of TagLib. What can fail: the file; it is not valid then.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tfile.h>

namespace TagLib::ID3v2 {
class Tag;
}

namespace refrain {

class DsdFile : public TagLib::File {
  public:
    /// Reads through a stream of the caller's.
    explicit DsdFile(TagLib::IOStream* stream);
    ~DsdFile() override;

    struct Sound {
        std::int32_t sample_rate = 0, channels = 0;
        /// Of one channel; as the header promises and as is there.
        std::int64_t samples = 0, samples_there = 0;
    };
    const Sound& sound() const { return sound_; }
    /// DSDIFF's own texts; empty in DSF.
    const std::string& title() const { return title_; }
    const std::string& artist() const { return artist_; }

    TagLib::ID3v2::Tag* id3v2() const { return id3v2_.get(); }
    TagLib::Tag* tag() const override;
    /// TagLib has no class for them; sound() tells.
    TagLib::AudioProperties* audioProperties() const override { return nullptr; }
    /// Never written.
    bool save() override { return false; }

  private:
    bool read_dsf();
    bool read_dsdiff();
    void read_property_chunk(std::int64_t at, std::int64_t end);
    void read_texts(std::int64_t at, std::int64_t end);
    void read_tag(std::int64_t at);
    std::string bytes(std::int64_t at, std::size_t count);

    Sound sound_;
    std::string title_, artist_;
    std::unique_ptr<TagLib::ID3v2::Tag> id3v2_;
};

}  // namespace refrain
