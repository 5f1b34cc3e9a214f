#include "ui/view_models/lyrics_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace refrain {

namespace {

/// The first time behind `position`.
std::optional<Milliseconds> next_time(const Lyrics& lyrics, Milliseconds position) {
    const auto next = std::find_if(lyrics.lines.begin(), lyrics.lines.end(),
                                   [&](const LyricLine& line) { return line.at && *line.at > position; });
    return next == lyrics.lines.end() ? std::nullopt : next->at;
}

}  // namespace

int line_at(const Lyrics& lyrics, Milliseconds position) {
    int found = -1;
    for (std::size_t i = 0; i < lyrics.lines.size(); ++i) {
        const auto& at = lyrics.lines[i].at;
        if (at && *at > position) {
            break;
        }
        if (at) {
            found = static_cast<int>(i);
        }
    }
    return found;
}

LyricsViewModel::LyricsViewModel(LyricsSource source, Player& player, PlayerFollower& follower,
                                 QObject* parent)
    : QAbstractListModel(parent), source_(std::move(source)), player_(player), follower_(follower) {
    next_line_.setSingleShot(true);
    next_line_.setTimerType(Qt::PreciseTimer);
    connect(&next_line_, &QTimer::timeout, this, &LyricsViewModel::follow);
    connect(&follower_, &PlayerFollower::changed, this, &LyricsViewModel::take);
    // Sets the clock right, four times a second.
    connect(&follower_, &PlayerFollower::position_moved, this, &LyricsViewModel::follow);
    take(follower_.state());
}

void LyricsViewModel::take(const PlayerState& state) {
    const QueueEntry* entry = state.current_entry();
    const QueueEntryId id = entry ? entry->id : QueueEntryId();
    if (id != entry_) {
        entry_ = id;
        path_ = entry ? entry->path : std::string();
        // The words of the whole file are nobody's of its parts.
        part_of_file_ = entry && (entry->cue_begin.count() > 0 || entry->cue_end.count() > 0);
        read();
    }
    follow();
}

void LyricsViewModel::set_shown(bool shown) {
    if (shown == shown_) {
        return;
    }
    shown_ = shown;
    Q_EMIT shownChanged();
    if (shown_) {
        // Somebody may have put words beside the file.
        read();
    }
    follow();
}

void LyricsViewModel::read() {
    reading_.cancel();
    if (!shown_ || !source_ || path_.empty() || part_of_file_) {
        show({}, part_of_file_ || !source_, {});
        return;
    }
    if (!loaded_ || count() > 0) {
        show({}, false, {});
    }
    reading_.start([source = source_, path = path_](const std::atomic<bool>&) { return source(path); },
                   [this](Result<std::vector<Lyrics>> found) {
                       if (!found) {
                           show({}, true, file_trouble(found.error().message));
                       } else {
                           show(found.value().empty() ? Lyrics() : std::move(found.value().front()), true,
                                {});
                       }
                   });
}

void LyricsViewModel::show(Lyrics lyrics, bool loaded, const QString& trouble) {
    beginResetModel();
    lyrics_ = std::move(lyrics);
    timed_ = lyrics_.timed();
    loaded_ = loaded;
    trouble_ = trouble;
    current_ = -1;
    endResetModel();
    Q_EMIT linesChanged();
    Q_EMIT currentLineChanged();
    follow();
}

void LyricsViewModel::follow() {
    next_line_.stop();
    if (!shown_ || !timed_) {
        return;
    }
    const Milliseconds now = follower_.position();
    if (const int line = line_at(lyrics_, now); line != current_) {
        current_ = line;
        Q_EMIT currentLineChanged();
    }
    const PlayerState& state = follower_.state();
    const auto next = next_time(lyrics_, now);
    if (next && state.state == PlaybackState::playing && state.speed > 0) {
        const double wait = std::ceil(static_cast<double>((*next - now).count()) / state.speed);
        // A jump is told at once: no timer need reach further than a minute.
        next_line_.start(static_cast<int>(std::min(wait, 60'000.0)));
    }
}

void LyricsViewModel::seekTo(int line) {
    if (line >= 0 && line < count() && lyrics_.lines[static_cast<std::size_t>(line)].at) {
        player_.seek(*lyrics_.lines[static_cast<std::size_t>(line)].at);
    }
}

QVariant LyricsViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count() || (role != TextRole && role != Qt::DisplayRole)) {
        return {};
    }
    return plain_text(lyrics_.lines[static_cast<std::size_t>(index.row())].text);
}

QHash<int, QByteArray> LyricsViewModel::roleNames() const {
    return {{TextRole, "text"}};
}

}  // namespace refrain
