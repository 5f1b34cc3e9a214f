// A file as TagLib reads it, opened for reading alone: nothing here can change a listener's music. Names are
// bytes. Small reads come from a few cached blocks (TagLib reads four bytes here, ten there), large ones go
// straight to their destination.
// Threads: one thread at a time. What can fail: opening, as Result; a read error looks like the end of the
// file to TagLib and is kept in read_error().
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/tags/unmarked_utf16.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tiostream.h>
#include <vector>

namespace refrain {

/// No tag needs more at once; what asks for more is damaged, and gets nothing.
inline constexpr unsigned long max_block_bytes = 64ul << 20;

class ReadOnlyStream : public TagLib::IOStream {
  public:
    /// Refuses what is no regular file (a pipe would wait for ever) and what is empty.
    static Result<std::unique_ptr<ReadOnlyStream>> open(const std::string& path);
    ~ReadOnlyStream() override;

    /// Up to `size` bytes from `offset`, whatever the position; fewer at the end.
    std::size_t read_at(std::int64_t offset, char* to, std::size_t size);
    std::string bytes_at(std::int64_t offset, std::size_t size);
    std::int64_t size() const { return size_; }
    /// Shows the file without the extended header of the ID3v2 tag at its start, where it has one:
    /// TagLib 1.13 then loses frames. Every place behind it is that much lower. To be called before anything
    /// is read.
    void leave_out_extended_header();
    /// Shows texts of an ID3v2 tag at its start that TagLib could not read as it can (unmarked_utf16.h). To
    /// be called after leave_out_extended_header(), before TagLib reads.
    void mend_texts();
    /// What is shown in place of what is there, by its place in the file.
    std::vector<MendedBytes> mended_in_file() const;
    /// What the system said when a read failed; nothing while all went well. Ask it before a file is called
    /// damaged: a disk that went away damages nothing.
    std::optional<Error> read_error() const;

    TagLib::FileName name() const override { return path_.c_str(); }
    TagLib::ByteVector readBlock(unsigned long length) override;
    void seek(long offset, Position from = Beginning) override;
    long tell() const override { return position_; }
    long length() override { return size_; }
    bool readOnly() const override { return true; }
    bool isOpen() const override { return descriptor_ >= 0; }

    // A stream that is only read changes nothing.
    void writeBlock(const TagLib::ByteVector&) override {}
    void insert(const TagLib::ByteVector&, unsigned long, unsigned long) override {}
    void removeBlock(unsigned long, unsigned long) override {}
    void truncate(long) override {}

  private:
    static constexpr std::size_t block_size = std::size_t{16} * 1024;
    struct Block {
        std::int64_t number = -1;
        std::size_t filled = 0;
        std::vector<char> bytes;
    };

    ReadOnlyStream(std::string path, int descriptor, std::int64_t size);
    const Block& block(std::int64_t number);
    void expect_read_through(std::int64_t number);
    std::size_t read_through(std::int64_t offset, char* to, std::size_t size);

    const std::string path_;
    const int descriptor_;
    /// As it is shown.
    std::int64_t size_;
    /// In front of the file stands `head_`, and so many bytes less than it has come next.
    std::string head_;
    std::int64_t left_out_ = 0;
    std::vector<MendedBytes> mended_;
    long position_ = 0;
    int error_number_ = 0;
    // Head, tail and what lies between are read in turns; a block sits in the place its number names.
    std::array<Block, 4> cache_;
    std::int64_t last_filled_ = -1;
    int filled_in_order_ = 0;
};

}  // namespace refrain
