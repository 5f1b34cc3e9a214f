#include "library_scanner/audio_file/mount_points.h"

#include <fstream>
#include <sstream>
#include <string_view>

namespace refrain {
namespace {

/// Blanks, tabs, line ends and backslashes stand as three octal digits.
std::string unescaped(std::string_view field) {
    const auto digit = [&](std::size_t at) {
        return at < field.size() && field[at] >= '0' && field[at] <= '7';
    };
    std::string plain;
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] == '\\' && digit(i + 1) && digit(i + 2) && digit(i + 3)) {
            plain +=
                static_cast<char>((field[i + 1] - '0') * 64 + (field[i + 2] - '0') * 8 + field[i + 3] - '0');
            i += 3;
        } else {
            plain += field[i];
        }
    }
    return plain;
}

}  // namespace

std::vector<std::string> parse_mount_points(std::istream& list) {
    std::vector<std::string> mounts;
    for (std::string line; std::getline(list, line);) {
        std::istringstream fields(line);
        std::string id, parent, device, root, mount;
        if (fields >> id >> parent >> device >> root >> mount) {
            mounts.push_back(unescaped(mount));
        }
    }
    return mounts;
}

std::vector<std::string> mount_points() {
    std::ifstream list("/proc/self/mountinfo");
    return parse_mount_points(list);
}

}  // namespace refrain
