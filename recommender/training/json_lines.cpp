#include "recommender/training/json_lines.h"

#include <iostream>

namespace refrain {

void print_line(const Json& line) {
    std::cout << line.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
}

int fail(const Error& error) {
    print_line({{"phase", "error"}, {"message", error.text()}});
    return 1;
}

}  // namespace refrain
