#include "library_scanner/scan/reader_processes.h"

#include "library_scanner/reader/protocol.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/scan/reader_process.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;

/// Files a reader is asked ahead, so that it need not wait for us.
constexpr std::size_t most_asked = 8;
/// A further reader is worth its start for as many waiting files.
constexpr std::size_t files_for_a_reader = 32;
/// How often readers are looked at that say nothing.
constexpr Milliseconds look_again{100};
/// Readers that end before they have said hello, one after another: the program does not run here.
constexpr int most_failed_starts = 3;
/// Files of one mount that its disk did not answer for; then it is asked no more.
constexpr int most_silent_files = 2;

struct Asked {
    ReadJob job;
    /// Was a reader lost with it before?
    bool suspect = false;
};

struct Worker {
    std::unique_ptr<ReaderProcess> reader;
    MessageCutter said;
    bool greeted = false;
    /// The first is the one it is at.
    std::deque<Asked> asked;
    /// Processor time it had used when it was first seen at that one; nothing before.
    std::optional<std::chrono::nanoseconds> computed_before;
    /// As of the last look at which it had used more than before.
    std::chrono::nanoseconds computed{0};
    Clock::time_point busy_at{};

    /// A suspect is read alone.
    bool takes_more() const { return asked.size() < most_asked && (asked.empty() || !asked.front().suspect); }
    void begins_a_file() { computed_before.reset(); }
};

enum class Heard { well, gone, nonsense };

/// "5" or "0.2".
std::string in_seconds(Milliseconds time) {
    auto text = std::to_string(time.count() / 1000);
    if (const auto tenths = time.count() / 100 % 10; tenths != 0) {
        text.append(".").append(std::to_string(tenths));
    }
    return text;
}

}  // namespace

/// What the thread of the readers works on.
class ReaderProcesses::Supervisor {
  public:
    explicit Supervisor(ReaderProcesses& owner) : owner_(owner) {}
    ~Supervisor() {
        for (auto& worker : workers_) {
            if (!worker.asked.empty()) {
                worker.reader->kill();
            }
        }
    }
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Until all jobs are done, a stop, or an error.
    Status run() {
        while (!owner_.stop_()) {
            if (auto started = start_readers(); !started) {
                return started;
            }
            for (auto& worker : workers_) {
                fill(worker);
            }
            if (is_done()) {
                break;
            }
            if (auto heard = listen(); !heard) {
                return heard;
            }
            watch();
        }
        return Done{};
    }

  private:
    bool is_done() const {
        return again_.empty() && suspects_.empty() && owner_.no_more() &&
               std::all_of(workers_.begin(), workers_.end(), [](const auto& w) { return w.asked.empty(); });
    }

    /// One at a time: by the next round there may be less to do.
    Status start_readers() {
        const auto waiting = owner_.waiting() + again_.size() + suspects_.size();
        const auto most = static_cast<std::size_t>(std::max(1, owner_.setup_.processes));
        if (workers_.size() >= std::min(most, (waiting + files_for_a_reader - 1) / files_for_a_reader)) {
            return Done{};
        }
        auto started = ReaderProcess::start(owner_.setup_.program);
        if (!started) {
            return workers_.empty() ? Status(started.error()) : Status(Done{});
        }
        workers_.emplace_back().reader = std::move(started).value();
        return Done{};
    }

    /// Asks a reader that has room what waits: a suspect when it has nothing else to do.
    void fill(Worker& worker) {
        // While suspects wait, the first reader works off what it has and then takes them.
        const bool for_suspects = !suspects_.empty() && &worker == &workers_.front();
        if (!worker.takes_more() || (for_suspects && !worker.asked.empty())) {
            return;
        }
        const bool was_idle = worker.asked.empty();
        std::string questions;
        const auto ask = [&](Asked asked) {
            append_question(questions, asked.job.file.path);
            worker.asked.push_back(std::move(asked));
        };
        if (was_idle && !suspects_.empty()) {
            ask(std::move(suspects_.front()));
            suspects_.pop_front();
        } else {
            for (auto& job : take(most_asked - worker.asked.size())) {
                if (is_silent(job.file.path)) {
                    give_up(std::move(job));
                } else {
                    ask({std::move(job), false});
                }
            }
        }
        if (questions.empty()) {
            return;
        }
        if (was_idle) {
            worker.begins_a_file();
        }
        // That one does not listen any more is seen when it is listened to.
        static_cast<void>(worker.reader->send(questions));
    }

