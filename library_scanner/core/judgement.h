// What a stored listen says about its track: the one place where positive and negative are decided
// (recommender design, section 1). The trainer, the ranker, the history page and the export all ask here.
// Pure, any thread.
#pragma once

#include "library_scanner/core/listen.h"

namespace refrain {

struct JudgementThresholds {
    /// Heard share from which a listen is positive.
    double positive_from = 0.8;
    /// Heard share up to which a listen that the listener ended is negative.
    double negative_up_to = 0.2;
};

enum class Judgement { neutral, positive, negative };

/// Did the listener end it by a decision against the track? Quitting, stopping, errors and timers never are.
constexpr bool ended_against_track(EndReason reason) {
    return reason == EndReason::next || reason == EndReason::not_for_me || reason == EndReason::chose_other;
}

/// positive: heard share >= positive_from. negative: ended against the track with share <= negative_up_to, or
/// "not for me" at any share. Between: neutral. Browsing, private listens and unknown durations are neutral;
/// so is an open listen.
inline Judgement judge(const Listen& listen, const JudgementThresholds& thresholds = {}) {
    if (listen.end_reason == EndReason::open || listen.private_session) {
        return Judgement::neutral;
    }
    if (listen.end_reason == EndReason::not_for_me) {
        return Judgement::negative;
    }
    const auto rate = listen.rate();
    if (!rate) {
        // Programs that log only finished plays know no duration; "finished" is their word for heard.
        return listen.end_reason == EndReason::finished ? Judgement::positive : Judgement::neutral;
    }
    if (rate->value() >= thresholds.positive_from) {
        return Judgement::positive;
    }
    if (!listen.browsing && ended_against_track(listen.end_reason) &&
        rate->value() <= thresholds.negative_up_to) {
        return Judgement::negative;
    }
    return Judgement::neutral;
}

constexpr std::string_view to_word(Judgement j) {
    return j == Judgement::positive ? "positive" : j == Judgement::negative ? "negative" : "neutral";
}

}  // namespace refrain
