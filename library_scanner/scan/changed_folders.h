// Which parts of which root have to be looked at when folders have changed.
// Threads: any. What can fail: only known_roots() (the database; throws SQLite::Exception); what the disk
// does not tell is taken for absent.
#pragma once

#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/scan/scanner.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// The folders of the library, as bytes.
std::vector<std::string> known_roots(SQLite::Database& connection);

/// The innermost of `roots` that is `path` or holds it; nullptr when none does. Pure.
const std::string* root_of(std::string_view path, const std::vector<std::string>& roots);

/// By root: each folder once, outer ones first, without those that lie below one that is `whole`, outside
/// every root, or where no walk goes (hidden folders). Pure.
std::map<std::string, std::vector<ChangedFolder>> areas_by_root(const std::vector<ChangedFolder>& changed,
                                                                const std::vector<std::string>& roots);

/// The picture that `folder` has from above it: that of the album for a disc, none for other folders. Asks
/// the disk.
FolderPicture cover_above(const std::string& folder, const std::string& root);

/// Does that link lead to `root` or below, where the files have paths of their own? Asks the disk.
bool leads_into(const std::string& link, const std::string& root);

}  // namespace refrain
