#include "library_scanner/covers/cover_art.h"

#include "library_scanner/audio_file/file_time.h"
#include "library_scanner/covers/embedded_picture.h"
#include "library_scanner/covers/picture_header.h"
#include "library_scanner/covers/picture_key.h"
#include "library_scanner/tags/read_only_stream.h"
#include "library_scanner/tags/tag_file.h"

#include <exception>
#include <string_view>
#include <sys/stat.h>
#include <tbytevector.h>
#include <tfile.h>

namespace refrain {
namespace {

Result<CoverImage> as_image(std::string_view bytes, const std::string& path, std::uint64_t key) {
    if (bytes.empty()) {
        return Error{ErrorCode::not_found, "There is no cover picture in the file", path};
    }
    if (bytes.size() > max_cover_bytes) {
        return Error{ErrorCode::unsupported, "The cover picture is too large to be shown", path};
    }
    const auto format = picture_format(bytes);
    if (!format) {
        return Error{ErrorCode::malformed, "The cover is not a JPEG, PNG, WebP, GIF or BMP picture", path};
    }
    return CoverImage{{bytes.begin(), bytes.end()}, std::string(mime_type(*format)), key};
}

Error about_file(const Error& error, const char* what) {
    return {error.code, std::string(what) + " " + error.message, error.path};
}

}  // namespace

Result<CoverImage> embedded_cover(const std::string& path) {
    const auto opened = open_tag_file(path, false);
    if (!opened) {
        return about_file(opened.error(), "The music file");
    }
    const auto picture = embedded_picture(*opened.value().file);
    const std::string_view bytes(picture.data(), picture.size());
    return as_image(bytes, path, picture_key(bytes));
}

Result<CoverImage> read_picture_file(const std::string& path) {
    const auto stream = ReadOnlyStream::open(path);
    if (!stream) {
        return about_file(stream.error(), "The cover picture");
    }
    const auto size = stream.value()->size();
    if (size > static_cast<std::int64_t>(max_cover_bytes)) {
        return Error{ErrorCode::unsupported, "The cover picture is too large to be shown", path};
    }
    struct stat facts {};
    const bool is_known = ::stat(path.c_str(), &facts) == 0;
    return as_image(stream.value()->bytes_at(0, static_cast<std::size_t>(size)), path,
                    is_known ? picture_file_key(path, facts.st_size, mtime_ns(facts)) : 0);
}

Result<CoverImage> read_cover(const TrackView& track) {
    try {
        switch (track.cover) {
            case CoverKind::embedded:
                return embedded_cover(track.path());
            case CoverKind::folder:
                return read_picture_file(std::string(track.cover_path));
            case CoverKind::none:
                break;
        }
        return Error{ErrorCode::not_found, "The track has no cover picture", track.path()};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::failed, std::string("The cover could not be read (") + exception.what() + ")",
                     track.path()};
    }
}

}  // namespace refrain
