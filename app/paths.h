// Where Refrain keeps its own things: one data directory with the database, the models, the log and the
// locks. Plain value, any thread. What can fail: creating the folder; as Status.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>
#include <string>

namespace refrain::app {

class DataPaths {
  public:
    explicit DataPaths(std::filesystem::path directory) : directory_(std::move(directory)) {}

    const std::filesystem::path& directory() const { return directory_; }
    std::filesystem::path database() const { return directory_ / "refrain.sqlite"; }
    /// One folder per trained generation.
    std::filesystem::path models() const { return directory_ / "model"; }
    std::filesystem::path log() const { return directory_ / "refrain.log"; }
    /// Output of a training that was started in the background from the command line.
    std::filesystem::path training_log() const { return directory_ / "training.log"; }
    std::filesystem::path training_lock() const { return directory_ / "training.lock"; }
    std::filesystem::path analyzer_lock() const { return directory_ / "analyzer.lock"; }
    std::filesystem::path window_lock() const { return directory_ / "window.lock"; }
    /// The demo's music, copies of its own.
    std::filesystem::path demo_music() const { return directory_ / "music"; }

    /// Creates the folder where it is missing.
    Status create() const;

  private:
    std::filesystem::path directory_;
};

/// $XDG_DATA_HOME/refrain, else ~/.local/share/refrain (XDG Base Directory Specification: a relative
/// XDG_DATA_HOME is ignored).
std::filesystem::path default_data_directory();

/// The path of a program of ours: beside this executable, then in ../libexec/refrain, then in PATH. Empty
/// when it is nowhere. `name` has no slash.
std::filesystem::path find_program(const std::string& name);

/// The folder of the running executable; empty where /proc does not say.
std::filesystem::path executable_directory();

/// A file or folder of resources/: in ../share/refrain of the executable once installed, else in the source
/// tree that the executable was built from. Empty when it is in neither.
std::filesystem::path find_resource(const std::filesystem::path& relative);

}  // namespace refrain::app
