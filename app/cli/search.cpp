#include "app/cli/command.h"
#include "app/json.h"
#include "app/services.h"
#include "library_scanner/search/local_time.h"
#include "library_scanner/search/search_index.h"

#include <memory>

namespace refrain::app {

namespace {

struct SearchArguments {
    std::vector<std::string> words;
    std::size_t limit = 50;
};

ExitCode search(Invocation& invocation, const SearchArguments& arguments) {
    auto services = Services::open(invocation.paths);
    if (!services) {
        return invocation.output.fail(services.error());
    }
    if (auto loaded = services.value()->load_library(); !loaded) {
        return invocation.output.fail(loaded.error());
    }
    if (auto loaded = services.value()->load_ratings(); !loaded) {
        return invocation.output.fail(loaded.error());
    }
    std::string text;
    for (const std::string& word : arguments.words) {
        text += (text.empty() ? "" : " ") + word;
    }
    const LibraryPtr library = services.value()->library().snapshot();
    nlohmann::json found = nlohmann::json::array();
    Table table({{"ID", 8, true}, {"Title"}, {"Artist", 28}, {"Album", 28}, {"Length", 8, true}});
    const UtcTime now = utc_now();
    const ParsedQuery query = parse_query(text, now, local_offset(now));
    for (const QueryNote& note : query.notes) {
        invocation.output.note(note.kind == QueryNote::Kind::too_long
                                   ? "Only the first 64 words were searched."
                                   : "\"" + note.value + "\" is nothing that " + note.field +
                                         " can be; it was searched as a word.");
    }
    auto context = services.value()->search_context();
    if (!context) {
        return invocation.output.fail(context.error());
    }
    for (const std::uint32_t row : SearchIndex(library).find(query, context.value(), arguments.limit).rows) {
        const TrackView track = library->at(row);
        found.push_back(to_json(track));
        table.add({std::to_string(track.id.value()), std::string(track.title), std::string(track.artist),
                   std::string(track.album), clock_text(track.duration)});
    }
    invocation.output.document(found);
    if (table.empty()) {
        invocation.output.line(library->size() == 0 ? "The library is empty; refrain scan DIR fills it."
                                                    : "Nothing found.");
    } else {
        table.print(invocation.output);
    }
    return ExitCode::done;
}

}  // namespace

void add_search(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<SearchArguments>();
    CLI::App* command =
        root.add_subcommand("search",
                            "Find tracks: words, \"phrases\", -without, artist:, year:1990..1999, rating:>3,"
                            " played:<30d, is:loved, or, (brackets)");
    command->add_option("TEXT", arguments->words, "Words of title, artist, album, genre or path")->required();
    command->add_option("--limit", arguments->limit, "At most this many")->capture_default_str();
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return search(invocation, *arguments); };
    });
}

}  // namespace refrain::app
