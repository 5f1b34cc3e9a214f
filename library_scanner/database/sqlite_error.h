// Turns what SQLite reports into an Error with words for the user.
// Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/result.h"

#include <exception>
#include <filesystem>

namespace SQLite {
class Exception;
}

namespace refrain {

Error describe(const SQLite::Exception& exception, const std::filesystem::path& file);

/// Any exception that left a piece of work on the database.
Error describe(const std::exception& exception, const std::filesystem::path& file);

}  // namespace refrain
