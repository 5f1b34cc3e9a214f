#include "ui/view_models/reactions_view_model.h"

#include "recommender/serving/reactions_in_force.h"
#include "ui/view_models/track_text.h"

#include <chrono>
#include <memory>
#include <utility>

#include <QMetaObject>

namespace refrain {

namespace {

constexpr auto night = std::chrono::hours(12);
constexpr auto month = std::chrono::hours(24 * 30);
/// Between album artist and album in a reaction's subject (reaction.h).
constexpr char subject_separator = '\x1f';

}  // namespace

std::unordered_set<TrackId> loved_tracks(const std::vector<Reaction>& reactions) {
    std::unordered_set<TrackId> loved;
    for (const Reaction& reaction : reactions) {
        if (reaction.scope != ReactionScope::track) {
            continue;
        }
        if (reaction.kind == ReactionKind::love) {
            loved.insert(reaction.track);
        } else if (reaction.kind == ReactionKind::unlove) {
            loved.erase(reaction.track);
        }
    }
    return loved;
}

ReactionsViewModel::ReactionsViewModel(const ListeningHistory& history, Background& background,
                                       LibraryChanges& library, NoticeViewModel& notices, QObject* parent)
    : QObject(parent), history_(history), background_(background), library_(library), notices_(notices) {
    pool_.setMaxThreadCount(1);
    connect(&background_, &Background::reacted, this, &ReactionsViewModel::take_over);
    connect(&background_, &Background::history_changed, this, &ReactionsViewModel::read);
    read();
}

void ReactionsViewModel::follow(const GuessSteering& steering) {
    steering_ = &steering;
    connect(&steering, &GuessSteering::private_session_changed, this, [this](bool on) {
        if (!on) {
            // What was said before it is on disk.
            said_.clear();
            unstored_.clear();
            read();
            refresh_list();
        }
    });
}

void ReactionsViewModel::show_list(bool shown) {
    if (shown == list_shown_) {
        return;
    }
    list_shown_ = shown;
    Q_EMIT listShownChanged();
    refresh_list();
}

void ReactionsViewModel::refresh_list() {
    if (!list_shown_) {
        return;
    }
    list_task_.start(
        [&history = history_, said = said_, library = library_.current()](const std::atomic<bool>&) {
            std::vector<Reaction> reactions;
            if (auto stored = history.reactions()) {
                reactions = std::move(stored).value();
            }
            reactions.insert(reactions.end(), said.begin(), said.end());
            return reaction_lines(reactions, *library, utc_now());
        },
        [this](std::vector<ReactionLine> lines) { list_.show(std::move(lines)); });
}

void ReactionsViewModel::takeBack(int row) {
    if (const ReactionLine* line = list_.row_at(row)) {
        background_.react(undo_of(line->reaction, utc_now()));
    }
}

ReactionsViewModel::~ReactionsViewModel() {
    pool_.waitForDone();
}

void ReactionsViewModel::read() {
    // What is said from here on may not be in what is read.
    said_since_.emplace();
    task_.start(
        [&history = history_](const std::atomic<bool>&) -> std::optional<std::unordered_set<TrackId>> {
            auto reactions = history.reactions();
            return reactions ? std::optional(loved_tracks(reactions.value())) : std::nullopt;
        },
        [this](std::optional<std::unordered_set<TrackId>> loved) {
            const auto said = std::exchange(said_since_, std::nullopt).value_or(std::vector<Reaction>());
            if (loved) {
                for (const Reaction& reaction : unstored_) {
                    if (reaction.scope == ReactionScope::track && reaction.kind == ReactionKind::love) {
                        loved->insert(reaction.track);
                    } else if (reaction.scope == ReactionScope::track &&
                               reaction.kind == ReactionKind::unlove) {
                        loved->erase(reaction.track);
                    }
                }
            }
            if (loved && *loved != loved_) {
                loved_ = *std::move(loved);
                ++revision_;
                Q_EMIT changed();
            }
            heart(said);
        });
}

void ReactionsViewModel::take_over(const std::vector<Reaction>& reactions) {
    if (said_since_) {
        said_since_->insert(said_since_->end(), reactions.begin(), reactions.end());
    }
    said_.insert(said_.end(), reactions.begin(), reactions.end());
    if (steering_ != nullptr && steering_->private_session()) {
        unstored_.insert(unstored_.end(), reactions.begin(), reactions.end());
    }
    refresh_list();
    heart(reactions);
}

void ReactionsViewModel::heart(const std::vector<Reaction>& reactions) {
    bool news = false;
    for (const Reaction& reaction : reactions) {
        const bool of_track = reaction.scope == ReactionScope::track;
        news |= of_track && reaction.kind == ReactionKind::love && loved_.insert(reaction.track).second;
        news |= of_track && reaction.kind == ReactionKind::unlove && loved_.erase(reaction.track) > 0;
    }
    if (news) {
        ++revision_;
        Q_EMIT changed();
    }
}

QString ReactionsViewModel::styleOf(qint64 id) const {
    const auto track = library_.current()->find(TrackId(id));
    return track && !track->genres.empty() ? plain_text(*track->genres.begin()) : QString();
}

bool ReactionsViewModel::isLoved(qint64 track) const {
    return loved_.contains(TrackId(track));
}

void ReactionsViewModel::toggleLove(qint64 track) {
    const TrackId id(track);
    if (!id.valid()) {
        return;
    }
    Reaction reaction;
    reaction.kind = loved_.contains(id) ? ReactionKind::unlove : ReactionKind::love;
    reaction.track = id;
    reaction.at = utc_now();
    // Shown when the application says that it has reacted, which it does at once.
    background_.react(reaction);
}

void ReactionsViewModel::react(MeantTracks tracks, ReactionKind kind, std::function<void(int)> done) {
    pool_.start([this, tracks = std::move(tracks), kind, done = std::move(done)] {
        Reaction reaction;
        reaction.kind = kind;
        reaction.at = utc_now();
        auto reactions = std::make_shared<std::vector<Reaction>>();
        reactions->reserve(tracks.size());
        tracks.all([&](TrackId track) {
            reaction.track = track;
            reactions->push_back(reaction);
            return true;
        });
        QMetaObject::invokeMethod(this, [this, kind, reactions, done] {
            if (kind == ReactionKind::love) {
                std::erase_if(*reactions, [this](const Reaction& one) { return loved_.contains(one.track); });
            }
            background_.react(*reactions);
            if (done) {
                done(static_cast<int>(reactions->size()));
            }
        });
    });
}

bool ReactionsViewModel::areLoved(const TrackRowsModel* list, int row) const {
    const MeantTracks tracks = list ? list->meant(row) : MeantTracks();
    const std::size_t count = tracks.size();
    // More than are loved at all need no looking at: a menu opens with this.
    return count > 0 && count <= loved_.size() &&
           tracks.all([this](TrackId track) { return loved_.contains(track); });
}

void ReactionsViewModel::toggleLoveOf(const TrackRowsModel* list, int row) {
    if (list) {
        react(list->meant(row), areLoved(list, row) ? ReactionKind::unlove : ReactionKind::love);
    }
}

void ReactionsViewModel::banTracks(const TrackRowsModel* list, int row) {
    const MeantTracks tracks = list ? list->meant(row) : MeantTracks();
    if (tracks.size() == 0) {
        return;
    }
    if (tracks.size() == 1) {
        ban(tracks.ids().front().value(), Scope::Track, Until::Forever);
        return;
    }
    react(tracks, ReactionKind::ban, [this, tracks](int count) {
        notices_.tell(tr("%n song(s) will not be suggested again.", nullptr, count), tr("Undo"),
                      [this, tracks] { react(tracks, ReactionKind::unban); });
    });
}

void ReactionsViewModel::ban(qint64 track_id, Scope scope, Until until) {
    const auto track = library_.current()->find(TrackId(track_id));
    if (!track) {
        return;
    }
    Reaction reaction;
    reaction.kind = ReactionKind::ban;
    reaction.at = utc_now();
    QString what;
    switch (scope) {
        case Scope::Track:
            reaction.scope = ReactionScope::track;
            reaction.track = track->id;
            what = display_title(*track);
            break;
        case Scope::Artist:
            reaction.scope = ReactionScope::artist;
            reaction.subject = track->artist;
            what = plain_text(track->artist);
            break;
        case Scope::Album:
            reaction.scope = ReactionScope::album;
            reaction.subject =
                std::string(track->grouping_artist()) + subject_separator + std::string(track->album);
            what = plain_text(track->album);
            break;
        case Scope::Style:
            reaction.scope = ReactionScope::style;
            reaction.subject = track->genres.empty() ? std::string() : *track->genres.begin();
            what = plain_text(reaction.subject);
            break;
    }
    if (what.isEmpty()) {
        return;
    }
    QString text = tr("%1 will not be suggested again.").arg(what);
    if (until == Until::Tomorrow) {
        reaction.until = reaction.at + night;
        text = tr("%1 will not be suggested until tomorrow.").arg(what);
    } else if (until == Until::NextMonth) {
        reaction.until = reaction.at + month;
        text = tr("%1 will not be suggested for a month.").arg(what);
    }
    background_.react(reaction);
    notices_.tell(text, tr("Undo"), [this, reaction] { background_.react(undo_of(reaction, utc_now())); });
}

}  // namespace refrain
