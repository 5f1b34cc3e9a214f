// How the player talks to refrain-analyzer, and what that says. Pure, any thread, no Qt; what can fail is
// only a line that is none of ours, which parses to nothing.
//
// Starting it: the program stands beside `refrain`. One process at a time for each database; the arguments
// are those of the functions below. It gives way to everything else by itself (SCHED_IDLE, idle I/O, nice
// 19).
//  - `run`: content features. `loudness`: integrated loudness and peak of the tracks whose tags name no gain,
//    into the database, never into files. Both take the newest tracks first (`run` also the most played),
//    skip what is done, write each track as it is done, and end by themselves; started again they go on where
//    they were. A file that fails is recorded with its reason and not tried again until it changes.
//  - `prints`: acoustic fingerprints of the first minute, and the groups of tracks that sound alike; those
//  that
//    are suspect first. Else as the two above.
//  - `write-gains`: writes measured gains into the tags of the named files; only when the listener asks.
// When: after a scan that added or updated anything, and once after start-up, `loudness` before `run` (the
// first changes what is heard). With nothing to do it ends in well under a second. While music plays it may
// run; on battery or when the listener says stop, end it.
// Ending it: SIGTERM; it stops within the piece it decodes, and that file is done anew next time. SIGKILL is
// safe, too: the file it was at gets one more attempt, and is then taken for the culprit. When nobody reads
// its stdout any more it ends by itself. stdout: one JSON object a line, {"phase", "done", "total", "failed",
// "seconds", "eta_seconds"}, with "path" and "failure" when the newest file failed; at the end one with phase
// "done". On that one, or every few minutes on the way, reload the library's snapshot: it merges what was
// measured (tags first).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

struct AnalyzerReport {
    enum class Phase { analyze, loudness, prints, write_gains, done };
    Phase phase = Phase::done;
    std::size_t done = 0, total = 0, failed = 0;
    double seconds = 0.0;
    /// 0 before the first is done.
    double eta_seconds = 0.0;
    /// Of the newest file when it failed, else empty. For showing: valid UTF-8.
    std::string path, failure;
};

/// Without a line end.
std::string to_line(const AnalyzerReport& report);
std::optional<AnalyzerReport> parse_analyzer_line(std::string_view line);

/// Arguments of the program. `limit` 0: all tracks.
std::vector<std::string> loudness_arguments(const std::string& database_file, std::size_t limit = 0);
std::vector<std::string> features_arguments(const std::string& database_file, std::size_t limit = 0);
std::vector<std::string> prints_arguments(const std::string& database_file, std::size_t limit = 0);
std::vector<std::string> write_gains_arguments(const std::string& database_file,
                                               const std::vector<std::string>& files);

}  // namespace refrain
