#include "player/listening/decisions.h"

#include <string>

namespace refrain {

FailureStep after_failure(const Error& error, int failures_in_a_row, int most) {
    if (failures_in_a_row < most) {
        return {false, error};
    }
    return {true,
            {error.code,
             "Playback stopped because " + std::to_string(failures_in_a_row) +
                 " files in a row could not be played. The last one: " + error.message,
             error.path}};
}

}  // namespace refrain
