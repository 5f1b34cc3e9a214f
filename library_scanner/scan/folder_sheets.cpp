#include "library_scanner/scan/folder_sheets.h"

#include "library_scanner/cue/cue_tracks.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

namespace refrain {
namespace {

std::string_view name_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view stem_of(std::string_view path) {
    const auto name = name_of(path);
    return name.substr(0, name.rfind('.'));
}

/// Which file of a sheet is the one it lies in.
std::optional<std::size_t> own_file(const CueSheet& sheet, std::string_view path) {
    if (sheet.files.size() == 1) {
        return 0;
    }
    const auto matched = match_cue_files(sheet, {}, {std::string(name_of(path))});
    const auto found =
        std::find_if(matched.begin(), matched.end(), [](const auto& match) { return match.has_value(); });
    return found == matched.end() ? std::nullopt : std::optional<std::size_t>(found - matched.begin());
}

bool is_called_like_a_file(const FoundSheet& sheet, const FoundFolder& folder) {
    return std::any_of(folder.files.begin(), folder.files.end(), [&](const FoundFile& file) {
        return stem_of(sheet.path) == stem_of(file.path) || stem_of(sheet.path) == name_of(file.path);
    });
}

}  // namespace

bool SheetInUse::file_done(const std::string& reason) {
    if (!reason.empty()) {
        const std::lock_guard lock(mutex_);
        reason_ = reason_.empty() ? reason : reason_;
    }
    return --waiting_ == 0;
}

std::string SheetInUse::reason() const {
    const std::lock_guard lock(mutex_);
    return reason_;
}

bool is_known_folder(const FoundFolder& folder, const KnownFiles& known) {
    const auto same = [](const auto& row, const auto& found) {
        return row.size == found.size && row.mtime_ns == found.mtime_ns;
    };
    const auto is_known_sheet = [&](const FoundSheet& sheet) {
        const auto row = known.sheets.find(sheet.path);
        return row != known.sheets.end() && same(row->second, sheet);
    };
    const auto is_known_file = [&](const FoundFile& file) {
        if (const auto failure = known.failures.find(file.path); failure != known.failures.end()) {
            return same(failure->second, file);
        }
        const auto* row = known.tracks.find(file.path);
        if (row == nullptr || row->missing || !row->is_unchanged(file)) {
            return false;
        }
        return row->sheet == 0 ||
               std::any_of(folder.sheets.begin(), folder.sheets.end(),
                           [&](const FoundSheet& sheet) { return sheet_key(sheet) == row->sheet; });
    };
    if (folder.sheets.empty()) {
        return std::none_of(folder.files.begin(), folder.files.end(), [&](const FoundFile& file) {
            const auto* row = known.tracks.find(file.path);
            return row != nullptr && row->sheet != 0;
        });
    }
    return std::all_of(folder.sheets.begin(), folder.sheets.end(), is_known_sheet) &&
           std::all_of(folder.files.begin(), folder.files.end(), is_known_file);
}

FolderSheets assign_sheets(const FoundFolder& folder, std::vector<Result<CueSheet>> sheets) {
    FolderSheets assigned;
    assigned.parts.resize(folder.files.size());
    std::vector<std::size_t> order(sheets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(!is_called_like_a_file(folder.sheets[a], folder), folder.sheets[a].path) <
               std::pair(!is_called_like_a_file(folder.sheets[b], folder), folder.sheets[b].path);
    });
    // The same file for the same name, in whatever order the disk lists them.
    std::vector<std::size_t> by_name(folder.files.size());
    std::iota(by_name.begin(), by_name.end(), std::size_t{0});
    std::sort(by_name.begin(), by_name.end(),
              [&](std::size_t a, std::size_t b) { return folder.files[a].path < folder.files[b].path; });
    std::vector<std::string> names;
    names.reserve(by_name.size());
    for (const auto index : by_name) {
        names.emplace_back(name_of(folder.files[index].path));
    }

    for (const auto index : order) {
        const auto& found = folder.sheets[index];
        if (!sheets[index]) {
            const auto& error = sheets[index].error();
            assigned.unused.push_back({found, error.message, error.code == ErrorCode::malformed});
            continue;
        }
        const auto shared = std::make_shared<SheetInUse>(found, std::move(sheets[index]).value());
        const auto& sheet = shared->sheet();
        const auto matched = match_cue_files(sheet, name_of(found.path), names);
        std::string reason;
        bool used = false;
        for (std::size_t file = 0; file < sheet.files.size(); ++file) {
            if (tracks_in_file(sheet, file) < 2) {
                continue;
            }
            if (!matched[file]) {
                reason = "cannot be used: it is about the file \"" + sheet.files[file] +
                         "\", which is not in its folder";
                continue;
            }
            auto& part = assigned.parts[by_name[*matched[file]]];
            if (!part) {
                part = SheetPart{shared, file};
                shared->add_file();
                used = true;
            }
        }
        if (!used) {
            assigned.unused.push_back({found, std::move(reason), true});
        }
    }
    return assigned;
}

DividedFile divide_file(const Track& whole, const std::optional<SheetPart>& beside,
                        std::optional<Result<CueSheet>> inside) {
    DividedFile divided;
    if (beside) {
        auto tracks = cue_tracks(beside->sheet->sheet(), beside->file, whole);
        if (tracks) {
            divided.tracks = std::move(tracks).value();
            divided.sheet = beside->sheet->found();
            return divided;
        }
        divided.reason_beside = tracks.error().message;
    }
    if (!inside) {
        return divided;
    }
    if (!*inside) {
        divided.reason_inside = inside->error().message;
        return divided;
    }
    const auto file = own_file(inside->value(), whole.path);
    if (!file || tracks_in_file(inside->value(), *file) < 2) {
        // The sheet of the whole disc in each of its songs: true, and nothing to divide.
        return divided;
    }
    auto tracks = cue_tracks(inside->value(), *file, whole);
    if (tracks) {
        divided.tracks = std::move(tracks).value();
        divided.sheet.path = whole.path;
    } else {
        divided.reason_inside = "has a cue sheet inside that " + tracks.error().message;
    }
    return divided;
}

}  // namespace refrain
