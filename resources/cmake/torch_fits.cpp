// Compiled and linked once at configuration: a function of LibTorch that takes a string of the C++ library.
#include <c10/util/Exception.h>
#include <string>

int main() {
    const c10::Error error(c10::SourceLocation{"", "", 0}, std::string("fits"));
    return error.msg() == "fits" ? 0 : 1;
}
