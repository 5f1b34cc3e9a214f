#include "library_scanner/covers/thumbnail_store.h"

#include "library_scanner/audio_file/replacing_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>
#include <xxhash.h>

namespace refrain {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".thumb";
constexpr std::string_view unfinished_ending = ".part";
constexpr std::size_t key_digits = 16;

/// Before the picture's bytes. Another layout gets another mark.
struct Header {
    std::array<char, 8> mark{'R', 'F', 'R', 'T', 'H', 'M', 'B', '1'};
    std::uint64_t key = 0;
    std::uint64_t edge = 0;
    std::uint64_t checksum = 0;
};

std::uint64_t checksum_of(const ThumbnailName& name, std::string_view bytes) {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), name.key ^ name.edge);
}

/// Is it a name of ours? An unfinished file's is, too.
bool is_ours(std::string_view name) {
    const auto dash = name.find('-');
    if (dash != key_digits || name.find(ending) == std::string_view::npos) {
        return false;
    }
    std::uint64_t key = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + dash, key, 16);
    return parsed.ec == std::errc() && parsed.ptr == name.data() + dash &&
           (name.ends_with(ending) || name.ends_with(unfinished_ending));
}

std::uint64_t on_disk(std::uint64_t size) {
    constexpr std::uint64_t block = 4096;
    return (size + block - 1) / block * block;
}

class OpenFile {
  public:
    /// A link or a pipe under one of our names is not ours; neither is waited for.
    explicit OpenFile(const fs::path& path)
        : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {
        if (file_ >= 0 && (::fstat(file_, &facts_) != 0 || !S_ISREG(facts_.st_mode))) {
            ::close(std::exchange(file_, -1));
        }
    }
    ~OpenFile() {
        if (file_ >= 0) {
            ::close(file_);
        }
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    bool is_open() const { return file_ >= 0; }
    std::size_t size() const { return static_cast<std::size_t>(facts_.st_size); }

    /// Less than there is where the disk fails.
    std::string whole() const {
        std::string bytes(size(), '\0');
        std::size_t got = 0;
        while (got < bytes.size()) {
            const auto more = ::read(file_, bytes.data() + got, bytes.size() - got);
            if (more == 0 || (more < 0 && errno != EINTR)) {
                break;
            }
            got += more > 0 ? static_cast<std::size_t>(more) : 0;
        }
        bytes.resize(got);
        return bytes;
    }

    void mark_used(std::chrono::seconds again_after) const {
        const auto used = std::chrono::system_clock::from_time_t(facts_.st_mtim.tv_sec);
        if (std::chrono::system_clock::now() - used >= again_after) {
            // That it cannot be marked costs it its place, no more.
            static_cast<void>(::futimens(file_, nullptr));
        }
    }

  private:
    int file_;
    struct stat facts_ {};
};

struct Kept {
    fs::path file;
    std::uint64_t bytes;
    fs::file_time_type used;
    bool is_finished;
};

/// All files of ours. Unfinished ones that nobody writes any more are removed.
std::vector<Kept> look_through(const fs::path& folder) {
    constexpr auto longest_write = std::chrono::hours(1);
    std::vector<Kept> all;
    std::error_code error;
    for (fs::directory_iterator item(folder, error), end; !error && item != end; item.increment(error)) {
        std::error_code gone;
        const auto name = item->path().filename().string();
        if (!is_ours(name) || !item->is_regular_file(gone) || item->is_symlink(gone)) {
            continue;
        }
        const auto size = item->file_size(gone);
        const auto used = gone ? fs::file_time_type() : item->last_write_time(gone);
        if (gone) {
            continue;
        }
        const bool is_finished = name.ends_with(ending);
        if (!is_finished && fs::file_time_type::clock::now() - used > longest_write) {
            fs::remove(item->path(), gone);
            continue;
        }
        all.push_back({item->path(), on_disk(size), used, is_finished});
    }
    return all;
}

}  // namespace

ThumbnailStore::ThumbnailStore(fs::path folder, Limits limits)
    : folder_(std::move(folder)), limits_(limits) {}

fs::path ThumbnailStore::file_of(const ThumbnailName& name) const {
    std::array<char, key_digits> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), name.key, 16);
    const auto count = static_cast<std::size_t>(written.ptr - digits.data());
    std::string text(key_digits - count, '0');
    text.append(digits.data(), count).append("-").append(std::to_string(name.edge)).append(ending);
    return folder_ / text;
}

std::optional<std::string> ThumbnailStore::read(const ThumbnailName& name) {
    const auto path = file_of(name);
    const OpenFile file(path);
    if (!file.is_open()) {
        return std::nullopt;
    }
    auto bytes = file.size() <= most_thumbnail_bytes + sizeof(Header) ? file.whole() : std::string();
    Header header;
    const Header meant;
    bool is_whole = bytes.size() > sizeof header;
    if (is_whole) {
        std::memcpy(&header, bytes.data(), sizeof header);
        bytes.erase(0, sizeof header);
        is_whole = header.mark == meant.mark && header.key == name.key && header.edge == name.edge &&
                   header.checksum == checksum_of(name, bytes);
    }
    if (!is_whole) {
        ::unlink(path.c_str());
        return std::nullopt;
    }
    file.mark_used(limits_.marked_again_after);
    return bytes;
}

Status ThumbnailStore::write(const ThumbnailName& name, std::string_view bytes) {
    const auto path = file_of(name);
    if (bytes.empty() || bytes.size() > most_thumbnail_bytes) {
        return Error{ErrorCode::unsupported, "The thumbnail is too large to be kept", path.native()};
    }
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) {
        return Error{ErrorCode::not_writable, "The folder for thumbnails cannot be made: " + error.message(),
                     folder_.native()};
    }
    Header header;
    header.key = name.key;
    header.edge = name.edge;
    header.checksum = checksum_of(name, bytes);
    ReplacingFile file(path, ReplacingFile::Sync::none);
    auto done = file.open();
    if (done) {
        done = file.write({reinterpret_cast<const char*>(&header), sizeof header});  // NOLINT: bytes
    }
    if (done) {
        done = file.write(bytes);
    }
    if (done) {
        done = file.commit();
    }
    if (done) {
        account_for(on_disk(sizeof header + bytes.size()));
    }
    return done;
}

void ThumbnailStore::account_for(std::uint64_t written) {
    const std::lock_guard lock(mutex_);
    written_since_ += written;
    if (bytes_ && *bytes_ + written_since_ <= limits_.bytes && written_since_ <= limits_.bytes / 16) {
        return;
    }
    auto all = look_through(folder_);
    std::uint64_t bytes = 0;
    for (const auto& kept : all) {
        bytes += kept.bytes;
    }
    if (bytes > limits_.bytes) {
        // Some room is made at once: looking through the folder takes long.
        const auto enough = limits_.bytes - limits_.bytes / 10;
        std::sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
        for (auto oldest = all.begin(); oldest != all.end() && bytes > enough; ++oldest) {
            if (oldest->is_finished && ::unlink(oldest->file.c_str()) == 0) {
                bytes -= oldest->bytes;
            }
        }
    }
    bytes_ = bytes;
    written_since_ = 0;
}

}  // namespace refrain
