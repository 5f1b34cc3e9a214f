// The environment the program was started with. Any thread: the player changes it only before its first
// thread. Nothing fails: what is not set is empty.
#pragma once

#include <cstdlib>
#include <string>

namespace refrain::app {

inline std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): see above
    return value == nullptr ? std::string() : std::string(value);
}

}  // namespace refrain::app
