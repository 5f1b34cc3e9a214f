// A folder of music, a database, and scans of the one into the other, for tests. One thread; throws when
// something that is no part of a test fails.
#pragma once

#include "library_scanner/library.h"
#include "library_scanner/scan/scanner.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/tracks_of.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace refrain::testing {

class ScanTest : public ::testing::Test {
  protected:
    ScanTest() : database_(open()) {}

    std::unique_ptr<Database> open() const {
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        return std::move(opened).value();
    }

    std::filesystem::path music(const std::string& name = "") const { return folder_ / ("music/" + name); }

    void add_song(const std::string& name, const std::string& title = "A Song") const {
        write_file(music(name), tagged_mp3(title, "Somebody", "An Album"));
    }

    ScanReport scan_music(ScanOptions options = test::harmless()) {
        files_read_ = 0;
        options.on_progress = [this](const ScanProgress& progress) { files_read_ = progress.files_read; };
        auto scanned = scan(*database_, {folder_ / "music"}, options);
        if (!scanned) {
            throw std::runtime_error(scanned.error().text());
        }
        return std::move(scanned).value();
    }

    /// By path below the music folder.
    std::map<std::string, Track> tracks() const {
        Library library(*database_);
        if (!library.reload()) {
            throw std::runtime_error("reload");
        }
        std::map<std::string, Track> found;
        for (const Track& track : tracks_of(*library.snapshot())) {
            found.emplace(track.path.substr(music().native().size()), track);
        }
        return found;
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
    /// Tags read by the last scan, as its last progress told.
    std::int64_t files_read_ = 0;
};

}  // namespace refrain::testing
