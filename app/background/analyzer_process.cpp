#include "app/background/analyzer_process.h"

#include <csignal>
#include <utility>

#include <QStringList>
#include <QTimer>

namespace refrain::app {

namespace {

/// A line longer than this is no report; what it holds is dropped.
constexpr qint64 longest_line = 1 << 20;
/// How long a child that was asked to end may take before it is killed, in ms.
constexpr int patience_ms = 3000, patience_at_the_end_ms = 1000;

}  // namespace

AnalyzerProcess::AnalyzerProcess(DataPaths paths, QObject* parent)
    : QObject(parent), paths_(std::move(paths)) {
    process_.setStandardInputFile(QProcess::nullDevice());
    // The command line holds signals back for a thread of its own; a child must hear them.
    process_.setChildProcessModifier([] {
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
    });
    connect(&process_, &QProcess::readyReadStandardOutput, this, &AnalyzerProcess::read_lines);
    connect(&process_, &QProcess::finished, this, &AnalyzerProcess::end);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {  // the only error after which finished() does not come
            finish(Error{ErrorCode::not_found, "The analyzer cannot be started",
                         process_.program().toStdString()});
        }
    });
}

AnalyzerProcess::~AnalyzerProcess() {
    finished_ = true;  // nobody listens any more
    if (running()) {
        process_.terminate();
        if (!process_.waitForFinished(patience_at_the_end_ms)) {
            process_.kill();
            process_.waitForFinished(patience_at_the_end_ms);
        }
    }
}

void AnalyzerProcess::start(const std::vector<std::string>& arguments) {
    if (running()) {
        return;
    }
    finished_ = cancelled_ = false;
    const auto program = find_program("refrain-analyzer");
    if (program.empty()) {
        finish(Error{
            ErrorCode::not_found,
            "The analyzer (refrain-analyzer) is not installed beside this program, in libexec or in PATH",
            {}});
        return;
    }
    auto lock =
        FileLock::take(paths_.analyzer_lock(), "The analyzer is at work on this library already",
                       FileLock::Children::keep);
    if (!lock) {
        finish(lock.error());
        return;
    }
    lock_.emplace(std::move(lock).value());
    QStringList words;
    for (const std::string& word : arguments) {
        words.append(QString::fromLocal8Bit(word.data(), static_cast<qsizetype>(word.size())));
    }
    process_.start(QString::fromStdString(program.string()), words, QIODevice::ReadOnly);
}

void AnalyzerProcess::cancel() {
    if (!running()) {
        return;
    }
    cancelled_ = true;
    process_.terminate();
    const qint64 child = process_.processId();
    QTimer::singleShot(patience_ms, this, [this, child] {
        if (running() && process_.processId() == child) {
            process_.kill();
        }
    });
}

void AnalyzerProcess::read_lines() {
    process_.setReadChannel(QProcess::StandardOutput);
    while (process_.canReadLine()) {
        const QByteArray line = process_.readLine(longest_line).trimmed();
        if (const auto report =
                parse_analyzer_line({line.constData(), static_cast<std::size_t>(line.size())})) {
            Q_EMIT reported(*report);
        }
    }
}

void AnalyzerProcess::end(int code, QProcess::ExitStatus how) {
    read_lines();
    if (cancelled_) {
        finish(Error{ErrorCode::cancelled, "Stopped; what was measured is kept", {}});
    } else if (how == QProcess::CrashExit) {
        finish(Error{ErrorCode::failed, "The analyzer ended unexpectedly; what it measured is kept", {}});
    } else if (code != 0) {
        const auto said =
            QString::fromLocal8Bit(process_.readAllStandardError()).trimmed().section(u'\n', -1);
        finish(Error{ErrorCode::failed,
                     said.isEmpty() ? "The analyzer failed; what it measured is kept" : said.toStdString(),
                     {}});
    } else {
        finish(Done{});
    }
}

void AnalyzerProcess::finish(Status status) {
    lock_.reset();
    if (!std::exchange(finished_, true)) {
        Q_EMIT finished(status);
    }
}

}  // namespace refrain::app
