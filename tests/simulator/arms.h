// What fills the queue behind the listener's own choice: Guess You Like as it is, and the plain ways it is
// held against. All of them are told each listen as it ends, and asked for a tail as the program asks. One
// thread each; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "player/queue/queue_entry.h"
#include "recommender/serving/guess.h"
#include "tests/simulator/world.h"

#include <memory>
#include <string_view>
#include <vector>

namespace refrain::simulator {

enum class ArmKind { engine, activation_mix, activation, most_played, shuffle };
inline constexpr ArmKind arm_kinds[] = {ArmKind::engine, ArmKind::activation_mix, ArmKind::activation,
                                        ArmKind::most_played, ArmKind::shuffle};
std::string_view to_word(ArmKind kind);

class Arm {
  public:
    virtual ~Arm() = default;
    /// What was heard before the first day.
    virtual void begin(const std::vector<Listen>& history) = 0;
    virtual void ended(const Listen& listen) = 0;
    /// The automatic entries for this request, best first.
    virtual std::vector<QueueEntry> tail(const GuessRequest& request) = 0;
};

/// engine: GuessService with the library, its sound, and no trained model.
/// activation_mix: of ten tracks seven by signed base-level activation (base_level.h) and three new ones by
/// the decayed finishes and skips of their artist; most_played: by finishes. Both leave out what was heard in
/// the last three hours or among the last twenty tracks, and take two of an artist in eight at most, as any
/// player would. shuffle: all of the library in a drawn order.
std::unique_ptr<Arm> make_arm(ArmKind kind, const World& world, std::uint64_t seed);

}  // namespace refrain::simulator
