#include "player/engine/output/output.h"

#include <algorithm>
#include <thread>

namespace refrain {

void OutputCloser::operator()(Output* output) const {
    if (output->let_go()) {
        delete output;
    } else {
        // Threads of the sound server's library are still in it.
        std::thread([output] { delete output; }).detach();
    }
}

double amplitude_of(double volume) {
    const double v = volume > 0.0 ? std::min(volume, 1.0) : 0.0;
    return v * v * v;
}

Error device_error(const std::string& reason) {
    return {ErrorCode::not_found,
            "The audio device cannot be used" + (reason.empty() ? std::string() : " (" + reason + ")") +
                ". Connect one or start the sound server, then play again",
            {}};
}

Error server_hangs() {
    return {ErrorCode::failed,
            "The sound server does not answer. Start it again, or choose another device, then play again",
            {}};
}

}  // namespace refrain
