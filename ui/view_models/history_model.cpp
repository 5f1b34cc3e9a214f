#include "ui/view_models/history_model.h"

#include "library_scanner/core/judgement.h"
#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <QCoreApplication>

namespace refrain {

namespace {

struct HistoryText {
    Q_DECLARE_TR_FUNCTIONS(HistoryText)
};

QString intent_text(Intent intent) {
    switch (intent) {
        case Intent::unknown:
            return {};
        case Intent::track:
            return HistoryText::tr("chosen");
        case Intent::album:
            return HistoryText::tr("album");
        case Intent::artist:
            return HistoryText::tr("artist");
        case Intent::style:
            return HistoryText::tr("style");
        case Intent::playlist:
            return HistoryText::tr("playlist");
        case Intent::search:
            return HistoryText::tr("search");
        case Intent::shuffle:
            return HistoryText::tr("shuffle");
        case Intent::guess:
            return HistoryText::tr("Guess You Like");
        case Intent::radio:
            return HistoryText::tr("radio");
        case Intent::resume:
            return HistoryText::tr("resumed");
        case Intent::remote:
            return HistoryText::tr("remote control");
        case Intent::import:
            return HistoryText::tr("imported");
    }
    return {};
}

QString ending_text(EndReason reason) {
    switch (reason) {
        case EndReason::open:
            return HistoryText::tr("playing");
        case EndReason::unknown:
            return {};
        case EndReason::finished:
            return HistoryText::tr("finished");
        case EndReason::next:
            return HistoryText::tr("skipped");
        case EndReason::previous:
            return HistoryText::tr("went back");
        case EndReason::chose_other:
            return HistoryText::tr("chose another");
        case EndReason::not_for_me:
            return HistoryText::tr("not for me");
        case EndReason::stopped:
            return HistoryText::tr("stopped");
        case EndReason::sleep_timer:
            return HistoryText::tr("sleep timer");
        case EndReason::error:
            return HistoryText::tr("could not be played");
        case EndReason::quit:
            return HistoryText::tr("player closed");
        case EndReason::interrupted:
            return HistoryText::tr("interrupted");
    }
    return {};
}

QString judgement_text(Judgement judgement) {
    return judgement == Judgement::positive   ? QStringLiteral("positive")
           : judgement == Judgement::negative ? QStringLiteral("negative")
                                              : QStringLiteral("neutral");
}

}  // namespace

HistoryRow history_row(const Listen& listen, const QDateTime& now) {
    HistoryRow row;
    row.listen = listen.id;
    row.track = listen.track;
    row.title = display_title(listen.title, listen.path);
    row.artist = plain_text(listen.artist);
    row.when = when_text(QDateTime::fromMSecsSinceEpoch(to_ms(listen.started_at)), now);
    row.intent = intent_text(listen.intent);
    row.ending = listen.browsing ? HistoryText::tr("browsed past") : ending_text(listen.end_reason);
    row.judgement = judgement_text(judge(listen));
    const auto rate = listen.rate();
    row.share = rate ? rate->value() : -1.0;
    row.open = listen.end_reason == EndReason::open;
    return row;
}

HistoryModel::HistoryModel(const ListeningHistory& history, Background& background, PlayerFollower& follower,
                           QObject* parent)
    : KeyedListModel(parent), history_(history) {
    connect(&background, &Background::history_changed, this, &HistoryModel::reload);
    connect(&follower, &PlayerFollower::listen_closed, this, &HistoryModel::reload);
    reload();
}

void HistoryModel::reload() {
    struct Read {
        std::vector<HistoryRow> rows;
        std::optional<Error> error;
    };
    task_.start(
        [&history = history_, wanted = wanted_](const std::atomic<bool>&) {
            Read read;
            HistoryFilter filter;
            filter.limit = wanted;
            auto listens = history.listens(filter);
            if (!listens) {
                read.error = listens.error();
                return read;
            }
            const QDateTime now = QDateTime::currentDateTime();
            std::for_each(listens.value().rbegin(), listens.value().rend(),
                          [&](const Listen& listen) { read.rows.push_back(history_row(listen, now)); });
            return read;
        },
        [this, wanted = wanted_](Read read) {
            error_ = read.error ? error_text(*read.error) : QString();
            if (error_.isEmpty()) {
                complete_ = read.rows.size() < wanted;
                replace(std::move(read.rows));
            }
            loaded_ = true;
            Q_EMIT countChanged();
        });
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && loaded_ && !complete_ && static_cast<std::size_t>(count()) >= wanted_;
}

void HistoryModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent)) {
        wanted_ += portion;
        reload();
    }
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    const HistoryRow* row = row_at(index.row());
    if (!row) {
        return {};
    }
    switch (role) {
        case TrackIdRole:
            return QVariant::fromValue<qint64>(row->track.value());
        case Qt::DisplayRole:
        case TitleRole:
            return row->title;
        case ArtistRole:
            return row->artist;
        case WhenRole:
            return row->when;
        case ShareRole:
            return row->share;
        case IntentRole:
            return row->intent;
        case EndingRole:
            return row->ending;
        case JudgementRole:
            return row->judgement;
        case OpenRole:
            return row->open;
        default:
            return {};
    }
}

QHash<int, QByteArray> HistoryModel::roleNames() const {
    return {{TrackIdRole, "trackId"}, {TitleRole, "title"},         {ArtistRole, "artist"},
            {WhenRole, "when"},       {ShareRole, "share"},         {IntentRole, "intent"},
            {EndingRole, "ending"},   {JudgementRole, "judgement"}, {OpenRole, "open"}};
}

}  // namespace refrain
