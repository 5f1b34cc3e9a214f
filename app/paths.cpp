#include "app/paths.h"

#include "app/environment.h"

#include <cstdlib>
#include <sstream>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace refrain::app {
namespace fs = std::filesystem;

namespace {

bool is_program(const fs::path& file) {
    std::error_code error;
    return fs::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

Status DataPaths::create() const {
    std::error_code error;
    fs::create_directories(directory_, error);
    if (error) {
        return Error{error == std::errc::no_space_on_device || error == std::errc::permission_denied ||
                             error == std::errc::read_only_file_system
                         ? ErrorCode::not_writable
                         : ErrorCode::failed,
                     "The data folder cannot be created (" + error.message() + ")", directory_.string()};
    }
    if (!fs::is_directory(directory_, error)) {
        return Error{ErrorCode::malformed, "The data folder is not a folder", directory_.string()};
    }
    return Done{};
}

fs::path default_data_directory() {
    const fs::path xdg = environment("XDG_DATA_HOME");
    if (xdg.is_absolute()) {
        return xdg / "refrain";
    }
    const std::string home = environment("HOME");
    return fs::path(home.empty() ? "/" : home) / ".local" / "share" / "refrain";
}

fs::path executable_directory() {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path() : self.parent_path();
}

fs::path find_program(const std::string& name) {
    const fs::path here = executable_directory();
    if (!here.empty()) {
        for (const fs::path& candidate : {here / name, here.parent_path() / "libexec" / "refrain" / name}) {
            if (is_program(candidate)) {
                return candidate;
            }
        }
    }
    std::istringstream path(environment("PATH"));
    for (std::string folder; std::getline(path, folder, ':');) {
        if (!folder.empty() && is_program(fs::path(folder) / name)) {
            return fs::path(folder) / name;
        }
    }
    return {};
}

fs::path find_resource(const fs::path& relative) {
    const fs::path here = executable_directory();
    std::error_code error;
    // Build trees lie at <source>/build/<preset>/bin or anywhere else: walk up to the folder that has it.
    for (fs::path folder = here; !folder.empty() && folder != folder.root_path();
         folder = folder.parent_path()) {
        for (const fs::path& candidate :
             {folder / "share" / "refrain" / relative, folder / "resources" / relative}) {
            if (fs::exists(candidate, error)) {
                return candidate;
            }
        }
    }
    return {};
}

}  // namespace refrain::app
