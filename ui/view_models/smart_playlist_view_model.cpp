#include "ui/view_models/smart_playlist_view_model.h"

#include "library_scanner/search/local_time.h"
#include "ui/view_models/search_view_model.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace refrain {

namespace {

/// In the order of the list to choose from.
constexpr std::array sorts{PlaylistSort::album, PlaylistSort::title,  PlaylistSort::year,
                           PlaylistSort::added, PlaylistSort::rating, PlaylistSort::plays,
                           PlaylistSort::played};

}  // namespace

SmartPlaylistViewModel::SmartPlaylistViewModel(Playlists& playlists, PlaylistsViewModel& list,
                                               LibraryChanges& library, SearchIndexing& indexing,
                                               RatingsViewModel& ratings, Background& background,
                                               NoticeViewModel& notices, QObject* parent)
    : QObject(parent),
      playlists_(playlists),
      list_(list),
      library_(library),
      indexing_(indexing),
      notices_(notices),
      tracks_(this) {
    connect(&list_, &PlaylistsViewModel::changed, this, &SmartPlaylistViewModel::reload);
    connect(&library_, &LibraryChanges::changed, this, &SmartPlaylistViewModel::stale);
    connect(&indexing_, &SearchIndexing::ready, this, &SmartPlaylistViewModel::stale);
    connect(&ratings, &RatingsViewModel::changed, this, &SmartPlaylistViewModel::stale);
    connect(&background, &Background::history_changed, this, &SmartPlaylistViewModel::stale);
    connect(&background, &Background::reacted, this, &SmartPlaylistViewModel::stale);
}

SmartPlaylistViewModel::~SmartPlaylistViewModel() {
    tasks_.wait();
}

int SmartPlaylistViewModel::sort() const {
    return static_cast<int>(std::find(sorts.begin(), sorts.end(), rule_.sort) - sorts.begin());
}

QStringList SmartPlaylistViewModel::sort_names() const {
    return {tr("Artist and album"), tr("Title"),        tr("Year"),       tr("Date added"),
            tr("Rating"),           tr("Times played"), tr("Last played")};
}

void SmartPlaylistViewModel::set_query(const QString& query) {
    if (query != this->query()) {
        rule_.query = query.toStdString();
        rule_changed();
    }
}

void SmartPlaylistViewModel::set_sort(int sort) {
    if (sort >= 0 && sort < static_cast<int>(sorts.size()) && sort != this->sort()) {
        rule_.sort = sorts.at(static_cast<std::size_t>(sort));
        rule_changed();
    }
}

void SmartPlaylistViewModel::set_descending(bool on) {
    if (on != rule_.descending) {
        rule_.descending = on;
        rule_changed();
    }
}

void SmartPlaylistViewModel::set_most(int most) {
    if (std::max(most, 0) != this->most()) {
        rule_.most = static_cast<std::size_t>(std::max(most, 0));
        rule_changed();
    }
}

void SmartPlaylistViewModel::rule_changed() {
    Q_EMIT ruleChanged();
    find_songs();
}

void SmartPlaylistViewModel::set_editing(bool on) {
    if (on != editing_) {
        editing_ = on;
        Q_EMIT editingChanged();
    }
}

void SmartPlaylistViewModel::set_shown(bool shown) {
    if (shown == shown_) {
        return;
    }
    shown_ = shown;
    Q_EMIT shownChanged();
    if (shown_ && stale_) {
        find_songs();
    }
}

void SmartPlaylistViewModel::stale() {
    if (!id_.valid() && !editing_) {
        return;
    }
    if (shown_) {
        find_songs();
    } else {
        stale_ = true;
    }
}

void SmartPlaylistViewModel::open(qint64 playlist) {
    if (id_.value() == playlist) {
        return;
    }
    id_ = PlaylistId(playlist);
    name_ = list_.nameOf(playlist);
    rule_ = saved_ = {};
    set_editing(false);
    ready_ = false;
    tracks_.show(library_.current(), {});
    Q_EMIT opened();
    Q_EMIT ruleChanged();
    Q_EMIT foundChanged();
    reload();
}

void SmartPlaylistViewModel::beginNew() {
    ++serial_;
    id_ = PlaylistId();
    name_ = list_.freeName(tr("New smart playlist"));
    rule_ = saved_ = {};
    set_editing(true);
    Q_EMIT opened();
    rule_changed();
}

