// The account that must balance whatever happens: every frame the sink took belongs to a listen or is known
// to be silence, and none is counted twice.
#pragma once

#include "player/listening/listen_book.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace refrain::testing_audio {

/// `taken`: frames the sink took while the player lived that gave `account`.
inline void expect_every_frame_accounted_for(const SoundAccount& account, std::int64_t taken) {
    EXPECT_EQ(
        account.listens + account.again + account.unowned + account.balance.silence - account.balance.overlap,
        taken)
        << account.listens << " frames of listens, " << account.again << " from two places at once, "
        << account.balance.silence << " silent, " << account.balance.overlap << " overlapping";
    EXPECT_EQ(account.unowned, 0) << "music was heard that no listen tells of";
}

}  // namespace refrain::testing_audio
