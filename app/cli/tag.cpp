#include "app/cli/command.h"
#include "app/json.h"
#include "app/paths.h"
#include "app/services.h"
#include "library_scanner/edit/tag_edits.h"

#include <memory>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct TagArguments {
    std::vector<std::int64_t> tracks;
    std::vector<std::string> set;
    std::vector<std::string> clear;
    std::string pattern, letter_case, case_fields = "title";
    int number_from = 0;
    bool number = false, total = false, dry_run = false, undo = false;
};

std::string words_of_fields() {
    std::string words;
    for (const EditField field : edit_fields) {
        words.append(words.empty() ? "" : ", ").append(to_word(field));
    }
    return words;
}

Result<EditField> field_in(const std::string& word) {
    const auto field = edit_field_from(word);
    return field ? Result<EditField>(*field)
                 : Error{ErrorCode::malformed,
                         "There is no field \"" + word + "\"; there are " + words_of_fields(),
                         {}};
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(separator, start), text.size());
        parts.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

Result<TagEdit> edit_in(const TagArguments& arguments) {
    TagEdit edit;
    for (const std::string& word : arguments.set) {
        const auto equals = word.find('=');
        const auto field = field_in(word.substr(0, equals));
        if (!field) {
            return field.error();
        }
        if (equals == std::string::npos) {
            return Error{ErrorCode::malformed, "--set wants field=value, not \"" + word + "\"", {}};
        }
        const std::string value = word.substr(equals + 1);
        edit.set.push_back(
            {field.value(), may_be_several(field.value()) ? split(value, ';') : std::vector{value}});
    }
    for (const std::string& word : arguments.clear) {
        const auto field = field_in(word);
        if (!field) {
            return field.error();
        }
        edit.set.push_back({field.value(), {}});
    }
    if (arguments.number) {
        edit.number_from = arguments.number_from;
        edit.number_total = arguments.total;
    }
    if (!arguments.letter_case.empty()) {
        edit.letter_case = letter_case_from(arguments.letter_case);
        for (const std::string& word : split(arguments.case_fields, ',')) {
            const auto field = field_in(word);
            if (!field) {
                return field.error();
            }
            edit.case_fields.push_back(field.value());
        }
    }
    edit.pattern = arguments.pattern;
    return edit;
}

nlohmann::json to_json(const TagChanges& changes) {
    nlohmann::json fields = nlohmann::json::object();
    for (const TagChange& change : changes) {
        fields[std::string(to_word(change.field))] = change.values;
    }
    return fields;
}

nlohmann::json to_json(const TagEditReport& report) {
    nlohmann::json failed = nlohmann::json::array();
    for (const auto& failure : report.failed) {
        failed.push_back({{"path", failure.path}, {"reason", failure.reason}});
    }
    return {{"batch", report.batch},
            {"written", report.written},
            {"waiting", report.waiting},
            {"failed", std::move(failed)}};
}

ExitCode tell(Output& output, const TagEditReport& report) {
    output.document(to_json(report));
    for (const auto& failure : report.failed) {
        output.line(fmt::format("not changed: {}: {}", printable(failure.path), printable(failure.reason)));
    }
    output.line(fmt::format("{} files changed, {} failed", report.written, report.failed.size()));
    return report.failed.empty() ? ExitCode::done : ExitCode::failed;
}

ExitCode show(Output& output, const std::vector<PlannedEdit>& edits) {
    nlohmann::json document = nlohmann::json::array();
    for (const PlannedEdit& edit : edits) {
        document.push_back({{"id", edit.track.value()},
                            {"path", edit.path},
                            {"before", to_json(edit.before)},
                            {"after", to_json(edit.after)}});
        output.line(printable(edit.path));
        for (std::size_t i = 0; i < edit.after.size(); ++i) {
            output.line(fmt::format("  {}: {} -> {}", to_word(edit.after[i].field),
                                    printable(one_line(edit.before[i].values)),
                                    printable(one_line(edit.after[i].values))));
        }
    }
    output.document(document);
    output.line(fmt::format("{} files would change", edits.size()));
    return ExitCode::done;
}

Result<std::vector<Track>> tracks_of(const LibrarySnapshot& library, const std::vector<std::int64_t>& ids) {
    std::vector<Track> tracks;
    for (const std::int64_t id : ids) {
        const auto track = library.find(TrackId(id));
        if (!track) {
            return Error{ErrorCode::not_found, fmt::format("The library has no track {}", id), {}};
        }
        tracks.push_back(copy_of(*track));
    }
    return tracks;
}

ExitCode tag(Invocation& invocation, const TagArguments& arguments) {
    Output& output = invocation.output;
    if (arguments.tracks.empty() != arguments.undo) {
        output.note(arguments.undo ? "--undo takes back the last change as a whole and names no tracks"
                                   : "Which tracks? Their numbers are those that search prints");
        return ExitCode::wrong_use;
    }
    const auto edit = edit_in(arguments);
    if (!edit) {
        output.fail(edit.error());
        return ExitCode::wrong_use;
    }
    auto opened = Services::open(invocation.paths);
    if (!opened) {
        return output.fail(opened.error());
    }
    Services& services = *opened.value();
    TagEdits edits(services.database(), {.reader = find_program("refrain-tagreader")});
    if (arguments.undo) {
        const auto newest = edits.newest();
        if (!newest) {
            return output.fail(newest.error());
        }
        const auto undone = edits.undo(newest.value().value_or(TagEditBatch{}).id, utc_now());
        return undone ? tell(output, undone.value()) : output.fail(undone.error());
    }
    if (const Status loaded = services.load_library(); !loaded) {
        return output.fail(loaded.error());
    }
    const auto tracks = tracks_of(*services.library().snapshot(), arguments.tracks);
    if (!tracks) {
        return output.fail(tracks.error());
    }
    const auto planned = plan_edits(tracks.value(), edit.value());
    if (!planned) {
        return output.fail(planned.error());
    }
    if (arguments.dry_run) {
        return show(output, planned.value());
    }
    const auto written = edits.apply(planned.value(), utc_now());
    return written ? tell(output, written.value()) : output.fail(written.error());
}

}  // namespace

void add_tag(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<TagArguments>();
    CLI::App* command =
        root.add_subcommand("tag", "Change the tags in the files of tracks; --undo takes it back");
    command->add_option("ID", arguments->tracks, "Tracks, as search prints them; numbered in this order");
    command->add_option("--set", arguments->set,
                        "field=value; several artists, composers or genres with ; between them. Fields: " +
                            words_of_fields());
    command->add_option("--clear", arguments->clear, "Remove a field");
    auto* number = command->add_option("--number", arguments->number_from,
                                       "Number the tracks one after another, beginning with this");
    command->add_flag("--total", arguments->total, "With --number: write how many there are, too")
        ->needs(number);
    command->add_option("--from-name", arguments->pattern,
                        "Take fields from the file's name: \"%artist%/%album%/%track% - %title%\"");
    command->add_option("--case", arguments->letter_case, "upper, lower, title or sentence")
        ->check(CLI::IsMember({"upper", "lower", "title", "sentence"}));
    command->add_option("--case-of", arguments->case_fields, "Of these fields, with commas between them")
        ->capture_default_str();
    command->add_flag("--dry-run", arguments->dry_run, "Only print what would change");
    command->add_flag("--undo", arguments->undo, "Bring back what the files said before the last change");
    command->callback([arguments, number, &chosen] {
        arguments->number = number->count() > 0;
        chosen = [arguments](Invocation& invocation) { return tag(invocation, *arguments); };
    });
}

}  // namespace refrain::app
