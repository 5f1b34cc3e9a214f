#include "app/cli/command.h"
#include "app/json.h"
#include "app/playlist_songs.h"
#include "app/services.h"
#include "library_scanner/playlists/playlist_transfer.h"
#include "library_scanner/playlists/smart_playlist.h"
#include "library_scanner/search/local_time.h"

#include <algorithm>
#include <cstdint>
#include <locale>
#include <map>
#include <memory>

#include <fmt/format.h>

namespace refrain::app {

namespace {

using nlohmann::json;

struct PlaylistArguments {
    std::string name, new_name, file, query, sort = "album";
    bool descending = false;
    std::size_t most = 0;
    std::vector<std::int64_t> tracks;
};

std::string_view word_of(PlaylistSort sort) {
    const auto found = std::find_if(playlist_sorts.begin(), playlist_sorts.end(),
                                    [&](const auto& named) { return named.first == sort; });
    return found->second;
}

PlaylistSort sort_of(const std::string& word) {
    const auto found = std::find_if(playlist_sorts.begin(), playlist_sorts.end(),
                                    [&](const auto& named) { return named.second == word; });
    return found == playlist_sorts.end() ? PlaylistSort::album : found->first;
}

std::string_view reason_of(Unresolved why) {
    switch (why) {
        case Unresolved::not_in_library:
            return "not in the library";
        case Unresolved::several:
            return "several songs fit";
        case Unresolved::stream:
            return "a stream, not a file";
    }
    return {};
}

json to_json(const Playlist& playlist) {
    json document{{"name", playlist.name}, {"smart", playlist.rule.has_value()}};
    if (playlist.rule) {
        document["query"] = playlist.rule->query;
        document["sort"] = word_of(playlist.rule->sort);
        document["descending"] = playlist.rule->descending;
        document["most"] = playlist.rule->most;
    } else {
        document["songs"] = playlist.entries;
    }
    return document;
}

json to_json(const PlaylistEntry& entry) {
    return {{"id", entry.track.valid() ? json(entry.track.value()) : json()},
            {"title", entry.title},
            {"artist", entry.artist},
            {"album", entry.album},
            {"duration_ms", entry.duration.count()},
            {"path", entry.path}};
}

using Work = ExitCode (*)(Services&, Output&, const PlaylistArguments&);

ExitCode list(Services& services, Output& output, const PlaylistArguments&) {
    const auto playlists = services.playlists().all();
    if (!playlists) {
        return output.fail(playlists.error());
    }
    json document = json::array();
    Table table({{"Playlist"}, {"Songs", 40}});
    for (const Playlist& playlist : playlists.value()) {
        document.push_back(to_json(playlist));
        table.add({playlist.name, playlist.rule ? playlist.rule->query : std::to_string(playlist.entries)});
    }
    output.document(document);
    if (table.empty()) {
        output.line("There is no playlist yet; refrain playlist new NAME makes one.");
    } else {
        table.print(output);
    }
    return ExitCode::done;
}

ExitCode show(Services& services, Output& output, const PlaylistArguments& arguments) {
    const auto playlist = services.playlists().find(arguments.name);
    if (!playlist) {
        return output.fail(playlist.error());
    }
    const auto songs = songs_in(services, playlist.value());
    if (!songs) {
        return output.fail(songs.error());
    }
    json document = to_json(playlist.value());
    document["songs"] = json::array();
    Table table({{"ID", 8, true}, {"Title"}, {"Artist", 28}, {"Album", 28}, {"Length", 8, true}});
    for (const PlaylistEntry& song : songs.value()) {
        document["songs"].push_back(to_json(song));
        table.add({song.track.valid() ? std::to_string(song.track.value()) : "gone",
                   song.title.empty() ? song.path : song.title, song.artist, song.album,
                   clock_text(song.duration)});
    }
    output.document(document);
    if (table.empty()) {
        output.line("There is no song in it.");
    } else {
        table.print(output);
    }
    return ExitCode::done;
}

ExitCode make(Services& services, Output& output, const PlaylistArguments& arguments) {
    const PlaylistRule rule{arguments.query, sort_of(arguments.sort), arguments.descending, arguments.most};
    const UtcTime now = utc_now();
    const auto made = arguments.query.empty() ? services.playlists().create(arguments.name, {}, now)
                                              : services.playlists().create_smart(arguments.name, rule, now);
    if (!made) {
        return output.fail(made.error());
    }
    for (const QueryNote& note : parse_query(arguments.query, now).notes) {
        if (note.kind == QueryNote::Kind::no_such_value) {
            output.note(fmt::format("\"{}\" is nothing that {} can be; it is searched as a word.", note.value,
                                    note.field));
        }
    }
    const auto playlist = services.playlists().find(made.value());
    output.document(playlist ? to_json(playlist.value()) : json());
    output.line(fmt::format("\"{}\" is there.", printable(arguments.name)));
    return ExitCode::done;
}

ExitCode add(Services& services, Output& output, const PlaylistArguments& arguments) {
    const auto playlist = services.playlists().find(arguments.name);
    if (!playlist) {
        return output.fail(playlist.error());
    }
    const LibraryPtr library = services.library().snapshot();
    std::vector<PlaylistEntry> entries;
    for (const std::int64_t id : arguments.tracks) {
        const auto track = library->find(TrackId(id));
        if (!track) {
            return output.fail({ErrorCode::not_found, fmt::format("The library has no track {}", id), {}});
        }
        entries.push_back(entry_of(*track));
    }
    if (auto added = services.playlists().append(playlist.value().id, entries, utc_now()); !added) {
        return output.fail(added.error());
    }
    output.document({{"name", arguments.name}, {"added", entries.size()}});
    output.line(fmt::format("{} added to \"{}\".", entries.size(), printable(arguments.name)));
    return ExitCode::done;
}

ExitCode remove(Services& services, Output& output, const PlaylistArguments& arguments) {
    const auto playlist = services.playlists().find(arguments.name);
    if (!playlist) {
        return output.fail(playlist.error());
    }
    if (auto removed = services.playlists().remove(playlist.value().id); !removed) {
        return output.fail(removed.error());
    }
    output.document({{"removed", arguments.name}});
    output.line(fmt::format("\"{}\" is gone; its songs are where they were.", printable(arguments.name)));
    return ExitCode::done;
}

/// `name`, or "name 2", "name 3", … where it is taken.
std::string free_name(const Playlists& playlists, const std::string& name) {
    std::string free = name;
    for (int number = 2; playlists.find(free); ++number) {
        free = fmt::format("{} {}", name, number);
    }
    return free;
}

ExitCode take_in(Services& services, Output& output, const PlaylistArguments& arguments) {
    auto read = read_playlist(arguments.file, services.library().snapshot());
    if (!read) {
        return output.fail(read.error());
    }
    std::vector<PlaylistEntry> entries;
    std::map<ResolvedBy, std::size_t> found;
    json missing = json::array();
    for (const ResolvedItem& item : read.value().items) {
        entries.push_back(item.entry);
        ++found[item.by];
        if (item.by == ResolvedBy::nothing) {
            json document = to_json(item.entry);
            document["reason"] = reason_of(item.why);
            missing.push_back(std::move(document));
        }
    }
    const std::string wanted = arguments.new_name.empty() ? read.value().name : arguments.new_name;
    const std::string name =
        arguments.new_name.empty() ? free_name(services.playlists(), wanted) : arguments.new_name;
    if (auto made = services.playlists().create(name, entries, utc_now()); !made) {
        return output.fail(made.error());
    }
    output.document({{"name", name},
                     {"songs", entries.size()},
                     {"by_path", found[ResolvedBy::path]},
                     {"by_end_of_path", found[ResolvedBy::end_of_path]},
                     {"by_tags", found[ResolvedBy::tags]},
                     {"not_found", missing}});
    output.line(fmt::format("\"{}\" has {} songs: {} found by their path, {} by its end, {} by their tags.",
                            printable(name), entries.size(), found[ResolvedBy::path],
                            found[ResolvedBy::end_of_path], found[ResolvedBy::tags]));
    for (const ResolvedItem& item : read.value().items) {
        if (item.by == ResolvedBy::nothing) {
            output.line(fmt::format("{}: {}", reason_of(item.why), printable(item.entry.path)));
        }
    }
    return ExitCode::done;
}

ExitCode give_out(Services& services, Output& output, const PlaylistArguments& arguments) {
    const auto playlist = services.playlists().find(arguments.name);
    if (!playlist) {
        return output.fail(playlist.error());
    }
    const auto songs = songs_in(services, playlist.value());
    if (!songs) {
        return output.fail(songs.error());
    }
    const LibraryPtr library = services.library().snapshot();
    if (auto written = write_playlist(arguments.file, arguments.name, songs.value(), *library); !written) {
        return output.fail(written.error());
    }
    output.document({{"name", arguments.name}, {"file", arguments.file}, {"songs", songs.value().size()}});
    output.line(fmt::format("{} songs are in {}.", songs.value().size(), printable(arguments.file)));
    return ExitCode::done;
}

ExitCode run(Invocation& invocation, const PlaylistArguments& arguments, Work work) {
    auto opened = Services::open(invocation.paths);
    if (!opened) {
        return invocation.output.fail(opened.error());
    }
    Services& services = *opened.value();
    for (const Status& loaded : {services.load_library(), services.load_ratings()}) {
        if (!loaded) {
            return invocation.output.fail(loaded.error());
        }
    }
    return work(services, invocation.output, arguments);
}

}  // namespace

void add_playlist(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<PlaylistArguments>();
    CLI::App* playlist = root.add_subcommand("playlist", "Playlists: look, make, take in and give out");
    playlist->require_subcommand(1);
    const auto command = [&](const char* name, const char* what, Work work) {
        CLI::App* added = playlist->add_subcommand(name, what);
        added->callback([arguments, work, &chosen] {
            chosen = [arguments, work](Invocation& invocation) { return run(invocation, *arguments, work); };
        });
        return added;
    };
    const auto with_name = [&](CLI::App* of) {
        of->add_option("NAME", arguments->name, "The playlist")->required();
        return of;
    };
    command("list", "All playlists", list);
    with_name(command("show", "The songs of one; of a smart one as they are now", show));
    CLI::App* made = with_name(command("new", "A new one; with a query it is smart", make));
    made->add_option("--query", arguments->query, "The songs it always has, as refrain search takes them");
    std::vector<std::string> sorts;
    for (const auto& [sort, word] : playlist_sorts) {
        sorts.emplace_back(word);
    }
    made->add_option("--sort", arguments->sort, "Of a smart one")->check(CLI::IsMember(sorts));
    made->add_flag("--descending", arguments->descending, "The other way round");
    made->add_option("--most", arguments->most, "Only the first so many");
    with_name(command("add", "Put songs behind those that are there", add))
        ->add_option("ID", arguments->tracks, "The songs, as search prints them")
        ->required();
    with_name(command("remove", "Throw a playlist away; songs and files stay", remove));
    CLI::App* imported =
        command("import", "From M3U, M3U8 or XSPF; says what was not found, and why", take_in);
    imported->add_option("FILE", arguments->file, "The playlist's file")->required();
    imported->add_option("--name", arguments->new_name, "What it is called here");
    with_name(
        command("export", "As M3U8, or as XSPF where the file's name ends so; paths are relative", give_out))
        ->add_option("FILE", arguments->file, "The file to write")
        ->required();
}

}  // namespace refrain::app
