// The program's log: spdlog on stderr, and for the window a file in the data folder that cannot grow without
// bound. Set up once, before threads are started. What can fail: the file; then stderr alone is used.
#pragma once

#include <filesystem>

namespace refrain::app {

/// Lines of `warn` and above (REFRAIN_LOG=debug|info|warn|error changes it) to stderr.
void log_to_stderr();

/// Adds the file: two of at most one megabyte each, the older one renamed.
void log_to_file(const std::filesystem::path& file);

}  // namespace refrain::app
