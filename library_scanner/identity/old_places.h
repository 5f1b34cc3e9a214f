// Is a file that the library knows really not there any more? Asked before its history is given to another
// one. A path on a disk that may be away (scan/away_places.h) is not gone, nor is one that cannot be asked.
// Threads: one at a time; blocks on disk. What can fail: nothing; in doubt a file is there.
#pragma once

#include "library_scanner/scan/away_places.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// What a file system says of a file without opening it.
struct FileMark {
    std::int64_t inode = 0, size = 0, mtime_ns = 0;
    /// Under how many names it can be found.
    std::int64_t names = 1;
    /// A link to a file; the rest is of the link.
    bool is_link = false;
};

/// What is at a path, links not followed: nothing when there is nothing, no optional at all when that could
/// not be learned. No file has a path with a zero byte in it.
struct Probe {
    bool known = true;
    std::optional<FileMark> found;
};
Probe probe_file(const std::string& path);

enum class OldFile {
    there,     // or it cannot be known
    gone,      // nothing is at its path
    replaced,  // another file is
};

/// What became of the file that was `then` at a path, when a file `now` came up elsewhere. Pure. Where upper
/// and lower case are one, the file that came is found under the old name, too: `same_but_for_case` says
/// whether the names differ in nothing else.
OldFile what_became(const FileMark& then, const Probe& probe, const FileMark& now, bool same_but_for_case);

/// Do two paths differ in nothing but upper and lower case and the way accents are written?
bool same_but_for_case(const std::string& a, const std::string& b);

class OldPlaces {
  public:
    /// `mounted`: as the last clean scans noted; `mounts`: tells those of now, asked once when it matters;
    /// `away`: as the last scans found; `roots`: folders of the library.
    OldPlaces(std::vector<MountedPlace> mounted, std::function<std::vector<std::string>()> mounts,
              std::vector<std::string> away, std::vector<std::string> roots,
              std::function<Probe(const std::string&)> probe = probe_file);

    OldFile what_became(const std::string& path, const FileMark& then, const std::string& now_path,
                        const FileMark& now);
    /// Is nothing at that path, on a disk that is there?
    bool is_gone(const std::string& path);
    Probe probe(const std::string& path) const { return probe_(path); }

  private:
    bool may_be_away(const std::string& path);

    const std::vector<MountedPlace> mounted_;
    const std::function<std::vector<std::string>()> mounts_;
    const std::vector<std::string> away_, roots_;
    const std::function<Probe(const std::string&)> probe_;
    /// Is that root or mount point empty, as of this scan?
    std::map<std::string, bool> is_empty_;
    std::optional<std::vector<std::string>> mounts_now_;
};

}  // namespace refrain
