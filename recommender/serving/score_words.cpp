#include "recommender/serving/score_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace refrain {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

constexpr std::array<Words, 21> kTerms{{
    {"encoder", "close to what you play"},
    {"activation", "finished often and lately"},
    {"artist", "how its artist fared"},
    {"style", "how its styles fared"},
    {"album_continuation", "goes on with the album"},
    {"transition", "what you let follow"},
    {"forgotten", "not heard for long"},
    {"freshness", "added lately"},
    {"sound", "sounds alike"},
    {"seed", "where you asked to start"},
    {"energy", "calm or lively, as asked"},
    {"change", "something else"},
    {"popularity", "heard a great deal"},
    {"skip_risk", "may be skipped"},
    {"love", "love"},
    {"chance", "the chance of the day"},
    {"held_back", "held back after skips"},
    {"recently_heard", "heard lately"},
    {"familiar_mix", "familiar, new by turns"},
    {"diversity", "much like those before"},
    {"artist_spacing", "artist came just before"},
}};

constexpr std::array<Words, 12> kRoutes{{
    {"encoder_familiar", "the model, among what you know"},
    {"encoder_new", "the model, among what is new"},
    {"activation", "what you finish"},
    {"album_continuation", "the album going on"},
    {"same_artist", "the same artist"},
    {"transition", "what you let follow"},
    {"tag_neighbour", "the same styles"},
    {"forgotten_favourite", "forgotten favourites"},
    {"newly_added", "what was added lately"},
    {"content_neighbour", "what sounds alike"},
    {"seed", "where you asked to start"},
    {"library", "all of the library"},
}};

template <class Table>
std::string in_words(const Table& table, std::string_view name) {
    const auto* const found =
        std::find_if(table.begin(), table.end(), [&](const Words& words) { return words.first == name; });
    if (found != table.end()) {
        return std::string(found->second);
    }
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

}  // namespace

std::string term_in_words(std::string_view name) {
    return in_words(kTerms, name);
}

std::string route_in_words(std::string_view name) {
    return in_words(kRoutes, name);
}

}  // namespace refrain
