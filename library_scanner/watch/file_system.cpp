#include "library_scanner/watch/file_system.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sys/vfs.h>

namespace refrain {

std::string_view remote_file_system(std::int64_t type) {
    struct Remote {
        std::int64_t type;
        std::string_view name;
    };
    // linux/magic.h, and the sources of those that are not in it.
    constexpr std::array remotes{
        Remote{0x6969, "NFS"},     Remote{0xff534d42, "CIFS"},  Remote{0xfe534d42, "SMB"},
        Remote{0x517b, "SMB"},     Remote{0x65735546, "FUSE"},  Remote{0x01021997, "9p"},
        Remote{0x5346414f, "AFS"}, Remote{0x00c36400, "Ceph"},  Remote{0x73757245, "Coda"},
        Remote{0x6b414653, "AFS"}, Remote{0x786f4256, "vboxsf"}};
    // The number is 32 bits wide, and some machines give it a sign.
    const auto* const found = std::find_if(remotes.begin(), remotes.end(), [&](const Remote& remote) {
        return remote.type == (type & 0xffffffff);
    });
    return found == remotes.end() ? std::string_view() : found->name;
}

std::string_view remote_file_system_of(const std::string& folder) {
    struct statfs status {};
    return statfs(folder.c_str(), &status) == 0 ? remote_file_system(static_cast<std::int64_t>(status.f_type))
                                                : std::string_view();
}

std::int64_t most_watches() {
    std::ifstream file("/proc/sys/fs/inotify/max_user_watches");
    std::int64_t most = 0;
    file >> most;
    return file ? most : 0;
}

}  // namespace refrain
