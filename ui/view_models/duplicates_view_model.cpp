#include "ui/view_models/duplicates_view_model.h"

#include "library_scanner/core/rating.h"
#include "ui/view_models/ratings_view_model.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QStringList>

namespace refrain {

namespace {

/// How often the groups are read while they are being found.
constexpr qint64 read_again_ms = 10'000;

struct CopyText {
    Q_DECLARE_TR_FUNCTIONS(CopyText)
};

QString facts_of(const DuplicateTrack& track) {
    const QLocale locale;
    QStringList facts{QFileInfo(plain_text(track.path)).suffix().toUpper()};
    if (track.sample_rate > 0) {
        facts << CopyText::tr("%1 kHz").arg(locale.toString(track.sample_rate / 1000.0, 'g', 4));
    }
    if (track.bitrate_kbps > 0) {
        facts << CopyText::tr("%1 kbit/s").arg(locale.toString(track.bitrate_kbps));
    }
    facts << clock_text(track.duration)
          << (track.size > 0 ? locale.formattedDataSize(track.size, 1, QLocale::DataSizeSIFormat)
                             : QString());
    facts.removeAll(QString());
    return facts.join(QStringLiteral(" · "));
}

QString losing_of(const DuplicateTrack& track, bool only_lossless) {
    const CopyHistory& history = track.history;
    QStringList parts;
    if (only_lossless) {
        parts << CopyText::tr("the only lossless copy");
    }
    if (history.listens > 0) {
        parts << CopyText::tr("%n listen(s)", nullptr, static_cast<int>(history.listens));
    }
    if (const auto rating = history.rating ? Rating::from_percent(*history.rating) : std::nullopt) {
        parts << stars_text(*rating);
    }
    if (history.reacted) {
        parts << CopyText::tr("what you said of it");
    }
    if (history.playlists > 0) {
        parts << CopyText::tr("a place in %n playlist(s)", nullptr, static_cast<int>(history.playlists));
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

std::vector<CopyRow> copy_rows(const std::vector<DuplicateGroup>& groups) {
    std::vector<CopyRow> rows;
    for (const DuplicateGroup& group : groups) {
        const auto lossless =
            std::count_if(group.begin(), group.end(), [](const auto& track) { return track.lossless; });
        const auto with_history = std::count_if(group.begin(), group.end(),
                                                [](const auto& track) { return !track.history.empty(); });
        for (const DuplicateTrack& track : group) {
            CopyRow row;
            row.track = track.id.value();
            row.first = &track == &group.front();
            row.copies = static_cast<int>(group.size());
            row.title = display_title(track.title, track.path);
            row.artist = plain_text(track.artist);
            const QString path = plain_text(track.path);
            row.file = path.section(u'/', -1);
            row.folder = path.section(u'/', 0, -2);
            row.facts = facts_of(track);
            row.losing = losing_of(track, track.lossless && lossless == 1);
            row.best = row.first;
            row.can_keep = with_history > (track.history.empty() ? 0 : 1);
            row.path = track.path;
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

DuplicatesViewModel::DuplicatesViewModel(Background& background, LibraryChanges& library,
                                         NoticeViewModel& notices, Read read, QObject* parent)
    : KeyedListModel(parent),
      background_(background),
      notices_(notices),
      read_(std::move(read)),
      progress_(background.duplicates_progress()) {
    connect(&background_, &Background::duplicates_changed, this, &DuplicatesViewModel::take);
    connect(&background_, &Background::histories_moved, this, &DuplicatesViewModel::tell_moved);
    connect(&library, &LibraryChanges::changed, this, [this] {
        if (followed_) {
            refresh();
        }
    });
}

QString DuplicatesViewModel::summary() const {
    if (!known_) {
        return {};
    }
    return groups_.empty() ? tr("None is known so far")
                           : tr("%n recording(s) more than once", nullptr, static_cast<int>(groups_.size()));
}

QString DuplicatesViewModel::progress_text() const {
    const QLocale locale;
    return progress_.running && progress_.total == 0
               ? tr("Getting ready …")
               : tr("%1 of %2 songs listened to")
                     .arg(locale.toString(progress_.done), locale.toString(progress_.total));
}

double DuplicatesViewModel::progress_share() const {
    return progress_.total == 0
               ? -1.0
               : std::clamp(static_cast<double>(progress_.done) / static_cast<double>(progress_.total), 0.0,
                            1.0);
}

void DuplicatesViewModel::retranslate() {
    show(std::exchange(groups_, {}));
    Q_EMIT progressChanged();
}

void DuplicatesViewModel::refresh() {
    followed_ = true;
    last_read_.start();
    if (!read_) {
        show({});
        return;
    }
    task_.start([read = read_](const std::atomic<bool>& /*cancelled*/) { return read(); },
                [this](Result<std::vector<DuplicateGroup>> groups) {
                    if (groups) {
                        show(groups.value());
                    } else {
                        notices_.tell_trouble(groups.error());
                    }
                });
}

void DuplicatesViewModel::find() {
    background_.find_duplicates();
}

void DuplicatesViewModel::cancel() {
    background_.cancel_duplicates();
}

void DuplicatesViewModel::keepHistory(int row) {
    if (const CopyRow* copy = row_at(row); copy != nullptr && copy->can_keep) {
        background_.keep_history(TrackId(copy->track));
    }
}

void DuplicatesViewModel::showInFolder(int row) {
    if (const CopyRow* copy = row_at(row)) {
        background_.show_in_folder(copy->path);
    }
}

void DuplicatesViewModel::take(const DuplicatesProgress& progress) {
    const bool ended = progress_.running && !progress.running;
    progress_ = progress;
    Q_EMIT progressChanged();
    if (followed_ && (ended || last_read_.hasExpired(read_again_ms))) {
        refresh();
    }
}

void DuplicatesViewModel::tell_moved(TrackId kept, int others, bool back) {
    refresh();
    if (back) {
        notices_.tell(tr("Every copy has its history back."));
        return;
    }
    notices_.tell(tr("The history of %n other copy(s) is kept with this one.", nullptr, others), tr("Undo"),
                  [this, kept] { background_.give_history_back(kept); });
}

void DuplicatesViewModel::show(const std::vector<DuplicateGroup>& groups) {
    auto rows = copy_rows(groups);
    groups_ = groups;
    known_ = true;
    replace(std::move(rows));
    Q_EMIT changed();
}

QVariant DuplicatesViewModel::data(const QModelIndex& index, int role) const {
    const CopyRow* row = row_at(index.row());
    if (row == nullptr) {
        return {};
    }
    switch (role) {
        case TrackRole:
            return static_cast<qint64>(row->track);
        case FirstRole:
            return row->first;
        case CopiesRole:
            return row->copies;
        case TitleRole:
            return row->title;
        case ArtistRole:
            return row->artist;
        case FileRole:
            return row->file;
        case FolderRole:
            return row->folder;
        case FactsRole:
            return row->facts;
        case LosingRole:
            return row->losing;
        case BestRole:
            return row->best;
        case CanKeepRole:
            return row->can_keep;
        default:
            return {};
    }
}

QHash<int, QByteArray> DuplicatesViewModel::roleNames() const {
    return {{TrackRole, "trackId"}, {FirstRole, "first"}, {CopiesRole, "copies"},  {TitleRole, "title"},
            {ArtistRole, "artist"}, {FileRole, "file"},   {FolderRole, "folder"},  {FactsRole, "facts"},
            {LosingRole, "losing"}, {BestRole, "best"},   {CanKeepRole, "canKeep"}};
}

}  // namespace refrain
