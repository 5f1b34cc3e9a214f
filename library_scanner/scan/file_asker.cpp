#include "library_scanner/scan/file_asker.h"

#include "library_scanner/reader/protocol.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/scan/reader_process.h"

#include <chrono>
#include <optional>
#include <poll.h>
#include <utility>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;

/// How often a reader is looked at that says nothing, and a wish to stop.
constexpr std::chrono::milliseconds look_again{100};
/// Covers of a list come in bursts; a reader that waits takes 8 MiB.
constexpr std::chrono::seconds ends_after{20};

bool is_set(const std::atomic<bool>* cancel) {
    return cancel != nullptr && cancel->load();
}

Error cancelled(const std::string& path) {
    return {ErrorCode::failed, "is not wanted any more", path};
}

}  // namespace

/// One reader and what it has said so far.
class FileAsker::Conversation {
  public:
    enum class End { answered, gone, endless, disk_is_silent, cancelled, nonsense };

    explicit Conversation(std::unique_ptr<ReaderProcess> reader) : reader_(std::move(reader)) {}

    ReaderProcess& reader() { return *reader_; }
    bool has_answered() const { return has_answered_; }

    /// Waits for the answer while the reader computes or a disk may still wake up. After another end than
    /// `answered` the reader is of no more use.
    End hear(std::string& answer, const ReaderLimits& limits, const std::atomic<bool>* cancel) {
        auto computed = reader_->computing();
        const auto before = computed;
        auto busy_at = Clock::now();
        while (!is_set(cancel)) {
            pollfd ready{reader_->socket(), POLLIN, 0};
            ::poll(&ready, 1, static_cast<int>(look_again.count()));
            std::string bytes;
            const bool is_there = reader_->receive(bytes);
            cutter_.take(bytes);
            auto body = cutter_.next();
            if (body && !greeted_) {
                if (!is_hello(*body)) {
                    return End::nonsense;
                }
                greeted_ = true;
                body = cutter_.next();
            }
            if (body) {
                answer = *body;
                has_answered_ = true;
                return End::answered;
            }
            if (cutter_.broken()) {
                return End::nonsense;
            }
            if (!is_there) {
                return End::gone;
            }
            const auto now = Clock::now();
            if (const auto computing = reader_->computing(); computing > computed) {
                computed = computing;
                busy_at = now;
            }
            const auto verdict = judge_reader(computed - before, now - busy_at, limits);
            if (verdict != ReaderVerdict::patience) {
                return verdict == ReaderVerdict::endless ? End::endless : End::disk_is_silent;
            }
        }
        return End::cancelled;
    }

  private:
    std::unique_ptr<ReaderProcess> reader_;
    MessageCutter cutter_;
    bool greeted_ = false, has_answered_ = false;
};

struct FileAsker::Line {
    std::timed_mutex mutex;
    /// Guarded by mutex. Null: the next question starts one.
    std::unique_ptr<Conversation> conversation;
};

FileAsker::FileAsker(std::filesystem::path reader, ReaderLimits limits,
                     std::function<std::vector<std::string>()> mounts)
    : program_(std::move(reader)), limits_(limits), mounts_(std::move(mounts)) {}

FileAsker::~FileAsker() = default;

std::shared_ptr<FileAsker::Line> FileAsker::line_to(const std::string& path) {
    const auto mount = mount_of(path, mounts_());
    const std::lock_guard lock(mutex_);
    auto& line = lines_[mount];
    line = line ? line : std::make_shared<Line>();
    return line;
}

