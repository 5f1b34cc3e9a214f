#include "library_scanner/scan/changed_folders.h"

#include "library_scanner/scan/known_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
    return path == folder || is_below(path, folder);
}

/// Do walks go there from `root`?
bool is_walked(std::string_view path, std::string_view root) {
    auto rest = path.substr(root == "/" ? 0 : root.size());
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto name = rest.substr(0, rest.find('/'));
        if (!name.empty() && !is_walked_folder(name)) {
            return false;
        }
        rest.remove_prefix(name.size());
    }
    return true;
}

}  // namespace

std::vector<std::string> known_roots(SQLite::Database& connection) {
    SQLite::Statement row(connection, "SELECT path FROM roots ORDER BY path");
    std::vector<std::string> roots;
    while (row.executeStep()) {
        roots.push_back(path_in(row, 0));
    }
    return roots;
}

const std::string* root_of(std::string_view path, const std::vector<std::string>& roots) {
    const std::string* innermost = nullptr;
    for (const auto& root : roots) {
        if (is_at_or_below(path, root) && (innermost == nullptr || root.size() > innermost->size())) {
            innermost = &root;
        }
    }
    return innermost;
}

std::map<std::string, std::vector<ChangedFolder>> areas_by_root(const std::vector<ChangedFolder>& changed,
                                                                const std::vector<std::string>& roots) {
    // True for whole ones. Sorted: outer folders come first.
    std::map<std::string, bool> folders;
    for (const auto& folder : changed) {
        auto& whole = folders[folder.path];
        whole = whole || folder.whole;
    }
    std::map<std::string, std::vector<ChangedFolder>> areas;
    for (const auto& [path, whole] : folders) {
        const auto* root = root_of(path, roots);
        if (root == nullptr || !is_walked(path, *root)) {
            continue;
        }
        auto& of_root = areas[*root];
        const auto covers = [&](const ChangedFolder& outer) {
            return outer.whole && is_below(path, outer.path);
        };
        if (std::none_of(of_root.begin(), of_root.end(), covers)) {
            of_root.push_back({path, whole});
        }
    }
    return areas;
}

FolderPicture cover_above(const std::string& folder, const std::string& root) {
    if (folder == root || !is_below(folder, root)) {
        return {};
    }
    const auto slash = folder.rfind('/');
    if (disc_of_folder(std::string_view(folder).substr(slash + 1)) == 0) {
        return {};
    }
    const auto parent = slash == 0 ? std::string("/") : folder.substr(0, slash);
    return list_folder(parent, cover_above(parent, root)).cover;
}

bool leads_into(const std::string& link, const std::string& root) {
    std::error_code error;
    const auto target = std::filesystem::canonical(link, error);
    if (error) {
        return true;
    }
    const auto real_root = std::filesystem::canonical(root, error);
    return !error && is_at_or_below(target.native(), real_root.native());
}

}  // namespace refrain
