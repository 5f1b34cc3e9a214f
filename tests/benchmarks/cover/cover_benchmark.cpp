// Prints what the covers of a list cost: read and decoded for the first time, from the thumbnails on disk,
// from memory. Decides nothing. Use: cover_benchmark READER [ALBUMS [EDGE [PIXELS]]] READER is
// refrain-tagreader. The albums are made in a folder of its own: twelve tracks each, one file with a JPEG of
// PIXELS x PIXELS inside. "Cold" means nothing made yet; the files are in the system's cache.
#include "library_scanner/covers/picture_key.h"
#include "library_scanner/scan/file_asker.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"
#include "ui/images/cover_images.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <vector>

#include <QBuffer>
#include <QRandomGenerator>

namespace {

using namespace refrain;

constexpr int tracks_of_album = 12;

double cpu_ms(int who) {
    rusage usage{};
    getrusage(who, &usage);
    const auto in_ms = [](const timeval& time) {
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
    };
    return in_ms(usage.ru_utime) + in_ms(usage.ru_stime);
}

/// Soft shapes and some grain: as large, compressed, as a photograph.
std::string picture(int pixels, int album) {
    QRandomGenerator random(static_cast<quint32>(album));
    QImage coarse(24, 24, QImage::Format_RGB32);
    for (int y = 0; y < coarse.height(); ++y) {
        for (int x = 0; x < coarse.width(); ++x) {
            coarse.setPixel(x, y, random.generate());
        }
    }
    QImage image = coarse.scaled(pixels, pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    for (int i = 0; i < pixels * pixels / 16; ++i) {
        image.setPixel(random.bounded(pixels), random.bounded(pixels), random.generate());
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "JPEG", 85);
    return bytes.toStdString();
}

std::vector<Track> make_albums(const std::filesystem::path& folder, int albums, int pixels) {
    // As few pictures are made as possible: what makes each another one is its last bytes.
    std::vector<std::string> made;
    for (int i = 0; i < std::min(albums, 8); ++i) {
        made.push_back(picture(pixels, i));
    }
    std::vector<Track> tracks;
    for (int album = 0; album < albums; ++album) {
        const auto bytes = made[static_cast<std::size_t>(album) % made.size()] + std::to_string(album);
        const auto file = folder / (std::to_string(album) + ".mp3");
        testing::write_file(
            file, testing::id3v2({{"APIC", testing::picture_frame(bytes)}}) + testing::silent_mp3());
        for (int i = 0; i < tracks_of_album; ++i) {
            Track track;
            track.id = TrackId(static_cast<std::int64_t>(tracks.size() + 1));
            track.path = file.native();
            track.cover = CoverKind::embedded;
            track.cover_key = picture_key(bytes);
            tracks.push_back(track);
        }
    }
    std::printf("%d albums of %d tracks, JPEG of %d x %d, %zu KiB\n", albums, tracks_of_album, pixels, pixels,
                made.front().size() / 1024);
    return tracks;
}

/// `count`: covers asked for, each on its own; times of each.
void measure(const char* what, int count, const std::function<bool(int)>& ask) {
    std::vector<double> times;
    int shown = 0;
    const double cpu_before = cpu_ms(RUSAGE_SELF);
    for (int i = 0; i < count; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        shown += ask(i) ? 1 : 0;
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    const double cpu = cpu_ms(RUSAGE_SELF) - cpu_before;
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[std::min(times.size() - 1,
                              static_cast<std::size_t>(share * static_cast<double>(times.size())))];
    };
    std::printf("%-22s %6d of %6d shown, ms each: median %.3f p99 %.3f, CPU of this process %.3f\n", what,
                shown, count, at(0.5), at(0.99), cpu / count);
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        std::fputs("Use: cover_benchmark READER [ALBUMS [EDGE [PIXELS]]]\n", stderr);
        return 2;
    }
    const int albums = count > 2 ? std::max(1, std::atoi(arguments[2])) : 500;
    const int edge = count > 3 ? std::max(1, std::atoi(arguments[3])) : 40;
    const int pixels = count > 4 ? std::max(8, std::atoi(arguments[4])) : 1000;
    const test::TemporaryFolder folder;
    const auto library =
        std::make_shared<const LibrarySnapshot>(make_albums(folder / "music", albums, pixels));
    const auto images = [&] {
        return std::make_unique<CoverImages>(
            CoverImages::Sources{.loader = cover_loader(std::make_shared<FileAsker>(arguments[1])),
                                 .library = [&library] { return library; },
                                 .thumbnails = std::make_shared<ThumbnailStore>(folder / "thumbnails")});
    };
    const auto first_of_album = [&](CoverImages& covers) {
        return [&](int album) { return !covers.image(TrackId(album * tracks_of_album + 1), edge).isNull(); };
    };
    auto covers = images();
    measure("read and decoded", albums, first_of_album(*covers));
    covers = images();
    measure("from disk", albums, first_of_album(*covers));
    const auto in_memory = std::min(albums, 100);
    measure("from memory", in_memory * tracks_of_album, [&](int i) {
        const int newest = (albums - in_memory) * tracks_of_album;
        return !covers->image(TrackId(newest + i + 1), edge).isNull();
    });
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder / "thumbnails")) {
        bytes += file.file_size();
    }
    std::printf("on disk %.1f KiB a cover, in memory %lld KiB in all\n",
                static_cast<double>(bytes) / 1024 / albums, static_cast<long long>(covers->held_kib()));
    covers.reset();
    std::printf("CPU of the readers: %.3f ms a cover\n", cpu_ms(RUSAGE_CHILDREN) / albums);
    return 0;
}
