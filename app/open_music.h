// From what the listener names outside the window (a file, a folder, a cue sheet: command line, file manager,
// MPRIS) to entries of the queue. What the library knows is taken from it, the rest is read from the files.
//
// One object on one thread, which waits for the disk: not the GUI thread's. What can fail: a path that is not
// there, a folder or a sheet without music; as Result. A file that cannot be read becomes an entry all the
// same: the player says why it cannot be played and goes on.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/scan/file_asker.h"
#include "library_scanner/scan/folder_sheets.h"
#include "library_scanner/store/library_snapshot.h"
#include "library_scanner/tags/tag_reader.h"
#include "player/queue/queue_entry.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace refrain::app {

/// How files outside the library are read: FileAsker::tags(). TagLib in this process is for no file of
/// others' making.
using ReadTags = std::function<Result<MusicFile>(const std::string& path, const std::atomic<bool>* cancel)>;

/// `asker` outlives what is returned.
ReadTags read_tags(FileAsker& asker);

struct OpenOptions {
    Intent intent = Intent::track;
    /// In words: "command line", "desktop".
    std::string origin;
    /// Ends a walk through folders early, with what was found.
    const std::atomic<bool>* cancel = nullptr;
    /// Empty: what the library does not know is opened unread.
    ReadTags read_tags = {};
};

class MusicOpener {
  public:
    MusicOpener(LibraryPtr library, OpenOptions options);

    /// `path` as bytes; a relative one counts from the working directory. A file that a cue sheet divides
    /// gives its tracks. Of a folder: everything in it and below, folder by folder, by disc and track.
    Result<std::vector<QueueEntry>> open(const std::string& path) const;

  private:
    /// A file outside the library, divided by a sheet of its own or by `beside`.
    std::vector<Track> read_file(const std::string& path, const std::optional<SheetPart>& beside) const;
    std::vector<Track> tracks_of_file(const std::string& path) const;
    Result<std::vector<Track>> tracks_of_folder(const std::string& path) const;
    Result<std::vector<Track>> tracks_of_sheet(const std::string& path) const;

    LibraryPtr library_;
    OpenOptions options_;
    /// The rows of the library's tracks of that file.
    std::vector<std::uint32_t> known(const std::string& path) const;

    /// By folder, with its slash, the rows of all tracks in it.
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_folder_;
};

}  // namespace refrain::app
