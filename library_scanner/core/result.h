// A value or a typed error with words for the user. Plain values, any thread.
// Errors that a caller can meet in daily life travel as Result; exceptions stay for broken invariants.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace refrain {

enum class ErrorCode {
    not_found,     // a file, folder, track or program is not there
    unreadable,    // it is there and may not or cannot be read
    malformed,     // its content is not what its kind demands
    unsupported,   // understood, and nothing here can handle it (a missing decoder, a newer schema)
    not_writable,  // no permission, no space left, read-only
    damaged,       // a checksum or an invariant of our own file fails
    busy,          // another process holds it
    cancelled,     // the user or a shutdown stopped it
    failed,        // all else; the message says what
};

struct Error {
    ErrorCode code = ErrorCode::failed;
    /// One sentence for the user: what happened and, where known, what to do.
    std::string message;
    /// The file or folder it is about, as bytes; empty when none is.
    std::string path;

    /// "message: path", for a terminal.
    std::string text() const { return path.empty() ? message : message + ": " + path; }
};

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value)
        : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
    Result(Error error)
        : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T& value() const& { return std::get<0>(state_); }
    T& value() & { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    const Error& error() const { return std::get<1>(state_); }

  private:
    std::variant<T, Error> state_;
};

struct Done {};
/// The outcome of work that returns nothing: `return Done{};` or an Error.
using Status = Result<Done>;

}  // namespace refrain
