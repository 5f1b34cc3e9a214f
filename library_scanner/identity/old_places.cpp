#include "library_scanner/identity/old_places.h"

#include "library_scanner/audio_file/file_time.h"
#include "library_scanner/scan/known_files.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>

namespace refrain {
namespace {

/// One spelling for all; bytes that are no UTF-8 become the replacement character.
std::string folded(const std::string& path) {
    UErrorCode status = U_ZERO_ERROR;
    std::string lower, composed;
    icu::StringByteSink<std::string> to_lower(&lower);
    icu::CaseMap::utf8Fold(0, path, to_lower, nullptr, status);
    const auto* normaliser = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) {
        return path;
    }
    icu::StringByteSink<std::string> to_composed(&composed);
    normaliser->normalizeUTF8(0, lower, to_composed, nullptr, status);
    return U_FAILURE(status) ? path : composed;
}

bool is_at_or_below(const std::string& path, const std::string& folder) {
    return path == folder || is_below(path, folder);
}

}  // namespace

Probe probe_file(const std::string& path) {
    if (path.find('\0') != std::string::npos) {
        return {true, std::nullopt};
    }
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) {
        return {errno == ENOENT || errno == ENOTDIR, std::nullopt};
    }
    return {true, FileMark{static_cast<std::int64_t>(status.st_ino), status.st_size, mtime_ns(status),
                           static_cast<std::int64_t>(status.st_nlink), S_ISLNK(status.st_mode)}};
}

OldFile what_became(const FileMark& then, const Probe& probe, const FileMark& now, bool same_but_for_case) {
    if (!probe.known) {
        return OldFile::there;
    }
    if (!probe.found) {
        return OldFile::gone;
    }
    const auto& found = *probe.found;
    if (found.is_link) {
        return OldFile::there;
    }
    if (same_but_for_case && found.inode == now.inode && found.names == 1) {
        return OldFile::gone;
    }
    // An editor of tags may write a new file in place of the old one: only who has the inode of then can say
    // that another file is here, and what looks the same to a scan is the same.
    const bool looks_the_same = found.size == then.size && found.mtime_ns == then.mtime_ns;
    return then.inode == 0 || found.inode == then.inode || looks_the_same || now.inode != then.inode
               ? OldFile::there
               : OldFile::replaced;
}

bool same_but_for_case(const std::string& a, const std::string& b) {
    return a != b && folded(a) == folded(b);
}

OldPlaces::OldPlaces(std::vector<MountedPlace> mounted, std::function<std::vector<std::string>()> mounts,
                     std::vector<std::string> away, std::vector<std::string> roots,
                     std::function<Probe(const std::string&)> probe)
    : mounted_(std::move(mounted)),
      mounts_(std::move(mounts)),
      away_(std::move(away)),
      roots_(std::move(roots)),
      probe_(std::move(probe)) {}

OldFile OldPlaces::what_became(const std::string& path, const FileMark& then, const std::string& now_path,
                               const FileMark& now) {
    const auto became =
        refrain::what_became(then, probe_(path), now, refrain::same_but_for_case(path, now_path));
    return became == OldFile::gone && may_be_away(path) ? OldFile::there : became;
}

bool OldPlaces::is_gone(const std::string& path) {
    const auto probed = probe_(path);
    return probed.known && !probed.found && !may_be_away(path);
}

bool OldPlaces::may_be_away(const std::string& path) {
    const auto lies_in = [&](const std::string& place) { return is_at_or_below(path, place); };
    if (std::any_of(away_.begin(), away_.end(), lies_in)) {
        return true;
    }
    const auto is_empty = [&](const std::string& place) {
        const auto [known, is_new] = is_empty_.try_emplace(place, false);
        if (is_new) {
            std::error_code error;
            // A place that is not there at all was removed; one that cannot be opened may be anything.
            const bool exists = std::filesystem::exists(std::filesystem::symlink_status(place, error));
            known->second = exists && (std::filesystem::is_empty(place, error) || error);
        }
        return known->second;
    };
    if (!mounts_now_) {
        mounts_now_ = mounts_();
    }
    const auto is_unmounted = [&](const std::string& mount) {
        return !mounts_now_->empty() &&
               std::find(mounts_now_->begin(), mounts_now_->end(), mount) == mounts_now_->end();
    };
    for (const auto& place : mounted_) {
        if (lies_in(place.path) && (is_unmounted(place.mount) || is_empty(place.path))) {
            return true;
        }
    }
    return std::any_of(roots_.begin(), roots_.end(),
                       [&](const std::string& root) { return lies_in(root) && is_empty(root); });
}

}  // namespace refrain
