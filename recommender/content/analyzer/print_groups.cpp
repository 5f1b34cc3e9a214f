#include "recommender/content/analyzer/print_groups.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace refrain::analysis {
namespace {

/// Sketches that agree in fewer places are of different recordings.
constexpr int least_agreement = 2;

/// Recordings whose lengths differ by more are not one: a radio edit begins like the long version, and a
/// print knows the first minute alone.
constexpr Milliseconds most_apart{5000};

/// The groups so far: each track names one that stands for it, in the end itself.
class Sets {
  public:
    explicit Sets(std::size_t size) : named_(size) {
        std::iota(named_.begin(), named_.end(), std::size_t{0});
    }

    std::size_t of(std::size_t track) {
        while (named_[track] != track) {
            track = named_[track] = named_[named_[track]];
        }
        return track;
    }
    void join(std::size_t a, std::size_t b) { named_[of(a)] = of(b); }

  private:
    std::vector<std::size_t> named_;
};

}  // namespace

bool may_be_one(const SketchedTrack& a, const SketchedTrack& b) {
    return std::chrono::abs(a.duration - b.duration) <= most_apart &&
           agreement(a.sketch, b.sketch) >= least_agreement;
}

std::vector<GroupedTrack> group_up(std::span<const SketchedTrack> tracks,
                                   const std::function<AcousticPrint(TrackId)>& print_of) {
    // By length, so that only those that can be one lie close to each other.
    std::vector<std::size_t> order(tracks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return tracks[a].duration < tracks[b].duration; });
    Sets sets(tracks.size());
    std::vector<double> best(tracks.size(), 0.0);
    for (auto one = order.begin(); one != order.end(); ++one) {
        std::optional<AcousticPrint> print;
        for (auto other = one + 1; other != order.end(); ++other) {
            if (tracks[*other].duration - tracks[*one].duration > most_apart) {
                break;
            }
            if (sets.of(*one) == sets.of(*other) || !may_be_one(tracks[*one], tracks[*other])) {
                continue;
            }
            if (!print) {
                print = print_of(tracks[*one].id);
            }
            const auto same = similarity(*print, print_of(tracks[*other].id));
            if (same && *same >= same_recording) {
                sets.join(*one, *other);
                best[*one] = std::max(best[*one], *same);
                best[*other] = std::max(best[*other], *same);
            }
        }
    }
    std::vector<TrackId> lowest(tracks.size());
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        auto& group = lowest[sets.of(i)];
        group = !group.valid() || tracks[i].id < group ? tracks[i].id : group;
    }
    std::vector<GroupedTrack> grouped;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (best[i] > 0.0) {
            grouped.push_back({tracks[i].id, lowest[sets.of(i)], best[i]});
        }
    }
    std::sort(grouped.begin(), grouped.end(), [](const GroupedTrack& a, const GroupedTrack& b) {
        return a.group != b.group ? a.group < b.group : a.id < b.id;
    });
    return grouped;
}

}  // namespace refrain::analysis