    /// Up to `most` jobs, those of lost readers first.
    std::vector<ReadJob> take(std::size_t most) {
        std::vector<ReadJob> jobs;
        while (jobs.size() < most && !again_.empty()) {
            jobs.push_back(std::move(again_.front()));
            again_.pop_front();
        }
        for (auto& job : owner_.take(most - jobs.size())) {
            jobs.push_back(std::move(job));
        }
        return jobs;
    }

    /// Waits for answers and jobs, and now and then for nothing: neither a stop nor a silent reader tells.
    Status listen() {
        std::vector<pollfd> sources{{owner_.bell_, POLLIN, 0}};
        for (const auto& worker : workers_) {
            sources.push_back({worker.reader->socket(), POLLIN, 0});
        }
        if (poll(sources.data(), sources.size(), static_cast<int>(look_again.count())) < 0) {
            return errno == EINTR ? Status(Done{})
                                  : Error{ErrorCode::failed, "The tag readers cannot be listened to", {}};
        }
        if (sources[0].revents != 0) {
            std::uint64_t rung = 0;
            static_cast<void>(read(owner_.bell_, &rung, sizeof rung));
        }
        // From the last: who is lost leaves a gap.
        for (std::size_t i = workers_.size(); i-- > 0;) {
            const auto heard = sources[i + 1].revents != 0 ? hear(workers_[i]) : Heard::well;
            if (heard == Heard::well) {
                continue;
            }
            auto worker = dismiss(i);
            if (heard == Heard::nonsense) {
                worker.reader->kill();
                blame(std::move(worker), "made the tag reader talk nonsense");
            } else if (auto lost = lose(std::move(worker)); !lost) {
                return lost;
            }
        }
        return Done{};
    }

    Heard hear(Worker& worker) {
        std::string bytes;
        const bool is_there = worker.reader->receive(bytes);
        worker.said.take(bytes);
        while (const auto body = worker.said.next()) {
            if (!worker.greeted) {
                if (!is_hello(*body)) {
                    return Heard::nonsense;
                }
                worker.greeted = true;
                failed_starts_ = 0;
                continue;
            }
            if (worker.asked.empty()) {
                return Heard::nonsense;
            }
            auto answer = decode_answer(*body, worker.asked.front().job.file.path);
            if (!answer) {
                return Heard::nonsense;
            }
            auto job = std::move(worker.asked.front().job);
            worker.asked.pop_front();
            worker.begins_a_file();
            owner_.done_(std::move(job), std::move(*answer));
        }
        return worker.said.broken() ? Heard::nonsense : is_there ? Heard::well : Heard::gone;
    }

