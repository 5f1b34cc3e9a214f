#include "recommender/ranking/ranker_fit.h"

#include "recommender/ranking/bounded_minimum.h"
#include "recommender/ranking/draw.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace refrain::ranking {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::size_t kTopLevel = 40, kTopWeek = 25, kTopFinished = 30, kTopNear = 50, kFresh = 40;

/// What could have come at one moment: all that the history speaks for, and some of the rest.
class Chances {
  public:
    Chances(const Catalogue& catalogue, const Taste& taste, const Features& features, TrackIndex anchor)
        : catalogue_(catalogue), taste_(taste), features_(features), anchor_(anchor) {}

    Choice of(TrackIndex chosen, std::size_t drawn, std::uint64_t seed) {
        seen_ = {chosen};
        choice_.rows.push_back(features_.of(chosen));
        from_sequence();
        from_habit();
        from_artists();
        choice_.log_counts.assign(choice_.rows.size(), 0.0);
        draw_rest(drawn, seed);
        return std::move(choice_);
    }

  private:
    void put(TrackIndex i) {
        if (seen_.insert(i).second) {
            choice_.rows.push_back(features_.of(i));
        }
    }

    void from_sequence() {
        const TasteState& state = taste_.state();
        for (const Follower& f : state.after(anchor_)) {
            put(f.to);
        }
        if (!state.in_session(taste_.now())) {
            return;
        }
        for (const auto& s : state.session()) {
            if (s.track != kNone) {
                put(s.track);
            }
        }
        for (const Follower& f : state.right_after(state.session().back().track)) {
            put(f.to);
        }
        std::vector<Neighbour> near(state.near(anchor_).begin(), state.near(anchor_).end());
        top(near, kTopNear, [](const Neighbour& n) { return n.weight; });
        for (const Neighbour& n : near) {
            put(n.to);
        }
    }

    template <class T, class Key>
    static void top(std::vector<T>& all, std::size_t most, Key key) {
        const std::size_t n = std::min(most, all.size());
        std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n), all.end(),
                          [&](const T& a, const T& b) { return key(a) > key(b); });
        all.resize(n);
    }

    void from_habit() {
        const TasteState& state = taste_.state();
        std::vector<std::uint32_t> places(state.tracks().size());
        const auto take = [&](std::size_t most, auto key) {
            for (std::uint32_t p = 0; p < state.tracks().size(); ++p) {
                places[p] = p;
            }
            places.resize(state.tracks().size());
            top(places, most, key);
            for (const std::uint32_t p : places) {
                put(state.tracks()[p].track);
            }
            places.resize(state.tracks().size());
        };
        take(kTopLevel, [&](std::uint32_t p) { return taste_.sums(p).positive - taste_.sums(p).negative; });
        take(kTopWeek, [&](std::uint32_t p) { return state.finished_lately(p, taste_.now()); });
        take(kTopFinished, [&](std::uint32_t p) { return static_cast<double>(state.tracks()[p].finished); });
    }

    void from_artists() {
        std::size_t fresh = 0;
        const auto take = [&](TrackIndex of) {
            const ArtistIndex artist = of == kNone ? kNone : catalogue_.artist_of(of);
            if (artist == kNone) {
                return;
            }
            for (const TrackIndex i : catalogue_.tracks_of_artist(artist)) {
                if (fresh < kFresh && taste_.facts(i) == nullptr) {
                    put(i);
                    ++fresh;
                }
            }
        };
        take(anchor_);
    }

    void draw_rest(std::size_t drawn, std::uint64_t seed) {
        const std::size_t rest = catalogue_.size() - std::min(catalogue_.size(), seen_.size());
        const std::size_t wanted = std::min(drawn, rest);
        const std::size_t before = choice_.rows.size();
        walk(catalogue_.size(), seed, [&](std::size_t i) {
            if (choice_.rows.size() - before < wanted) {
                put(static_cast<TrackIndex>(i));
            }
            return choice_.rows.size() - before < wanted;
        });
        const double each =
            std::log(static_cast<double>(rest) / static_cast<double>(std::max<std::size_t>(1, wanted)));
        choice_.log_counts.resize(choice_.rows.size(), each);
    }

    const Catalogue& catalogue_;
    const Taste& taste_;
    const Features& features_;
    TrackIndex anchor_;
    std::unordered_set<TrackIndex> seen_;
    Choice choice_;
};

