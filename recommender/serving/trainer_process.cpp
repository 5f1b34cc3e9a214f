#include "recommender/serving/trainer_process.h"

#include <algorithm>
#include <cmath>

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QTimer>

namespace refrain {
namespace {

/// A line longer than this is no progress report; what it holds is dropped.
constexpr qint64 kLongestLine = 1 << 20;
/// How long a child that was asked to end may take before it is killed, in ms.
constexpr int kPatience = 3000;

Error said(ErrorCode code, const QString& message, const QString& path = {}) {
    return {code, message.toStdString(), path.toStdString()};
}

/// "18" of every 100 finished songs were among the ten shown.
QString in_hundred(const QJsonObject& trial, const char* of) {
    const QJsonObject score = trial.value(QLatin1String(of)).toObject();
    return QString::number(std::lround(100.0 * score.value(QLatin1String("pos_at_10")).toDouble()));
}

/// The trial of a model that did not win it (training/verdict_log.h), in English sentences; the window has
/// them in its own language (ui/view_models/sentences).
QString why_kept(const QJsonObject& trial) {
    const QString verdict = trial.value(QLatin1String("verdict")).toString();
    const bool serves =
        !trial.value(QLatin1String("champion")).toObject().value(QLatin1String("name")).toString().isEmpty();
    const QString mine = in_hundred(trial, "challenger");
    QString why;
    if (verdict == QLatin1String("too_little")) {
        why = QStringLiteral("Too few songs were heard out lately to tell whether the new model is better.");
    } else if (verdict == QLatin1String("behind_personal")) {
        why = QStringLiteral(
                  "On your last listens the new model foresaw %1 of 100 finished songs, what you "
                  "play most %2.")
                  .arg(mine, in_hundred(trial, "personal"));
    } else if (verdict == QLatin1String("more_skips")) {
        why = QStringLiteral("On your last listens the new model would have shown more of what you skipped.");
    } else if (verdict == QLatin1String("not_better")) {
        why = serves ? QStringLiteral(
                           "On your last listens the new model foresaw %1 of 100 finished songs, "
                           "the one in use %2.")
                     : QStringLiteral(
                           "On your last listens the new model foresaw %1 of 100 finished songs, "
                           "guessing without one %2.");
        why = why.arg(mine, in_hundred(trial, "champion"));
    } else {
        why = QStringLiteral("The new model could not be tried out.");
    }
    return why + QLatin1Char(' ') +
           (serves ? QStringLiteral("The one in use stays.")
                   : QStringLiteral("Guesses go on without a model."));
}

}  // namespace

TrainerProcess::TrainerProcess(QObject* parent) : QObject(parent) {
    // Progress comes on stdout; what libraries print on stderr must neither fill a pipe nor reach a terminal.
    process_.setStandardErrorFile(QProcess::nullDevice());
    process_.setStandardInputFile(QProcess::nullDevice());
    connect(&process_, &QProcess::readyReadStandardOutput, this, &TrainerProcess::read_lines);
    connect(&process_, &QProcess::finished, this, &TrainerProcess::end);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {  // the only error after which finished() does not come
            report({},
                   said(ErrorCode::not_found,
                        tr("The trainer cannot be started, so no new model was made; the one in use stays"),
                        process_.program()));
        }
    });
}

TrainerProcess::~TrainerProcess() {
    reported_ = true;  // nobody listens any more
    if (process_.state() != QProcess::NotRunning) {
        process_.kill();
        process_.waitForFinished(kPatience);
    }
}

void TrainerProcess::start(const Options& options) {
    if (running()) {
        return;
    }
    generation_.clear();
    last_error_line_.clear();
    kept_.clear();
    cancelled_ = false;
    reported_ = false;
    auto environment = QProcessEnvironment::systemEnvironment();
    // Spinning threads on a busy machine are several times slower than sleeping ones.
    environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
    process_.setProcessEnvironment(environment);
    QStringList arguments{QStringLiteral("train"),      QStringLiteral("--background"),
                          QStringLiteral("--database"), options.database,
                          QStringLiteral("--out"),      options.output,
                          QStringLiteral("--config"),   options.config,
                          QStringLiteral("--device"),   options.device,
                          QStringLiteral("--seed"),     QString::number(options.seed)};
    if (options.trial) {
        arguments << QStringLiteral("--if-better");
    }
    if (!options.on_battery) {
        arguments << QStringLiteral("--pause-on-battery");
    }
    process_.start(options.program, arguments, QIODevice::ReadOnly);
}

void TrainerProcess::cancel() {
    if (!running()) {
        return;
    }
    cancelled_ = true;
    process_.terminate();
    const qint64 child = process_.processId();
    QTimer::singleShot(kPatience, this, [this, child] {
        if (running() && process_.processId() == child) {
            process_.kill();
        }
    });
}

bool TrainerProcess::running() const {
    return process_.state() != QProcess::NotRunning;
}

void TrainerProcess::read_lines() {
    while (process_.canReadLine()) {
        read_line(process_.readLine());
    }
    if (process_.bytesAvailable() > kLongestLine) {
        process_.readAll();
    }
}

void TrainerProcess::read_line(const QByteArray& line) {
    // Foreign lines (a library's greeting, half a line of a killed child) are no reports and do no harm.
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QString phase = object.value(QLatin1String("phase")).toString();
    if (phase.isEmpty()) {
        return;
    }
    if (phase == QLatin1String("error")) {
        last_error_line_ = object.value(QLatin1String("message")).toString();
        return;
    }
    if (phase == QLatin1String("kept")) {
        kept_ = why_kept(object.value(QLatin1String("trial")).toObject());
        return;
    }
    const QString generation = object.value(QLatin1String("generation")).toString();
    if (!generation.isEmpty()) {
        generation_ = generation;
    }
    const auto number = [&](const char* key) { return object.value(QLatin1String(key)).toDouble(); };
    const auto whole = [&](const char* key) { return std::max(0, object.value(QLatin1String(key)).toInt()); };
    Q_EMIT progress({phase, whole("epoch"), whole("epochs"), number("loss_positive"), number("loss_negative"),
                     number("seconds"), number("eta_seconds")});
}

void TrainerProcess::end(int code, QProcess::ExitStatus how) {
    read_lines();
    read_line(process_.readAll());  // a last line may lack its end
    if (cancelled_) {
        report({}, said(ErrorCode::cancelled, tr("Training was stopped; the model in use stays")));
    } else if (how == QProcess::CrashExit) {
        report({},
               said(ErrorCode::failed,
                    tr("The trainer crashed or was ended by the system (often: too little memory); the model "
                       "in use stays")));
    } else if (code != 0) {
        report({}, said(ErrorCode::failed,
                        last_error_line_.isEmpty()
                            ? tr("The trainer ended with exit code %1; the model in use stays").arg(code)
                            : last_error_line_));
    } else if (!kept_.isEmpty()) {
        report({}, Done{}, kept_);
    } else if (generation_.isEmpty()) {
        report({}, said(ErrorCode::malformed,
                        tr("The trainer ended without naming a new model; the model in use stays")));
    } else {
        report(generation_, Done{});
    }
}

void TrainerProcess::report(const QString& generation, const Status& status, const QString& note) {
    if (!std::exchange(reported_, true)) {
        Q_EMIT finished(generation, status, note);
    }
}

}  // namespace refrain
