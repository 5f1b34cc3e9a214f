#include "app/demo/prepare.h"

#include <algorithm>
#include <system_error>

#include <taglib/fileref.h>
#include <taglib/tag.h>

namespace refrain::app {
namespace fs = std::filesystem;

namespace {

/// A name as one folder or file of a path.
std::string as_file_name(std::string name) {
    std::replace(name.begin(), name.end(), '/', '-');
    return name;
}

Error disk_error(const std::string& what, const std::error_code& error, const fs::path& path) {
    return Error{ErrorCode::not_writable, what + " (" + error.message() + ")", path.string()};
}

TagLib::String utf8(const std::string& text) {
    return TagLib::String(text, TagLib::String::UTF8);
}

/// Tracker modules have a fixed header instead of tags; they are left as they are.
bool can_be_tagged(const fs::path& file) {
    return file.extension() != ".xm";
}

Status tag(const fs::path& file, const DemoTrack& track) {
    TagLib::FileRef reference(file.c_str(), false);
    if (reference.isNull() || reference.tag() == nullptr) {
        return Error{ErrorCode::unreadable, "A track of the demo's music cannot be read", file.string()};
    }
    reference.tag()->setArtist(utf8(track.artist));
    reference.tag()->setAlbum(utf8(track.album));
    reference.tag()->setTitle(utf8(track.title));
    reference.tag()->setGenre(utf8(track.genre));
    if (!reference.save()) {
        return Error{ErrorCode::not_writable, "The copy of a demo track cannot be tagged", file.string()};
    }
    return Done{};
}

/// Copies and tags under a passing name, so that what has its final name is whole.
Status copy_track(const fs::path& from, const fs::path& to, const DemoTrack& track) {
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (error) {
        return disk_error("A folder for the demo's music cannot be made", error, to.parent_path());
    }
    const fs::path passing = to.parent_path() / (".copying" + to.extension().string());
    fs::copy_file(from, passing, fs::copy_options::overwrite_existing, error);
    if (error) {
        fs::remove(passing, error);
        return disk_error("A track of the demo's music cannot be copied", error, to);
    }
    fs::permissions(passing, fs::perms::owner_write, fs::perm_options::add, error);
    if (can_be_tagged(to)) {
        if (auto tagged = tag(passing, track); !tagged) {
            fs::remove(passing, error);
            return tagged;
        }
    }
    fs::rename(passing, to, error);
    if (error) {
        return disk_error("A track of the demo's music cannot be put in its place", error, to);
    }
    return Done{};
}

}  // namespace

Result<PreparedMusic> prepare_music(const std::vector<DemoPackage>& packages, const fs::path& unpacked,
                                    const fs::path& music) {
    PreparedMusic done;
    for (const DemoPackage& package : packages) {
        bool any = false;
        for (const DemoTrack& track : package.tracks) {
            const fs::path from = unpacked / package.name / track.file;
            const fs::path to = music / as_file_name(track.artist) / as_file_name(track.album) /
                                (as_file_name(track.title) + from.extension().string());
            std::error_code error;
            if (fs::exists(to, error)) {
                ++done.there_already;
                any = true;
            } else if (fs::exists(from, error)) {
                if (auto copied = copy_track(from, to, track); !copied) {
                    return copied.error();
                }
                ++done.copied;
                any = true;
            }
        }
        if (!any) {
            done.absent.push_back(package.name);
        }
    }
    return done;
}

}  // namespace refrain::app
