// A tag reader that does what a file tells it to, as a hostile file does with a library that has a mistake:
// crash, hang, wait for a disk, ask for memory, end, talk nonsense. All other files are read as always. Asked
// to write a title "order: crash" it does so when the file is half written.
#include "library_scanner/covers/cover_art.h"
#include "library_scanner/edit/tag_writer.h"
#include "library_scanner/lyrics/lyrics_of_file.h"
#include "library_scanner/reader/serve.h"
#include "library_scanner/tags/tag_reader.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace refrain;

volatile std::size_t forever = 0;

/// Tells the test that it came to that file, and who it is.
bool leave_mark(const std::string& path) {
    const bool first = !std::ifstream(path + ".mark").is_open();
    std::ofstream(path + ".mark.new") << getpid() << std::flush;
    std::rename((path + ".mark.new").c_str(), (path + ".mark").c_str());
    return first;
}

/// What is no order is passed over.
void obey(const std::string& order, const std::string& path) {
    if (order == "crash") {
        raise(SIGSEGV);
    } else if (order == "crash-once" && leave_mark(path)) {
        kill(getpid(), SIGKILL);
    } else if (order == "hang") {
        leave_mark(path);
        for (;;) {
            forever = forever + 1;
        }
    } else if (order == "wait") {
        leave_mark(path);
        for (;;) {
            pause();
        }
    } else if (order == "eat") {
        const std::unique_ptr<char[]> terabyte(new char[std::size_t{1} << 40]);
        forever = forever + static_cast<std::size_t>(terabyte[0]);
    } else if (order == "end") {
        _exit(3);
    } else if (order == "babble") {
        static_cast<void>(send(STDIN_FILENO, "babble babble", 13, MSG_NOSIGNAL));
    }
}

void misbehave(const std::string& path) {
    std::string order;
    std::ifstream(path) >> order;
    obey(order, path);
}

Result<MusicFile> change_or_misbehave(const std::string& copy, const std::string& path,
                                      const TagChanges& changes) {
    const std::string sign = "order: ";
    for (const TagChange& change : changes) {
        if (change.field == EditField::title && !change.values.empty() &&
            change.values.front().starts_with(sign)) {
            std::ofstream(copy, std::ios::binary | std::ios::in) << "half of a new tag" << std::flush;
            obey(change.values.front().substr(sign.size()), path);
        }
    }
    return change_tags_of_copy(copy, path, changes);
}

Result<MusicFile> read_or_misbehave(const std::string& path) {
    misbehave(path);
    return read_music_file(path);
}

Result<std::vector<Lyrics>> find_words_or_misbehave(const std::string& path) {
    misbehave(path);
    return lyrics_in_file(path);
}

Result<CoverImage> find_cover_or_misbehave(const std::string& path) {
    misbehave(path);
    return embedded_cover(path);
}

}  // namespace

int main() {
    confine_reader();
    serve(STDIN_FILENO,
          {read_or_misbehave, find_words_or_misbehave, find_cover_or_misbehave, change_or_misbehave, {}});
    return 0;
}
