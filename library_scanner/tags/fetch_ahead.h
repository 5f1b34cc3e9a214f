// Tells the system which bytes of a music file are read first, so that the disk works while something else is
// done. Threads: any; waits for no disk but to open the file. What can fail: nothing that is told; whoever
// reads the file meets it.
#pragma once

#include <cstdint>
#include <string>

namespace refrain {

/// Opens for reading and waits for no other end of a pipe. Negative: errno says why.
int open_for_reading(const std::string& path);

/// Tags stand at the head and at the end of a file of that size: both are fetched, at once; of a small file
/// everything.
void fetch_ends(int descriptor, std::int64_t size);

/// The ends of a file that is read soon.
void fetch_ahead(const std::string& path);

}  // namespace refrain
