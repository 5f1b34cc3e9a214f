#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/listens_table.h"
#include "app/json.h"
#include "app/queue_entries.h"
#include "app/services.h"
#include "player/player.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>

#include <fmt/format.h>

namespace refrain::app {

namespace {

struct PlayArguments {
    std::vector<std::string> what;
    std::string speed = "realtime";
    std::string sink = "auto";
};

/// Collects what the player reports and lets the command wait for the end.
class Listener : public PlayerObserver {
  public:
    explicit Listener(Output& output) : output_(output) {}

    void player_changed(const PlayerState& state) override {
        const std::lock_guard lock(mutex_);
        stopped_ = state.state == PlaybackState::stopped;
        if (state.error && (!error_ || state.error->text() != error_->text())) {
            error_ = state.error;
            output_.note("refrain: " + printable(error_->text()));
        }
        if (const QueueEntry* entry = state.current_entry();
            entry != nullptr && !stopped_ && entry->id != announced_) {
            announced_ = entry->id;
            output_.line(fmt::format("Playing {}{}{}", printable(entry->title),
                                     entry->artist.empty() ? "" : " by ", printable(entry->artist)));
        }
        changed_.notify_all();
    }

    void listen_ended(const Listen& listen) override {
        const std::lock_guard lock(mutex_);
        listens_.push_back(listen);
    }

    void interrupt() {
        const std::lock_guard lock(mutex_);
        interrupted_ = true;
        changed_.notify_all();
    }

    /// Returns when playback has stopped by itself, or the listener has had enough.
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopped_ || interrupted_; });
    }

    std::vector<Listen> listens() const {
        const std::lock_guard lock(mutex_);
        return listens_;
    }
    std::optional<Error> error() const {
        const std::lock_guard lock(mutex_);
        return error_;
    }

  private:
    Output& output_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Listen> listens_;
    std::optional<Error> error_;
    QueueEntryId announced_;
    bool stopped_ = true;
    bool interrupted_ = false;
};

std::optional<TrackId> as_id(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc{} && end == text.data() + text.size() && number > 0
               ? std::optional(TrackId(number))
               : std::nullopt;
}

/// A track of the library by id or path, else the file itself.
Result<std::vector<QueueEntry>> entries_for(const std::vector<std::string>& what,
                                            const LibrarySnapshot& library) {
    std::unordered_map<std::string, const Track*> by_path;
    for (const Track& track : library.tracks()) {
        by_path.emplace(track.path, &track);
    }
    std::vector<QueueEntry> entries;
    for (const std::string& word : what) {
        const std::string path = std::filesystem::absolute(word).lexically_normal().string();
        std::error_code error;
        const bool file = std::filesystem::exists(path, error);
        if (const auto id = as_id(word); id && !file) {
            const Track* track = library.find(*id);
            if (track == nullptr) {
                return Error{ErrorCode::not_found, "The library has no track with the id " + word, {}};
            }
            entries.push_back(queue_entry(*track, Intent::track, "command line"));
        } else if (const auto known = by_path.find(path); known != by_path.end()) {
            entries.push_back(queue_entry(*known->second, Intent::track, "command line"));
        } else if (file && !std::filesystem::is_directory(path, error)) {
            entries.push_back(queue_entry_of_file(path, Intent::track, "command line"));
        } else {
            return Error{ErrorCode::not_found,
                         file ? "This is a folder; name files, or scan it first" : "There is no such file",
                         path};
        }
    }
    return entries;
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

    Listener listener(invocation.output);
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
    auto entries = entries_for(arguments.what, *services.library().snapshot());
    if (!entries) {
        return invocation.output.fail(entries.error());
    }

    {
        services.history().start_session(utc_now());
        Player player(services.history(), std::move(sink));
        player.add_observer(&listener);
        player.play(std::move(entries).value());
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

}  // namespace

void add_play(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<PlayArguments>();
    CLI::App* command =
        root.add_subcommand("play", "Play files or tracks of the library, and record the listens");
    command->add_option("PATH|ID", arguments->what, "Files, or track ids as search shows them")->required();
    command->add_option("--audio-sink", arguments->sink, "auto, or fake where there is no sound card")
        ->check(CLI::IsMember({"auto", "fake"}));
    command->add_option("--speed", arguments->speed, "realtime, or max (with the fake sink)")
        ->check(CLI::IsMember({"realtime", "max"}));
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return play(invocation, *arguments); };
    });
}

}  // namespace refrain::app
