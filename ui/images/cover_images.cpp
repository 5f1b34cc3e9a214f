#include "ui/images/cover_images.h"

#include "library_scanner/covers/picture_header.h"
#include "ui/images/decode_cover.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QBuffer>
#include <QByteArray>
#include <QHashFunctions>

namespace refrain {

namespace {

constexpr int cache_kib = 24 * 1024;
/// Views ask for any size; the sizes that are made are few, so that they meet.
constexpr std::array<std::uint32_t, 5> edges{64, 128, 256, 512, 1024};
constexpr std::chrono::seconds tried_again_after{10};
/// As much may be decoded by several threads at once.
constexpr std::uint64_t small_bytes = std::uint64_t{16} << 20;
constexpr int thumbnail_quality = 90;

std::uint32_t edge_for(int asked) {
    const auto enough = std::find_if(edges.begin(), edges.end(), [asked](std::uint32_t edge) {
        return static_cast<std::int64_t>(edge) >= asked;
    });
    return enough == edges.end() ? edges.back() : *enough;
}

/// PNG keeps what lets the background through.
std::string encoded(const QImage& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const bool is_opaque = !image.hasAlphaChannel();
    const bool written = image.save(&buffer, is_opaque ? "JPEG" : "PNG", is_opaque ? thumbnail_quality : -1);
    return written ? bytes.toStdString() : std::string();
}

bool is_set(const std::atomic<bool>* cancel) {
    return cancel != nullptr && cancel->load();
}

}  // namespace

size_t qHash(const ThumbnailName& name, size_t seed) {
    return qHashMulti(seed, name.key, name.edge);
}

/// While it lives, others who want that picture wait.
class CoverImages::UnderWay {
  public:
    UnderWay(CoverImages& images, const ThumbnailName& name) : images_(images), name_(name) {
        std::unique_lock lock(images_.mutex_);
        images_.made_.wait(lock, [&] { return !images_.under_way_.contains(name_); });
        images_.under_way_.insert(name_);
    }
    ~UnderWay() {
        {
            const std::lock_guard lock(images_.mutex_);
            images_.under_way_.erase(name_);
        }
        images_.made_.notify_all();
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

  private:
    CoverImages& images_;
    const ThumbnailName name_;
};

CoverImages::CoverImages(Sources sources) : sources_(std::move(sources)), cache_(cache_kib) {}

QImage CoverImages::image(TrackId id, int edge, const std::atomic<bool>* cancel) {
    const LibraryPtr library = sources_.library();
    const auto track = library->find(id);
    if (!track || track->cover == CoverKind::none || !sources_.loader) {
        return {};
    }
    const ThumbnailName name{track->cover_key, edge_for(edge)};
    if (name.key == 0) {
        // Not told yet which picture it is: others would be taken for it.
        const auto cover = sources_.loader(*track, cancel);
        return cover ? decode(cover.value(), name.edge) : QImage();
    }
    if (auto known = held(name)) {
        return *std::move(known);
    }
    const UnderWay alone(*this, name);
    if (auto known = held(name)) {
        return *std::move(known);
    }
    return is_set(cancel) ? QImage() : make(*track, name, cancel);
}

qsizetype CoverImages::held_kib() {
    const std::lock_guard lock(mutex_);
    return cache_.totalCost();
}

std::optional<QImage> CoverImages::held(const ThumbnailName& name) {
    const std::lock_guard lock(mutex_);
    const Held* hit = cache_.object(name);
    if (hit == nullptr || (hit->again_at && sources_.now() >= *hit->again_at)) {
        return std::nullopt;
    }
    return hit->image;
}

void CoverImages::hold(const ThumbnailName& name, const QImage& image,
                       std::optional<Clock::time_point> again_at) {
    const std::lock_guard lock(mutex_);
    cache_.insert(name, new Held{image, again_at}, std::max<qsizetype>(1, image.sizeInBytes() / 1024));
}

QImage CoverImages::make(const TrackView& track, const ThumbnailName& name, const std::atomic<bool>* cancel) {
    if (sources_.thumbnails) {
        if (const auto kept = sources_.thumbnails->read(name)) {
            // Its bytes are looked at as any picture's: the folder is anybody's.
            const QImage image = decode({{kept->begin(), kept->end()}, {}}, name.edge);
            if (!image.isNull()) {
                hold(name, image);
                return image;
            }
        }
    }
    const auto cover = sources_.loader(track, cancel);
    if (!cover) {
        if (!is_set(cancel)) {
            hold(name, {}, sources_.now() + tried_again_after);
        }
        return {};
    }
    if (is_set(cancel)) {
        return {};
    }
    const QImage image = decode(cover.value(), name.edge);
    if (cover.value().key != name.key) {
        return image;
    }
    hold(name, image);
    if (!image.isNull() && sources_.thumbnails) {
        // Without room on the disk the next start decodes it again.
        static_cast<void>(sources_.thumbnails->write(name, encoded(image)));
    }
    return image;
}

QImage CoverImages::decode(const CoverImage& cover, std::uint32_t edge) {
    const auto* data = reinterpret_cast<const char*>(cover.bytes.data());
    const auto header = read_picture_header({data, cover.bytes.size()});
    std::unique_lock lock(large_, std::defer_lock);
    if (header && decoding_bytes(*header, edge) > small_bytes) {
        lock.lock();
    }
    return decode_cover(cover, static_cast<int>(edge));
}

}  // namespace refrain
