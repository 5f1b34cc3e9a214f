#include "app/cli/command_line.h"
#include "app/window_mode.h"

int main(int argc, char** argv) {
    return refrain::app::run_command_line(argc, argv, refrain::app::run_window);
}
