// One refrain-tagreader: started, asked, killed. Threads: one at a time. What can fail: starting and talking;
// a reader that does not listen any more is dead to its owner, who asks how_it_ended().
#pragma once

#include "library_scanner/core/result.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <sys/types.h>

namespace refrain {

class ReaderProcess {
  public:
    /// With `ends_after`, it ends by itself when it was asked nothing for so long; never otherwise.
    static Result<std::unique_ptr<ReaderProcess>> start(const std::filesystem::path& program,
                                                        std::chrono::seconds ends_after = {});
    /// Asks it to end by closing the socket, and kills it when it does not within a second. One that hangs in
    /// the system on a dead disk cannot be killed; it is left to end when the disk lets it.
    ~ReaderProcess();

    ReaderProcess(const ReaderProcess&) = delete;
    ReaderProcess& operator=(const ReaderProcess&) = delete;

    /// Readable when it has said something or is gone.
    int socket() const { return socket_; }
    /// False when it does not listen any more.
    bool send(const std::string& bytes);
    /// Appends what it has said to `to`, without waiting. False when it is gone.
    bool receive(std::string& to);
    /// Processor time it has used since its start.
    std::chrono::nanoseconds computing() const;

    void kill();
    /// "crash (Segmentation fault)", "end (exit code 1)" or "hang". Waits for its end, a second at most.
    std::string how_it_ended();
    /// It was not lost, but had nothing to do any more. Waits as how_it_ended() does.
    bool has_ended_by_itself();

  private:
    ReaderProcess(pid_t process, int socket) : process_(process), socket_(socket) {}
    /// True when it has ended and was taken off the system's list.
    bool reap(std::chrono::milliseconds at_most);

    const pid_t process_;
    int socket_;
    bool killed_ = false, reaped_ = false;
    int status_ = 0;
};

}  // namespace refrain