    Worker dismiss(std::size_t index) {
        auto worker = std::move(workers_[index]);
        workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(index));
        return worker;
    }

    Status lose(Worker worker) {
        const auto how = worker.reader->how_it_ended();
        if (worker.greeted) {
            blame(std::move(worker), "made the tag reader " + how);
            return Done{};
        }
        ask_again(worker);
        return ++failed_starts_ < most_failed_starts
                   ? Status(Done{})
                   : Error{ErrorCode::failed, "The tag reader does not run: " + how + " at its start",
                           owner_.setup_.program.native()};
    }

    /// The reader is lost. The file it was at gets a second chance, alone, or is to blame.
    void blame(Worker worker, const std::string& reason) {
        if (!worker.asked.empty()) {
            auto culprit = std::move(worker.asked.front());
            worker.asked.pop_front();
            if (culprit.suspect) {
                auto path = culprit.job.file.path;
                owner_.done_(std::move(culprit.job), Error{ErrorCode::malformed, reason, std::move(path)});
            } else {
                suspects_.push_back({std::move(culprit.job), true});
            }
        }
        ask_again(worker);
    }

    /// What a lost reader did not come to.
    void ask_again(Worker& worker) {
        for (auto& asked : worker.asked) {
            if (asked.suspect) {
                suspects_.push_back(std::move(asked));
            } else {
                again_.push_back(std::move(asked.job));
            }
        }
        worker.asked.clear();
    }

    /// Looks at readers that do not answer.
    void watch() {
        const auto now = Clock::now();
        if (now - last_look_ < look_again) {
            return;
        }
        last_look_ = now;
        for (std::size_t i = workers_.size(); i-- > 0;) {
            auto& worker = workers_[i];
            if (worker.asked.empty()) {
                continue;
            }
            const auto computed = worker.reader->computing();
            if (!worker.computed_before || computed > worker.computed) {
                worker.computed_before = worker.computed_before.value_or(computed);
                worker.computed = computed;
                worker.busy_at = now;
            }
            const auto& limits = owner_.setup_.limits;
            const auto verdict =
                judge_reader(computed - *worker.computed_before, now - worker.busy_at, limits);
            if (verdict == ReaderVerdict::patience) {
                continue;
            }
            auto lost = dismiss(i);
            lost.reader->kill();
            if (verdict == ReaderVerdict::endless) {
                blame(std::move(lost),
                      "takes more than " + in_seconds(limits.computing) + " s of computing to be read");
            } else {
                auto unanswered = std::move(lost.asked.front().job);
                lost.asked.pop_front();
                note_silence(unanswered.file.path);
                give_up(std::move(unanswered));
                ask_again(lost);
            }
        }
    }

    void note_silence(const std::string& path) {
        mounts_ = owner_.setup_.mounts ? owner_.setup_.mounts() : std::vector<std::string>();
        if (!mounts_.empty()) {
            ++silent_mounts_[mount_of(path, mounts_)];
        }
    }

    bool is_silent(const std::string& path) const {
        if (silent_mounts_.empty()) {
            return false;
        }
        const auto found = silent_mounts_.find(mount_of(path, mounts_));
        return found != silent_mounts_.end() && found->second >= most_silent_files;
    }

    void give_up(ReadJob job) {
        auto path = job.file.path;
        owner_.done_(std::move(job), Error{ErrorCode::unreadable,
                                           "was not read: its disk did not answer for " +
                                               in_seconds(owner_.setup_.limits.idle) + " s",
                                           std::move(path)});
    }

    ReaderProcesses& owner_;
    std::vector<Worker> workers_;
    /// Files that a lost reader had not come to, and those it may have been lost by.
    std::deque<ReadJob> again_;
    std::deque<Asked> suspects_;
    int failed_starts_ = 0;
    Clock::time_point last_look_{};
    /// How many files of a mount got no answer, and the mounts of then.
    std::map<std::string, int> silent_mounts_;
    std::vector<std::string> mounts_;
};

ReaderProcesses::ReaderProcesses(ReaderSetup setup, Finished done, std::function<bool()> stop)
    : setup_(std::move(setup)),
      done_(std::move(done)),
      stop_(std::move(stop)),
      bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { run(); }) {}

ReaderProcesses::~ReaderProcesses() {
    end();
    close(bell_);
}

void ReaderProcesses::push(ReadJob job) {
    bool was_empty = false;
    {
        std::unique_lock lock(mutex_);
        taken_.wait(lock, [this] { return closed_ || jobs_.size() < most_waiting; });
        if (closed_) {
            return;
        }
        was_empty = jobs_.empty();
        jobs_.push_back(std::move(job));
    }
    // Who has found jobs comes back for more by itself.
    if (was_empty) {
        ring();
    }
}

Status ReaderProcesses::finish() {
    end();
    const std::lock_guard lock(mutex_);
    return error_ ? Status(*error_) : Status(Done{});
}

void ReaderProcesses::run() {
    Status outcome = Done{};
    {
        Supervisor supervisor(*this);
        outcome = supervisor.run();
    }
    const std::lock_guard lock(mutex_);
    closed_ = true;
    jobs_.clear();
    if (!outcome) {
        error_ = outcome.error();
    }
    taken_.notify_all();
}

void ReaderProcesses::end() {
    {
        const std::lock_guard lock(mutex_);
        no_more_ = true;
    }
    ring();
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::vector<ReadJob> ReaderProcesses::take(std::size_t most) {
    std::vector<ReadJob> taken;
    {
        const std::lock_guard lock(mutex_);
        while (taken.size() < most && !jobs_.empty()) {
            taken.push_back(std::move(jobs_.front()));
            jobs_.pop_front();
        }
    }
    taken_.notify_one();
    return taken;
}

std::size_t ReaderProcesses::waiting() {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
}

bool ReaderProcesses::no_more() {
    const std::lock_guard lock(mutex_);
    return no_more_ && jobs_.empty();
}

void ReaderProcesses::ring() const {
    const std::uint64_t once = 1;
    static_cast<void>(write(bell_, &once, sizeof once));
}

}  // namespace refrain
