// Makes this process give way to everything else on the machine, and sets what LibTorch needs set before it
// is loaded. Called once from main(). Nothing here fails: what the system refuses is left as it is.
#pragma once

namespace refrain {

/// SCHED_IDLE, idle I/O, nice 19.
void give_way();

/// Waiting OpenMP threads shall sleep, not spin: on a busy machine two spinning threads are 3 to 4 times
/// slower than one. The runtime reads OMP_WAIT_POLICY when it is loaded, so the program is started anew once
/// with it set. Returns when it is set already, or when that cannot be done.
void restart_with_passive_waiting(char** arguments);

/// Large tensors stay with the allocator instead of going back to the system after each step.
void keep_large_blocks();

}  // namespace refrain
