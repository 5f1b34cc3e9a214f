// The full table of the simulator: every persona, every way to fill the queue, several seeds. Printed, never
// a test; `simulate_listeners [DAYS [SEEDS [PERSONA]]]`, 60 days and 5 seeds else: a few minutes of one core.
#include "tests/simulator/figures.h"

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    using namespace refrain::simulator;
    const LifeOptions options{2000, argc > 1 ? std::atoi(argv[1]) : 60};
    const int seeds = argc > 2 ? std::atoi(argv[2]) : 5;
    const std::string only = argc > 3 ? argv[3] : "";
    if (options.days < 1 || seeds < 1) {
        std::cerr << "usage: simulate_listeners [DAYS [SEEDS [PERSONA]]]\n";
        return 2;
    }
    for (const Persona& persona : personas()) {
        if (only.empty() || persona.name == only) {
            std::cout << table_of(persona, lives_of(persona, seeds, options)) << std::endl;
        }
    }
    return 0;
}
