#include "app/cli/command_line.h"
#include "app/window_mode.h"

#include <malloc.h>

int main(int argc, char** argv) {
    // Each track brings threads of its own, and with glibc's usual arenas each leaves a little memory behind:
    // 0.4 MiB more for every hour of music. With two arenas it stays level (endurance_benchmark).
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet.
    mallopt(M_ARENA_MAX, 2);
    return refrain::app::run_command_line(argc, argv, refrain::app::run_window);
}
