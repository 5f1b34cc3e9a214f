#include "recommender/ranking/restrictions.h"

#include <algorithm>
#include <vector>

namespace refrain::ranking {
namespace {

constexpr char kUnit = '\x1f';

AlbumIndex album_of(const Catalogue& catalogue, const std::string& subject) {
    const std::size_t unit = subject.find(kUnit);
    return unit == std::string::npos
               ? kNone
               : catalogue.find_album(subject.substr(0, unit), subject.substr(unit + 1));
}

}  // namespace

Restrictions::Restrictions(const Catalogue& catalogue, std::span<const Reaction> reactions, UtcTime now)
    : catalogue_(catalogue) {
    std::vector<const Reaction*> in_order;
    for (const Reaction& r : reactions) {
        if (r.at <= now && r.kind != ReactionKind::lift) {
            in_order.push_back(&r);
        }
    }
    std::stable_sort(in_order.begin(), in_order.end(),
                     [](const Reaction* a, const Reaction* b) { return a->at < b->at; });
    for (const Reaction* r : in_order) {
        const bool about_ban = r->kind == ReactionKind::ban || r->kind == ReactionKind::unban;
        const bool in =
            r->kind == ReactionKind::love || (r->kind == ReactionKind::ban && (!r->until || *r->until > now));
        Scopes& scopes = about_ban ? banned_ : loved_;
        switch (r->scope) {
            case ReactionScope::track:
                put(scopes.tracks, catalogue.index_of(r->track), in);
                break;
            case ReactionScope::artist:
                put(scopes.artists, catalogue.find_artist(r->subject), in);
                break;
            case ReactionScope::album:
                put(scopes.albums, album_of(catalogue, r->subject), in);
                break;
            case ReactionScope::style:
                put(scopes.styles, catalogue.find_style(r->subject), in);
                break;
        }
    }
}

void Restrictions::put(std::unordered_set<std::uint32_t>& set, std::uint32_t what, bool in) {
    if (what == kNone) {
        return;
    }
    if (in) {
        set.insert(what);
    } else {
        set.erase(what);
    }
}

bool Restrictions::by_artist(const Scopes& scopes, TrackIndex track) const {
    return !scopes.artists.empty() && (scopes.artists.contains(catalogue_.artist_of(track)) ||
                                       scopes.artists.contains(catalogue_.album_artist_of(track)));
}

bool Restrictions::by_style(const Scopes& scopes, TrackIndex track) const {
    if (scopes.styles.empty()) {
        return false;
    }
    const StyleVector& styles = catalogue_.styles_of(track);
    return std::any_of(styles.begin(), styles.end(),
                       [&](const StyleWeight& w) { return scopes.styles.contains(w.style); });
}

bool Restrictions::covers(const Scopes& scopes, TrackIndex track) const {
    return scopes.tracks.contains(track) || scopes.albums.contains(catalogue_.album_of(track)) ||
           by_artist(scopes, track) || by_style(scopes, track);
}

double Restrictions::love(TrackIndex track) const {
    if (loved_.tracks.contains(track)) {
        return 1.0;
    }
    if (loved_album(track) || by_artist(loved_, track)) {
        return 0.5;
    }
    return by_style(loved_, track) ? 0.25 : 0.0;
}

}  // namespace refrain::ranking
