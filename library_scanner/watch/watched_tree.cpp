#include "library_scanner/watch/watched_tree.h"

#include <algorithm>
#include <utility>

namespace refrain {

bool WatchedTree::add(Watch watch, Watch parent, std::string name) {
    const auto [node, is_new] = nodes_.try_emplace(watch);
    if (!is_new) {
        return false;
    }
    node->second.parent = parent;
    node->second.name = std::move(name);
    if (const auto above = nodes_.find(parent); above != nodes_.end()) {
        above->second.children.push_back(watch);
    }
    return true;
}

std::string WatchedTree::path(Watch watch) const {
    std::vector<const std::string*> names;
    for (auto node = nodes_.find(watch); node != nodes_.end(); node = nodes_.find(node->second.parent)) {
        names.push_back(&node->second.name);
    }
    std::string path;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        if (!path.empty() && path.back() != '/') {
            path += '/';
        }
        path += **name;
    }
    return path;
}

WatchedTree::Watch WatchedTree::root(Watch watch) const {
    Watch root = 0;
    for (auto node = nodes_.find(watch); node != nodes_.end(); node = nodes_.find(node->second.parent)) {
        root = node->first;
    }
    return root;
}

std::optional<WatchedTree::Watch> WatchedTree::child(Watch parent, std::string_view name) const {
    const auto above = nodes_.find(parent);
    if (above == nodes_.end()) {
        return std::nullopt;
    }
    for (const auto watch : above->second.children) {
        if (nodes_.at(watch).name == name) {
            return watch;
        }
    }
    return std::nullopt;
}

void WatchedTree::leave_parent(Watch watch) {
    if (const auto above = nodes_.find(nodes_.at(watch).parent); above != nodes_.end()) {
        auto& children = above->second.children;
        children.erase(std::remove(children.begin(), children.end(), watch), children.end());
    }
}

void WatchedTree::move(Watch watch, Watch parent, std::string name) {
    if (!contains(watch) || !contains(parent)) {
        return;
    }
    for (auto node = nodes_.find(parent); node != nodes_.end(); node = nodes_.find(node->second.parent)) {
        if (node->first == watch) {
            return;
        }
    }
    leave_parent(watch);
    nodes_.at(watch).parent = parent;
    nodes_.at(watch).name = std::move(name);
    nodes_.at(parent).children.push_back(watch);
}

std::vector<WatchedTree::Watch> WatchedTree::take(Watch watch) {
    std::vector<Watch> taken;
    if (!contains(watch)) {
        return taken;
    }
    leave_parent(watch);
    taken.push_back(watch);
    for (std::size_t i = 0; i < taken.size(); ++i) {
        const auto node = nodes_.find(taken[i]);
        taken.insert(taken.end(), node->second.children.begin(), node->second.children.end());
        nodes_.erase(node);
    }
    return taken;
}

}  // namespace refrain
