#include "app/cli/command.h"
#include "app/health/system_health.h"
#include "app/json.h"
#include "app/paths.h"
#include "app/services.h"
#include "library_scanner/database/backups.h"
#include "library_scanner/database/repair.h"
#include "library_scanner/scan/away_places.h"
#include "library_scanner/watch/file_system.h"
#include "player/history/iso_time.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>

#include <QCoreApplication>
#include <fmt/format.h>

namespace refrain::app {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + printable(word);
    }
    return text;
}

/// The first findings, for they often are of one cause; --json has all.
void tell_soundness(const std::filesystem::path& file, const std::vector<std::string>& trouble,
                    Output& output) {
    constexpr std::size_t most_lines = 5;
    output.line(fmt::format("Database   {}: {}", printable(file.string()),
                            trouble.empty() ? "sound" : "damaged; refrain doctor --repair mends it"));
    for (std::size_t i = 0; i < std::min(trouble.size(), most_lines); ++i) {
        output.line("           " + printable(trouble[i]));
    }
    if (trouble.size() > most_lines) {
        output.line(fmt::format("           and {} more", trouble.size() - most_lines));
    }
}

/// Fills `document` with what the library, history and model say; prints it too.
void examine_data(Services& services, Output& output, nlohmann::json& document) {
    const std::vector<std::string> trouble = services.database().check();
    const LibraryPtr library = services.library().snapshot();
    std::size_t with_loudness = 0;
    library->each_row([&](std::uint32_t /*number*/, const TrackRow& track) {
        with_loudness += !track.missing && !std::isnan(track.track_gain_db) ? 1 : 0;
    });
    const std::size_t present = library->present();
    const std::size_t missing = library->size() - present;
    const auto listens = services.history().count();
    const auto failures = services.library().failures();
    document["database"] = {{"path", services.paths().database().string()},
                            {"trouble", trouble},
                            {"tracks", library->size()},
                            {"missing", missing},
                            {"not_read", failures ? failures.value().size() : 0},
                            {"listens", listens ? listens.value() : 0}};
    tell_soundness(services.paths().database(), trouble, output);
    output.line(fmt::format("           {} tracks ({} missing), {} files not read, {} listens",
                            library->size(), missing, failures ? failures.value().size() : 0,
                            listens ? listens.value() : 0));

    const auto backups = list_backups(services.paths().database());
    document["backups"] = nlohmann::json::array();
    for (const DatabaseBackup& backup : backups) {
        document["backups"].push_back({{"path", backup.file.string()}, {"at", to_iso8601(backup.at)}});
    }
    output.line(backups.empty() ? std::string("Backups    none yet; the window writes one a day")
                                : fmt::format("Backups    {}, the newest of {}", backups.size(),
                                              to_iso8601(backups.front().at)));

    document["watching"] = nlohmann::json::array();
    const auto roots = services.library().roots();
    for (const std::string& root : roots ? roots.value() : std::vector<std::string>()) {
        const std::string kind(remote_file_system_of(root));
        document["watching"].push_back({{"path", root}, {"remote", kind}});
        output.line(fmt::format(
            "Watching   {}: {}", printable(root),
            kind.empty()
                ? fmt::format("changes are noticed at once, with up to {} folders", most_watches())
                : fmt::format("on {}, so folders are asked every half minute, all files every hour", kind)));
    }

    const auto away = away_places(services.database());
    document["away"] = to_json(away ? away.value() : std::vector<AwayPlace>());
    for (const AwayPlace& place : away ? away.value() : std::vector<AwayPlace>()) {
        output.line(fmt::format(
            "Away       {}: {} (since {}); {} files are left as they are until it is back",
            printable(place.path), printable(place.reason), to_iso8601(place.since), place.files));
    }

    document["loudness"] = {{"tracks", present}, {"known", with_loudness}};
    output.line(fmt::format("Loudness   known of {} of {} tracks{}", with_loudness, present,
                            with_loudness < present ? "; refrain loudness measures the others" : ""));

    if (const auto analyzed = count_analyzed(services.database())) {
        const auto& [known, failed] = analyzed.value();
        document["analysis"] = {{"tracks", present}, {"known", known}, {"failed", failed}};
        output.line(fmt::format("Sound      known of {} of {} tracks, {} could not be analyzed{}", known,
                                present, failed,
                                known + failed < present ? "; refrain analyze listens to the others" : ""));
    }

    const ModelHealth model = services.guesses().health();
    document["model"] = {{"generation", model.generation},
                         {"items", model.items},
                         {"index", model.index},
                         {"newer_items", model.newer_items},
                         {"refused", model.refused}};
    output.line(model.generation.empty()
                    ? std::string("Model      none yet")
                    : fmt::format("Model      {}: {} tracks and {} newer ones, index {}", model.generation,
                                  model.items, model.newer_items, model.index_words));
    for (const std::string& refused : model.refused) {
        output.line("           refused: " + printable(refused));
    }
}

