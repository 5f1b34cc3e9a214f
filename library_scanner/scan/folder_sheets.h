// Which music file of a folder is divided by which cue sheet beside it, and whether that must be found out
// anew. Pure, any thread. What can fail: single sheets, each with its reason.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/cue/cue_sheet.h"
#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/scan/known_files.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// A sheet of a folder that is being scanned, shared by the jobs of the files it divides. Threads: any; what
/// can change is guarded.
class SheetInUse {
  public:
    SheetInUse(FoundSheet found, CueSheet sheet) : found_(std::move(found)), sheet_(std::move(sheet)) {}

    const FoundSheet& found() const { return found_; }
    const CueSheet& sheet() const { return sheet_; }

    /// Another file waits for it.
    void add_file() { ++waiting_; }
    /// A file is done; `reason` is why the sheet does not fit it, or empty. True for the last of them.
    bool file_done(const std::string& reason);
    /// The first reason that was given, empty when it fits all its files.
    std::string reason() const;

  private:
    const FoundSheet found_;
    const CueSheet sheet_;
    std::atomic<int> waiting_{0};
    mutable std::mutex mutex_;
    std::string reason_;
};

/// The part of a sheet that divides one file.
struct SheetPart {
    std::shared_ptr<SheetInUse> sheet;
    /// Index into the files of the sheet.
    std::size_t file = 0;
};

/// Has nothing changed in that folder that could make another sheet fit another file? Either there are
/// sheets, and all of them and every file are as the database knows them; or there are none, and no file is
/// divided by one that is gone.
bool is_known_folder(const FoundFolder& folder, const KnownFiles& known);

struct FolderSheets {
    /// One for each file of the folder; empty for those that no sheet divides.
    std::vector<std::optional<SheetPart>> parts;
    /// Sheets that divide no file: those that could not be read or understood with their reason; those that
    /// have nothing to divide (a file for each track) or come after another one for the same file with none.
    struct Unused {
        FoundSheet found;
        std::string reason;
        /// Holds as long as the sheet does not change.
        bool lasting = true;
    };
    std::vector<Unused> unused;
};

/// `sheets`: one for each of the folder, or why it could not be read. A sheet that is called like the file
/// comes before the others.
FolderSheets assign_sheets(const FoundFolder& folder, std::vector<Result<CueSheet>> sheets);

struct DividedFile {
    /// Empty: the file stays one track.
    std::vector<Track> tracks;
    /// The sheet they came from; of one inside the file only the path, which is that of the file.
    FoundSheet sheet;
    /// Why the sheet beside the file, or the one inside it, cannot be used.
    std::string reason_beside, reason_inside;
};

/// By the sheet beside the file, else by the one inside it.
DividedFile divide_file(const Track& whole, const std::optional<SheetPart>& beside,
                        std::optional<Result<CueSheet>> inside);

}  // namespace refrain
