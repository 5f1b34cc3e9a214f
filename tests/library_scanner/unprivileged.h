// Permissions mean nothing to root. While one of these lives, a test that runs as root acts as "nobody", so
// that a refusal by the system is a real one; for any other user it changes nothing.
#pragma once

#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

namespace refrain::testing {

class Unprivileged {
  public:
    Unprivileged() : was_root_(geteuid() == 0) {
        constexpr uid_t nobody = 65534;
        if (was_root_ && seteuid(nobody) != 0) {
            throw std::runtime_error("cannot give up the rights of root");
        }
    }
    ~Unprivileged() {
        if (was_root_ && seteuid(0) != 0) {
            std::abort();
        }
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

  private:
    bool was_root_;
};

}  // namespace refrain::testing
