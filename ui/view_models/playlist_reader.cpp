#include "ui/view_models/playlist_reader.h"

#include "library_scanner/search/local_time.h"

#include <string>
#include <utility>

#include <QLocale>

namespace refrain {

namespace {

/// Without a language (LANG=C) the order would be that of the bytes: "Zoo" before "apple".
std::string language() {
    const QLocale locale;
    return (locale.language() == QLocale::C ? QLocale(QLocale::English) : locale).name().toStdString();
}

}  // namespace

void complete(PlaylistSources& sources) {
    if (!sources.index || sources.index->library() != sources.library) {
        sources.index = std::make_shared<const SearchIndex>(sources.library, sources.index.get());
    }
    if (!sources.order || sources.order->library() != sources.library) {
        sources.order = std::make_shared<const TrackOrder>(sources.library,
                                                           std::make_shared<const Collation>(language()));
    }
}

std::vector<std::uint32_t> songs_of(const PlaylistRule& rule, const PlaylistSources& sources,
                                    const std::atomic<bool>& cancelled) {
    const SearchContext context = context_now(sources.context, cancelled);
    return songs_of(rule, *sources.index, *sources.order, context, local_offset(context.now));
}

Result<ReadPlaylist> songs_in(const Playlists& playlists, PlaylistId id, PlaylistSources sources) {
    auto found = playlists.find(id);
    if (!found) {
        return found.error();
    }
    auto entries = std::make_shared<std::vector<PlaylistEntry>>();
    if (found.value().rule) {
        complete(sources);
        const std::atomic<bool> never{false};
        for (const std::uint32_t row : songs_of(*found.value().rule, sources, never)) {
            entries->push_back(entry_of(sources.library->at(row)));
        }
    } else {
        auto read = playlists.entries(id);
        if (!read) {
            return read.error();
        }
        *entries = std::move(read).value();
    }
    return ReadPlaylist{std::move(found).value(), PlaylistSongs(std::move(entries), sources.library)};
}

}  // namespace refrain