/// love > full play > partial play > skip.
int grade(const Event& e, bool loved) {
    return e.evidence < 0.0F ? 0 : e.evidence == 0.0F ? 1 : loved ? 3 : 2;
}

Bounds bounds_of(Sign sign) {
    return {sign == Sign::positive ? 0.0 : -kInfinite, sign == Sign::negative ? 0.0 : kInfinite};
}
Bounds turned(Bounds b) {
    return {-b.high, -b.low};
}
Bounds only(double value) {
    return {value, value};
}

/// Rows of all choices end to end, scaled by their deviations, so that one pull fits all weights.
struct Matrix {
    std::vector<float> values;
    std::vector<float> log_counts;
    std::vector<std::size_t> starts;
    std::vector<double> weights;
    FeatureWeights deviation{};
};

/// Never 0: a feature that is always the same keeps its prior weight.
FeatureWeights deviations(const std::vector<const FeatureRow*>& rows) {
    FeatureWeights sum{}, squares{};
    for (const FeatureRow* row : rows) {
        for (std::size_t i = 0; i < kFeatures; ++i) {
            sum[i] += (*row)[i];
            squares[i] += (*row)[i] * (*row)[i];
        }
    }
    const double n = std::max<double>(1.0, static_cast<double>(rows.size()));
    FeatureWeights out{};
    for (std::size_t i = 0; i < kFeatures; ++i) {
        out[i] = std::sqrt(std::max(0.0, squares[i] / n - (sum[i] / n) * (sum[i] / n))) + 1e-3;
    }
    return out;
}

Matrix matrix_of(const std::vector<Choice>& choices) {
    std::vector<const FeatureRow*> rows;
    for (const Choice& c : choices) {
        for (const FeatureRow& row : c.rows) {
            rows.push_back(&row);
        }
    }
    Matrix m;
    m.deviation = deviations(rows);
    m.values.reserve(rows.size() * kFeatures);
    for (const FeatureRow* row : rows) {
        for (std::size_t i = 0; i < kFeatures; ++i) {
            m.values.push_back(static_cast<float>((*row)[i] / m.deviation[i]));
        }
    }
    m.starts.push_back(0);
    for (const Choice& c : choices) {
        for (const double log_count : c.log_counts) {
            m.log_counts.push_back(static_cast<float>(log_count));
        }
        m.starts.push_back(m.log_counts.size());
        m.weights.push_back(c.weight);
    }
    return m;
}

/// -log softmax of the first row of each choice, summed, and its gradient added.
double choice_loss(const Matrix& m, const std::vector<double>& u, std::vector<double>& gradient) {
    std::array<float, kFeatures> w{};
    std::copy(u.begin(), u.end(), w.begin());
    std::vector<float> scores;
    double loss = 0.0;
    for (std::size_t c = 0; c + 1 < m.starts.size(); ++c) {
        const std::size_t first = m.starts[c], n = m.starts[c + 1] - first;
        scores.resize(n);
        float most = -std::numeric_limits<float>::infinity();
        for (std::size_t r = 0; r < n; ++r) {
            const float* x = m.values.data() + (first + r) * kFeatures;
            float sum = m.log_counts[first + r];
            for (std::size_t i = 0; i < kFeatures; ++i) {
                sum += w[i] * x[i];
            }
            scores[r] = sum;
            most = std::max(most, sum);
        }
        const float own = scores[0];
        float all = 0.0F;
        for (float& s : scores) {
            s = std::exp(s - most);
            all += s;
        }
        loss += m.weights[c] * static_cast<double>(std::log(all) + most - own);
        std::array<float, kFeatures> sum{};
        for (std::size_t r = 0; r < n; ++r) {
            const float p = scores[r] / all - (r == 0 ? 1.0F : 0.0F);
            const float* x = m.values.data() + (first + r) * kFeatures;
            for (std::size_t i = 0; i < kFeatures; ++i) {
                sum[i] += p * x[i];
            }
        }
        for (std::size_t i = 0; i < kFeatures; ++i) {
            gradient[i] += m.weights[c] * static_cast<double>(sum[i]);
        }
    }
    return loss;
}

