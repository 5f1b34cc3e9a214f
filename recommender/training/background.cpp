#include "recommender/training/background.h"

#include <cstdlib>
#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace refrain {

void give_way() {
    const sched_param none{};
    sched_setscheduler(0, SCHED_IDLE, &none);
    // ioprio_set() has no wrapper in the C library: this process, class idle (3).
    constexpr int io_process = 1;
    constexpr int io_class_idle = 3 << 13;
    syscall(SYS_ioprio_set, io_process, 0, io_class_idle);
    setpriority(PRIO_PROCESS, 0, 19);
}

void restart_with_passive_waiting(char** arguments) {
    if (std::getenv("OMP_WAIT_POLICY") != nullptr) {  // NOLINT(concurrency-mt-unsafe): no thread yet
        return;
    }
    if (setenv("OMP_WAIT_POLICY", "passive", 1) == 0) {  // NOLINT(concurrency-mt-unsafe): no thread yet
        execv("/proc/self/exe", arguments);
    }
}

void keep_large_blocks() {
    constexpr int largest_accepted = 32 << 20;    // glibc refuses more, silently
    mallopt(M_MMAP_THRESHOLD, largest_accepted);  // NOLINT(concurrency-mt-unsafe): no thread yet
    mallopt(M_TRIM_THRESHOLD, 1 << 30);           // NOLINT(concurrency-mt-unsafe): no thread yet
}

}  // namespace refrain
