#include "app/cli/command_line.h"

int main(int argc, char** argv) {
    return refrain::app::run_command_line(argc, argv);
}