double softplus(double x) {
    return x > 30.0 ? x : std::log1p(std::exp(x));
}
double logistic(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

/// ln(1 + exp(-(better - worse))) of each pair.
double pair_loss(const FitCases& cases, const FeatureWeights& deviation, double weight,
                 const std::vector<double>& u, std::vector<double>& gradient) {
    double loss = 0.0;
    for (const auto& [better, worse] : cases.pairs) {
        double margin = 0.0;
        for (std::size_t i = 0; i < kFeatures; ++i) {
            margin += u[i] * (better[i] - worse[i]) / deviation[i];
        }
        loss += weight * softplus(-margin);
        const double pull = -weight * logistic(-margin);
        for (std::size_t i = 0; i < kFeatures; ++i) {
            gradient[i] += pull * (better[i] - worse[i]) / deviation[i];
        }
    }
    return loss;
}

double ridge(double strength, const std::vector<double>& u, const std::vector<double>& prior,
             std::vector<double>& gradient) {
    double loss = 0.0;
    for (std::size_t i = 0; i < u.size(); ++i) {
        loss += 0.5 * strength * (u[i] - prior[i]) * (u[i] - prior[i]);
        gradient[i] += strength * (u[i] - prior[i]);
    }
    return loss;
}

std::vector<double> scaled(const FeatureWeights& w, const FeatureWeights& deviation) {
    std::vector<double> u(kFeatures);
    for (std::size_t i = 0; i < kFeatures; ++i) {
        u[i] = w[i] * deviation[i];
    }
    return u;
}

FeatureWeights unscaled(const std::vector<double>& u, const FeatureWeights& deviation) {
    FeatureWeights w{};
    for (std::size_t i = 0; i < kFeatures; ++i) {
        w[i] = u[i] / deviation[i];
    }
    return w;
}

FeatureWeights fit_choice(const Matrix& m, const FitCases& cases, const FeatureWeights& prior, bool item_only,
                          const RankerFitOptions& options) {
    std::vector<Bounds> bounds;
    for (std::size_t i = 0; i < kFeatures; ++i) {
        const FeatureInfo& about = info(static_cast<Feature>(i));
        bounds.push_back(item_only && !about.item_only ? only(0.0) : bounds_of(about.sign));
    }
    const auto from = scaled(prior, m.deviation);
    const auto loss = [&](const std::vector<double>& u, std::vector<double>& gradient) {
        std::fill(gradient.begin(), gradient.end(), 0.0);
        double sum = choice_loss(m, u, gradient) + ridge(options.ridge, u, from, gradient);
        if (options.pairs > 0.0 && !item_only) {
            sum += pair_loss(cases, m.deviation, options.pairs, u, gradient);
        }
        return sum;
    };
    return unscaled(minimum(loss, from, bounds, options.iterations), m.deviation);
}

/// Logistic regression of one verdict on track and moment.
struct Head {
    FeatureWeights row{};
    ContextWeights moment{};
};

template <class Answer>
Head fit_head(const std::vector<Verdict>& verdicts, Answer answer, const Head& prior, bool against,
              bool with_rows, const RankerFitOptions& options) {
    std::vector<const FeatureRow*> rows;
    for (const Verdict& v : verdicts) {
        rows.push_back(&v.row);
    }
    const FeatureWeights deviation = deviations(rows);
    std::vector<Bounds> bounds;
    for (std::size_t i = 0; i < kFeatures; ++i) {
        const Bounds b = bounds_of(info(static_cast<Feature>(i)).sign);
        bounds.push_back(!with_rows ? only(0.0) : against ? turned(b) : b);
    }
    bounds.resize(kFeatures + kContexts, {-kInfinite, kInfinite});
    std::vector<double> from = scaled(prior.row, deviation);
    from.insert(from.end(), prior.moment.begin(), prior.moment.end());
    const auto loss = [&](const std::vector<double>& u, std::vector<double>& gradient) {
        std::fill(gradient.begin(), gradient.end(), 0.0);
        double sum = ridge(options.ridge, u, from, gradient);
        for (const Verdict& v : verdicts) {
            double z = 0.0;
            for (std::size_t i = 0; i < kFeatures; ++i) {
                z += u[i] * v.row[i] / deviation[i];
            }
            for (std::size_t i = 0; i < kContexts; ++i) {
                z += u[kFeatures + i] * v.moment[i];
            }
            const double y = answer(v) ? 1.0 : 0.0;
            sum += softplus(z) - y * z;
            const double pull = logistic(z) - y;
            for (std::size_t i = 0; i < kFeatures; ++i) {
                gradient[i] += pull * v.row[i] / deviation[i];
            }
            for (std::size_t i = 0; i < kContexts; ++i) {
                gradient[kFeatures + i] += pull * v.moment[i];
            }
        }
        return sum;
    };
    const auto u = minimum(loss, from, bounds, options.iterations);
    Head head;
    head.row = unscaled({u.begin(), u.begin() + kFeatures}, deviation);
    std::copy(u.begin() + kFeatures, u.end(), head.moment.begin());
    return head;
}

}  // namespace

