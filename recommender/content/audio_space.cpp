#include "recommender/content/audio_space.h"

#include "recommender/content/clustering.h"
#include "recommender/content/sound_transform.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace refrain {
namespace {

/// Weight of a cluster falls by e for so much less cosine.
constexpr double cluster_width = 0.1;
constexpr std::size_t most_clusters = 3;
constexpr double least_weight = 0.15;

}  // namespace

/// What was learned, shared by a space and those that grew out of it.
struct Learned {
    SoundTransform transform;
    UnitRows centres;
    /// Ascending: the liveliness of the tracks that were learned from.
    std::vector<float> energies;
    std::size_t from = 0;
};

struct AudioSpace::Impl {
    std::shared_ptr<const Learned> learned;
    std::vector<TrackId> tracks;
    std::unordered_map<TrackId, Row> rows;
    UnitRows vectors;
    std::vector<float> energies;

    void add(const FeatureTable& added) {
        std::vector<std::size_t> sound;
        for (std::size_t i = 0; i < added.tracks.size(); ++i) {
            if (is_sound(row_in(added, i))) {
                sound.push_back(i);
            }
        }
        const auto before = static_cast<Eigen::Index>(tracks.size());
        vectors.conservativeResize(before + static_cast<Eigen::Index>(sound.size()),
                                   learned->transform.dimensions());
        for (const std::size_t i : sound) {
            const auto [at, fresh] = rows.try_emplace(added.tracks[i], static_cast<Row>(tracks.size()));
            if (fresh) {
                tracks.push_back(added.tracks[i]);
                energies.push_back(0.0F);
            }
            const auto values = row_in(added, i);
            vectors.row(at->second) = learned->transform.unit_vector(values);
            energies[at->second] = static_cast<float>(learned->transform.liveliness(values));
        }
        vectors.conservativeResize(static_cast<Eigen::Index>(tracks.size()), Eigen::NoChange);
    }
};

AudioSpace::AudioSpace(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
AudioSpace::~AudioSpace() = default;

std::shared_ptr<const AudioSpace> AudioSpace::build(const FeatureTable& features,
                                                    const AudioSpaceOptions& options) {
    auto learned = std::make_shared<Learned>();
    learned->transform = SoundTransform::learn(features, options);
    auto impl = std::make_shared<Impl>();
    impl->learned = learned;
    impl->add(features);
    learned->from = impl->tracks.size();
    learned->energies = impl->energies;
    std::sort(learned->energies.begin(), learned->energies.end());
    learned->centres = cluster(evenly(impl->vectors, options.learned_from), options.seed);
    return std::shared_ptr<const AudioSpace>(new AudioSpace(std::move(impl)));
}

std::shared_ptr<const AudioSpace> AudioSpace::with(const FeatureTable& added) const {
    auto grown = std::make_shared<Impl>(*impl_);
    grown->add(added);
    return std::shared_ptr<const AudioSpace>(new AudioSpace(std::move(grown)));
}

bool AudioSpace::outgrown() const {
    return 4 * size() > 5 * impl_->learned->from;
}

std::size_t AudioSpace::size() const {
    return impl_->tracks.size();
}
std::size_t AudioSpace::dimensions() const {
    return static_cast<std::size_t>(impl_->vectors.cols());
}
std::size_t AudioSpace::clusters() const {
    return static_cast<std::size_t>(impl_->learned->centres.rows());
}
TrackId AudioSpace::track(Row row) const {
    return impl_->tracks[row];
}

std::optional<AudioSpace::Row> AudioSpace::row_of(TrackId track) const {
    const auto found = impl_->rows.find(track);
    return found == impl_->rows.end() ? std::nullopt : std::optional(found->second);
}

double AudioSpace::similarity(Row a, Row b) const {
    return std::clamp(static_cast<double>(impl_->vectors.row(a).dot(impl_->vectors.row(b))), -1.0, 1.0);
}

std::vector<std::pair<AudioSpace::Row, double>> AudioSpace::nearest(
    Row row, std::size_t k, const std::function<bool(Row)>& accepted) const {
    const Eigen::VectorXf cosines = impl_->vectors * impl_->vectors.row(row).transpose();
    std::vector<Row> others;
    others.reserve(size());
    for (Row i = 0; i < size(); ++i) {
        if (i != row && (!accepted || accepted(i))) {
            others.push_back(i);
        }
    }
    const auto kept = others.begin() + static_cast<std::ptrdiff_t>(std::min(k, others.size()));
    std::partial_sort(others.begin(), kept, others.end(), [&cosines](Row a, Row b) {
        return cosines[a] != cosines[b] ? cosines[a] > cosines[b] : a < b;
    });
    std::vector<std::pair<Row, double>> near;
    for (auto other = others.begin(); other != kept; ++other) {
        near.emplace_back(*other, std::clamp(static_cast<double>(cosines[*other]), -1.0, 1.0));
    }
    return near;
}

std::vector<AudioSpace::Cluster> AudioSpace::clusters_of(Row row) const {
    const Eigen::VectorXf cosines = impl_->learned->centres * impl_->vectors.row(row).transpose();
    std::vector<Cluster> all;
    const auto best = static_cast<double>(cosines.size() == 0 ? 0.0F : cosines.maxCoeff());
    for (Eigen::Index c = 0; c < cosines.size(); ++c) {
        all.push_back({static_cast<std::uint32_t>(c),
                       std::exp((static_cast<double>(cosines[c]) - best) / cluster_width)});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Cluster& a, const Cluster& b) { return a.weight > b.weight; });
    all.resize(std::min(all.size(), most_clusters));
    const auto normalise = [&all] {
        const double sum = std::accumulate(all.begin(), all.end(), 0.0,
                                           [](double before, const Cluster& c) { return before + c.weight; });
        for (Cluster& c : all) {
            c.weight /= sum;
        }
    };
    normalise();
    std::erase_if(all, [](const Cluster& c) { return c.weight < least_weight; });
    normalise();
    return all;
}

double AudioSpace::energy(Row row) const {
    const auto& all = impl_->learned->energies;
    const auto [calmer, livelier] = std::equal_range(all.begin(), all.end(), impl_->energies[row]);
    // In the middle of those that are as lively.
    const auto below = static_cast<double>((calmer - all.begin()) + (livelier - all.begin())) / 2.0;
    return all.empty() ? 0.5 : below / static_cast<double>(all.size());
}

}  // namespace refrain