Result<std::string> FileAsker::ask(const std::string& question, const std::string& path,
                                   const std::atomic<bool>* cancel, Repeated repeated) {
    const auto line = line_to(path);
    auto& conversation = line->conversation;
    std::unique_lock lock(line->mutex, std::defer_lock);
    while (!lock.try_lock_for(look_again)) {
        if (is_set(cancel)) {
            return cancelled(path);
        }
    }
    for (;;) {
        if (is_set(cancel)) {
            return cancelled(path);
        }
        if (!conversation) {
            auto started = ReaderProcess::start(program_, ends_after);
            if (!started) {
                return started.error();
            }
            conversation = std::make_unique<Conversation>(std::move(started).value());
        }
        // A reader that does not listen any more is met by the one who waits for it.
        static_cast<void>(conversation->reader().send(question));
        std::string answer;
        const auto end = conversation->hear(answer, limits_, cancel);
        if (end == Conversation::End::answered) {
            return answer;
        }
        const auto ended = std::exchange(conversation, nullptr);
        switch (end) {
            case Conversation::End::gone:
                // One that had waited long may have ended just then, and not for this file.
                if (ended->has_answered() &&
                    (repeated == Repeated::may_be || ended->reader().has_ended_by_itself())) {
                    continue;
                }
                return Error{ErrorCode::malformed, "made the tag reader " + ended->reader().how_it_ended(),
                             path};
            case Conversation::End::endless:
                ended->reader().kill();
                return Error{ErrorCode::malformed, "keeps the tag reader busy without an end", path};
            case Conversation::End::disk_is_silent:
                ended->reader().kill();
                return Error{ErrorCode::unreadable, "was not read: its disk does not answer", path};
            case Conversation::End::cancelled:
                ended->reader().kill();
                return cancelled(path);
            case Conversation::End::nonsense:
            case Conversation::End::answered:
                break;
        }
        ended->reader().kill();
        return nonsense(path);
    }
}

Error FileAsker::nonsense(const std::string& path) {
    return {ErrorCode::malformed, "made the tag reader talk nonsense", path};
}

namespace {

std::string question_about(const std::string& path, About about) {
    std::string question;
    append_question(question, path, about);
    return question;
}

}  // namespace

Result<MusicFile> FileAsker::tags(const std::string& path, const std::atomic<bool>* cancel) {
    const auto body = ask(question_about(path, About::tags), path, cancel);
    if (!body) {
        return body.error();
    }
    auto answer = decode_answer(body.value(), path);
    return answer ? *std::move(answer) : nonsense(path);
}

Result<MusicFile> FileAsker::change_tags(const std::string& copy, const std::string& path,
                                         const TagChanges& changes, const std::atomic<bool>* cancel) {
    std::string question;
    append_change(question, copy, path, changes);
    // More than a socket takes at once; no tag is meant to hold it.
    constexpr std::size_t longest = std::size_t{128} << 10;
    if (question.size() > longest) {
        return Error{ErrorCode::unsupported, "What is to be written into the file is too long", path};
    }
    const auto body = ask(question, path, cancel, Repeated::only_if_unheard);
    auto answer = body ? decode_answer(body.value(), path) : std::nullopt;
    if (answer) {
        return *std::move(answer);
    }
    Error error = body ? nonsense(path) : body.error();
    if (error.path == path) {
        error.message.insert(0, "The file ");
    }
    return error;
}

Result<std::vector<Lyrics>> FileAsker::lyrics(const std::string& path, const std::atomic<bool>* cancel) {
    const auto body = ask(question_about(path, About::lyrics), path, cancel);
    if (!body) {
        return body.error();
    }
    auto answer = decode_lyrics_answer(body.value(), path);
    return answer ? *std::move(answer) : nonsense(path);
}

Result<CoverImage> FileAsker::embedded_cover(const std::string& path, const std::atomic<bool>* cancel) {
    const auto body = ask(question_about(path, About::cover), path, cancel);
    if (!body) {
        return body.error();
    }
    auto answer = decode_cover_answer(body.value(), path);
    return answer ? *std::move(answer) : nonsense(path);
}

Result<CoverImage> FileAsker::cover(const TrackView& track, const std::atomic<bool>* cancel) {
    return track.cover == CoverKind::embedded ? embedded_cover(track.path(), cancel) : read_cover(track);
}

CoverLoader cover_loader(std::shared_ptr<FileAsker> asker) {
    return [asker = std::move(asker)](const TrackView& track, const std::atomic<bool>* cancel) {
        return asker->cover(track, cancel);
    };
}

}  // namespace refrain
