// Where file systems are mounted, so that files of a dead one are known without asking it.
// Any thread; reads the kernel's list, which waits for no disk. Nothing fails: unknown is an empty list.
#pragma once

#include <istream>
#include <string>
#include <vector>

namespace refrain {

std::vector<std::string> mount_points();

/// Of a list in the form of /proc/self/mountinfo (proc(5)): the fifth field, with "\040" for a blank.
std::vector<std::string> parse_mount_points(std::istream& list);

}  // namespace refrain
