// Runs a program of ours and keeps what it said, for tests that drive the real thing. One thread.
// Fails the test when the program cannot be started.
#pragma once

#include "tests/support/temporary_folder.h"

#include <fcntl.h>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

namespace refrain::app {

using test::TemporaryFolder;

struct Outcome {
    /// The exit code, or 128 + the signal.
    int code = -1;
    std::string out, err;

    nlohmann::json json() const { return nlohmann::json::parse(out); }
};

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Starts `arguments` (the first is the program) with stdout and stderr into files; gives the process.
/// `in_child` runs in the child before the program, for limits and the environment.
inline pid_t start(const std::vector<std::string>& arguments, const std::filesystem::path& out,
                   const std::filesystem::path& err, const std::function<void()>& in_child = {}) {
    std::vector<char*> words;
    for (const std::string& argument : arguments) {
        words.push_back(const_cast<char*>(argument.c_str()));
    }
    words.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(::open(out.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600), STDOUT_FILENO);
        ::dup2(::open(err.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600), STDERR_FILENO);
        if (in_child) {
            in_child();
        }
        ::execv(words[0], words.data());
        ::_exit(127);
    }
    return child;
}

inline int wait_for(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

inline Outcome run(const std::vector<std::string>& arguments, const std::function<void()>& in_child = {}) {
    const TemporaryFolder folder;
    const pid_t child = start(arguments, folder / "out", folder / "err", in_child);
    Outcome outcome;
    outcome.code = wait_for(child);
    outcome.out = text_of(folder / "out");
    outcome.err = text_of(folder / "err");
    return outcome;
}

}  // namespace refrain::app
