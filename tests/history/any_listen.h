// Listens for the tests of the history: a plain one, and any one at all.
#pragma once

#include "library_scanner/core/listen.h"

#include <string>

#include <rapidcheck.h>

namespace refrain {

/// A listen of 200 s that started at 2026-01-02T03:04:05.678Z.
inline Listen plain_listen() {
    Listen listen;
    listen.title = "Says";
    listen.artist = "Nils Frahm";
    listen.album = "Spaces";
    listen.path = "/music/says.flac";
    listen.duration = Milliseconds(200'000);
    listen.started_at = utc_from_ms(1'767'323'045'678);
    listen.tz_offset_min = 60;
    listen.intent = Intent::album;
    listen.start_reason = StartReason::chosen;
    return listen;
}

/// Everything that is stored and read, compared field by field; `id` is the database's own affair.
inline void expect_same(const Listen& a, const Listen& b) {
    RC_ASSERT(a.profile == b.profile);
    RC_ASSERT(a.track == b.track);
    RC_ASSERT(a.title == b.title);
    RC_ASSERT(a.artist == b.artist);
    RC_ASSERT(a.album == b.album);
    RC_ASSERT(a.path == b.path);
    RC_ASSERT(a.duration == b.duration);
    RC_ASSERT(a.started_at == b.started_at);
    RC_ASSERT(a.tz_offset_min == b.tz_offset_min);
    RC_ASSERT(a.heard == b.heard);
    RC_ASSERT(a.furthest == b.furthest);
    RC_ASSERT(a.paused == b.paused);
    RC_ASSERT(a.seeks_forward == b.seeks_forward);
    RC_ASSERT(a.seeks_back == b.seeks_back);
    RC_ASSERT(a.intent == b.intent);
    RC_ASSERT(a.origin == b.origin);
    RC_ASSERT(a.queue_position == b.queue_position);
    RC_ASSERT(a.shuffle_pool == b.shuffle_pool);
    RC_ASSERT(a.shuffle_seed == b.shuffle_seed);
    RC_ASSERT(a.start_reason == b.start_reason);
    RC_ASSERT(a.end_reason == b.end_reason);
    RC_ASSERT(a.session == b.session);
    RC_ASSERT(a.muted == b.muted);
    RC_ASSERT(a.private_session == b.private_session);
    RC_ASSERT(a.browsing == b.browsing);
    RC_ASSERT(a.model_generation == b.model_generation);
    RC_ASSERT(a.route == b.route);
    RC_ASSERT(a.score == b.score);
    RC_ASSERT(a.propensity == b.propensity);
    RC_ASSERT(a.source == b.source);
    RC_ASSERT(a.source_key == b.source_key);
}

/// Text a tag can hold: any code points but NUL, as UTF-8, with what breaks naive writers well represented.
inline rc::Gen<std::string> any_text() {
    using namespace rc;
    const auto nasty =
        gen::element<std::string>("", "=1+1", "+1", "-1", "@x", "\t", "\r", "'=1", "'", "\"a\"", "a,b",
                                  "a\nb", "a\r\nb", "Bj\xC3\xB6rk", "\xE9\x9F\xB3\xE6\xA8\x82");
    const auto ascii = gen::string<std::string>();
    return gen::map(gen::pair(nasty, ascii), [](const std::pair<std::string, std::string>& parts) {
        std::string text = parts.first;
        for (const char c : parts.second) {
            if (static_cast<unsigned char>(c) < 0x80 && c != '\0') {
                text += c;
            }
        }
        return text;
    });
}

/// Any listen that the program could have written. Its track is one of 1..3 or none.
inline rc::Gen<Listen> any_listen() {
    return rc::gen::exec([] {
        using namespace rc;
        const auto length = [] { return Milliseconds(*gen::inRange<std::int64_t>(0, 10'000'000'000)); };
        const auto word_of = [](const auto& table) {
            return table[*gen::inRange<std::size_t>(0, table.size())].first;
        };
        Listen l;
        l.profile = *any_text();
        l.track = TrackId(*gen::inRange<std::int64_t>(0, 4));
        l.title = *any_text();
        l.artist = *any_text();
        l.album = *any_text();
        l.path = *gen::arbitrary<std::string>();
        l.duration = length();
        l.started_at = utc_from_ms(*gen::inRange<std::int64_t>(0, 32'503'680'000'000));
        l.tz_offset_min = *gen::inRange(-840, 841);
        l.heard = length();
        l.furthest = length();
        l.paused = length();
        l.seeks_forward = *gen::inRange(0, 1'000'000);
        l.seeks_back = *gen::inRange(0, 1'000'000);
        l.intent = word_of(words::intent);
        l.origin = *any_text();
        l.queue_position = *gen::inRange(-1, 1'000'000);
        l.shuffle_pool = *gen::inRange<std::int64_t>(0, 1'000'000'000);
        l.shuffle_seed = *gen::arbitrary<std::int64_t>();
        l.start_reason = word_of(words::start_reason);
        l.end_reason = word_of(words::end_reason);
        l.session = SessionId(*gen::inRange<std::int64_t>(0, 9'000'000'000'000'000));
        l.muted = *gen::arbitrary<bool>();
        l.private_session = *gen::arbitrary<bool>();
        l.browsing = *gen::arbitrary<bool>();
        l.model_generation = *any_text();
        l.route = *any_text();
        l.score = *gen::inRange(-1'000'000, 1'000'000) / 7.0;
        l.propensity = *gen::inRange(0, 1'000'001) / 1'000'000.0;
        l.source = *gen::nonEmpty(any_text());
        l.source_key = *gen::nonEmpty(any_text());
        return l;
    });
}

}  // namespace refrain
