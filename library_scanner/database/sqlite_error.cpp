#include "library_scanner/database/sqlite_error.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace refrain {
namespace {

struct Words {
    ErrorCode code;
    const char* sentence;
};

Words words_for(int primary, int extended) {
    switch (extended) {
        // The shared memory and the write-ahead log grow first when a disk fills up.
        case SQLITE_IOERR_SHMSIZE:
        case SQLITE_IOERR_WRITE:
        case SQLITE_IOERR_TRUNCATE:
        case SQLITE_IOERR_FSYNC:
            return {ErrorCode::not_writable,
                    "The library database could not be written; the disk may be full or failing"};
        default:
            break;
    }
    switch (primary) {
        case SQLITE_FULL:
            return {ErrorCode::not_writable, "There is no space left on the disk for the library database"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {ErrorCode::not_writable,
                    "The library database may not be written; check the permissions of the file and its "
                    "folder"};
        case SQLITE_CANTOPEN:
            return {ErrorCode::unreadable,
                    "The library database cannot be opened; check that its folder exists and may be read and "
                    "written"};
        case SQLITE_CORRUPT:
            return {ErrorCode::damaged,
                    "The library database is damaged; restore a backup or move the file away to start anew"};
        case SQLITE_NOTADB:
            return {ErrorCode::damaged,
                    "The file is not a library database; move it away to start with a new one"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::busy, "Another program holds the library database; try again later"};
        case SQLITE_IOERR:
            return {ErrorCode::unreadable, "The disk of the library database reported an error"};
        default:
            return {ErrorCode::failed, "The library database reported an error"};
    }
}

}  // namespace

Error describe(const SQLite::Exception& exception, const std::filesystem::path& file) {
    // SQLiteCpp keeps the primary code apart; where only the extended one is set it holds both.
    const int primary = exception.getErrorCode() & 0xff;
    const auto [code, sentence] = words_for(primary, exception.getExtendedErrorCode());
    return {code, std::string(sentence) + " (" + exception.what() + ")", file.native()};
}

Error describe(const std::exception& exception, const std::filesystem::path& file) {
    if (const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&exception)) {
        return describe(*sqlite, file);
    }
    return {ErrorCode::failed, std::string("The library could not be updated (") + exception.what() + ")",
            file.native()};
}

}  // namespace refrain
