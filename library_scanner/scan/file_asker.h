// Asks a tag reader (refrain-tagreader) about single files: what a scan does for thousands, for the one file
// that is opened, shown or sung along with. TagLib never runs in this process, and so a file that brings it
// down, keeps it busy or makes it eat memory costs that file alone.
//
// Threads: any, several at once; one question at a time to each reader, and each file system has a reader of
// its own: one whose disk sleeps holds up nobody who asks about another. Each waits for its answer: never on
// the window's thread. A reader is started with the first question and ends by itself when it was asked
// nothing for a while. What can fail: the file, with half a sentence whose subject is it ("is empty", "made
// the tag reader crash (...)"); the program; both as Result. Once `cancel`, unless null, is set: soon, with
// any error.
#pragma once

#include "library_scanner/audio_file/mount_points.h"
#include "library_scanner/core/result.h"
#include "library_scanner/covers/cover_art.h"
#include "library_scanner/edit/tag_change.h"
#include "library_scanner/lyrics/lyrics.h"
#include "library_scanner/scan/reader_patience.h"
#include "library_scanner/tags/tag_reader.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace refrain {

class ReaderProcess;

class FileAsker {
  public:
    /// `reader`: refrain-tagreader. `mounts`: where file systems are mounted now.
    explicit FileAsker(std::filesystem::path reader, ReaderLimits limits = {},
                       std::function<std::vector<std::string>()> mounts = mount_points);
    ~FileAsker();

    /// What read_music_file() says.
    Result<MusicFile> tags(const std::string& path, const std::atomic<bool>* cancel = nullptr);
    /// What change_tags_of_copy() says. An Error is a whole sentence. Not tried again: the copy may be half
    /// changed.
    Result<MusicFile> change_tags(const std::string& copy, const std::string& path, const TagChanges& changes,
                                  const std::atomic<bool>* cancel = nullptr);
    /// What lyrics_in_file() says.
    Result<std::vector<Lyrics>> lyrics(const std::string& path, const std::atomic<bool>* cancel = nullptr);
    /// What embedded_cover() says.
    Result<CoverImage> embedded_cover(const std::string& path, const std::atomic<bool>* cancel = nullptr);
    /// What read_cover() says: a picture beside the music is read here, it has no tags.
    Result<CoverImage> cover(const TrackView& track, const std::atomic<bool>* cancel = nullptr);

  private:
    class Conversation;
    /// To the reader of one file system.
    struct Line;
    /// May a question be asked again whose reader was gone?
    enum class Repeated { may_be, only_if_unheard };

    std::shared_ptr<Line> line_to(const std::string& path);
    /// The answer's message. `question`: with its length, as it is sent.
    Result<std::string> ask(const std::string& question, const std::string& path,
                            const std::atomic<bool>* cancel, Repeated repeated = Repeated::may_be);
    Error nonsense(const std::string& path);

    const std::filesystem::path program_;
    const ReaderLimits limits_;
    const std::function<std::vector<std::string>()> mounts_;
    std::mutex mutex_;
    /// By the place of the mount. Guarded by mutex_.
    std::map<std::string, std::shared_ptr<Line>> lines_;
};

/// For the window and the desktop. `asker` lives as long as the loader.
CoverLoader cover_loader(std::shared_ptr<FileAsker> asker);

}  // namespace refrain
