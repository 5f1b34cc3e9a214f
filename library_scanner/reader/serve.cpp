#include "library_scanner/reader/serve.h"

#include "library_scanner/reader/protocol.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <deque>
#include <malloc.h>
#include <new>
#include <optional>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <utility>

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

/// What `read` says of that file, unless it takes too much to say it. `subject`: of the sentence that is
/// said then.
template <class Read>
auto within_memory(Read read, const std::string& path, const std::string& subject = {}) -> decltype(read()) {
    try {
        return read();
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::malformed, subject + "needs more memory to be read than any tag should",
                     path};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::malformed, subject + "cannot be read: " + exception.what(), path};
    }
}

void append_answer_to(std::string& out, const Question& question, const ReaderAnswers& answers) {
    const auto& path = question.path;
    switch (question.about) {
        case About::tags:
            append_answer(out, within_memory([&] { return answers.tags(path); }, path));
            break;
        case About::lyrics:
            append_answer(out, within_memory([&] { return answers.lyrics(path); }, path));
            break;
        case About::cover:
            append_answer(out, within_memory([&] { return answers.cover(path); }, path));
            break;
        case About::change:
            append_answer(out,
                          within_memory([&] { return answers.change(question.copy, path, question.changes); },
                                        path, "The file "));
            break;
    }
}

bool in_one_folder(const std::string& a, const std::string& b) {
    return a.compare(0, a.rfind('/'), b, 0, b.rfind('/')) == 0;
}

/// What is asked, in order, with a look at what comes next.
class Questions {
  public:
    Questions(int socket, const std::function<void(const std::string&)>& soon)
        : socket_(socket), soon_(soon) {}

    /// Waits for it. Nothing when nobody asks any more, or what was said is no question.
    std::optional<Question> next() {
        // Who has asked some files ahead asks the next ones meanwhile.
        while (coming_.empty() || (soon_ && coming_.size() <= most_told && !ended_)) {
            if (ended_ || !receive(coming_.empty())) {
                break;
            }
        }
        if (coming_.empty()) {
            return std::nullopt;
        }
        auto question = std::move(coming_.front());
        coming_.pop_front();
        told_ -= told_ > 0 ? 1 : 0;
        tell_soon(question);
        return question;
    }

  private:
    /// Takes what has come. False when there was nothing to take.
    bool receive(bool wait) {
        const auto got = recv(socket_, buffer_.data(), buffer_.size(), wait ? 0 : MSG_DONTWAIT);
        if (got < 0 && errno == EINTR) {
            return true;
        }
        if (got <= 0) {
            // Without waiting, that nothing has come is no end.
            ended_ = ended_ || wait || got == 0;
            return false;
        }
        cutter_.take({buffer_.data(), static_cast<std::size_t>(got)});
        while (const auto body = cutter_.next()) {
            auto question = ended_ ? std::nullopt : decode_question(*body);
            ended_ = !question;
            if (question) {
                coming_.push_back(*std::move(question));
            }
        }
        ended_ = ended_ || cutter_.broken();
        return true;
    }

    /// Files of one folder are on one disk: should it hang, no file of another one is held up.
    void tell_soon(const Question& now) {
        if (!soon_ || now.about != About::tags) {
            return;
        }
        while (told_ < std::min(coming_.size(), most_told)) {
            const auto& then = coming_[told_];
            if (then.about != About::tags || !in_one_folder(now.path, then.path)) {
                return;
            }
            soon_(then.path);
            ++told_;
        }
    }

    /// As many files fill the queue of a disk with what is small.
    static constexpr std::size_t most_told = 4;

    const int socket_;
    const std::function<void(const std::string&)>& soon_;
    MessageCutter cutter_;
    std::array<char, std::size_t{64} * 1024> buffer_{};
    std::deque<Question> coming_;
    /// The first so many of `coming_` have been told.
    std::size_t told_ = 0;
    /// Nothing more is to be expected behind `coming_`.
    bool ended_ = false;
};

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
    Questions questions(socket, answers.soon);
    // Each answer is sent before the next file is read: whoever asked knows by it which file was too much.
    while (send_all(socket, out)) {
        out.clear();
        const auto question = questions.next();
        if (!question) {
            return;
        }
        append_answer_to(out, *question, answers);
    }
}

}  // namespace refrain
