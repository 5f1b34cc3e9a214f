#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/listens_table.h"
#include "app/cli/play_listener.h"
#include "app/json.h"
#include "app/open_music.h"
#include "app/paths.h"
#include "app/playback_codec.h"
#include "app/playback_keeper.h"
#include "app/services.h"
#include "app/settings.h"
#include "player/player.h"
#include "player/queue/entry_of_track.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>

namespace refrain::app {

namespace {

struct PlayArguments {
    std::vector<std::string> what;
    std::string speed = "realtime";
    std::string sink = "auto";
    bool shuffle = false, private_session = false;
    std::string repeat = "off", replay_gain;
    double speed_factor = 1.0;
    std::optional<double> crossfade;
    std::optional<std::string> device;
    std::optional<Milliseconds> from, stop_after;
};

std::optional<TrackId> as_id(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc{} && end == text.data() + text.size() && number > 0
               ? std::optional(TrackId(number))
               : std::nullopt;
}

/// A track of the library by id, else what lies at that path.
Result<std::vector<QueueEntry>> entries_for(const std::vector<std::string>& what, const LibraryPtr& library) {
    FileAsker asker(find_program("refrain-tagreader"));
    const MusicOpener opener(library, {Intent::track, "command line", nullptr, read_tags(asker)});
    std::vector<QueueEntry> entries;
    for (const std::string& word : what) {
        std::error_code error;
        if (const auto id = as_id(word); id && !std::filesystem::exists(word, error)) {
            const auto track = library->find(*id);
            if (!track) {
                return Error{ErrorCode::not_found, "The library has no track with the id " + word, {}};
            }
            entries.push_back(entry_of_track(*track, Intent::track, "command line"));
            continue;
        }
        auto opened = opener.open(word);
        if (!opened) {
            return opened.error();
        }
        std::move(opened.value().begin(), opened.value().end(), std::back_inserter(entries));
    }
    return entries;
}

/// Of the listener's settings, with what the command line says in their place; nothing of it is kept.
PlaybackSettings settings_for(const PlayArguments& arguments, PlaybackSettings settings) {
    if (!arguments.replay_gain.empty()) {
        settings.replay_gain.mode = *replay_gain_mode_from(arguments.replay_gain);
    }
    if (arguments.crossfade) {
        settings.fades.crossfade = Milliseconds(std::llround(*arguments.crossfade * 1000.0));
    }
    if (arguments.device) {
        settings.output_device = *arguments.device;
    }
    return settings;
}

RepeatMode repeat_mode_from(const std::string& word) {
    return word == "all" ? RepeatMode::all : word == "one" ? RepeatMode::one : RepeatMode::off;
}

void start(Player& player, const PlayArguments& arguments, std::vector<QueueEntry> entries) {
    player.set_private_session(arguments.private_session);
    player.set_repeat(repeat_mode_from(arguments.repeat));
    player.set_speed(arguments.speed_factor);
    if (arguments.shuffle) {
        player.set_shuffle(true);
    }
    player.play(std::move(entries));
    if (arguments.from) {
        player.seek(*arguments.from);
    }
    if (arguments.stop_after) {
        player.set_sleep_timer(SleepTimer{SleepTimer::Until::time, *arguments.stop_after});
    }
}

ExitCode play(Invocation& invocation, const PlayArguments& arguments) {
    AudioSinkOptions sink;
    sink.kind = arguments.sink == "fake" ? AudioSinkOptions::Kind::fake : AudioSinkOptions::Kind::automatic;
    sink.speed =
        arguments.speed == "max" ? AudioSinkOptions::Speed::maximum : AudioSinkOptions::Speed::realtime;
    if (sink.speed == AudioSinkOptions::Speed::maximum && sink.kind != AudioSinkOptions::Kind::fake) {
        invocation.output.fail(Error{ErrorCode::unsupported,
                                     "--speed max goes with --audio-sink fake: a sound card has one speed",
                                     {}});
        return ExitCode::wrong_use;
    }

    PlayListener listener(invocation.output);
    // Before the first thread of the services, so that all of them leave the signals to it.
    const Interrupt interrupt([&listener] { listener.interrupt(); });
    auto opened = Services::open(invocation.paths);
    if (!opened) {
        return invocation.output.fail(opened.error());
    }
    Services& services = *opened.value();
    if (auto loaded = services.load_library(); !loaded) {
        return invocation.output.fail(loaded.error());
    }
    Settings settings(services.database());
    if (auto loaded = settings.load(); !loaded) {
        return invocation.output.fail(loaded.error());
    }
    auto entries = entries_for(arguments.what, services.library().snapshot());
    if (!entries) {
        return invocation.output.fail(entries.error());
    }

    {
        Player player(services.history(), std::move(sink), nullptr,
                      settings_for(arguments, kept_playback_settings(settings)));
        player.add_observer(&listener);
        start(player, arguments, std::move(entries).value());
        player.settle();
        listener.wait();
        // Leaving here closes a listen still in progress as `quit`.
    }
    if (auto flushed = services.history().flush(); !flushed) {
        return invocation.output.fail(flushed.error());
    }

    nlohmann::json rows = nlohmann::json::array();
    const std::vector<Listen> listens = listener.listens();
    for (const Listen& listen : listens) {
        rows.push_back(to_json(listen));
    }
    nlohmann::json document{{"listens", std::move(rows)}};
    if (const auto error = listener.error()) {
        document["error"] = {
            {"code", to_word(error->code)}, {"message", error->message}, {"path", error->path}};
    }
    invocation.output.document(document);
    if (!listens.empty()) {
        print_listens(invocation.output, listens);
    }
    return listener.error() ? ExitCode::failed : ExitCode::done;
}

void add_length(CLI::App& command, const std::string& name, std::optional<Milliseconds>& into,
                const std::string& what) {
    command.add_option_function<std::string>(
        name,
        [&into, name](const std::string& text) {
            const auto length = parse_length(text);
            if (!length) {
                throw CLI::ValidationError(name, length.error().message);
            }
            into = length.value();
        },
        what);
}

}  // namespace

void add_play(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<PlayArguments>();
    CLI::App* command =
        root.add_subcommand("play", "Play files or tracks of the library, and record the listens");
    command
        ->add_option("PATH|ID", arguments->what,
                     "Files, folders, cue sheets, or track ids as search shows them")
        ->required();
    command->add_option("--audio-sink", arguments->sink, "auto, or fake where there is no sound card")
        ->check(CLI::IsMember({"auto", "fake"}));
    command->add_option("--speed", arguments->speed, "realtime, or max (with the fake sink)")
        ->check(CLI::IsMember({"realtime", "max"}));
    command->add_flag("--shuffle", arguments->shuffle, "Each once, in a drawn order; the first stays first");
    command->add_option("--repeat", arguments->repeat, "off, all or one")
        ->check(CLI::IsMember({"off", "all", "one"}));
    add_length(*command, "--from", arguments->from, "Where the first track begins: 90, 1:30 or 1:02:03");
    add_length(*command, "--stop-after", arguments->stop_after, "Fade out and stop after this time");
    command->add_option("--speed-factor", arguments->speed_factor, "0.5 to 3; the pitch is kept")
        ->check(CLI::Range(0.5, 3.0));
    command->add_option("--device", arguments->device, "Where the sound goes: an id of refrain devices");
    command->add_option("--replaygain", arguments->replay_gain, "off, track, album or auto")
        ->check(CLI::IsMember({"off", "track", "album", "auto"}));
    command->add_flag("--private", arguments->private_session,
                      "The listens are marked private: nothing is learned from them");
    command->add_option("--crossfade", arguments->crossfade, "Overlap of two tracks in seconds, 0 to 12")
        ->check(CLI::Range(0.0, 12.0));
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return play(invocation, *arguments); };
    });
}

}  // namespace refrain::app
