// Walks a folder and names what looks like music, with size and time, the cover picture of its folder and the
// cue sheets in it.
//
// What is listed: regular files (also through symbolic links) whose names end like music, hidden ones too
// (".01 - What Is Window.m4a" is a song), but not the "._name" companions of macOS. What is entered: every
// folder except hidden ones (".git", ".Trash-1000"), the rubbish bins of other systems and what the kernel
// shows of itself (/proc, /sys), where all is to be found again. A name with a dot in front is a title all
// the same when a dot or a digit comes next, a space is in it, or it ends with a dot ("...And Justice for
// All",
// ".5: The Gray Chapter", ".window."). Links to folders are followed after all real folders, each folder
// once, so loops end and a file is listed under its real path where there is one.
//
// Threads: any, one walk at a time per object; blocks on disk. What can fail: single folders, each reported.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace refrain {

struct FoundFile {
    /// Absolute path, bytes.
    std::string path;
    std::int64_t size = 0, mtime_ns = 0;
    /// The picture beside it, in a folder of artwork beside it, or, for a disc of an album, above it; empty
    /// when there is none.
    std::string cover_path;
    /// As in Track; 0 when there is none.
    std::uint64_t cover_key = 0;
    std::int64_t inode = 0;
};

/// A cue sheet.
struct FoundSheet {
    /// Absolute path, bytes.
    std::string path;
    std::int64_t size = 0, mtime_ns = 0;
};

/// What lies in one folder, not below it; in no order.
struct FoundFolder {
    std::vector<FoundFile> files;
    std::vector<FoundSheet> sheets;
};

struct WalkVisitor {
    /// Every folder that was listed, those without music too.
    std::function<void(FoundFolder&&)> folder;
    /// A folder, or a file whose size and time could not be read.
    std::function<void(const std::string& path, const std::string& reason)> failed;
    /// Every link to a folder that is followed, before what lies behind it. May be empty.
    std::function<void(const std::string& path)> link;
    /// May this link to a folder be followed? Empty: all are.
    std::function<bool(const std::string& path)> follows;
};

struct WalkOutcome {
    /// False: the root itself could not be opened; nothing was visited, `reason` says why.
    bool opened = false;
    /// Every folder was listed to its end or reported as closed for good (permissions, a path too long): a
    /// file outside the reported folders that was not visited is not there.
    bool clean = false;
    std::string reason;
};

/// A picture file; without a path there is none.
struct FolderPicture {
    std::string path;
    std::int64_t size = 0, mtime_ns = 0;
};

/// One folder, without what is in its folders.
struct FolderListing {
    /// 0, or the errno of opening it.
    int error = 0;
    /// Why it could not be listed to its end, and what in it could not be looked at: path and errno.
    std::vector<std::pair<std::string, int>> failed;
    FoundFolder here;
    /// Those that a walk enters: name, and whether it is a link.
    std::vector<std::pair<std::string, bool>> folders;
    /// The picture in it, else the one that was handed in.
    FolderPicture cover;
    std::uint64_t device = 0, inode = 0;
};

/// `cover_above`: the picture that files in it have when none lies beside them.
FolderListing list_folder(const std::string& path, const FolderPicture& cover_above);

/// Only the folders in it, as in FolderListing: no file is asked. Nothing when it cannot be opened.
std::vector<std::pair<std::string, bool>> folders_in(const std::string& path);

/// Music, a cue sheet or a cover, by its name. Pure.
bool is_of_interest(std::string_view file_name);

/// "cannot be opened: …", for people.
std::string closed_reason(int error);
/// Is it an error that tells about this one place and will do so tomorrow? All others may mean that the disk
/// went away. Pure.
bool concerns_one_place(int error);
/// The error of something that went away since it was listed, or of a link that leads nowhere. Pure.
bool is_not_there(int error);

/// May a walk enter a folder of that name? Pure.
bool is_walked_folder(std::string_view name);

/// The number in "CD1", "Disc 2", "disk 03 - Live": folders that are part of the album above them and share
/// its cover. 0 for all other names. Pure.
std::int32_t disc_of_folder(std::string_view name);

/// Stops early, not clean, once `cancel` is set. `cover_above` as in list_folder().
WalkOutcome walk_folder(const std::string& root, const WalkVisitor& visitor, const std::atomic<bool>* cancel,
                        const FolderPicture& cover_above = {});

}  // namespace refrain
