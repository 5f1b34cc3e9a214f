// What a click, an end or a failure means: for the listen that ends, for the one that starts, and for what is
// done next. Pure functions, any thread; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/result.h"

#include <optional>

namespace refrain {

/// Why playback leaves the current entry.
enum class Cause {
    next,           // the listener pressed Next
    previous,       // the listener pressed Previous
    jumped,         // the listener picked another entry of the queue
    played_other,   // the listener played something else altogether
    not_for_me,     // the listener said so
    removed,        // the listener took the playing entry out of the queue
    track_ended,    // it was heard to its end
    failed,         // the file could not be played (on)
    output_failed,  // there is no audio device, or it went away
    stopped,        // the listener pressed Stop, or emptied the queue
    quit            // the program ends
};

struct Meaning {
    /// Of the listen that ends.
    EndReason end = EndReason::unknown;
    /// Of the listen that follows; unknown where none does.
    StartReason start = StartReason::unknown;
};

/// Taking the playing entry out of the queue is a decision against it, like Next.
constexpr Meaning meaning_of(Cause cause) {
    switch (cause) {
        case Cause::next:
            return {EndReason::next, StartReason::next};
        case Cause::previous:
            return {EndReason::previous, StartReason::previous};
        case Cause::jumped:
        case Cause::played_other:
            return {EndReason::chose_other, StartReason::chosen};
        case Cause::not_for_me:
            return {EndReason::not_for_me, StartReason::next};
        case Cause::removed:
            return {EndReason::next, StartReason::next};
        case Cause::track_ended:
            return {EndReason::finished, StartReason::track_ended};
        case Cause::failed:
            return {EndReason::error, StartReason::track_ended};
        case Cause::output_failed:
            return {EndReason::error, StartReason::unknown};
        case Cause::stopped:
            return {EndReason::stopped, StartReason::unknown};
        case Cause::quit:
            return {EndReason::quit, StartReason::unknown};
    }
    return {};
}

enum class PreviousStep { restart, go_back };

/// Back to the start of the track when more than `restart_after` in, or when there is nothing before it.
constexpr PreviousStep previous_step(Milliseconds position, bool has_entry_before,
                                     Milliseconds restart_after = Milliseconds(3000)) {
    return position > restart_after || !has_entry_before ? PreviousStep::restart : PreviousStep::go_back;
}

struct FailureStep {
    bool stop = false;
    /// What to show: names the file, and says so when playback stops.
    Error error;
};

/// A file that cannot be played is skipped. After `most` in a row without a sound between them playback
/// stops: an unmounted disk must not be run through from the first track to the last.
FailureStep after_failure(const Error& error, int failures_in_a_row, int most = 3);

/// How many automatic entries should lie behind the current one.
inline constexpr int automatic_entries_kept = 5;

}  // namespace refrain
