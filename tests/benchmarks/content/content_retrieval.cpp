// How well a track's sound finds the tracks it belongs with, beside its tags: for each track the others are
// ordered by likeness, and it is counted how often the first one is of the same group.
//
//   content_retrieval DATABASE [--by folder|album|artist|genre] [--seconds 30]
//
// folder: the first part of the path that not all tracks share, such as a package or an album's folder. Only
// tracks of groups of two and more, at least so many seconds long, whose features are in the database
// (`refrain analyze`). Intervals: 95 % by bootstrap over the tracks; the last column is the difference to the
// tags on the same tracks. Where tracks tie, the share of the right ones among them counts.
#include "library_scanner/library.h"
#include "recommender/content/audio_space.h"
#include "recommender/content/feature_layout.h"
#include "recommender/content/feature_reader.h"
#include "recommender/content/tag_features.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace refrain;

struct Song {
    std::string group;
    std::vector<float> values;
    std::map<std::string, double> genres;
    std::map<std::uint32_t, double> tags;
    AudioSpace::Row row = 0;
};

using Likeness = std::function<double(const Song&, const Song&)>;

template <class Key>
double cosine(const std::map<Key, double>& a, const std::map<Key, double>& b) {
    double dot = 0.0, of_a = 0.0, of_b = 0.0;
    for (const auto& [key, weight] : a) {
        const auto other = b.find(key);
        dot += other == b.end() ? 0.0 : weight * other->second;
        of_a += weight * weight;
    }
    for (const auto& [key, weight] : b) {
        of_b += weight * weight;
    }
    return of_a > 0.0 && of_b > 0.0 ? dot / std::sqrt(of_a * of_b) : 0.0;
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
    double dot = 0.0, of_a = 0.0, of_b = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        dot += static_cast<double>(a[i]) * b[i];
        of_a += static_cast<double>(a[i]) * a[i];
        of_b += static_cast<double>(b[i]) * b[i];
    }
    return of_a > 0.0 && of_b > 0.0 ? dot / std::sqrt(of_a * of_b) : 0.0;
}

/// For each song: how right its first neighbour is, and its first ten are.
struct Outcome {
    std::vector<double> first, ten;
};

Outcome retrieve(const std::vector<Song>& songs, const Likeness& likeness) {
    Outcome outcome;
    for (const Song& song : songs) {
        std::vector<std::pair<double, bool>> others;
        std::size_t right = 0;
        for (const Song& other : songs) {
            if (&other != &song) {
                const bool same = other.group == song.group;
                others.emplace_back(likeness(song, other), same);
                right += same ? 1 : 0;
            }
        }
        std::sort(others.begin(), others.end(),
                  [](const auto& a, const auto& b) { return a.first > b.first; });
        const auto share_of_ties = [&](std::size_t place) {
            const auto tied = [&](const auto& other) { return other.first == others[place].first; };
            const auto all = std::count_if(others.begin(), others.end(), tied);
            const auto good = std::count_if(others.begin(), others.end(),
                                            [&](const auto& other) { return tied(other) && other.second; });
            return static_cast<double>(good) / static_cast<double>(all);
        };
        outcome.first.push_back(share_of_ties(0));
        const std::size_t depth = std::min<std::size_t>(10, right);
        double good = 0.0;
        for (std::size_t place = 0; place < depth; ++place) {
            good += share_of_ties(place);
        }
        outcome.ten.push_back(good / static_cast<double>(depth));
    }
    return outcome;
}

double mean(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

/// Half the width of the interval about the mean that 95 % of 2,000 draws of the songs fall into.
std::pair<double, double> interval(const std::vector<double>& values) {
    std::mt19937_64 random(1);
    std::vector<double> means(2000);
    for (double& one : means) {
        double sum = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            sum += values[random() % values.size()];
        }
        one = sum / static_cast<double>(values.size());
    }
    std::sort(means.begin(), means.end());
    return {means[means.size() / 40], means[means.size() - means.size() / 40 - 1]};
}

std::size_t shared_prefix(const std::vector<std::string>& paths) {
    std::size_t shared = paths.front().rfind('/') + 1;
    for (const std::string& path : paths) {
        const auto differ =
            std::mismatch(path.begin(), path.end(), paths.front().begin(), paths.front().end()).first;
        shared = std::min(shared, static_cast<std::size_t>(differ - path.begin()));
    }
    const std::size_t slash = paths.front().rfind('/', shared);
    return slash == std::string::npos ? 0 : slash + 1;
}

std::string group_of(const TrackView& track, const std::string& by, std::size_t prefix) {
    if (by == "album") {
        return std::string(track.album);
    }
    if (by == "artist") {
        return std::string(track.artist);
    }
    if (by == "genre") {
        return track.genres.empty() ? std::string() : fold_tag(*track.genres.begin());
    }
    const std::string path = track.path();
    return path.substr(prefix, path.find('/', prefix) - prefix);
}

}  // namespace

