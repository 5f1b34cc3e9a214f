#include "recommender/serving/content_view.h"

#include <limits>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace refrain {
namespace {

using ranking::TrackIndex;
using Neighbours = std::vector<std::pair<TrackIndex, double>>;

constexpr AudioSpace::Row no_row = std::numeric_limits<AudioSpace::Row>::max();
/// As many as some guesses one after the other ask for.
constexpr std::size_t remembered = 200;

class PlacedSpace {
  public:
    PlacedSpace(std::shared_ptr<const AudioSpace> space, const ranking::Catalogue& catalogue)
        : space_(std::move(space)), rows_(catalogue.size(), no_row), places_(space_->size(), ranking::kNone) {
        for (AudioSpace::Row row = 0; row < space_->size(); ++row) {
            const TrackIndex place = catalogue.index_of(space_->track(row));
            if (place != ranking::kNone) {
                places_[row] = place;
                rows_[place] = row;
            }
        }
    }

    const AudioSpace& space() const { return *space_; }
    AudioSpace::Row row(TrackIndex track) const { return track < rows_.size() ? rows_[track] : no_row; }

    /// The same tracks are asked about by each guess until others are heard: a scan of the whole space is
    /// made once for each.
    Neighbours nearest(TrackIndex track, std::size_t k) const {
        const AudioSpace::Row at = row(track);
        if (at == no_row) {
            return {};
        }
        const std::pair key(at, k);
        {
            const std::lock_guard lock(mutex_);
            if (const auto known = known_.find(key); known != known_.end()) {
                return known->second;
            }
        }
        Neighbours near;
        for (const auto& [other, similarity] :
             space_->nearest(at, k, [this](AudioSpace::Row i) { return places_[i] != ranking::kNone; })) {
            near.emplace_back(places_[other], similarity);
        }
        const std::lock_guard lock(mutex_);
        if (known_.size() >= remembered) {
            known_.clear();
        }
        known_.emplace(key, near);
        return near;
    }

  private:
    struct Hash {
        std::size_t operator()(const std::pair<AudioSpace::Row, std::size_t>& key) const {
            return std::hash<std::uint64_t>{}(key.first * std::uint64_t{1'000'003} + key.second);
        }
    };

    std::shared_ptr<const AudioSpace> space_;
    /// By the place in the catalogue, and the other way round.
    std::vector<AudioSpace::Row> rows_;
    std::vector<TrackIndex> places_;
    mutable std::mutex mutex_;
    mutable std::unordered_map<std::pair<AudioSpace::Row, std::size_t>, Neighbours, Hash> known_;
};

}  // namespace

ranking::ContentView content_view(std::shared_ptr<const AudioSpace> space,
                                  const ranking::Catalogue& catalogue) {
    if (!space || space->size() == 0) {
        return {};
    }
    const auto placed = std::make_shared<const PlacedSpace>(std::move(space), catalogue);
    ranking::ContentView view;
    view.similarity = [placed](TrackIndex a, TrackIndex b) {
        const auto of_a = placed->row(a), of_b = placed->row(b);
        return of_a == no_row || of_b == no_row ? 0.0 : placed->space().similarity(of_a, of_b);
    };
    view.nearest = [placed](TrackIndex track, std::size_t k) { return placed->nearest(track, k); };
    view.clusters_of = [placed](TrackIndex track) {
        std::vector<ranking::ClusterWeight> clusters;
        if (const auto row = placed->row(track); row != no_row) {
            for (const auto& [cluster, weight] : placed->space().clusters_of(row)) {
                clusters.push_back({cluster, weight});
            }
        }
        return clusters;
    };
    view.energy = [placed](TrackIndex track) {
        const auto row = placed->row(track);
        return row == no_row ? std::nullopt : std::optional(placed->space().energy(row));
    };
    return view;
}

}  // namespace refrain
