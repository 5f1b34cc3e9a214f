// What may still change in the row of a listen while it goes on, and the keys of our own rows.
// Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/listen.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace refrain {

/// Takes the figures of `newer` into `row`: lengths heard, reached and paused, seeks, the duration, the marks
/// (muted, private, browsing) and the end reason. What the listen is (track, start, intent, keys) stays.
/// Does nothing once `row` is closed, so a late refresh never reopens it.
void apply_figures(Listen& row, const Listen& newer);

/// Names the run of a program that writes own rows: 63 random bits, so that two runs, on two machines even,
/// do not share one.
class RunId {
  public:
    constexpr RunId() = default;
    constexpr explicit RunId(std::int64_t value) : value_(value) {}
    static RunId random();
    constexpr std::int64_t value() const { return value_; }
    friend constexpr bool operator==(RunId a, RunId b) { return a.value_ == b.value_; }

  private:
    std::int64_t value_ = 0;
};

/// "3f2a…(16 hex digits)-17": the source_key of the 17th listen of a run.
std::string own_source_key(RunId run, std::uint64_t number);
/// The run that wrote a row with that key; nothing when the key is not one of ours.
std::optional<RunId> run_of(std::string_view source_key);

}  // namespace refrain
