#include "app/cli/command.h"
#include "app/demo/collection.h"
#include "app/demo/prepare.h"
#include "app/demo/walk.h"
#include "app/display.h"
#include "app/paths.h"
#include "app/services.h"
#include "library_scanner/scan/scanner.h"

#include <array>
#include <memory>

#include <QCoreApplication>
#include <fmt/format.h>

namespace refrain::app {

namespace {

struct DemoArguments {
    std::string unpacked;
    bool no_window = false;
    WindowOptions window;
    WalkOptions walk;
};

/// The demo's own music, copied and tagged; then scanned like any other.
Result<ScanReport> prepare(Services& services, Output& output, const DemoArguments& arguments) {
    const auto table = find_resource("demo/collection.json");
    if (table.empty()) {
        return Error{ErrorCode::not_found,
                     "The table of the demo's music (resources/demo/collection.json) is not there",
                     {}};
    }
    auto packages = read_collection(table);
    if (!packages) {
        return packages.error();
    }
    auto prepared = prepare_music(packages.value(), arguments.unpacked, services.paths().demo_music());
    if (!prepared) {
        return prepared.error();
    }
    if (prepared.value().copied + prepared.value().there_already == 0) {
        return Error{ErrorCode::not_found,
                     "No music of the demo's packages is unpacked here; app/run.sh demo fetches it",
                     arguments.unpacked};
    }
    output.line(fmt::format("{} tracks copied to {}, {} there already", prepared.value().copied,
                            printable(services.paths().demo_music().string()),
                            prepared.value().there_already));
    ScanOptions options;
    options.tag_reader = find_program("refrain-tagreader");
    return scan(services.database(), {services.paths().demo_music()}, options);
}

ExitCode demo(Invocation& invocation, const DemoArguments& arguments) {
    Output& output = invocation.output;
    {
        auto opened = Services::open(invocation.paths);
        if (!opened) {
            return output.fail(opened.error());
        }
        Services& services = *opened.value();
        output.line("== Scan");
        auto report = prepare(services, output, arguments);
        if (!report) {
            return output.fail(report.error());
        }
        output.line(fmt::format("{} files, {} tracks, {} added, {} not read, {:.2f} s", report.value().files,
                                report.value().tracks, report.value().added, report.value().failed.size(),
                                report.value().seconds));
        if (!display_there() || arguments.no_window) {
            for (const auto& load : {&Services::load_library, &Services::load_guesses}) {
                if (auto loaded = (services.*load)(); !loaded) {
                    return output.fail(loaded.error());
                }
            }
            int count = 1;
            std::array<char, 8> name{"refrain"};
            std::array<char*, 2> argv{name.data(), nullptr};
            const QCoreApplication application(count, argv.data());
            if (auto walked = walk(services, output, arguments.walk); !walked) {
                return output.fail(walked.error());
            }
            return ExitCode::done;
        }
    }
    int count = 1;
    std::array<char, 8> name{"refrain"};
    std::array<char*, 2> argv{name.data(), nullptr};
    return static_cast<ExitCode>(
        invocation.open_window(count, argv.data(), invocation.paths, arguments.window));
}

}  // namespace

void add_demo(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<DemoArguments>();
    CLI::App* command = root.add_subcommand("demo", "Refrain with free music, for someone with none at hand");
    command
        ->add_option("--unpacked", arguments->unpacked,
                     "Folder with the unpacked packages; app/run.sh demo gives it")
        ->required();
    command->add_flag("--no-window", arguments->no_window, "Print the walk although there is a display");
    command->add_option("--rounds", arguments->walk.rounds, "How often the walk plays the whole library")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command
        ->add_option("--audio-sink", arguments->window.audio_sink,
                     "auto, or fake where there is no sound card")
        ->check(CLI::IsMember({"auto", "fake"}));
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return demo(invocation, *arguments); };
    });
}

}  // namespace refrain::app
