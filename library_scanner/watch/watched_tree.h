// Which folder each watch of the kernel stands for. A folder knows its name and the folder above it, so that
// moving one moves all below with it.
// Pure, one thread at a time; nothing fails.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace refrain {

class WatchedTree {
  public:
    /// A number of the kernel, from 1; 0 is none.
    using Watch = int;

    /// `parent` 0: a root, and `name` is its path. A folder that is known by another name (a second way leads
    /// to it) keeps the first one; false then.
    bool add(Watch watch, Watch parent, std::string name);
    bool contains(Watch watch) const { return nodes_.contains(watch); }
    std::size_t size() const { return nodes_.size(); }
    /// Empty when it is not watched.
    std::string path(Watch watch) const;
    /// The root it belongs to; 0 when it is not watched.
    Watch root(Watch watch) const;
    std::optional<Watch> child(Watch parent, std::string_view name) const;

    /// The folder lies there now, with all below. Nothing happens where that would be inside itself.
    void move(Watch watch, Watch parent, std::string name);
    /// Takes it out with all below: the watches that are to be ended.
    std::vector<Watch> take(Watch watch);

  private:
    struct Node {
        Watch parent = 0;
        std::string name;
        std::vector<Watch> children;
    };
    void leave_parent(Watch watch);

    std::unordered_map<Watch, Node> nodes_;
};

}  // namespace refrain
