// refrain-trainer as a child process, its stdout to be read line by line. One thread.
#pragma once

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace refrain::test {

/// The program as a child, its stdout to be read line by line.
class Child {
  public:
    using Json = nlohmann::json;
    using Environment = std::vector<std::pair<std::string, std::string>>;

    explicit Child(std::vector<std::string> arguments, rlim_t largest_file = RLIM_INFINITY,
                   rlim_t address_space = RLIM_INFINITY, const Environment& environment = {}) {
        int ends[2] = {-1, -1};
        if (pipe2(ends, O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe");
        }
        arguments.insert(arguments.begin(), REFRAIN_TRAINER);
        std::vector<char*> words;
        for (auto& argument : arguments) {
            words.push_back(argument.data());
        }
        words.push_back(nullptr);
        process_ = fork();
        if (process_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
            close(ends[0]);
            close(ends[1]);
            for (const auto& [name, value] : environment) {
                setenv(name.c_str(), value.c_str(), 1);
            }
            if (largest_file != RLIM_INFINITY) {
                std::signal(SIGXFSZ, SIG_IGN);  // writes beyond then fail, as on a full disk
                const rlimit limit{largest_file, largest_file};
                setrlimit(RLIMIT_FSIZE, &limit);
            }
            if (address_space != RLIM_INFINITY) {
                const rlimit limit{address_space, address_space};
                setrlimit(RLIMIT_AS, &limit);
            }
            execv(words[0], words.data());
            _exit(127);
        }
        close(ends[1]);
        out_ = fdopen(ends[0], "r");
    }
    ~Child() {
        fclose(out_);
        if (process_ > 0) {
            kill_it();
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Nothing at the end of its output.
    std::optional<Json> next_line() {
        std::string line;
        for (int c = fgetc(out_); c != EOF; c = fgetc(out_)) {
            if (c == '\n') {
                return Json::parse(line);
            }
            line.push_back(static_cast<char>(c));
        }
        return std::nullopt;
    }
    std::vector<Json> all_lines() {
        std::vector<Json> lines;
        while (auto line = next_line()) {
            lines.push_back(std::move(*line));
        }
        return lines;
    }
    /// The exit code, or minus the signal that ended it.
    int wait() {
        int status = 0;
        waitpid(process_, &status, 0);
        process_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    int kill_it() {
        kill(process_, SIGKILL);
        return wait();
    }

  private:
    pid_t process_ = -1;
    FILE* out_ = nullptr;
};

}  // namespace refrain::test
