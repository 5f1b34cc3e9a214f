#include "app/desktop/art_cache.h"

#include "app/environment.h"

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>

namespace refrain {
namespace {

namespace fs = std::filesystem;

std::string extension_of(const std::string& mime_type) {
    if (mime_type == "image/jpeg") {
        return ".jpg";
    }
    std::string extension = ".";
    return extension.append(mime_type, mime_type.find('/') + 1);
}

/// SHA-256, half of it: no two pictures share a name.
std::string name_of(const CoverImage& image) {
    const auto bytes =
        QByteArray::fromRawData(reinterpret_cast<const char*>(image.bytes.data()),  // NOLINT: bytes are bytes
                                static_cast<qsizetype>(image.bytes.size()));
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(32);
    return hash.toStdString() + extension_of(image.mime_type);
}

Error cannot_write(const fs::path& file, const std::string& reason) {
    return {ErrorCode::failed, "The cover cannot be handed to the desktop (" + reason + ")", file.string()};
}

}  // namespace

ArtCache::ArtCache(fs::path folder, Limits limits) : folder_(std::move(folder)), limits_(limits) {}

Result<fs::path> ArtCache::file_of(const CoverImage& image) {
    if (folder_.empty()) {
        return cannot_write(folder_, "there is no folder for it");
    }
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) {
        return cannot_write(folder_, error.message());
    }
    const fs::path file = folder_ / name_of(image);
    // Its name is its content; the size tells a file that something else has cut.
    if (fs::is_regular_file(file, error) && fs::file_size(file, error) == image.bytes.size()) {
        fs::last_write_time(file, fs::file_time_type::clock::now(), error);
        return file;
    }
    QSaveFile out(QFile::decodeName(file.c_str()));
    const auto size = static_cast<qint64>(image.bytes.size());
    if (!out.open(QIODevice::WriteOnly) ||
        out.write(reinterpret_cast<const char*>(image.bytes.data()), size) != size ||  // NOLINT: bytes
        !out.commit()) {
        return cannot_write(file, out.errorString().toStdString());
    }
    make_room(file);
    return file;
}

void ArtCache::make_room(const fs::path& keep) {
    struct Known {
        fs::path file;
        std::int64_t bytes;
        fs::file_time_type used;
    };
    std::vector<Known> all;
    std::int64_t bytes = 0;
    std::error_code error;
    for (const auto& item : fs::directory_iterator(folder_, error)) {
        if (!item.is_regular_file(error)) {
            continue;
        }
        all.push_back(
            {item.path(), static_cast<std::int64_t>(item.file_size(error)), item.last_write_time(error)});
        bytes += all.back().bytes;
    }
    std::sort(all.begin(), all.end(), [](const Known& a, const Known& b) { return a.used < b.used; });
    std::size_t files = all.size();
    for (const Known& oldest : all) {
        if (bytes <= limits_.bytes && files <= limits_.files) {
            return;
        }
        if (oldest.file != keep && fs::remove(oldest.file, error)) {
            bytes -= oldest.bytes;
            --files;
        }
    }
}

fs::path default_art_folder() {
    const fs::path cache = app::cache_directory();
    return cache.empty() ? cache : cache / "art";
}

}  // namespace refrain
