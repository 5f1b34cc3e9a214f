#include "recommender/model/parallel/environment.h"

#include <charconv>

namespace refrain {
namespace {

using Variables = std::function<std::optional<std::string>(const char*)>;

Result<int> number_in(const Variables& variable, const char* name, int least, int most) {
    const auto text = variable(name);
    if (!text) {
        return Error{ErrorCode::not_found,
                     std::string("Training in several processes needs the environment variable ") + name +
                         " in each of them",
                     {}};
    }
    int value = 0;
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc() || stop != end || value < least || value > most) {
        return Error{ErrorCode::malformed,
                     std::string("The environment variable ") + name + " is \"" + *text +
                         "\"; it must be a number from " + std::to_string(least) + " to " +
                         std::to_string(most),
                     {}};
    }
    return value;
}

constexpr int most_processes = 4096;
constexpr int largest_port = 65535;

}  // namespace

Result<std::optional<PeerSettings>> peer_settings(const Variables& variable) {
    if (!variable("WORLD_SIZE") && !variable("RANK")) {
        return std::optional<PeerSettings>();
    }
    const auto count = number_in(variable, "WORLD_SIZE", 1, most_processes);
    if (!count) {
        return count.error();
    }
    const auto own = number_in(variable, "RANK", 0, count.value() - 1);
    if (!own) {
        return own.error();
    }
    if (count.value() == 1) {
        return std::optional<PeerSettings>();
    }
    PeerSettings out;
    out.own = out.own_here = own.value();
    out.count = count.value();
    if (variable("LOCAL_RANK")) {
        const auto own_here = number_in(variable, "LOCAL_RANK", 0, count.value() - 1);
        if (!own_here) {
            return own_here.error();
        }
        out.own_here = own_here.value();
    }
    const auto host = variable("MASTER_ADDR");
    if (!host || host->empty()) {
        return Error{ErrorCode::not_found,
                     "Training in several processes needs the environment variable MASTER_ADDR in each of "
                     "them: the machine of process 0",
                     {}};
    }
    out.host = *host;
    const auto port = number_in(variable, "MASTER_PORT", 1, largest_port);
    if (!port) {
        return port.error();
    }
    out.port = static_cast<std::uint16_t>(port.value());
    out.kept_by_launcher = variable("TORCHELASTIC_USE_AGENT_STORE").value_or("") == "True";
    out.attempt = variable("TORCHELASTIC_RESTART_COUNT").value_or("0");
    out.interface = variable("GLOO_SOCKET_IFNAME").value_or("");
    return std::optional(out);
}

}  // namespace refrain
