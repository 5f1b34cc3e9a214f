#include "library_scanner/reader/serve.h"

#include "library_scanner/reader/protocol.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <malloc.h>
#include <new>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace refrain {
namespace {

/// Addresses, not only what is touched: libraries and ICU's data take a third of it.
constexpr rlim_t most_memory = rlim_t{512} << 20;

bool send_all(int socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto done = send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        sent += done > 0 ? static_cast<std::size_t>(done) : 0;
    }
    return true;
}

template <class Answer>
Answer read_within_memory(const std::function<Answer(const std::string&)>& read, const std::string& path) {
    try {
        return read(path);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::malformed, "needs more memory to be read than any tag should", path};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::malformed, std::string("cannot be read: ") + exception.what(), path};
    }
}

}  // namespace

void confine_reader() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // The sanitizers' own tables take terabytes of addresses.
    const rlimit memory{most_memory, most_memory};
    setrlimit(RLIMIT_AS, &memory);
#endif
    // Pictures of some hundred kilobytes come and go with every file: without this, each is mapped, cleared
    // by the kernel, and given back.
    constexpr int kept = 16 << 20;
    // The process has this one thread.
    mallopt(M_MMAP_THRESHOLD, kept);  // NOLINT(concurrency-mt-unsafe)
    mallopt(M_TRIM_THRESHOLD, kept);  // NOLINT(concurrency-mt-unsafe)
    mallopt(M_ARENA_MAX, 1);          // NOLINT(concurrency-mt-unsafe)
}

void serve(int socket, const ReaderAnswers& answers) {
    std::string out;
    append_hello(out);
    MessageCutter questions;
    std::array<char, std::size_t{64} * 1024> buffer{};
    // Each answer is sent before the next file is opened: whoever asked knows by it which file was too much.
    while (send_all(socket, out)) {
        out.clear();
        auto body = questions.next();
        while (!body && !questions.broken()) {
            const auto got = recv(socket, buffer.data(), buffer.size(), 0);
            if (got == 0 || (got < 0 && errno != EINTR)) {
                return;
            }
            questions.take({buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0});
            body = questions.next();
        }
        const auto question = body ? decode_question(*body) : std::nullopt;
        if (!question) {
            return;
        }
        switch (question->about) {
            case About::tags:
                append_answer(out, read_within_memory(answers.tags, question->path));
                break;
            case About::lyrics:
                append_answer(out, read_within_memory(answers.lyrics, question->path));
                break;
            case About::cover:
                append_answer(out, read_within_memory(answers.cover, question->path));
                break;
        }
    }
}

}  // namespace refrain
