#include "library_scanner/tags/unsure_texts.h"

#include "library_scanner/text/mistaken_latin.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <numeric>

namespace refrain {
namespace {

/// Bytes of letters that are enough to tell an encoding by one track.
constexpr std::size_t enough_bytes = 24;

template <class Visit>
void each_unsure_text(Track& track, const UnsureFields& unsure, Visit visit) {
    const auto visit_field = [&](TagField field, std::string& line, std::vector<std::string>* names) {
        if (!unsure.test(static_cast<std::size_t>(field))) {
            return;
        }
        visit(line);
        if (names != nullptr) {
            std::for_each(names->begin(), names->end(), visit);
        }
    };
    visit_field(TagField::title, track.title, nullptr);
    visit_field(TagField::artist, track.artist, &track.artists);
    visit_field(TagField::album, track.album, nullptr);
    visit_field(TagField::album_artist, track.album_artist, &track.album_artists);
    visit_field(TagField::composer, track.composer, &track.composers);
    if (unsure.test(static_cast<std::size_t>(TagField::genre))) {
        std::for_each(track.genres.begin(), track.genres.end(), visit);
    }
}

std::size_t high_bytes(const std::vector<std::string>& texts) {
    return std::accumulate(texts.begin(), texts.end(), std::size_t{0}, [](std::size_t sum, const auto& text) {
        return sum + static_cast<std::size_t>(
                         std::count_if(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }));
    });
}

}  // namespace

std::vector<std::string> unsure_bytes(const Track& track, const UnsureFields& unsure) {
    std::vector<std::string> texts;
    auto copy = track;
    each_unsure_text(copy, unsure, [&](const std::string& text) {
        if (auto bytes = latin1_bytes(text); bytes && !bytes->empty()) {
            texts.push_back(std::move(*bytes));
        }
    });
    return texts;
}

void mend_unsure_texts(Track& track, const UnsureFields& unsure,
                       const std::function<std::vector<std::string>()>& beside) {
    if (unsure.none()) {
        return;
    }
    auto texts = unsure_bytes(track, unsure);
    if (std::all_of(texts.begin(), texts.end(), is_sensible_latin1) &&
        !(high_bytes(texts) > 0 && std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
              return is_valid_utf8(text);
          }))) {
        return;
    }
    if (high_bytes(texts) < enough_bytes) {
        auto others = beside();
        texts.insert(texts.end(), others.begin(), others.end());
    }
    const auto encoding = guess_encoding(texts);
    if (!encoding) {
        return;
    }
    each_unsure_text(track, unsure, [&](std::string& text) {
        const auto bytes = latin1_bytes(text);
        if (const auto mended = bytes ? decoded(*bytes, *encoding) : std::nullopt) {
            text = trimmed(*mended);
        }
    });
}

}  // namespace refrain
