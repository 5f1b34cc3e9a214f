// Listens as a table for people. Pure but for the local time zone; any thread.
#pragma once

#include "app/output.h"
#include "library_scanner/core/listen.h"

#include <vector>

namespace refrain::app {

void print_listens(Output& output, const std::vector<Listen>& listens);

}  // namespace refrain::app