void SmartPlaylistViewModel::reload() {
    if (!id_.valid()) {
        return;
    }
    tasks_.run([&playlists = playlists_, id = id_] { return playlists.find(id); },
               [this, serial = ++serial_](const Result<Playlist>& found) {
                   if (serial != serial_) {
                       return;
                   }
                   if (found) {
                       take(found.value());
                   } else if (found.error().code == ErrorCode::not_found) {
                       id_ = PlaylistId();
                       set_editing(false);
                       Q_EMIT gone();
                   } else {
                       notices_.tell_trouble(found.error());
                   }
               });
}

void SmartPlaylistViewModel::take(const Playlist& playlist) {
    name_ = plain_text(playlist.name);
    tracks_.set_source(Intent::playlist, playlist_origin(playlist.name));
    Q_EMIT opened();
    const PlaylistRule rule = playlist.rule.value_or(PlaylistRule());
    // What is being typed stays.
    const bool replaced = !editing_ && (rule != rule_ || !ready_);
    saved_ = rule;
    if (replaced) {
        rule_ = rule;
        rule_changed();
    }
}

void SmartPlaylistViewModel::edit() {
    if (id_.valid()) {
        set_editing(true);
    }
}

void SmartPlaylistViewModel::cancel() {
    set_editing(false);
    if (!id_.valid()) {
        Q_EMIT gone();
    } else if (rule_ != saved_) {
        rule_ = saved_;
        rule_changed();
    }
}

void SmartPlaylistViewModel::save(const QString& name) {
    const std::string wanted = name.trimmed().toStdString();
    tasks_.run(
        [&playlists = playlists_, id = id_, rule = rule_, wanted]() -> Result<PlaylistId> {
            if (!id.valid()) {
                return playlists.create_smart(wanted, rule, utc_now());
            }
            const auto found = playlists.find(id);
            if (!found) {
                return found.error();
            }
            for (const Status& written :
                 {found.value().name == wanted ? Status(Done{}) : playlists.rename(id, wanted, utc_now()),
                  playlists.change_rule(id, rule, utc_now())}) {
                if (!written) {
                    return written.error();
                }
            }
            return id;
        },
        [this](const Result<PlaylistId>& saved) {
            if (!saved) {
                notices_.tell_trouble(saved.error());
                return;
            }
            id_ = saved.value();
            set_editing(false);
            reload();
        });
}

void SmartPlaylistViewModel::find_songs() {
    stale_ = false;
    if (!indexing_.index()) {
        // Goes on when it is ready.
        indexing_.prepare();
        return;
    }
    finding_.start(
        [rule = rule_, selection = tracks_.selection(),
         sources = PlaylistSources{indexing_.index()->library(), indexing_.index(), order_,
                                   indexing_.context()}](const std::atomic<bool>& cancelled) {
            Found found;
            found.sources = sources;
            complete(found.sources);
            std::vector<std::uint32_t> rows = songs_of(rule, found.sources, cancelled);
            for (const std::uint32_t row : rows) {
                found.length_ms += found.sources.library->at(row).duration.count();
            }
            found.content = TrackListModel::prepare(found.sources.library, std::move(rows), selection);
            const UtcTime now = utc_now();
            found.notes = parse_query(rule.query, now, local_offset(now)).notes;
            return found;
        },
        [this](Found found) {
            order_ = std::move(found.sources.order);
            length_ms_ = found.length_ms;
            notes_ = std::move(found.notes);
            ready_ = true;
            tracks_.show(std::move(found.content));
            Q_EMIT foundChanged();
        });
}

QString SmartPlaylistViewModel::summary() const {
    if (!ready_) {
        return {};
    }
    const QString length = clock_text(Milliseconds(length_ms_));
    return tr("%n song(s)", nullptr, tracks_.count()) +
           (length.isEmpty() ? QString() : QStringLiteral(" · ") + length);
}

QString SmartPlaylistViewModel::note() const {
    return query_note(notes_);
}

void SmartPlaylistViewModel::retranslate() {
    Q_EMIT namesChanged();
    Q_EMIT foundChanged();
}

}  // namespace refrain
