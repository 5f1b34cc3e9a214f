#include "app/cli/command.h"

namespace refrain::app {
void add_demo(CLI::App&, Action&) {}
}
