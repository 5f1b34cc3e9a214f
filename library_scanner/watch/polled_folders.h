// Watching without the kernel's help: which folders of a root have another time than at the last look. What
// changes inside a file, and in a folder that keeps its time, is found by a whole scan alone.
// One thread at a time; blocks on disk where the setup does. Nothing fails.
#pragma once

#include "library_scanner/scan/scanner.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// How folders are asked; tests have answers of their own.
struct FolderQuestions {
    /// When its content last changed, in ns; nothing when it is not there.
    std::function<std::optional<std::int64_t>(const std::string& folder)> time_of;
    /// The names of the folders in it that a walk enters.
    std::function<std::vector<std::string>(const std::string& folder)> folders_in;
};
FolderQuestions ask_the_disk();

class PolledFolders {
  public:
    PolledFolders(std::string root, FolderQuestions questions);

    /// Those with another time than at the look before, those that came, and the folders above those that
    /// went. The first look learns what is there and tells nothing. Ends early, with what it has, once `stop`
    /// says so.
    std::vector<ChangedFolder> look(const std::function<bool()>& stop);
    std::size_t size() const { return times_.size(); }

  private:
    void learn(const std::string& folder, const std::function<bool()>& stop);
    void forget_below(const std::string& folder);

    const std::string root_;
    const FolderQuestions questions_;
    std::map<std::string, std::int64_t> times_;
    bool has_looked_ = false;
};

}  // namespace refrain
