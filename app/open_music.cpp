#include "app/open_music.h"

#include "library_scanner/cue/cue_file.h"
#include "library_scanner/cue/cue_tracks.h"
#include "library_scanner/scan/folder_sheets.h"
#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/tags/file_type.h"
#include "player/queue/entry_of_track.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

namespace refrain::app {

namespace {

namespace fs = std::filesystem;

bool is_cue_sheet(const fs::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending == ".cue";
}

auto place_in_folder(const Track& track) {
    return std::tie(track.disc_number, track.track_number, track.path, track.cue_track);
}

void append(std::vector<Track>& all, std::vector<Track> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

Track unread_track(const std::string& path) {
    Track track;
    track.path = path;
    return track;
}

/// The music files beside a sheet, in no order.
FoundFolder folder_of_sheet(const fs::path& sheet) {
    FoundFolder folder;
    std::error_code error;
    for (fs::directory_iterator item(sheet.parent_path(), error), end; !error && item != end;
         item.increment(error)) {
        std::error_code unknown;
        if (file_type_of(item->path().filename().string()) && item->is_regular_file(unknown)) {
            folder.files.push_back({item->path().string(), 0, 0, {}});
        }
    }
    folder.sheets.push_back({sheet.string(), 0, 0});
    return folder;
}

}  // namespace

ReadTags read_tags(FileAsker& asker) {
    return [&asker](const std::string& path, const std::atomic<bool>* cancel) {
        return asker.tags(path, cancel);
    };
}

MusicOpener::MusicOpener(LibraryPtr library, OpenOptions options)
    : library_(std::move(library)), options_(std::move(options)) {
    library_->each_row([this](std::uint32_t number, const TrackRow& row) {
        by_folder_[library_->texts().folders[row.folder]].push_back(number);
    });
}

std::vector<std::uint32_t> MusicOpener::known(const std::string& path) const {
    const auto name = path.rfind('/') + 1;
    const auto folder = by_folder_.find(std::string_view(path).substr(0, name));
    std::vector<std::uint32_t> rows;
    if (folder != by_folder_.end()) {
        std::copy_if(folder->second.begin(), folder->second.end(), std::back_inserter(rows),
                     [&](std::uint32_t row) {
                         return library_->at(row).file_name == std::string_view(path).substr(name);
                     });
    }
    return rows;
}

std::vector<Track> MusicOpener::read_file(const std::string& path,
                                          const std::optional<SheetPart>& beside) const {
    auto file = options_.read_tags ? options_.read_tags(path, options_.cancel)
                                   : Error{ErrorCode::unreadable, "is not read", path};
    if (!file) {
        return {unread_track(path)};
    }
    Track whole = std::move(file.value().track);
    auto divided = divide_file(whole, beside, std::move(file.value().sheet));
    return divided.tracks.empty() ? std::vector{std::move(whole)} : std::move(divided.tracks);
}

Result<std::vector<QueueEntry>> MusicOpener::open(const std::string& given) const {
    std::error_code error;
    // Relative to a working folder that is gone it is nowhere.
    const fs::path path = fs::absolute(given, error).lexically_normal();
    if (error || !fs::exists(path, error)) {
        return Error{ErrorCode::not_found, "There is no such file", path.empty() ? given : path.string()};
    }
    auto tracks = fs::is_directory(path, error) ? tracks_of_folder(path.string())
                  : is_cue_sheet(path)          ? tracks_of_sheet(path.string())
                                                : Result<std::vector<Track>>(tracks_of_file(path.string()));
    if (!tracks) {
        return tracks.error();
    }
    std::vector<QueueEntry> entries;
    for (const Track& track : tracks.value()) {
        // Nothing was read of it: its name is its title.
        entries.push_back(track.title.empty() ? entry_of_file(track.path, options_.intent, options_.origin)
                                              : entry_of_track(track, options_.intent, options_.origin));
    }
    return entries;
}

std::vector<Track> MusicOpener::tracks_of_file(const std::string& path) const {
    std::vector<Track> tracks;
    for (const std::uint32_t row : known(path)) {
        tracks.push_back(copy_of(library_->at(row)));
    }
    if (tracks.empty()) {
        return read_file(path, std::nullopt);
    }
    // Tracks that a sheet no longer names are missing though their file is there. Where all are, the file
    // has come back since the last scan.
    const auto gone = std::stable_partition(tracks.begin(), tracks.end(),
                                            [](const Track& track) { return !track.missing; });
    if (gone != tracks.begin()) {
        tracks.erase(gone, tracks.end());
    }
    std::sort(tracks.begin(), tracks.end(),
              [](const Track& a, const Track& b) { return a.cue_track < b.cue_track; });
    return tracks;
}

Result<std::vector<Track>> MusicOpener::tracks_of_folder(const std::string& path) const {
    std::vector<FoundFolder> folders;
    WalkVisitor visitor;
    visitor.folder = [&](FoundFolder&& folder) {
        if (!folder.files.empty()) {
            folders.push_back(std::move(folder));
        }
    };
    // What may not be opened below is left out: the rest is played.
    visitor.failed = [](const std::string&, const std::string&) {};
    const auto walked = walk_folder(path, visitor, options_.cancel);
    if (!walked.opened) {
        return Error{ErrorCode::unreadable, "The folder " + walked.reason, path};
    }
    if (folders.empty()) {
        return Error{ErrorCode::not_found, "There is no music in this folder that Refrain knows", path};
    }
    const auto place = [](const FoundFolder& folder) {
        return fs::path(folder.files.front().path).parent_path();
    };
    std::sort(folders.begin(), folders.end(),
              [&](const FoundFolder& a, const FoundFolder& b) { return place(a) < place(b); });
    std::vector<Track> all;
    for (const FoundFolder& folder : folders) {
        std::vector<Result<CueSheet>> sheets;
        for (const FoundSheet& found : folder.sheets) {
            sheets.push_back(read_cue_file(found.path));
        }
        const auto assigned = assign_sheets(folder, std::move(sheets));
        std::vector<Track> here;
        for (std::size_t i = 0; i < folder.files.size(); ++i) {
            if (options_.cancel != nullptr && options_.cancel->load()) {
                return all;
            }
            const std::string& file = folder.files[i].path;
            append(here, !known(file).empty() ? tracks_of_file(file) : read_file(file, assigned.parts[i]));
        }
        std::sort(here.begin(), here.end(),
                  [](const Track& a, const Track& b) { return place_in_folder(a) < place_in_folder(b); });
        append(all, std::move(here));
    }
    return all;
}

Result<std::vector<Track>> MusicOpener::tracks_of_sheet(const std::string& path) const {
    auto sheet = read_cue_file(path);
    if (!sheet) {
        return Error{sheet.error().code, "The cue sheet " + sheet.error().message, path};
    }
    const FoundFolder folder = folder_of_sheet(path);
    std::vector<std::string> names;
    for (const FoundFile& file : folder.files) {
        names.push_back(fs::path(file.path).filename().string());
    }
    const auto meant = match_cue_files(sheet.value(), fs::path(path).filename().string(), names);
    const auto assigned = assign_sheets(folder, {sheet});
    std::vector<Track> all;
    // In the order of the sheet, which may be one of a file for each track.
    for (const auto& file : meant) {
        if (file) {
            const std::string& name = folder.files[*file].path;
            append(all, !known(name).empty() ? tracks_of_file(name) : read_file(name, assigned.parts[*file]));
        }
    }
    if (all.empty()) {
        return Error{ErrorCode::not_found, "The cue sheet names no music that lies beside it", path};
    }
    return all;
}

}  // namespace refrain::app
