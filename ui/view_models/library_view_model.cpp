#include "ui/view_models/library_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

#include <QLocale>

namespace refrain {

void FailuresModel::show(const std::vector<Library::Failure>& failures) {
    std::vector<FailureRow> rows;
    rows.reserve(failures.size());
    away_ = static_cast<int>(
        std::count_if(failures.begin(), failures.end(), [](const auto& failure) { return failure.away; }));
    for (const Library::Failure& failure : failures) {
        rows.push_back(
            {static_cast<std::int64_t>(rows.size()), plain_text(failure.path), file_trouble(failure.reason)});
    }
    replace(std::move(rows));
    Q_EMIT countChanged();
}

QVariant FailuresModel::data(const QModelIndex& index, int role) const {
    const FailureRow* row = row_at(index.row());
    if (!row) {
        return {};
    }
    switch (role) {
        case Qt::DisplayRole:
        case PathRole:
            return row->path;
        case ReasonRole:
            return row->reason;
        default:
            return {};
    }
}

QHash<int, QByteArray> FailuresModel::roleNames() const {
    return {{PathRole, "path"}, {ReasonRole, "reason"}};
}

LibraryViewModel::LibraryViewModel(Library& library, LibraryChanges& changes, Background& background,
                                   QString suggested_folder, QObject* parent)
    : QObject(parent),
      library_(library),
      background_(background),
      suggested_folder_(std::move(suggested_folder)),
      failures_(this),
      loudness_(background.loudness_progress()) {
    connect(&changes, &LibraryChanges::changed, this, &LibraryViewModel::take);
    connect(&background_, &Background::scan_started, this, [this] {
        scanning_ = true;
        progress_ = {};
        Q_EMIT changed();
    });
    connect(&background_, &Background::scan_progress, this, [this](const ScanProgress& progress) {
        scanning_ = true;
        progress_ = progress;
        Q_EMIT changed();
    });
    connect(&background_, &Background::scan_finished, this, [this] {
        scanning_ = false;
        Q_EMIT changed();
        read_from_disk();
    });
    connect(&background_, &Background::watch_changed, this, [this] {
        watched_ = background_.watched_roots();
        Q_EMIT changed();
    });
    connect(&background_, &Background::loudness_changed, this, [this](const LoudnessProgress& progress) {
        loudness_ = progress;
        Q_EMIT loudnessChanged();
    });
    take(changes.current());
    read_from_disk();
}

QString LibraryViewModel::count_text() const {
    return tr("%n song(s)", nullptr, tracks_).replace(QString::number(tracks_), QLocale().toString(tracks_));
}

QString LibraryViewModel::progress_text() const {
    const QLocale locale;
    if (progress_.files_to_read == 0) {
        return progress_.files_seen == 0
                   ? tr("Looking for music …")
                   : tr("%1 files looked at").arg(locale.toString(progress_.files_seen));
    }
    const auto read =
        tr("%1 of %2 files read")
            .arg(locale.toString(progress_.files_read), locale.toString(progress_.files_to_read));
    constexpr Milliseconds minute{60'000};
    if (!progress_.left || *progress_.left <= Milliseconds(0)) {
        return read;
    }
    const auto minutes = static_cast<int>((*progress_.left + minute - Milliseconds(1)) / minute);
    return minutes <= 1 ? tr("%1, less than a minute left").arg(read)
                        : tr("%1, about %n minute(s) left", nullptr, minutes).arg(read);
}

/// Why some folders are only asked from time to time; empty while all of them are watched.
QString LibraryViewModel::watch_text() const {
    for (const WatchedRoot& root : watched_) {
        if (root.how == WatchedRoot::How::polled) {
            return tr("Changes in %1 are noticed within half a minute, and some only after an hour: %2.")
                .arg(plain_text(root.path), file_trouble(root.reason));
        }
    }
    return watched_.empty() ? QString() : tr("Changes in them are noticed at once.");
}

double LibraryViewModel::progress_share() const {
    if (!progress_.walk_done || progress_.files_to_read <= 0) {
        return -1.0;
    }
    return std::clamp(
        static_cast<double>(progress_.files_read) / static_cast<double>(progress_.files_to_read), 0.0, 1.0);
}

QString LibraryViewModel::measuring_text() const {
    const QLocale locale;
    return tr("%1 of %2 songs measured")
        .arg(locale.toString(loudness_.measured), locale.toString(loudness_.wanted));
}

double LibraryViewModel::measuring_share() const {
    return loudness_.wanted <= 0
               ? 0.0
               : std::clamp(static_cast<double>(loudness_.measured) / static_cast<double>(loudness_.wanted),
                            0.0, 1.0);
}

QString LibraryViewModel::suggested_folder_name() const {
    return suggested_folder_.section(u'/', -1, -1, QString::SectionSkipEmpty);
}

void LibraryViewModel::addFolder(const QUrl& folder) {
    const QString path = folder.toLocalFile();
    if (!path.isEmpty()) {
        background_.add_folder(path);
    }
}

void LibraryViewModel::addSuggestedFolder() {
    if (!suggested_folder_.isEmpty()) {
        background_.add_folder(suggested_folder_);
    }
}

void LibraryViewModel::retranslate() {
    Q_EMIT changed();
    Q_EMIT loudnessChanged();
    read_from_disk();
}

void LibraryViewModel::removeFolder(int index) {
    if (index >= 0 && index < static_cast<int>(roots_.size())) {
        background_.remove_folder(roots_[static_cast<std::size_t>(index)]);
    }
}

void LibraryViewModel::rescan() {
    background_.rescan();
}

void LibraryViewModel::believeMissing() {
    background_.believe_missing();
}

void LibraryViewModel::cancelScan() {
    background_.cancel_scan();
}

void LibraryViewModel::measureLoudness() {
    background_.measure_loudness();
}

void LibraryViewModel::cancelLoudness() {
    background_.cancel_loudness();
}

void LibraryViewModel::take(const LibraryPtr& picture) {
    tracks_ = static_cast<int>(picture->present());
    Q_EMIT changed();
}

void LibraryViewModel::read_from_disk() {
    struct Read {
        bool ok = false;
        std::vector<std::string> roots;
        std::vector<Library::Failure> failures;
    };
    task_.start(
        [&library = library_](const std::atomic<bool>&) {
            Read read;
            const auto roots = library.roots();
            auto failures = library.failures();
            read.ok = roots.ok() && failures.ok();
            if (read.ok) {
                read.roots = roots.value();
                read.failures = std::move(failures).value();
            }
            return read;
        },
        [this](const Read& read) {
            if (read.ok) {
                roots_known_ = true;
                has_roots_ = !read.roots.empty();
                roots_ = read.roots;
                folders_.clear();
                for (const std::string& root : roots_) {
                    folders_.push_back(plain_text(root));
                }
                failures_.show(read.failures);
                Q_EMIT changed();
            }
        });
}

}  // namespace refrain
