// Scans of files that a test has made itself: they are harmless, and threads of the test read them. Any
// thread.
#pragma once

#include "library_scanner/scan/scanner.h"

namespace refrain::test {

inline ScanOptions harmless() {
    ScanOptions options;
    options.trusts_files = true;
    return options;
}

}  // namespace refrain::test