int main(int argc, char** argv) {
    std::string by = "folder", file;
    double seconds = 30.0;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--by" && i + 1 < argc) {
            by = argv[++i];
        } else if (word == "--seconds" && i + 1 < argc) {
            seconds = std::atof(argv[++i]);
        } else {
            file = word;
        }
    }
    auto database = Database::open(file);
    if (!database) {
        std::fprintf(stderr, "%s\n", database.error().text().c_str());
        return 1;
    }
    Library library(*database.value());
    const auto read = read_features(*database.value());
    if (const auto loaded = library.reload(); !loaded || !read) {
        std::fprintf(stderr, "%s\n", (loaded ? read.error() : loaded.error()).text().c_str());
        return 1;
    }
    const auto snapshot = library.snapshot();
    const auto space = AudioSpace::build(read.value().table);
    std::vector<std::string> paths;
    for (const TrackId id : read.value().table.tracks) {
        if (const auto track = snapshot->find(id)) {
            paths.push_back(track->path());
        }
    }
    if (paths.empty()) {
        std::fprintf(stderr, "No track has been analyzed yet.\n");
        return 1;
    }
    const std::size_t prefix = shared_prefix(paths);
    std::vector<Song> songs;
    std::map<std::string, std::size_t> sizes;
    for (std::size_t i = 0; i < read.value().table.tracks.size(); ++i) {
        const auto track = snapshot->find(read.value().table.tracks[i]);
        const auto row = space->row_of(read.value().table.tracks[i]);
        if (!track || !row || static_cast<double>(track->duration.count()) < 1000.0 * seconds) {
            continue;
        }
        Song song;
        song.group = group_of(*track, by, prefix);
        if (song.group.empty()) {
            continue;
        }
        const auto values =
            read.value().table.values.begin() + static_cast<std::ptrdiff_t>(i * features::count);
        song.values.assign(values, values + features::count);
        for (const auto& genre : track->genres) {
            song.genres[fold_tag(genre)] = 1.0;
        }
        for (const TagFeature& tag : tag_features(*track, 65'536)) {
            song.tags[tag.bucket] = static_cast<double>(tag.weight);
        }
        song.row = *row;
        ++sizes[song.group];
        songs.push_back(std::move(song));
    }
    std::erase_if(songs, [&](const Song& song) { return sizes[song.group] < 2; });
    std::printf("%zu tracks of %zu groups by %s; %zu dimensions, %zu clusters\n", songs.size(),
                static_cast<std::size_t>(std::count_if(sizes.begin(), sizes.end(),
                                                       [](const auto& size) { return size.second > 1; })),
                by.c_str(), space->dimensions(), space->clusters());
    if (songs.empty()) {
        return 0;
    }
    AudioSpaceOptions plain;
    plain.whitening = 0.0;
    plain.variance_kept = 1.0;
    const auto standardised = AudioSpace::build(read.value().table, plain);
    const std::vector<std::pair<const char*, Likeness>> arms{
        {"chance", [](const Song&, const Song&) { return 0.0; }},
        {"genre tags", [](const Song& a, const Song& b) { return cosine(a.genres, b.genres); }},
        {"all tags", [](const Song& a, const Song& b) { return cosine(a.tags, b.tags); }},
        {"features as stored", [](const Song& a, const Song& b) { return cosine(a.values, b.values); }},
        {"robust z-scores",
         [&](const Song& a, const Song& b) { return standardised->similarity(a.row, b.row); }},
        {"AudioSpace", [&](const Song& a, const Song& b) { return space->similarity(a.row, b.row); }},
        {"sound + genre tags", [&](const Song& a, const Song& b) {
             return space->similarity(a.row, b.row) + cosine(a.genres, b.genres);
         }}};
    std::printf("%-20s %-24s %-24s %s\n", "", "first of the same group", "of its first ten",
                "first, less genre tags");
    Outcome tags;
    for (const auto& [name, likeness] : arms) {
        const Outcome outcome = retrieve(songs, likeness);
        if (std::string(name) == "genre tags") {
            tags = outcome;
        }
        const auto [low, high] = interval(outcome.first);
        const auto [low_ten, high_ten] = interval(outcome.ten);
        std::printf("%-20s %.3f [%.3f, %.3f]     %.3f [%.3f, %.3f]", name, mean(outcome.first), low, high,
                    mean(outcome.ten), low_ten, high_ten);
        if (!tags.first.empty()) {
            std::vector<double> difference(outcome.first.size());
            for (std::size_t i = 0; i < difference.size(); ++i) {
                difference[i] = outcome.first[i] - tags.first[i];
            }
            const auto [less, more] = interval(difference);
            std::printf("     %+.3f [%+.3f, %+.3f]", mean(difference), less, more);
        }
        std::printf("\n");
    }
    return 0;
}
