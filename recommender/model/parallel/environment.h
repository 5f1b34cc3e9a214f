// What torchrun, or a person, says to each process of a training in its environment. Pure: the environment is
// handed in. What can fail: values that are missing, no numbers or out of range; the Error names the
// variable.
#pragma once

#include "library_scanner/core/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace refrain {

struct PeerSettings {
    /// RANK and WORLD_SIZE.
    int own = 0, count = 1;
    /// LOCAL_RANK: which of the machine's graphics cards is its own; RANK where it is not said.
    int own_here = 0;
    /// MASTER_ADDR and MASTER_PORT: where they find each other.
    std::string host;
    std::uint16_t port = 0;
    /// torchrun keeps the meeting point itself (TORCHELASTIC_USE_AGENT_STORE); else process 0 does.
    bool kept_by_launcher = false;
    /// TORCHELASTIC_RESTART_COUNT: a restarted training shall not meet what is left of the last one.
    std::string attempt = "0";
    /// GLOO_SOCKET_IFNAME: the network interface to use, where it is said.
    std::string interface;
    /// For meeting, and for each answer.
    std::chrono::seconds patience{300};
};

/// Nothing where the environment speaks of no other process. `variable` gives a variable's value, or nothing
/// where it is not set.
Result<std::optional<PeerSettings>> peer_settings(
    const std::function<std::optional<std::string>(const char*)>& variable);

}  // namespace refrain
