#include "library_scanner/scan/ask_reader.h"

#include "library_scanner/lyrics/lyrics_of_file.h"
#include "library_scanner/reader/protocol.h"
#include "library_scanner/scan/reader_process.h"

#include <chrono>
#include <memory>
#include <optional>
#include <poll.h>
#include <utility>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;
using Answer = Result<std::vector<Lyrics>>;

/// How often a reader is looked at that says nothing.
constexpr int look_again_ms = 100;

/// What a reader has said so far: first its hello, then the answer.
class Heard {
  public:
    /// The answer once it is there; an error where it is none.
    std::optional<Answer> take(const std::string& bytes, const std::string& path) {
        cutter_.take(bytes);
        while (const auto body = cutter_.next()) {
            if (!greeted_ && is_hello(*body)) {
                greeted_ = true;
                continue;
            }
            auto answer = greeted_ ? decode_lyrics_answer(*body, path) : std::nullopt;
            return answer ? std::move(answer) : std::optional<Answer>(nonsense(path));
        }
        return cutter_.broken() ? std::optional<Answer>(nonsense(path)) : std::nullopt;
    }

  private:
    static Error nonsense(const std::string& path) {
        return {ErrorCode::malformed, "made the tag reader talk nonsense", path};
    }

    MessageCutter cutter_;
    bool greeted_ = false;
};

/// Waits for the answer while the reader computes or a disk may still wake up.
Answer wait_for_answer(ReaderProcess& reader, const std::string& path, const ReaderLimits& limits,
                       const std::atomic<bool>* cancel) {
    Heard heard;
    auto computed = reader.computing();
    const auto before = computed;
    auto busy_at = Clock::now();
    while (cancel == nullptr || !cancel->load()) {
        pollfd ready{reader.socket(), POLLIN, 0};
        ::poll(&ready, 1, look_again_ms);
        std::string bytes;
        const bool there = reader.receive(bytes);
        if (auto answer = heard.take(bytes, path)) {
            return *std::move(answer);
        }
        if (!there) {
            return Error{ErrorCode::malformed, "made the tag reader " + reader.how_it_ended(), path};
        }
        const auto now = Clock::now();
        if (const auto computing = reader.computing(); computing > computed) {
            computed = computing;
            busy_at = now;
        }
        switch (judge_reader(computed - before, now - busy_at, limits)) {
            case ReaderVerdict::patience:
                break;
            case ReaderVerdict::endless:
                reader.kill();
                return Error{ErrorCode::malformed, "keeps the tag reader busy without an end", path};
            case ReaderVerdict::disk_is_silent:
                reader.kill();
                return Error{ErrorCode::unreadable, "was not read: its disk does not answer", path};
        }
    }
    reader.kill();
    return std::vector<Lyrics>();
}

}  // namespace

Result<std::vector<Lyrics>> ask_for_lyrics(const std::filesystem::path& reader, const std::string& path,
                                           const ReaderLimits& limits, const std::atomic<bool>* cancel) {
    auto started = ReaderProcess::start(reader);
    if (!started) {
        return started.error();
    }
    std::string question;
    append_question(question, path, About::lyrics);
    // A reader that does not listen any more is met by the one who waits for it.
    static_cast<void>(started.value()->send(question));
    return wait_for_answer(*started.value(), path, limits, cancel);
}

Result<std::vector<Lyrics>> find_lyrics(const std::filesystem::path& reader, const std::string& path,
                                        const ReaderLimits& limits, const std::atomic<bool>* cancel) {
    std::vector<Lyrics> found;
    const auto beside = lyrics_beside_file(path);
    if (beside && beside.value()) {
        found.push_back(*beside.value());
    }
    auto inside = ask_for_lyrics(reader, path, limits, cancel);
    if (inside) {
        found.insert(found.end(), inside.value().begin(), inside.value().end());
    }
    if (found.empty() && !beside) {
        return beside.error();
    }
    if (found.empty() && !inside) {
        return inside.error();
    }
    return found;
}

}  // namespace refrain
