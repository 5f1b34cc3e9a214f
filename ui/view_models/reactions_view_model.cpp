#include "ui/view_models/reactions_view_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <chrono>
#include <utility>

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
    : QObject(parent), background_(background), library_(library), notices_(notices) {
    task_.start(
        [&history](const std::atomic<bool>&) {
            auto reactions = history.reactions();
            return reactions ? loved_tracks(reactions.value()) : std::unordered_set<TrackId>{};
        },
        [this](std::unordered_set<TrackId> loved) {
            loved_.merge(loved);
            ++revision_;
            Q_EMIT changed();
        });
    connect(&background_, &Background::reacted, this, &ReactionsViewModel::take_over);
}

void ReactionsViewModel::take_over(const Reaction& reaction) {
    const bool of_track = reaction.scope == ReactionScope::track;
    const bool news =
        (of_track && reaction.kind == ReactionKind::love && loved_.insert(reaction.track).second) ||
        (of_track && reaction.kind == ReactionKind::unlove && loved_.erase(reaction.track) > 0);
    if (news) {
        ++revision_;
        Q_EMIT changed();
    }
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

void ReactionsViewModel::react(const std::vector<TrackId>& tracks, ReactionKind kind) {
    for (const TrackId track : tracks) {
        Reaction reaction;
        reaction.kind = kind;
        reaction.track = track;
        reaction.at = utc_now();
        background_.react(reaction);
    }
}

bool ReactionsViewModel::areLoved(const TrackListModel* list, int row) const {
    const std::vector<TrackId> tracks = list ? list->meant(row) : std::vector<TrackId>();
    return !tracks.empty() && std::all_of(tracks.begin(), tracks.end(),
                                          [this](TrackId track) { return loved_.contains(track); });
}

void ReactionsViewModel::toggleLoveOf(const TrackListModel* list, int row) {
    if (list) {
        const bool unlove = areLoved(list, row);
        std::vector<TrackId> tracks = list->meant(row);
        std::erase_if(tracks, [&](TrackId track) { return !unlove && loved_.contains(track); });
        react(tracks, unlove ? ReactionKind::unlove : ReactionKind::love);
    }
}

void ReactionsViewModel::banTracks(const TrackListModel* list, int row) {
    const std::vector<TrackId> tracks = list ? list->meant(row) : std::vector<TrackId>();
    if (tracks.size() == 1) {
        ban(tracks.front().value(), Scope::Track, Until::Forever);
    } else if (!tracks.empty()) {
        react(tracks, ReactionKind::ban);
        notices_.tell(tr("%n song(s) will not be suggested again.", nullptr, static_cast<int>(tracks.size())),
                      tr("Undo"), [this, tracks] { react(tracks, ReactionKind::unban); });
    }
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
    notices_.tell(text, tr("Undo"), [this, undo = reaction]() mutable {
        undo.kind = ReactionKind::unban;
        undo.at = utc_now();
        undo.until.reset();
        background_.react(undo);
    });
}

}  // namespace refrain