void examine_system(Output& output, nlohmann::json& document) {
    std::string text;
    for (const auto& [name, version] : versions()) {
        document["versions"][name] = version;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, version);
    }
    output.line("Versions   " + text);

    std::vector<std::string> devices;
    document["audio_devices"] = nlohmann::json::array();
    for (const OutputDevice& device : output_devices()) {
        devices.push_back(device.name);
        document["audio_devices"].push_back({{"id", device.id}, {"name", device.name}});
    }
    output.line("Sound      " + (devices.empty()
                                     ? std::string("no device; --audio-sink fake plays into nothing")
                                     : joined(devices)));

    document["formats"] = nlohmann::json::array();
    std::size_t playable = 0;
    for (const FormatSupport& format : format_support()) {
        document["formats"].push_back(
            {{"format", format.format}, {"playable", format.playable}, {"package", format.package}});
        playable += format.playable ? 1 : 0;
        if (!format.playable) {
            output.line(fmt::format("Formats    no decoder for {}; the package {} brings it", format.format,
                                    format.package));
        }
    }
    output.line(fmt::format("Formats    {} of {} kinds can be played", playable, document["formats"].size()));

    const std::filesystem::path tag_reader = find_program("refrain-tagreader");
    document["tag_reader"] = tag_reader.string();
    output.line("Tag reader " +
                (tag_reader.empty()
                     ? std::string("not found; no music can be scanned without refrain-tagreader")
                     : printable(tag_reader.string())));

    const TrainerHealth trainer = trainer_health();
    document["trainer"] = {{"found", !trainer.program.empty()},
                           {"program", trainer.program.string()},
                           {"devices", trainer.devices}};
    output.line(trainer.program.empty()
                    ? std::string("Trainer    not found; Guess You Like goes on without new models")
                    : fmt::format("Trainer    {}{}", printable(trainer.program.string()),
                                  trainer.devices.empty() ? "" : " on " + joined(trainer.devices)));
}

ExitCode doctor(Invocation& invocation, bool repair) {
    // Asking the trainer for its devices takes a process, and that an application.
    int count = 1;
    std::array<char, 8> name{"refrain"};
    std::array<char*, 2> argv{name.data(), nullptr};
    const QCoreApplication application(count, argv.data());

    Output& output = invocation.output;
    nlohmann::json document;
    examine_system(output, document);
    if (repair) {
        const auto repaired = repair_database(invocation.paths.database());
        if (!repaired && repaired.error().code != ErrorCode::damaged) {
            return output.fail(repaired.error());
        }
        document["mended"] = nlohmann::json::array();
        for (const std::string& what : repaired ? repaired.value().mended : std::vector<std::string>()) {
            document["mended"].push_back(what);
            output.line("Mended     " + printable(what));
        }
    }
    auto opened =
        Services::open(invocation.paths, repair ? Services::IfDamaged::restore : Services::IfDamaged::tell);
    if (!opened) {
        if (output.json()) {
            const Error& error = opened.error();
            document["error"] = {
                {"code", to_word(error.code)}, {"message", error.message}, {"path", error.path}};
            output.document(document);
            return ExitCode::failed;
        }
        return output.fail(opened.error());
    }
    Services& services = *opened.value();
    bool sound = true;
    for (const auto& load : {&Services::load_library, &Services::load_guesses}) {
        if (auto loaded = (services.*load)(); !loaded) {
            output.note("refrain: " + printable(loaded.error().text()));
            sound = false;
        }
    }
    examine_data(services, output, document);
    sound = sound && document["database"]["trouble"].empty();
    document["sound"] = sound;
    output.document(document);
    return sound ? ExitCode::done : ExitCode::failed;
}

}  // namespace

void add_doctor(CLI::App& root, Action& chosen) {
    CLI::App* command =
        root.add_subcommand("doctor", "Versions, sound, decoders, database, model and trainer");
    auto repair = std::make_shared<bool>(false);
    command->add_flag(
        "--repair", *repair,
        "Mend the database: indexes, rows that point to nothing, doubled folders, free room; where it "
        "is damaged the newest sound backup takes its place");
    command->callback([repair, &chosen] {
        chosen = [repair](Invocation& invocation) { return doctor(invocation, *repair); };
    });
}

}  // namespace refrain::app
