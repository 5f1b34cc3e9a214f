#include "ui/view_models/ratings_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <utility>

#include <QCoreApplication>
#include <QMetaObject>

namespace refrain {

namespace {

struct StarsText {
    Q_DECLARE_TR_FUNCTIONS(StarsText)
};

}  // namespace

QString stars_text(Rating rating) {
    const int halves = rating.half_stars();
    if (halves == 0) {
        return StarsText::tr("No stars");
    }
    if (halves == 1) {
        return StarsText::tr("½ star");
    }
    return halves % 2 == 0 ? StarsText::tr("%n star(s)", nullptr, halves / 2)
                           : StarsText::tr("%1½ stars").arg(halves / 2);
}

RatingsViewModel::RatingsViewModel(Ratings& ratings, LibraryChanges& library, NoticeViewModel& notices,
                                   QObject* parent)
    : QObject(parent), ratings_(ratings), library_(library), notices_(notices), table_(ratings.table()) {
    pool_.setMaxThreadCount(1);
    // Files that were read anew may say something else.
    connect(&library_, &LibraryChanges::changed, this, [this] {
        ++revision_;
        Q_EMIT changed();
    });
    subscription_ = ratings_.subscribe([this](const RatingTablePtr&) {
        QMetaObject::invokeMethod(this, [this] {
            table_ = ratings_.table();
            ++revision_;
            Q_EMIT changed();
        });
    });
}

RatingsViewModel::~RatingsViewModel() {
    pool_.waitForDone();
    ratings_.unsubscribe(subscription_);
}

int RatingsViewModel::halves(qint64 track) const {
    const TrackId id(track);
    auto rating = table_->find(id);
    if (const auto in_library = rating ? std::nullopt : library_.current()->find(id)) {
        rating = rating_of(*table_, *in_library);
    }
    return rating ? rating->half_stars() : -1;
}

bool RatingsViewModel::isRated(qint64 track) const {
    return table_->find(TrackId(track)).has_value();
}

QString RatingsViewModel::text(int halves) const {
    const auto rating = Rating::from_half_stars(halves);
    return rating ? stars_text(*rating) : tr("Not rated");
}

void RatingsViewModel::rate(qint64 track, int halves) {
    if (track > 0) {
        rate(std::vector{TrackId(track)}, halves);
    }
}

void RatingsViewModel::rateRows(const TrackListModel* list, int row, int halves) {
    if (list) {
        rate(list->meant(row), halves);
    }
}

void RatingsViewModel::rate(const std::vector<TrackId>& tracks, int halves) {
    if (tracks.empty()) {
        return;
    }
    std::vector<RatingChange> changes;
    changes.reserve(tracks.size());
    for (const TrackId track : tracks) {
        changes.push_back({track, Rating::from_half_stars(halves)});
    }
    write(std::move(changes), [this, text = said(tracks, halves), before = table_->of(tracks)] {
        notices_.tell(text, tr("Undo"), [this, before] { write(before, [] {}); });
    });
}

QString RatingsViewModel::said(const std::vector<TrackId>& tracks, int halves) const {
    if (tracks.size() > 1) {
        const int count = static_cast<int>(tracks.size());
        return halves < 0 ? tr("The rating of %n song(s) was taken back.", nullptr, count)
                          : tr("%n song(s): %1.", nullptr, count).arg(text(halves));
    }
    const auto track = library_.current()->find(tracks.front());
    const QString title = track ? display_title(*track) : QString();
    return halves < 0 ? tr("The rating of %1 was taken back.").arg(title)
                      : tr("%1: %2.").arg(title, text(halves));
}

void RatingsViewModel::write(std::vector<RatingChange> changes, std::function<void()> done) {
    pool_.start([this, changes = std::move(changes), done = std::move(done)] {
        const Status written = ratings_.rate(changes, utc_now());
        QMetaObject::invokeMethod(this, [this, written, done] {
            if (written) {
                done();
            } else {
                notices_.tell_trouble(written.error());
            }
        });
    });
}

}  // namespace refrain
