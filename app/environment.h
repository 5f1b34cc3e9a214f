// The environment the program was started with. Any thread: the player changes it only before its first
// thread. Nothing fails: what is not set is empty.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace refrain::app {

inline std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): see above
    return value == nullptr ? std::string() : std::string(value);
}

/// $XDG_CACHE_HOME/refrain, else ~/.cache/refrain (XDG Base Directory Specification: a relative
/// XDG_CACHE_HOME is ignored): what can be lost. Empty without a home.
inline std::filesystem::path cache_directory() {
    const std::filesystem::path xdg = environment("XDG_CACHE_HOME");
    if (xdg.is_absolute()) {
        return xdg / "refrain";
    }
    const std::filesystem::path home = environment("HOME");
    return home.is_absolute() ? home / ".cache" / "refrain" : std::filesystem::path();
}

}  // namespace refrain::app
