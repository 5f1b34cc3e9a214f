#include "ui/view_models/reactions_model.h"

#include "recommender/serving/reactions_in_force.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include <QCoreApplication>

namespace refrain {

namespace {

struct ReactionText {
    Q_DECLARE_TR_FUNCTIONS(ReactionText)
};

/// Between album artist and album in a reaction's subject (reaction.h).
constexpr char subject_separator = '\x1f';

/// The name, and what kind of thing it is.
std::pair<QString, QString> named(const Reaction& reaction, const LibrarySnapshot& library) {
    switch (reaction.scope) {
        case ReactionScope::track: {
            const auto track = library.find(reaction.track);
            if (!track) {
                return {ReactionText::tr("A song that is gone"), ReactionText::tr("Song")};
            }
            const QString artist = plain_text(track->artist);
            return {display_title(*track),
                    artist.isEmpty() ? ReactionText::tr("Song") : ReactionText::tr("Song by %1").arg(artist)};
        }
        case ReactionScope::artist:
            return {plain_text(reaction.subject), ReactionText::tr("Artist")};
        case ReactionScope::album: {
            const auto end = reaction.subject.find(subject_separator);
            if (end == std::string::npos || end == 0) {
                return {plain_text(reaction.subject.substr(end == 0 ? 1 : 0)), ReactionText::tr("Album")};
            }
            return {plain_text(reaction.subject.substr(end + 1)),
                    ReactionText::tr("Album by %1").arg(plain_text(reaction.subject.substr(0, end)))};
        }
        case ReactionScope::style:
            break;
    }
    return {plain_text(reaction.subject), ReactionText::tr("Style")};
}

}  // namespace

std::int64_t ReactionLine::key() const {
    std::string subject(to_word(reaction.kind));
    subject.append(" ").append(to_word(reaction.scope)).append(" ");
    subject +=
        reaction.scope == ReactionScope::track ? std::to_string(reaction.track.value()) : reaction.subject;
    return static_cast<std::int64_t>(std::hash<std::string>{}(subject));
}

std::vector<ReactionLine> reaction_lines(std::span<const Reaction> reactions, const LibrarySnapshot& library,
                                         UtcTime now) {
    std::vector<ReactionLine> lines;
    for (const Reaction& reaction : reactions_in_force(reactions, now)) {
        const auto [name, kind] = named(reaction, library);
        QString detail = kind;
        if (reaction.until) {
            detail = ReactionText::tr("%1 · until %2").arg(kind, day_text(*reaction.until));
        } else if (reaction.kind == ReactionKind::ban) {
            detail = ReactionText::tr("%1 · for good").arg(kind);
        }
        lines.push_back({reaction, name, detail});
    }
    std::stable_partition(lines.begin(), lines.end(),
                          [](const ReactionLine& line) { return line.reaction.kind == ReactionKind::ban; });
    return lines;
}

void ReactionsModel::show(std::vector<ReactionLine> lines) {
    const int before = count();
    replace(std::move(lines));
    if (before != count()) {
        Q_EMIT countChanged();
    }
}

QVariant ReactionsModel::data(const QModelIndex& index, int role) const {
    const ReactionLine* line = row_at(index.row());
    if (!line) {
        return {};
    }
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return line->name;
        case DetailRole:
            return line->detail;
        case LovedRole:
            return line->reaction.kind == ReactionKind::love;
        case TrackIdRole:
            return QVariant::fromValue<qint64>(
                line->reaction.scope == ReactionScope::track ? line->reaction.track.value() : 0);
        default:
            return {};
    }
}

QHash<int, QByteArray> ReactionsModel::roleNames() const {
    return {{NameRole, "name"}, {DetailRole, "detail"}, {LovedRole, "loved"}, {TrackIdRole, "trackId"}};
}

}  // namespace refrain
