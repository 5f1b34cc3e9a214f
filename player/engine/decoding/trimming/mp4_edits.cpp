#include "player/engine/decoding/trimming/mp4_edits.h"

#include "player/engine/decoding/trimming/itunes_gapless.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace refrain {
namespace {

constexpr std::size_t box_header = 8;
/// Boxes looked at in one file; a real one has some dozens outside its tables.
constexpr int most_boxes = 10'000;
/// A note is some 150 bytes long.
constexpr std::size_t most_note = 1024;

struct Box {
    std::uint64_t offset = 0, body = 0, end = 0;
    std::string kind;
};

/// Walks boxes, and counts them, so that no file keeps it busy for long.
class Walk {
  public:
    explicit Walk(const Bytes& file) : file_(file) {}

    std::optional<Box> box_at(std::uint64_t at, std::uint64_t end) {
        const auto header = end - at >= box_header && at < end ? file_.take(at, box_header) : std::nullopt;
        if (!header || ++seen_ > most_boxes) {
            return std::nullopt;
        }
        std::uint64_t size = big_endian(*header, 0, 4);
        Box box{at, at + box_header, end, header->substr(4, 4)};
        if (size == 1) {
            const auto large = file_.take(at + box_header, 8);
            if (!large) {
                return std::nullopt;
            }
            size = big_endian(*large, 0, 8);
            box.body += 8;
        } else if (size == 0) {
            size = end - at;
        }
        if (size < box.body - at || size > end - at) {
            return std::nullopt;
        }
        box.end = at + size;
        return box;
    }

    template <class Visit>
    void each(std::uint64_t begin, std::uint64_t end, const Visit& visit) {
        for (std::uint64_t at = begin; at < end;) {
            const auto box = box_at(at, end);
            if (!box) {
                return;
            }
            visit(*box);
            at = box->end;
        }
    }

    std::optional<Box> child(const Box& parent, std::string_view kind) {
        std::optional<Box> found;
        each(parent.body, parent.end, [&](const Box& box) {
            if (!found && box.kind == kind) {
                found = box;
            }
        });
        return found;
    }

    std::optional<std::string> body(const Box& box, std::size_t length) const {
        return box.end - box.body >= length ? file_.take(box.body, length) : std::nullopt;
    }

  private:
    const Bytes& file_;
    int seen_ = 0;
};

struct Scale {
    std::int64_t per_second = 0, duration = 0;
    /// Where the duration stands in the file, and its bytes.
    std::uint64_t place = 0;
    std::size_t width = 0;
};

/// "mvhd" and "mdhd" begin alike: version, two dates, time scale, duration; wider from version 1 on.
std::optional<Scale> read_scale(const Walk& walk, const Box& box) {
    const auto version = walk.body(box, 1);
    if (!version) {
        return std::nullopt;
    }
    const bool wide = (*version)[0] != 0;
    const auto bytes = walk.body(box, wide ? 32 : 20);
    if (!bytes) {
        return std::nullopt;
    }
    const std::uint64_t duration = wide ? big_endian(*bytes, 24, 8) : big_endian(*bytes, 16, 4);
    const bool unknown = duration == (wide ? std::numeric_limits<std::uint64_t>::max()
                                           : std::numeric_limits<std::uint32_t>::max());
    const auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 2);
    return Scale{static_cast<std::int64_t>(big_endian(*bytes, wide ? 20 : 12, 4)),
                 unknown ? 0 : static_cast<std::int64_t>(std::min(duration, most)),
                 box.body + (wide ? 24U : 16U), wide ? std::size_t{8} : std::size_t{4}};
}

struct Edit {
    /// In the movie's time scale; 0: to the end.
    std::int64_t duration = 0;
    /// In the sound's; -1: silence.
    std::int64_t start = 0;
};

std::vector<Edit> read_edits(const Walk& walk, const Box& box) {
    constexpr std::uint64_t most_edits = 64;
    const auto head = walk.body(box, 8);
    const std::uint64_t count = head ? big_endian(*head, 4, 4) : 0;
    const bool wide = head && (*head)[0] != 0;
    const std::size_t each = wide ? 20 : 12;
    const auto bytes = count <= most_edits ? walk.body(box, 8 + each * count) : std::nullopt;
    std::vector<Edit> edits;
    for (std::size_t i = 0; bytes && i < count; ++i) {
        const std::size_t at = 8 + each * i;
        edits.push_back(wide ? Edit{static_cast<std::int64_t>(big_endian(*bytes, at, 8)),
                                    static_cast<std::int64_t>(big_endian(*bytes, at + 8, 8))}
                             : Edit{static_cast<std::int64_t>(big_endian(*bytes, at, 4)),
                                    static_cast<std::int32_t>(big_endian(*bytes, at + 4, 4))});
    }
    return edits;
}

std::string find_note(Walk& walk, const Bytes& file, const Box& moov) {
    const auto udta = walk.child(moov, "udta");
    auto meta = udta ? walk.child(*udta, "meta") : std::nullopt;
    if (!meta) {
        return {};
    }
    meta->body += 4;  // version and flags
    const auto list = walk.child(*meta, "ilst");
    std::string note;
    if (list) {
        walk.each(list->body, list->end, [&](const Box& item) {
            const auto name = item.kind == "----" && note.empty() ? walk.child(item, "name") : std::nullopt;
            const auto name_text = name ? walk.body(*name, 12) : std::nullopt;
            const auto data =
                name_text && name_text->substr(4) == "iTunSMPB" ? walk.child(item, "data") : std::nullopt;
            // Kind and language, four bytes each, stand before the text.
            if (data && data->end - data->body > 8) {
                const std::uint64_t length = data->end - data->body - 8;
                note = file.take(data->body + 8, std::min<std::uint64_t>(length, most_note)).value_or("");
            }
        });
    }
    return note;
}

