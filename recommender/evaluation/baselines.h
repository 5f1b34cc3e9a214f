// The plain arms that every model is shown beside (recommender design, section 5). They learn by counting, so
// their numbers move with every listen. One thread; nothing fails.
#pragma once

#include "recommender/evaluation/scorer.h"
#include "recommender/ranking/base_level.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace refrain::evaluation {

/// Any order, the same for the same seed.
class RandomScorer final : public Scorer {
  public:
    explicit RandomScorer(std::uint64_t seed) : seed_(seed) {}
    void score(const Place& at, std::span<float> scores) override;

  private:
    std::uint64_t seed_;
};

/// Positive interactions of all users.
class PopularityScorer final : public Scorer {
  public:
    explicit PopularityScorer(const DataSet& data) : data_(data), counts_(data.items(), 0.0F) {}
    void observe(const Place& what) override;
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
    std::vector<float> counts_;
};

/// The user's own positive interactions, each weighing 2^-(age / half-life). Without times an interaction
/// counts as a day, so that the order still says what is recent.
class PersonalPopularityScorer final : public Scorer {
  public:
    static constexpr double half_life_days = 30.0;
    explicit PersonalPopularityScorer(const DataSet& data) : data_(data) {}
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
};

struct ActivationScorerOptions {
    ranking::BaseLevelOptions base_level;
    /// Weight of ln(1 + n(a -> b)), a being the listen before; 0: left out.
    double transition_weight = 0.0;
    /// Prior of the artist's affinity (recommender/ranking/activation.h).
    double artist_prior = 0.15;
    /// What an artist's affinity of 1 weighs against a track's activation: tracks never heard stand between
    /// those that were finished and those that were skipped.
    double artist_weight = 0.1;
};

/// Signed base-level activation of the tracks the user has heard, and for those not heard the affinity to
/// their artist by the same decayed counts, where artists are known.
class ActivationScorer final : public Scorer {
  public:
    ActivationScorer(const DataSet& data, const ActivationScorerOptions& options);
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
    ActivationScorerOptions options_;
    /// Of each item; empty where no artists are known.
    std::vector<std::uint32_t> artists_;
    std::size_t artist_count_ = 0;
    std::vector<double> sums_, positive_, negative_;
};

/// Item-based nearest neighbours (Sarwar et al., WWW 2001) on baskets: a session where there are times and
/// one user, else a user. sim(i, j) = n(i, j) / sqrt(n_i n_j) over baskets; an item's score is the sum of its
/// similarities to the last items the user did not skip.
class ItemKnnScorer final : public Scorer {
  public:
    static constexpr std::size_t remembered_items = 50;
    /// Of an item only its newest baskets are looked through, so that one question costs bounded time.
    static constexpr std::size_t baskets_per_item = 500;

    explicit ItemKnnScorer(const DataSet& data);
    void observe(const Place& what) override;
    void score(const Place& at, std::span<float> scores) override;

  private:
    using Basket = std::uint32_t;

    const DataSet& data_;
    bool by_session_ = false;
    std::vector<std::vector<ItemNumber>> baskets_;
    std::vector<std::deque<Basket>> baskets_of_;
    std::vector<float> basket_count_;
    std::vector<Basket> open_;
};

/// First-order transitions n(a -> b) of all users within a session, b not skipped, a the last one that was
/// not; ties and what never followed by popularity.
class MarkovScorer final : public Scorer {
  public:
    explicit MarkovScorer(const DataSet& data)
        : data_(data), following_(data.items()), popularity_(data.items(), 0.0F) {}
    void observe(const Place& what) override;
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
    std::vector<std::unordered_map<ItemNumber, float>> following_;
    std::vector<float> popularity_;
    float most_popular_ = 0.0F;
};

/// Co-occurrence in a window: n(a, b) is the sum of 1 / d over the times that b, not skipped, came as the
/// d-th unskipped one after a within a session, d <= `reach`. An item's score is the sum of n(a, item) over
/// the last `remembered` unskipped ones a of the session, the g-th last weighing fade^g. Ties and what never
/// came together by popularity.
class WindowScorer final : public Scorer {
  public:
    static constexpr std::size_t reach = 6, remembered = 5;
    static constexpr double fade = 0.8;

    explicit WindowScorer(const DataSet& data)
        : data_(data), together_(data.items()), popularity_(data.items(), 0.0F) {}
    void observe(const Place& what) override;
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
    std::vector<std::unordered_map<ItemNumber, float>> together_;
    std::vector<float> popularity_;
    float most_popular_ = 0.0F;
};

/// Up to `most` items before `position` in the same session that were not skipped, the last one first.
std::vector<ItemNumber> came_lately(const DataSet& data, const Place& place, std::size_t most);

/// The last item before `position` in the same session that was not skipped; nothing where there is none.
std::optional<ItemNumber> came_before(const DataSet& data, const Place& place);

}  // namespace refrain::evaluation
