#include "ui/view_models/ratings_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <memory>
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
        rate([id = TrackId(track)] { return std::vector{id}; }, said(track, 1, halves), halves);
    }
}

void RatingsViewModel::rateRows(const TrackRowsModel* list, int row, int halves) {
    const MeantTracks tracks = list ? list->meant(row) : MeantTracks();
    if (const auto first = tracks.first()) {
        rate([tracks] { return tracks.ids(); }, said(first->value(), static_cast<int>(tracks.size()), halves),
             halves);
    }
}

void RatingsViewModel::rate(MakeTracks tracks, QString said, int halves) {
    const auto changes = [tracks = std::move(tracks), rating = Rating::from_half_stars(halves)] {
        Changes made;
        for (const TrackId track : tracks()) {
            made.push_back({track, rating});
        }
        return made;
    };
    write(changes, [this, said = std::move(said)](const Changes& before) {
        notices_.tell(said, tr("Undo"),
                      [this, before] { write([before] { return before; }, [](const Changes&) {}); });
    });
}

QString RatingsViewModel::said(qint64 track, int count, int halves) const {
    if (count > 1) {
        return halves < 0 ? tr("The rating of %n song(s) was taken back.", nullptr, count)
                          : tr("%n song(s): %1.", nullptr, count).arg(text(halves));
    }
    const auto found = library_.current()->find(TrackId(track));
    const QString title = found ? display_title(*found) : QString();
    return halves < 0 ? tr("The rating of %1 was taken back.").arg(title)
                      : tr("%1: %2.").arg(title, text(halves));
}

void RatingsViewModel::write(std::function<Changes()> make, std::function<void(const Changes& before)> done) {
    pool_.start([this, make = std::move(make), done = std::move(done)] {
        const Changes changes = make();
        std::vector<TrackId> tracks;
        tracks.reserve(changes.size());
        for (const RatingChange& change : changes) {
            tracks.push_back(change.track);
        }
        const auto before = std::make_shared<const Changes>(ratings_.table()->of(tracks));
        const Status written = ratings_.rate(changes, utc_now());
        QMetaObject::invokeMethod(this, [this, written, before, done] {
            if (written) {
                done(*before);
            } else {
                notices_.tell_trouble(written.error());
            }
        });
    });
}

}  // namespace refrain