struct Sound {
    Scale scale;
    std::optional<Box> edts;
    std::vector<Edit> edits;
};

std::optional<Sound> find_sound(Walk& walk, const Box& moov) {
    std::optional<Sound> sound;
    walk.each(moov.body, moov.end, [&](const Box& track) {
        const auto media = !sound && track.kind == "trak" ? walk.child(track, "mdia") : std::nullopt;
        const auto handler = media ? walk.child(*media, "hdlr") : std::nullopt;
        const auto kind = handler ? walk.body(*handler, 12) : std::nullopt;
        const auto header = kind && kind->substr(8) == "soun" ? walk.child(*media, "mdhd") : std::nullopt;
        const auto scale = header ? read_scale(walk, *header) : std::nullopt;
        if (!scale || scale->per_second <= 0) {
            return;
        }
        sound = Sound{*scale, walk.child(track, "edts"), {}};
        const auto list = sound->edts ? walk.child(*sound->edts, "elst") : std::nullopt;
        if (list) {
            sound->edits = read_edits(walk, *list);
        }
    });
    return sound;
}

/// Frames from the edit's start to its end. The movie's scale is coarse (ms, as a rule), so that an edit
/// which ends within one tick of the sound's end means the sound's end.
std::optional<std::int64_t> frames_of(const Edit& edit, const Scale& movie, const Scale& sound) {
    const std::int64_t left = sound.duration - edit.start;
    if (edit.duration <= 0 || movie.per_second <= 0) {
        return left > 0 ? std::optional(left) : std::nullopt;
    }
    const double tick = static_cast<double>(sound.per_second) / static_cast<double>(movie.per_second);
    const double frames = static_cast<double>(edit.duration) * tick;
    constexpr double most = 1e15;
    if (left > 0 && frames > static_cast<double>(left) - tick) {
        return left;
    }
    return frames < most ? std::optional(static_cast<std::int64_t>(frames + 0.5)) : std::nullopt;
}

/// GStreamer's demuxer leaves out packets that begin behind the movie's duration, which counts what the edit
/// list leaves over: it is told that all of the sound counts.
std::optional<FileView::Patch> whole_movie(const Scale& movie, const Scale& sound) {
    if (movie.duration <= 0 || movie.per_second <= 0 || sound.duration <= 0) {
        return std::nullopt;
    }
    const double ticks = static_cast<double>(sound.duration) / static_cast<double>(sound.per_second) *
                         static_cast<double>(movie.per_second);
    if (ticks >= std::numeric_limits<std::uint32_t>::max() - 1.0 ||
        ticks < static_cast<double>(movie.duration)) {
        return std::nullopt;
    }
    const auto whole = static_cast<std::uint64_t>(ticks) + 1;
    std::string bytes(movie.width, '\0');
    for (std::size_t i = 0; i < movie.width; ++i) {
        bytes[movie.width - 1 - i] = static_cast<char>((whole >> (8 * i)) & 0xFFU);
    }
    return FileView::Patch{movie.place, std::move(bytes)};
}

}  // namespace

std::optional<Trimming> trimming_of_mp4(const Bytes& file) {
    Walk walk(file);
    const auto first = walk.box_at(0, file.size());
    constexpr std::array<std::string_view, 5> beginnings{"ftyp", "moov", "free", "wide", "mdat"};
    if (!first || std::find(beginnings.begin(), beginnings.end(), first->kind) == beginnings.end()) {
        return std::nullopt;
    }
    const auto moov = walk.child(Box{0, 0, file.size(), {}}, "moov");
    const auto sound = moov ? find_sound(walk, *moov) : std::nullopt;
    if (!sound) {
        return std::nullopt;
    }
    Trimming trimming;
    const auto header = walk.child(*moov, "mvhd");
    const Scale movie = header ? read_scale(walk, *header).value_or(Scale{}) : Scale{};
    trimming.rate = static_cast<int>(std::min<std::int64_t>(sound->scale.per_second, 1 << 30));
    std::vector<Edit> sounding;
    std::copy_if(sound->edits.begin(), sound->edits.end(), std::back_inserter(sounding),
                 [](const Edit& edit) { return edit.start >= 0; });
    if (sounding.size() > 1) {
        // Put together of pieces: GStreamer's to follow.
        return trimming;
    }
    if (sound->edts) {
        trimming.view.patches.push_back({sound->edts->offset + 4, "free"});
    }
    if (auto patch = whole_movie(movie, sound->scale)) {
        trimming.view.patches.push_back(*std::move(patch));
    }
    const std::int64_t all = sound->scale.duration;
    constexpr std::int64_t most_unchecked = 1 << 16;
    if (sounding.size() == 1 && sounding[0].start < (all > 0 ? all : most_unchecked)) {
        trimming.skip = sounding[0].start;
        trimming.frames = frames_of(sounding[0], movie, sound->scale);
    }
    // Exact to the frame, where an edit list may be rounded.
    const auto note = parse_itunes_gapless(find_note(walk, file, *moov));
    if (note && (all == 0 || note->delay + note->frames <= all)) {
        trimming.skip = note->delay;
        trimming.frames = note->frames;
    }
    return trimming;
}

}  // namespace refrain