FitCases collect_cases(const Catalogue& catalogue, std::span<const Event> events,
                       const std::vector<TrackIndex>& loved, const RankerFitOptions& options) {
    const std::unordered_set<TrackIndex> in_love(loved.begin(), loved.end());
    const auto learnt_from = [](const Event& e) {
        return e.track != kNone && !e.browsing && e.evidence != 0.0F;
    };
    // The newest of each kind, none of the warm-up.
    auto first = static_cast<std::size_t>(options.warm_up * static_cast<double>(events.size()));
    std::size_t positive = 0;
    for (std::size_t k = events.size(); k > first; --k) {
        positive += learnt_from(events[k - 1]) && events[k - 1].evidence > 0.0F ? 1 : 0;
        if (positive == options.most_choices) {
            first = k - 1;
        }
    }
    FitCases cases;
    TasteState state;
    std::vector<std::pair<int, FeatureRow>> session;
    for (std::size_t k = 0; k < events.size(); ++k) {
        const Event& e = events[k];
        if (k >= first && e.track != kNone && !e.browsing) {
            const Taste taste(catalogue, state, events.first(k), e.at);
            const Features features(catalogue, taste, e.after);
            const FeatureRow row = features.of(e.track);
            const bool is_loved = in_love.contains(e.track);
            if (learnt_from(e)) {
                cases.verdicts.push_back({row, features.context(), e.evidence < 0.0F, is_loved});
            }
            if (learnt_from(e) && e.evidence > 0.0F) {
                cases.choices.push_back(
                    Chances(catalogue, taste, features, e.after).of(e.track, options.drawn, mixed(k)));
                cases.choices.back().weight = static_cast<double>(e.evidence);
            }
            if (!state.in_session(e.at)) {
                session.clear();
            }
            const int now = grade(e, is_loved);
            for (const auto& [then, other] : session) {
                if (now != then) {
                    cases.pairs.emplace_back(now > then ? row : other, now > then ? other : row);
                }
            }
            session.emplace_back(now, row);
            if (session.size() > 4) {
                session.erase(session.begin());
            }
        }
        state.append(catalogue, e);
    }
    return cases;
}

RankerModel fit(const FitCases& cases, const RankerModel& prior, const RankerFitOptions& options) {
    if (static_cast<int>(cases.verdicts.size()) < options.least_verdicts || cases.choices.empty()) {
        return prior;
    }
    RankerModel model = prior;
    model.listens = static_cast<int>(cases.verdicts.size());
    const Matrix m = matrix_of(cases.choices);
    model.choice = fit_choice(m, cases, prior.choice, false, options);
    model.choice_item_only = fit_choice(m, cases, prior.choice_item_only, true, options);
    double skips = 0.0, loves = 0.0;
    for (const Verdict& v : cases.verdicts) {
        skips += v.skipped ? 1.0 : 0.0;
        loves += v.loved ? 1.0 : 0.0;
    }
    model.skip_rate = (skips + 20.0 * prior.skip_rate) / (static_cast<double>(cases.verdicts.size()) + 20.0);
    const auto skipped = [](const Verdict& v) { return v.skipped; };
    model.skip = fit_head(cases.verdicts, skipped, {prior.skip, prior.skip_context}, true, true, options).row;
    model.skip_context =
        fit_head(cases.verdicts, skipped, {{}, prior.skip_context}, true, false, options).moment;
    if (loves > 0.0) {
        model.love = fit_head(
                         cases.verdicts, [](const Verdict& v) { return v.loved; }, {prior.love, {}}, false,
                         true, options)
                         .row;
    }
    return model;
}

RankerModel fit_ranker(const Catalogue& catalogue, std::span<const Event> events,
                       const std::vector<TrackIndex>& loved, const RankerModel& prior,
                       const RankerFitOptions& options) {
    return fit(collect_cases(catalogue, events, loved, options), prior, options);
}

}  // namespace refrain::ranking
